/** The calls for working on a conversation together. */

import type { ConversationAnswer } from '../../console/desk-types.ts'
import type {
  DeskSettingsAnswer,
  PresenceAnswer,
  SuggestionsAnswer,
  SummaryAnswer,
  Verdict,
  WorkAnswer,
} from '../../console/desk-work-types.ts'
import type { Calls } from '../staff/calls.ts'

/** A conversation as it is opened: what was said, and how it is worked on. */
export type OpenConversation = ConversationAnswer & WorkAnswer

/** What whoever writes a reply, or is done with a conversation, has read. */
export interface SeenUpTo {
  /** Number of the newest message. */
  readonly seenSeq: number
  /** Done also where the customer or a colleague has written since. */
  readonly anyway?: boolean
}

/** How a conversation is ended. */
export interface Closing {
  /** Of `DeskSettingsAnswer.reasons`. */
  readonly reason: string
  /** For colleagues. */
  readonly note?: string
}

/** All of them throw `ApiError`. */
export interface WorkApi {
  /** Tags, reasons and ready texts; asked for once a minute at most, and again after a failure. */
  settings(): Promise<DeskSettingsAnswer>
  /** @param text 1 to 4,000 characters */
  addNote(id: string, text: string): Promise<void>
  takeBackNote(id: string, note: string): Promise<void>
  /** @param tags all it has from now on, at most 10 */
  setTags(id: string, tags: readonly string[]): Promise<void>
  /** @param until milliseconds since 1970, at most 30 days ahead */
  snooze(id: string, until: number, seenSeq: number): Promise<void>
  wake(id: string): Promise<void>
  /** @param seen refused where something was said since */
  close(id: string, closing: Closing, seen?: SeenUpTo): Promise<void>
  /** Of the newest hand-over. */
  judge(id: string, verdict: Verdict): Promise<void>
  block(id: string, block: { readonly hours: number; readonly reason: string }): Promise<void>
  unblock(id: string): Promise<void>
  /** @param seenSeq number of the newest message that was read */
  present(id: string, state: { readonly writing: boolean; readonly seenSeq: number }): Promise<PresenceAnswer>
  suggestions(id: string): Promise<SuggestionsAnswer>
  summary(id: string): Promise<SummaryAnswer>
  sendFile(id: string, file: File, clientId: string): Promise<void>
}

/** What leads change shows after so long, in milliseconds. */
const SETTINGS_MS = 60_000

export function workCalls({ get, post, put, remove, upload }: Calls): WorkApi {
  const at = (id: string, action: string) => `api/desk/conversations/${encodeURIComponent(id)}/${action}`
  let settings: { readonly answer: Promise<DeskSettingsAnswer>; readonly at: number } | undefined

  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    async settings() {
      if (settings === undefined || Date.now() - settings.at > SETTINGS_MS) {
        settings = { answer: get('api/desk/settings') as Promise<DeskSettingsAnswer>, at: Date.now() }
      }
      try {
        return await settings.answer
      } catch (error) {
        settings = undefined
        throw error
      }
    },
    async addNote(id, text) {
      await post(at(id, 'notes'), { text })
    },
    async takeBackNote(id, note) {
      await remove(at(id, `notes/${encodeURIComponent(note)}`))
    },
    async setTags(id, tags) {
      await put(at(id, 'tags'), { tags })
    },
    async snooze(id, until, seenSeq) {
      await post(at(id, 'snooze'), { until, seenSeq })
    },
    async wake(id) {
      await remove(at(id, 'snooze'))
    },
    async close(id, closing, seen) {
      await post(at(id, 'close'), { ...closing, ...seen })
    },
    async judge(id, verdict) {
      await post(at(id, 'verdict'), { verdict })
    },
    async block(id, block) {
      await post(at(id, 'block'), block)
    },
    async unblock(id) {
      await remove(at(id, 'block'))
    },
    present: async (id, state) => (await post(at(id, 'presence'), state)) as PresenceAnswer,
    suggestions: async (id) => (await get(at(id, 'suggestions'))) as SuggestionsAnswer,
    summary: async (id) => (await get(at(id, 'summary'))) as SummaryAnswer,
    async sendFile(id, file, clientId) {
      const form = new FormData()
      form.append('file', file, file.name)
      await upload(at(id, `files?clientId=${encodeURIComponent(clientId)}`), form)
    },
  }
}

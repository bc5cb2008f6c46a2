/** Sends replies, each under one id however often it is tried. */

import { useCallback, useState, useSyncExternalStore } from 'react'
import { newClientId } from '../widget/activities.ts'
import { ApiError } from './api.ts'
import { useDesk } from './desk-context.ts'
import type { Outgoing, Unsent } from './unsent.ts'

export interface Replies {
  readonly unsent: Unsent
  /** Number of the newest message when a reply was stopped because more was said since; undefined for none. */
  readonly staleSince: number | undefined
  setDraft(text: string): void
  /** Sends a text. @param anyway also where something was said since */
  send(text: string, anyway?: boolean): void
  /** The agent has seen that something was said, and goes on writing. */
  settle(): void
  retry(reply: Outgoing): void
  /** Takes a reply that failed back into the draft. */
  takeBack(reply: Outgoing): void
}

/** Whether a reply was stopped because it was written before the newest message. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'ConversationMovedOn'
}

/**
 * Replies of one conversation.
 * @param lastSeq number of the newest message on the screen; a reply that does not know a newer one is stopped
 * @param refresh reads the conversation again; the reply is then in its transcript
 * @param failed hears why a reply was not taken
 */
export function useReplies(
  id: string,
  lastSeq: number,
  refresh: () => Promise<void>,
  failed: (error: unknown) => void,
): Replies {
  const { api, unsent: store } = useDesk()
  const subscribe = useCallback((changed: () => void) => store.onChange(changed), [store])
  const unsent = useSyncExternalStore(subscribe, () => store.of(id))
  const [staleSince, setStaleSince] = useState<number>()

  const backToDraft = ({ clientId, text }: Outgoing) => {
    store.dropOutgoing(id, clientId)
    store.setDraft(id, [text, store.of(id).draft].filter((part) => part !== '').join('\n'))
  }
  const deliver = async (reply: Outgoing, seenSeq: number, anyway: boolean) => {
    store.putOutgoing(id, { ...reply, status: 'sending' })
    try {
      await api.say(id, reply.text, reply.clientId, { seenSeq, ...(anyway && { anyway }) })
    } catch (error) {
      if (isStale(error)) {
        // Nothing was sent: the text is the draft again, and what was said is shown beside it.
        backToDraft(reply)
        setStaleSince(seenSeq)
        await refresh()
        return
      }
      store.putOutgoing(id, { ...reply, status: 'failed' })
      failed(error)
      return
    }
    store.putOutgoing(id, { ...reply, status: 'sent' })
    await refresh()
    store.dropOutgoing(id, reply.clientId)
  }
  return {
    unsent,
    staleSince,
    setDraft: (text) => store.setDraft(id, text),
    send: (text, anyway = false) => {
      setStaleSince(undefined)
      store.setDraft(id, '')
      const reply: Outgoing = {
        clientId: newClientId(),
        text,
        at: Date.now(),
        afterSeq: lastSeq,
        status: 'sending',
      }
      void deliver(reply, lastSeq, anyway)
    },
    settle: () => setStaleSince(undefined),
    retry: (reply) => void deliver(reply, lastSeq, false),
    takeBack: (reply) => {
      store.dropOutgoing(id, reply.clientId)
      store.setDraft(id, [unsent.draft, reply.text].filter((text) => text !== '').join('\n'))
    },
  }
}

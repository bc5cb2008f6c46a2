/** Sends replies, each under one id however often it is tried. */

import { useCallback, useSyncExternalStore } from 'react'
import { newClientId } from '../widget/activities.ts'
import { useDesk } from './desk-context.ts'
import type { Outgoing, Unsent } from './unsent.ts'

export interface Replies {
  readonly unsent: Unsent
  setDraft(text: string): void
  /** Sends a text. @param afterSeq last number of the transcript now */
  send(text: string, afterSeq: number): void
  retry(reply: Outgoing): void
  /** Takes a reply that failed back into the draft. */
  takeBack(reply: Outgoing): void
}

/**
 * Replies of one conversation.
 * @param refresh reads the conversation again; the reply is then in its transcript
 * @param failed hears why a reply was not taken
 */
export function useReplies(
  id: string,
  refresh: () => Promise<void>,
  failed: (error: unknown) => void,
): Replies {
  const { api, unsent: store } = useDesk()
  const subscribe = useCallback((changed: () => void) => store.onChange(changed), [store])
  const unsent = useSyncExternalStore(subscribe, () => store.of(id))

  const deliver = async (reply: Outgoing) => {
    store.putOutgoing(id, { ...reply, status: 'sending' })
    try {
      await api.say(id, reply.text, reply.clientId)
    } catch (error) {
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
    setDraft: (text) => store.setDraft(id, text),
    send: (text, afterSeq) => {
      store.setDraft(id, '')
      void deliver({ clientId: newClientId(), text, at: Date.now(), afterSeq, status: 'sending' })
    },
    retry: (reply) => void deliver(reply),
    takeBack: (reply) => {
      store.dropOutgoing(id, reply.clientId)
      store.setDraft(id, [unsent.draft, reply.text].filter((text) => text !== '').join('\n'))
    },
  }
}

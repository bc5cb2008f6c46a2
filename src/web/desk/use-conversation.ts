/** The open conversation as the server has it, read again whenever it changes. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Refresher } from '../staff/refresher.ts'
import { isUnderWay } from './delivery-words.ts'
import { useDesk } from './desk-context.ts'
import type { OpenConversation } from './work-api.ts'

export interface ConversationState {
  /** Undefined until it was read once. */
  readonly answer: OpenConversation | undefined
  readonly error: unknown
  refresh(): Promise<void>
}

/** While a message is under way it is looked at again after this long, and each time after twice as long. */
const FIRST_LOOK_MS = 2_000
const LAST_LOOK_MS = 30_000

const NONE = { answer: undefined, error: undefined }

/** @param id undefined while none is open */
export function useConversation(id: string | undefined): ConversationState {
  const { api, live, clock } = useDesk()
  const [state, setState] = useState<{ id?: string; answer: OpenConversation | undefined; error: unknown }>(
    NONE,
  )
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        if (id === undefined) return
        try {
          const answer = await api.conversation(id)
          clock.set(answer)
          setState({ id, answer, error: undefined })
        } catch (error) {
          setState((before) => ({ id, answer: before.id === id ? before.answer : undefined, error }))
        }
      }),
    [api, clock, id],
  )
  useEffect(() => {
    void refresher.refresh()
    return live.onChange((change) => {
      const isOurs = (change.type === 'conversation' || change.type === 'presence') && change.id === id
      if (change.type === 'everything' || isOurs) void refresher.refresh()
    })
  }, [refresher, live, id])
  const refresh = useCallback(() => refresher.refresh(), [refresher])
  // An answer that comes late belongs to the conversation that was open before.
  const { answer, error } = state.id === id ? state : NONE
  useLooks(answer, refresh)
  return { answer, error, refresh }
}

/** How far a message has come is nothing that happens in a conversation, so that no event tells it. */
function useLooks(answer: OpenConversation | undefined, refresh: () => Promise<void>): void {
  const wait = useRef(FIRST_LOOK_MS)
  useEffect(() => {
    if (!answer?.transcript.some(({ delivery }) => isUnderWay(delivery))) {
      wait.current = FIRST_LOOK_MS
      return
    }
    const timer = setTimeout(() => {
      wait.current = Math.min(LAST_LOOK_MS, wait.current * 2)
      void refresh()
    }, wait.current)
    return () => clearTimeout(timer)
  }, [answer, refresh])
}

/** The open conversation as the server has it, read again whenever it changes. */

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ConversationAnswer } from '../../console/desk-types.ts'
import { useDesk } from './desk-context.ts'
import { Refresher } from './refresher.ts'

export interface ConversationState {
  /** Undefined until it was read once. */
  readonly answer: ConversationAnswer | undefined
  readonly error: unknown
  refresh(): Promise<void>
}

const NONE = { answer: undefined, error: undefined }

/** @param id undefined while none is open */
export function useConversation(id: string | undefined): ConversationState {
  const { api, live, clock } = useDesk()
  const [state, setState] = useState<{ id?: string; answer: ConversationAnswer | undefined; error: unknown }>(
    NONE,
  )
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        if (id === undefined) return
        try {
          const answer = await api.conversation(id)
          clock.set(answer.now)
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
      if (change.type === 'everything' || (change.type === 'conversation' && change.id === id)) {
        void refresher.refresh()
      }
    })
  }, [refresher, live, id])
  const refresh = useCallback(() => refresher.refresh(), [refresher])
  // An answer that comes late belongs to the conversation that was open before.
  const { answer, error } = state.id === id ? state : NONE
  return { answer, error, refresh }
}

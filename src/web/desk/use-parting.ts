/** Gives a conversation back or ends it, unless something was said that the agent has not seen. */

import { useState } from 'react'
import type { TranscriptItem } from '../../console/desk-types.ts'
import type { Deeds } from './use-deeds.ts'
import { isStale } from './use-replies.ts'
import type { OpenConversation, SeenUpTo } from './work-api.ts'

/** How an agent parts with a conversation. */
export type Parting = 'close' | 'release'

interface Stopped {
  readonly kind: Parting
  /** Number of the newest message the agent had seen. */
  readonly since: number
  deed(seen: SeenUpTo): Promise<void>
}

export interface PartingState {
  /** What was not done because more was said since; undefined for nothing. */
  readonly stopped: Stopped | undefined
  /** @param seq number of the newest message the agent has seen */
  part(kind: Parting, seq: number, deed: (seen: SeenUpTo) => Promise<void>): Promise<void>
  /** Does what was stopped, now that the new messages were seen. @param seq number of the newest of them */
  again(seq: number): Promise<void>
  /** The agent goes on with the conversation. */
  stay(): void
}

/** What is said of each that was stopped. */
export const staleParting = {
  close: { title: 'staleClose', goOn: 'staleCloseAnyway', back: 'staleStay' },
  release: { title: 'staleRelease', goOn: 'staleReleaseAnyway', back: 'staleStay' },
} as const

/** @param leave puts the focus where it belongs once the conversation is somebody else's */
export function useParting(deeds: Deeds, leave: () => void): PartingState {
  const [stopped, setStopped] = useState<Stopped>()
  const part: PartingState['part'] = async (kind, since, deed) => {
    let isStopped = false
    setStopped(undefined)
    const isDone = await deeds.run(async () => {
      try {
        await deed({ seenSeq: since })
      } catch (error) {
        if (!isStale(error)) throw error
        // Nothing was done: the conversation is read again, and what was said is shown.
        isStopped = true
      }
    })
    if (isStopped) setStopped({ kind, since, deed })
    else if (isDone) leave()
  }
  return {
    stopped,
    part,
    again: async (seq) => {
      if (stopped) await part(stopped.kind, seq, stopped.deed)
    },
    stay: () => setStopped(undefined),
  }
}

/** What others said after a message. */
export function saidSince({ transcript }: OpenConversation, seq: number): readonly TranscriptItem[] {
  return transcript.filter((line) => line.seq > seq && line.role !== 'bot')
}

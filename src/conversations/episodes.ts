/** Ends episodes: what became of a conversation from its beginning, or the last closing, to its closing. */

import type { ConversationsTable, Resolution } from '../storage/schema.ts'
import type { Trx } from './store.ts'

/** How a conversation was closed. */
export interface Closing {
  readonly by: 'agent' | 'customer' | 'idle' | 'program'
  /** Name of the account. */
  readonly agent: string | null
  /** What the agent says it was; otherwise it follows from what happened. */
  readonly resolution: Resolution | null
}

/**
 * Puts an episode on record, in the transaction that closes the conversation.
 * @param conversation as it was before
 * @returns its id
 */
export async function endEpisode(
  _trx: Trx,
  _conversation: ConversationsTable,
  _closing: Closing,
  _now: number,
): Promise<string | null> {
  return null
}

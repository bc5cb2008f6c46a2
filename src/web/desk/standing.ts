/** Decides what an agent may do with a conversation. */

import type { QueueItem } from '../../console/desk-types.ts'

/** How the agent stands to a conversation. */
export type Standing = 'mine' | 'waiting' | 'with-bot' | 'with-other' | 'closed'

/** What an agent does to the ownership of a conversation. */
export type Action = 'claim' | 'takeOver' | 'release'

/** What makes the conversation the agent's. */
export type Taking = Exclude<Action, 'release'>

export function standingOf({ owner, mine }: Pick<QueueItem, 'owner' | 'mine'>): Standing {
  if (owner === 'human') return mine ? 'mine' : 'with-other'
  if (owner === 'queued') return 'waiting'
  return owner === 'bot' ? 'with-bot' : 'closed'
}

/** Whether the conversation can be taken over: also a closed one, to write to the customer first. */
export function mayClaim(standing: Standing): boolean {
  return isOpenToAll(standing) || standing === 'closed'
}

/** Whether it waits for somebody, or only the bot has it. */
export function isOpenToAll(standing: Standing): boolean {
  return standing === 'waiting' || standing === 'with-bot'
}

/** Whether it can be given to somebody else: one's own, and with the right to assign whatever a person has or waits for. */
export function mayTransfer(
  standing: Standing,
  { mayAnswer, mayAssign }: { readonly mayAnswer: boolean; readonly mayAssign: boolean },
): boolean {
  if (standing === 'mine') return mayAnswer
  return mayAssign && (standing === 'waiting' || standing === 'with-other')
}

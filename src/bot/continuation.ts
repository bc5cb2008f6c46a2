/** Messages in several parts (我想 / 查话费): which may be one, and how they are joined. */

import type { StoredActivity } from '../conversations/activity.ts'
import type { WaitingTurn } from './lane.ts'
import type { Turn } from './turn.ts'

/** Whether the bot would decline or ask back: only such a message waits for its second half. */
export function isUnclear(turn: Turn): boolean {
  return (
    turn.decisions.length > 0 &&
    turn.decisions.every(({ decision }) => decision === 'decline' || decision === 'ask')
  )
}

/** Whether it is text the customer typed, and not a button, an attachment or an event. */
export function isPlainText({ activity }: WaitingTurn): boolean {
  return (
    activity.type === 'message' &&
    Boolean(activity.text?.trim()) &&
    activity.value === undefined &&
    !activity.attachments?.length
  )
}

/** One activity of several: the last one, with the texts of all. */
export function joinParts(activities: readonly StoredActivity[]): StoredActivity {
  const last = activities.at(-1)
  if (!last) throw new Error('There is no message to join.')
  if (activities.length === 1) return last
  return { ...last, text: activities.map(({ text }) => text?.trim() ?? '').join(' ') }
}

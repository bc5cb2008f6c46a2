/** Finds what a customer chose by a tap on a menu message; numbers are read by the bot, on every channel. */

import type { ActivityAction, StoredActivity } from '../../conversations/activity.ts'
import { keyOfConversation, openBody, type Store } from '../../conversations/store.ts'

/** What our menu messages call a choice: the message it belongs to, and its place from 0. */
export function choiceId(messageId: string, index: number): string {
  return `${messageId}.${index}`
}

/**
 * The choice a menu message calls by this id; null when there is none in this conversation.
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function tappedChoice(
  store: Store,
  conversationId: string,
  id: string,
): Promise<ActivityAction | null> {
  const [, messageId, index] = /^([\w-]{1,100})\.(\d{1,3})$/.exec(id) ?? []
  if (messageId === undefined) return null
  const row = await store.db
    .selectFrom('messages')
    .select(['id', 'body'])
    .where('id', '=', messageId)
    .where('conversation_id', '=', conversationId)
    .where('role', '=', 'bot')
    .executeTakeFirst()
  if (!row) return null
  const key = await keyOfConversation(store, conversationId)
  return actionsOf(openBody(key, row))[Number(index)] ?? null
}

/** The activity with the choice in place of what was tapped or typed: its value is said, its title was read. */
export function choosing(activity: StoredActivity, { title, value }: ActivityAction): StoredActivity {
  const text = typeof value === 'string' ? value : title
  if (text === activity.text) return activity
  return { ...activity, text, channelData: { ...activity.channelData, chosen: title } }
}

function actionsOf({ suggestedActions }: StoredActivity): readonly ActivityAction[] {
  return suggestedActions?.actions ?? []
}

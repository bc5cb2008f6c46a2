/** Finds what a customer chose: by a tap on a menu message, or by the number of a choice in the last message. */

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

/** How many of the newest messages are looked at for choices; a turn rarely says more. */
const LOOKED_AT = 8

/**
 * The choice a number stands for, where the bot's last turn offered choices by number; null for all else.
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function numberedChoice(
  store: Store,
  conversationId: string,
  text: string,
): Promise<ActivityAction | null> {
  const number = numberIn(text)
  if (number === null) return null
  const rows = await store.db
    .selectFrom('messages')
    .select(['id', 'role', 'type', 'body'])
    .where('conversation_id', '=', conversationId)
    .where('visible', '=', 1)
    .orderBy('seq', 'desc')
    .limit(LOOKED_AT)
    .execute()
  const key = await keyOfConversation(store, conversationId)
  for (const row of rows) {
    // What a person wrote since is what the customer answers now.
    if (row.role === 'user' || row.role === 'agent') return null
    if (row.role !== 'bot' || row.type !== 'message') continue
    const actions = actionsOf(openBody(key, row))
    if (actions.length > 0) return actions[number - 1] ?? null
  }
  return null
}

/** The number a text consists of, 1 to 99; null when it says anything else. */
export function numberIn(text: string): number | null {
  if (text.length > 10) return null
  const [, digits] = /^\s*([1-9]\d?)\s*[.。、．)]?\s*$/.exec(text.normalize('NFKC')) ?? []
  return digits === undefined ? null : Number(digits)
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

/** Reads an activity of Teams as ours: where it belongs, what was said or clicked, where answers go. */

import { z } from 'zod'
import type { StoredActivity } from '../../conversations/activity.ts'
import type { Address } from '../../conversations/addresses.ts'
import type { Store } from '../../conversations/store.ts'
import { mentionsBot, spokenText } from './mentions.ts'
import { localeOf, type TeamsActivity, tenantOf } from './shapes.ts'

/** Channel name of everything that comes in here. */
export const CHANNEL = 'msteams'

/** The conversation of ours an activity belongs to. */
export interface Place {
  readonly conversationId: string
  /** Whose it is, as the channel knows them. */
  readonly userId: string
  /** Whether others read along. */
  readonly shared: boolean
}

/** A user of Teams, as identities know them: the tenant and the object id of the directory. */
export function teamsUserId(tenantId: string, objectId: string): string {
  return `${tenantId.toLowerCase()}:${objectId.toLowerCase()}`
}

/**
 * Where an activity belongs: a personal chat is one conversation; in a group, or a thread of a
 * channel, everybody who speaks to the bot has one of their own.
 */
export function placeOf(vault: Store['vault'], activity: TeamsActivity): Place {
  const { from, conversation } = activity
  const tenant = tenantOf(activity) ?? ''
  // Only directory ids are the same in every case of their letters.
  const userId = from.aadObjectId ? teamsUserId(tenant, from.aadObjectId) : `${tenant}:${from.id}`
  const shared = scopeOf(activity) !== 'personal'
  const name = shared ? `${conversation.id}\n${userId}` : conversation.id
  return { conversationId: `tm_${vault.hash('conversations.teams', name)}`, userId, shared }
}

/** `personal`, `groupChat` or `channel`; what is neither said nor known counts as read by others. */
export function scopeOf({ conversation, channelId }: TeamsActivity): string {
  const { conversationType, isGroup = channelId === CHANNEL } = conversation
  return conversationType ?? (isGroup ? 'groupChat' : 'personal')
}

/** Where answers to an activity go. It names nothing that changes from message to message. */
export function addressIn(activity: TeamsActivity, account: string): Address {
  const { serviceUrl, conversation, from, recipient } = activity
  const tenantId = tenantOf(activity)
  const locale = localeOf(activity)
  return {
    channel: CHANNEL,
    account,
    details: {
      serviceUrl,
      conversationId: conversation.id,
      conversationType: scopeOf(activity),
      ...(tenantId === undefined ? {} : { tenantId }),
      botId: recipient.id,
      userId: from.id,
      ...(from.aadObjectId === undefined ? {} : { aadObjectId: from.aadObjectId }),
      ...(from.name === undefined ? {} : { userName: from.name }),
      ...(locale === undefined ? {} : { locale }),
    },
  }
}

/** An id of a message of ours. */
const messageId = z.string().regex(/^[\w-]{1,100}$/)
const saying = z.object({
  verb: z.literal('say'),
  text: z.string().min(1).max(2_000),
  messageId,
  at: z.number().int().min(0).max(100),
})
const judging = z.object({
  verb: z.literal('feedback'),
  messageId,
  helpful: z.boolean(),
})
const clickShape = z.discriminatedUnion('verb', [saying, judging])

/** A button of a card of ours: a choice, said in the customer's name, or whether an answer helped. */
export type Click = z.infer<typeof clickShape>

/** A button of ours in what a card sent; null when it is none. */
export function clickOf(value: unknown): Click | null {
  const parsed = clickShape.safeParse(value)
  return parsed.success ? parsed.data : null
}

/** A message of Teams as it is stored; null when it is not for the bot. Attachments come apart. */
export function messageFrom(activity: TeamsActivity): StoredActivity | null {
  const click = clickOf(activity.value)
  // Who reads along may press a button; what they say among themselves is none of ours.
  if (scopeOf(activity) !== 'personal' && !mentionsBot(activity) && !click) return null
  if (click?.verb === 'feedback') return feedbackActivity(activity, click)
  const said = spokenText(activity)
  return sayActivity(activity, said || wordsOf(activity.value), click)
}

/** What somebody says, as it is stored. */
export function sayActivity(activity: TeamsActivity, text: string, click: Click | null): StoredActivity {
  return {
    ...stampOf(activity),
    type: 'message',
    text,
    textFormat: 'plain',
    // Tells a button from what was typed: nothing is to be expected after it.
    ...(click ? { value: { messageId: click.messageId } } : {}),
  }
}

/** Whether an answer helped, as it is stored. */
export function feedbackActivity(
  activity: TeamsActivity,
  { messageId, helpful, comment }: { messageId: string; helpful: boolean; comment?: string | undefined },
): StoredActivity {
  const value = { messageId, helpful, ...(comment ? { comment } : {}) }
  return { ...stampOf(activity), type: 'event', name: 'feedback', value }
}

/** Who and where from, on every activity that is stored. */
export function stampOf(activity: TeamsActivity): Omit<StoredActivity, 'type'> {
  const { from, localTimezone } = activity
  const locale = localeOf(activity)
  return {
    channelId: CHANNEL,
    from: {
      id: from.aadObjectId ?? from.id,
      ...(from.name === undefined ? {} : { name: from.name }),
      role: 'user',
    },
    ...(locale === undefined ? {} : { locale }),
    ...(localTimezone === undefined ? {} : { localTimezone }),
  }
}

/** Cards without a verb of ours may still carry words. */
function wordsOf(value: unknown): string {
  const { text } = (value ?? {}) as { text?: unknown }
  return typeof text === 'string' ? text.slice(0, 2_000) : ''
}

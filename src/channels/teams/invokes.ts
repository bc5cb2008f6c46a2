/** Answers invokes: buttons of cards and feedback, which Teams waits for; everything else is not implemented here. */

import { z } from 'zod'
import type { Turns } from '../../bot/turns.ts'
import type { StoredActivity } from '../../conversations/activity.ts'
import type { Inbound } from '../../conversations/record.ts'
import { openBody, type Store } from '../../conversations/store.ts'
import type { ConversationsTable } from '../../storage/schema.ts'
import { ADAPTIVE_CARD_TYPE, pastCard, settledCard } from '../cards/adaptive.ts'
import { HttpError } from '../http.ts'
import { type Click, clickOf, feedbackActivity, sayActivity } from './inbound.ts'
import type { TeamsActivity } from './shapes.ts'

/** What an invoke needs. */
export interface InvokeOptions {
  /** Sees a turn through that outlasts its request: should it fail, it is tried once more. */
  readonly seeThrough: (inbound: Inbound, answered: Promise<unknown>) => void
  readonly store: Store
  readonly turns: Turns
  /** How long an answer is waited for, in milliseconds; Teams gives up after about ten seconds. */
  readonly waitMs: number
  /** The conversation an activity belongs to, brought up to date; null when there is none yet. */
  readonly enter: (activity: TeamsActivity) => Promise<ConversationsTable | null>
  /** By which repeats of an activity are known. */
  readonly dedupeOf: (activity: TeamsActivity) => string
}

/**
 * Body of the answer to `adaptiveCard/action`; its HTTP status is 200 whatever it says, see
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format.
 */
interface CardAnswer {
  readonly statusCode: number
  readonly type: string
  readonly value: unknown
}

const submitShape = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({
    reaction: z.enum(['like', 'dislike']),
    feedback: z.string().max(20_000).nullish(),
  }),
})
const actionShape = z.object({
  action: z.object({ verb: z.string().max(100), data: z.looseObject({}).nullish() }),
})
const MAX_COMMENT = 2_000

/**
 * Answers an invoke, at the latest after `waitMs`.
 * @returns the body for status 200
 * @throws HttpError 400, 501
 */
export async function answerInvoke(activity: TeamsActivity, options: InvokeOptions): Promise<object> {
  switch (activity.name) {
    case 'adaptiveCard/action':
      return cardAction(activity, options)
    case 'message/submitAction':
      return takeFeedback(activity, options)
    default:
      throw new HttpError(501, 'NotImplemented', 'This bot does not take such invokes.')
  }
}

async function cardAction(activity: TeamsActivity, options: InvokeOptions): Promise<CardAnswer> {
  const parsed = actionShape.safeParse(activity.value)
  const { verb, data } = parsed.success ? parsed.data.action : {}
  const click = clickOf({ ...data, verb })
  if (!click) return cardError(400, 'BadRequest', 'This button is not known.')
  const conversation = await options.enter(activity)
  // A button below a message to somebody else, in a group, is theirs.
  const message = conversation && (await ownMessage(options.store, conversation, click.messageId))
  const settled = message && settledBy(message, click)
  if (!conversation || !settled) return cardError(400, 'BadRequest', 'This card belongs to somebody else.')
  if (click.verb === 'say' && (await isPast(options.store, conversation, click)))
    return { statusCode: 200, type: ADAPTIVE_CARD_TYPE, value: pastCard(message, languageOf(message)) }
  const said =
    click.verb === 'say' ? sayActivity(activity, click.text, click) : feedbackActivity(activity, click)
  if (!(await take(activity, conversation.id, said, options, click)))
    return cardError(500, 'ServiceError', 'Something went wrong. Please try again.')
  return { statusCode: 200, type: ADAPTIVE_CARD_TYPE, value: settled }
}

/** The card as it looks from now on; null when it has no such choice. */
function settledBy(message: StoredActivity, click: Click): object | null {
  const language = languageOf(message)
  if (click.verb === 'feedback') return settledCard(message, 'feedback', language)
  const exists = click.at < (message.suggestedActions?.actions.length ?? 0)
  return exists ? settledCard(message, click.at, language) : null
}

function languageOf({ locale = '' }: StoredActivity): 'zh' | 'en' {
  return /^en\b/i.test(locale) ? 'en' : 'zh'
}

/** Whether the customer has said something else since the message of the button: then it answers nothing any more. */
async function isPast(store: Store, conversation: ConversationsTable, click: Click): Promise<boolean> {
  const next = await store.db
    .selectFrom('messages')
    .select(['messages.id', 'messages.body'])
    .innerJoin('messages as offered', 'offered.conversation_id', 'messages.conversation_id')
    .where('offered.id', '=', click.messageId)
    .where('messages.conversation_id', '=', conversation.id)
    .whereRef('messages.seq', '>', 'offered.seq')
    .where('messages.role', '=', 'user')
    .where('messages.type', '=', 'message')
    .orderBy('messages.seq')
    .limit(1)
    .executeTakeFirst()
  if (!next) return false
  const { value } = openBody(await store.vault.keyOf(conversation.subject_id), next)
  // Pressed before, perhaps with another of its buttons: that turn is joined, not begun again.
  return clickShape.safeParse(value).data?.messageId !== click.messageId
}

/** What a stored message of the customer keeps of the button it was said by. */
const clickShape = z.object({ messageId: z.string() })

/** Feedback that Teams itself asks for below a message; the message is known by what Teams calls it. */
async function takeFeedback(activity: TeamsActivity, options: InvokeOptions): Promise<object> {
  const parsed = submitShape.safeParse(activity.value)
  if (!parsed.success) throw new HttpError(400, 'BadArgument', 'value: is no feedback.')
  const { reaction, feedback } = parsed.data.actionValue
  const conversation = await options.enter(activity)
  const messageId =
    conversation && (await messageCalled(options.store, conversation.id, activity.replyToId ?? ''))
  // Of a message to somebody else, or one long gone: there is nothing to note, and nothing to show.
  if (!conversation || !messageId) return {}
  const judged = { messageId, helpful: reaction === 'like', comment: commentIn(feedback) }
  if (!(await take(activity, conversation.id, feedbackActivity(activity, judged), options)))
    throw new HttpError(500, 'ServiceError', 'Something went wrong. Please try again.')
  return {}
}

/**
 * Records what was pressed, and gives the bot its time.
 * @returns false when the turn failed; true when it was answered, or still runs and answers later
 */
async function take(
  activity: TeamsActivity,
  conversationId: string,
  said: StoredActivity,
  { turns, waitMs, dedupeOf, seeThrough }: InvokeOptions,
  click: Click | null = null,
): Promise<boolean> {
  // A card is answered once, however often and on however many devices it is pressed.
  const dedupe = click?.verb === 'say' ? `answer to\n${click.messageId}` : dedupeOf(activity)
  const inbound: Inbound = { conversationId, activity: said, dedupe, role: 'user', visible: true }
  const { answered } = await turns.accept(inbound)
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<true>((resolve) => {
    timer = setTimeout(() => {
      // The button has been pressed for Teams; whatever comes of it is ours to see to.
      seeThrough(inbound, answered)
      resolve(true)
    }, waitMs)
  })
  try {
    return await Promise.race([
      answered.then(
        () => true,
        // The runner has logged why; whoever pressed it may press it again.
        () => false,
      ),
      timeUp,
    ])
  } finally {
    clearTimeout(timer)
  }
}

function cardError(statusCode: number, code: string, message: string): CardAnswer {
  return { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } }
}

/** What the customer wrote beside the thumb; Teams sends it as JSON in a text. */
function commentIn(feedback: string | null | undefined): string | undefined {
  if (!feedback) return undefined
  try {
    const { feedbackText } = JSON.parse(feedback) as { feedbackText?: unknown }
    return typeof feedbackText === 'string' ? feedbackText.slice(0, MAX_COMMENT) : undefined
  } catch {
    // No JSON: the thumb alone is what counts.
    return undefined
  }
}

/** A message of the bot in a conversation, by its id. */
async function ownMessage(
  store: Store,
  conversation: ConversationsTable,
  messageId: string,
): Promise<StoredActivity | null> {
  const row = await store.db
    .selectFrom('messages')
    .select(['id', 'body'])
    .where('conversation_id', '=', conversation.id)
    .where('id', '=', messageId)
    .where('role', '=', 'bot')
    .executeTakeFirst()
  return row ? openBody(await store.vault.keyOf(conversation.subject_id), row) : null
}

/** The id of the message in a conversation that the channel calls by another. */
async function messageCalled(
  store: Store,
  conversationId: string,
  externalId: string,
): Promise<string | null> {
  if (externalId === '') return null
  const row = await store.db
    .selectFrom('messages')
    .innerJoin('outbox', 'outbox.message_id', 'messages.id')
    .select('messages.id')
    .where('messages.conversation_id', '=', conversationId)
    .where('outbox.external_id', '=', externalId)
    .executeTakeFirst()
  return row?.id ?? null
}

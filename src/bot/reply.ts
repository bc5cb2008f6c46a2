/** Builds and sends the bot's messages: wording, script of the reader, suggestions, trace. */

import type { Activity, TurnContext } from 'botbuilder'
import type { ActivityAction, StoredActivity } from '../conversations/activity.ts'
import type { Decision } from '../conversations/turn.ts'
import { answerCount, answerOf } from '../corpus/answers.ts'
import { givenValue } from '../corpus/given-value.ts'
import { type PhraseKey, sayVariant, type ValuesFor, variantCount } from '../corpus/phrases.ts'
import { toTraditional } from '../understanding/script.ts'
import { CARD_TYPE, type Card, cardText } from './card.ts'
import { type Turn, turnOf } from './turn.ts'
import { isAnsweredOn } from './valid-entries.ts'

/** Something the customer may answer with one tap. */
export interface Suggestion {
  readonly title: string
  /** What is sent as the customer's text; the title when absent. */
  readonly text?: string
}

/** What stands beside the text of a message. */
export interface MessageOptions {
  readonly suggestions?: readonly Suggestion[]
  /** The decision this message carries out; shown in `channelData.liuke` when tracing. */
  readonly decision?: Pick<Decision, 'decision' | 'entry' | 'confidence'>
  /** Asks the client to offer "helpful / not helpful". */
  readonly askFeedback?: boolean
  /** Shown instead of the text where cards are; the text says the same. */
  readonly card?: Card
  /** Tells where somebody stands in the queue; a channel that can change what it sent does so when a person comes. */
  readonly queueNotice?: boolean
}

/** The bot's wording for a key, in the customer's language and script; of several, not the one said last. */
export function wording<Key extends PhraseKey>(turn: Turn, key: Key, ...values: ValuesFor<Key>): string {
  const { phrases } = turn.brain.corpus
  return varied(turn, key, variantCount(phrases, key, turn.language), (variant) =>
    sayVariant(phrases, key, turn.language, variant, ...values),
  )
}

/** The answer of an entry, in the customer's language and script; of several, not the one given last. */
export function answerText(turn: Turn, entry: string): string {
  const { corpus } = turn.brain
  return varied(turn, `answer:${entry}`, answerCount(corpus, entry, turn.language), (variant) =>
    answerOf(corpus, entry, turn.language, variant),
  )
}

function varied(turn: Turn, key: string, count: number, say: (variant: number) => string): string {
  if (count === 1) return inScript(turn, say(0))
  const variant = turn.variety.next(key, count)
  const text = inScript(turn, say(variant))
  turn.variety.offer(key, variant, text)
  return text
}

/** A text of ours in the script its reader writes. */
export function inScript(turn: Turn, text: string): string {
  return turn.language === 'zh' && turn.script === 'hant' ? toTraditional(text) : text
}

/** The offer of a person, which stands below many messages. */
export function personSuggestion(turn: Turn): Suggestion {
  return { title: wording(turn, 'offer.person') }
}

/** Entries as one-tap questions, by their titles, which the bot understands; unknown ones and those of other days are left out. */
export function entrySuggestions(turn: Turn, ids: readonly string[]): Suggestion[] {
  return ids.flatMap((id) => {
    const entry = turn.brain.corpus.entries.get(id)
    if (entry === undefined || (entry.valid !== undefined && !isAnsweredOn(entry, turn.today))) return []
    return [{ title: inScript(turn, entry.title[turn.language]) }]
  })
}

/** Sends a message; `text` is already in the reader's script. */
export async function sendText(
  context: TurnContext,
  text: string,
  options: MessageOptions = {},
): Promise<void> {
  const turn = turnOf(context)
  const activity = messageOf(turn, text, options)
  // A stored activity is an Activity less its Date fields, none of which it sets.
  await context.sendActivity(activity as unknown as Partial<Activity>)
}

/** Sends a card, with the same as text for where there are none. */
export async function sendCard(
  context: TurnContext,
  card: Card,
  options: Omit<MessageOptions, 'card'> = {},
): Promise<void> {
  const safe = safeCard(card)
  await sendText(context, cardText(safe, turnOf(context).language), { ...options, card: safe })
}

/** What stands on a card's rows may be a customer's words. Its other texts are wordings, whose values are safe. */
function safeCard(card: Card): Card {
  const rows = card.rows.map((row) => ({ ...row, value: givenValue(row.value) }))
  return { ...card, rows }
}

/** A message of the bot as an activity. */
export function messageOf(turn: Turn, text: string, options: MessageOptions = {}): StoredActivity {
  turn.variety.sent(text)
  const channelData: Record<string, unknown> = {}
  if (options.askFeedback) channelData['liukeFeedback'] = true
  if (options.queueNotice) channelData['queueNotice'] = true
  if (turn.services.trace && options.decision) {
    const { entry, decision, confidence } = options.decision
    channelData['liuke'] = { entry, decision, confidence, language: turn.language }
  }
  const actions = (options.suggestions ?? []).map(
    ({ title, text: value = title }): ActivityAction => ({ type: 'imBack', title, value }),
  )
  return {
    type: 'message',
    text,
    textFormat: 'plain',
    locale: turn.language === 'zh' ? (turn.script === 'hant' ? 'zh-TW' : 'zh-CN') : 'en-US',
    inputHint: 'acceptingInput',
    ...(options.card ? { attachments: [{ contentType: CARD_TYPE, content: options.card }] } : {}),
    ...(actions.length > 0 ? { suggestedActions: { to: [], actions } } : {}),
    ...(Object.keys(channelData).length > 0 ? { channelData } : {}),
  }
}

/** Turns a message of ours into an Adaptive Card: its text or card, its choices, and whether it helped. */

import { type Card, cardOf, cardText } from '../../bot/card.ts'
import type { StoredActivity } from '../../conversations/activity.ts'
import { type CardJson, cardBody, line, paragraphs } from './elements.ts'

export type { CardJson } from './elements.ts'

/** Content type of an Adaptive Card in an attachment. */
export const ADAPTIVE_CARD_TYPE = 'application/vnd.microsoft.card.adaptive'

/** Language of what the card itself says; everything else comes from the message. */
export type CardLanguage = 'zh' | 'zh-Hant' | 'en'

/** A choice below a message. */
export interface CardChoice {
  readonly title: string
  /** What it says in the customer's name. */
  readonly text: string
}

/** What becomes a card. */
export interface CardMessage {
  readonly text?: string | undefined
  readonly card?: Card | null | undefined
  readonly actions: readonly CardChoice[]
  /** Whether to ask if the answer helped; for Teams only. */
  readonly feedback?: boolean
  readonly messageId: string
  readonly language: CardLanguage
  /** `web` has no buttons: the widget has its own below the card. */
  readonly style: 'teams' | 'web'
  /** Whom it answers, where others read along. */
  readonly mention?: { readonly id: string; readonly name: string } | undefined
  /** A line at the end: what became of the card. */
  readonly outcome?: string | undefined
}

/** An Adaptive Card 1.5, as JSON. */
export interface AdaptiveCard extends CardJson {
  readonly type: 'AdaptiveCard'
  readonly version: '1.5'
  readonly body: readonly CardJson[]
  readonly actions?: readonly CardJson[]
}

/** Teams shows this many buttons; more go into its overflow menu. */
const VISIBLE_ACTIONS = 6

const WORDS = {
  zh: {
    helpful: '👍 有帮助',
    unhelpful: '👎 没帮助',
    thanks: '感谢您的反馈。',
    joined: '已接入，为您服务。',
    past: '这些选项已过期，请看最新的消息。',
  },
  'zh-Hant': {
    helpful: '👍 有幫助',
    unhelpful: '👎 沒幫助',
    thanks: '感謝您的回饋。',
    joined: '已接入，為您服務。',
    past: '這些選項已過期，請看最新的訊息。',
  },
  en: {
    helpful: '👍 Helpful',
    unhelpful: '👎 Not helpful',
    thanks: 'Thank you for your feedback.',
    joined: 'has joined the conversation.',
    past: 'These choices have expired. Please see the newest message.',
  },
} as const

/** The schema takes two letters only. */
const LANGUAGE_TAGS = { zh: 'zh', 'zh-Hant': 'zh', en: 'en' } as const

/**
 * The card of a message. No text in it is ever read as markup: all of it stands in text runs, which
 * the schema defines as plain (https://adaptivecards.io/explorer/TextRun.html), while each client
 * parses, and escapes, the Markdown of text blocks in its own way.
 */
export function adaptiveCard(message: CardMessage): AdaptiveCard {
  const { text, card, language, style, mention, outcome } = message
  const name = mention ? mentionable(mention.name) : ''
  const actions = style === 'teams' ? buttons(message) : []
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: LANGUAGE_TAGS[language],
    fallbackText: readable(message),
    body: [
      ...(mention ? [{ type: 'TextBlock', text: `<at>${name}</at>`, wrap: true }] : []),
      ...(text ? paragraphs(text) : []),
      ...(card ? cardBody(card) : []),
      ...(outcome ? [line(outcome, { weight: 'Bolder' }, { spacing: 'Medium', separator: true })] : []),
    ],
    ...(actions.length > 0 ? { actions } : {}),
    ...(mention
      ? {
          msteams: {
            entities: [{ type: 'mention', text: `<at>${name}</at>`, mentioned: { id: mention.id, name } }],
          },
        }
      : {}),
  }
}

/** What a stored message says as a card, and what is said before it. */
export interface CardParts extends Omit<CardMessage, 'style' | 'mention' | 'outcome'> {
  readonly actions: readonly CardChoice[]
  /** A text too long for a card that has only choices besides; then the card has no text. */
  readonly before?: string
}

/** Longest text that stands inside a card, in characters. */
const LONGEST_TEXT = 2_000

/**
 * The parts of a stored message that make its card. The readable form of a card, which stands in
 * the message's text, is left out of it; what was said before it stays.
 */
export function cardMessage(activity: StoredActivity, language: CardLanguage): CardParts {
  const card = cardOf(activity)
  const whole = activity.text ?? ''
  const text = card ? textBeside(whole, card) : whole
  return {
    ...(card === null && text.length > LONGEST_TEXT ? { before: text } : { text }),
    card,
    actions: (activity.suggestedActions?.actions ?? []).map(({ title, value }) => ({
      title,
      text: typeof value === 'string' ? value : title,
    })),
    feedback: activity.channelData?.['liukeFeedback'] === true,
    messageId: activity.id ?? '',
    language: scriptOf(activity, language),
  }
}

/**
 * The card after somebody pressed a button of it: the choice they made instead of all buttons, or
 * thanks instead of the question whether it helped.
 * @param chosen position of the choice among the message's suggestions, from 0, or `feedback`
 */
export function settledCard(
  activity: StoredActivity,
  chosen: number | 'feedback',
  language: CardLanguage,
): AdaptiveCard {
  const message = cardMessage(activity, language)
  const without = { ...message, feedback: false, style: 'teams' } as const
  if (chosen === 'feedback') return adaptiveCard({ ...without, outcome: WORDS[message.language].thanks })
  const title = message.actions[chosen]?.title
  return adaptiveCard({ ...without, actions: [], outcome: title && `✓ ${title}` })
}

/** The card after the conversation has gone on: what it offered can no longer be chosen. */
export function pastCard(activity: StoredActivity, language: CardLanguage): AdaptiveCard {
  const message = cardMessage(activity, language)
  const outcome = WORDS[message.language].past
  return adaptiveCard({ ...message, actions: [], feedback: false, style: 'teams', outcome })
}

/** The card after a person of ours took the conversation over: no buttons, and who is there now. */
export function takenOverCard(activity: StoredActivity, agent: string, language: CardLanguage): AdaptiveCard {
  const message = cardMessage(activity, language)
  const outcome = `${agent} ${WORDS[message.language].joined}`
  return adaptiveCard({ ...message, actions: [], feedback: false, style: 'teams', outcome })
}

/** A name that can stand in a mention: Teams reads it as XML and as Markdown, so it has no marks of either. */
export function mentionable(name: string): string {
  const plain = name
    .replace(/[<>&"'*_[\]()`~\\#|{}\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return plain === '' ? '—' : plain
}

function textBeside(text: string, card: Card): string {
  for (const language of ['zh', 'en'] as const) {
    const form = cardText(card, language)
    if (text.endsWith(form)) return text.slice(0, -form.length).trim()
  }
  return ''
}

function scriptOf(activity: StoredActivity, language: CardLanguage): CardLanguage {
  return language === 'zh' && /^zh-(hant|tw|hk|mo)\b/i.test(activity.locale ?? '') ? 'zh-Hant' : language
}

function readable({ text, card, language, outcome }: CardMessage): string {
  const said = card ? cardText(card, language === 'en' ? 'en' : 'zh') : ''
  return [text, said, outcome].filter(Boolean).join('\n') || '…'
}

function buttons({ actions, feedback, messageId, language }: CardMessage): CardJson[] {
  const words = WORDS[language]
  const asked = feedback ? [true, false] : []
  const visible = VISIBLE_ACTIONS - asked.length
  return [
    ...actions.map(({ title, text }, at) => ({
      ...button(title, 'say', { text, messageId, at }, text),
      ...(at < visible ? {} : { mode: 'secondary' }),
    })),
    ...asked.map((helpful) =>
      button(helpful ? words.helpful : words.unhelpful, 'feedback', { messageId, helpful }),
    ),
  ]
}

/**
 * A button for the Universal Action Model; clients without it send the same data, with the verb in
 * it, as the value of a message (https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model).
 * @param said what the customer says by pressing it, as a message of their own
 */
function button(title: string, verb: 'say' | 'feedback', data: CardJson, said?: string): CardJson {
  const value = { verb, ...data }
  const spoken = said !== undefined && {
    msteams: { type: 'messageBack', displayText: title, text: said, value },
  }
  return {
    type: 'Action.Execute',
    title,
    verb,
    data,
    fallback: { type: 'Action.Submit', title, data: { ...value, ...spoken } },
  }
}

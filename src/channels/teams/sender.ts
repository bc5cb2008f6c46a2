/** Carries messages of ours to Teams: as text or as a card, one try each, and the sign that somebody types. */

import { z } from 'zod'
import type { StoredActivity } from '../../conversations/activity.ts'
import { addressOf } from '../../conversations/addresses.ts'
import { beforeSending, DeliveryError, type Outgoing, type Sender } from '../../conversations/outbox.ts'
import { findConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import type { Logger } from '../../log.ts'
import {
  ADAPTIVE_CARD_TYPE,
  adaptiveCard,
  type CardLanguage,
  type CardMessage,
  cardMessage,
  mentionable,
} from '../cards/adaptive.ts'
import { type Connector, createConnector, TooLargeError } from './connector.ts'
import type { TeamsToken } from './credentials.ts'
import { ownerOf, showTakeOver } from './take-over.ts'
import { piecesOf, sizeOf, TEXT_LIMIT, xmlText } from './text.ts'

/** What a sender needs. */
export interface TeamsSenderOptions {
  readonly store: Store
  readonly appId: string
  /** Gives '' in development, where the peer on this machine asks for none. */
  readonly token: TeamsToken
  readonly log: Logger
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs?: number
}

const addressShape = z.object({
  serviceUrl: z.string(),
  conversationId: z.string().min(1),
  conversationType: z.string(),
  tenantId: z.string().optional(),
  botId: z.string().optional(),
  userId: z.string(),
  userName: z.string().optional(),
  locale: z.string().optional(),
})

/** Where a conversation in Teams is reached. */
export type TeamsAddress = z.infer<typeof addressShape>

const SUMMARY_LENGTH = 200
/** The outbox lends a message for a minute. */
const TRY_MS = 25_000

const PERSON = { zh: '人工客服', 'zh-Hant': '真人客服', en: 'support team' } as const

/**
 * A sender for the channel `msteams`. Throws {@link DeliveryError} as the outbox expects; what Teams
 * does not show (events other than a take-over) counts as sent.
 */
export function createTeamsSender({ store, appId, token, log, timeoutMs }: TeamsSenderOptions): Sender {
  const connector = createConnector(token, timeoutMs)
  return async (outgoing) => {
    const { activity, conversationId } = outgoing
    const owner = ownerOf(activity)
    if (activity.type !== 'message' && owner?.owner !== 'human') return
    const address = await beforeSending(teamsAddress(store, conversationId))
    const language = await beforeSending(languageOf(store, conversationId, activity, address))
    const envelope = envelopeOf(address, appId)
    if (owner) {
      await showTakeOver({ store, connector, log, address, envelope, language, owner, conversationId })
      return
    }
    await sendMessage(connector, address, envelope, language, outgoing)
  }
}

/**
 * Shows in Teams that an answer is being written. A failure is not worth an error: the sign is
 * gone after seconds anyway.
 */
export function createTeamsTyping(options: TeamsSenderOptions): (conversationId: string) => Promise<void> {
  const { store, appId, token, log, timeoutMs } = options
  const connector = createConnector(token, timeoutMs)
  return async (conversationId) => {
    try {
      const address = await teamsAddress(store, conversationId)
      await connector.post(address, { ...envelopeOf(address, appId), type: 'typing' })
    } catch (error) {
      const reason = error instanceof DeliveryError ? error.message : 'no address'
      log.debug({ conversation: conversationId, reason }, 'typing was not shown in Teams')
    }
  }
}

/** @throws DeliveryError `never` when the conversation has no address in Teams */
async function teamsAddress(store: Store, conversationId: string): Promise<TeamsAddress> {
  const stored = await addressOf(store, conversationId)
  const parsed = addressShape.safeParse(stored?.details)
  if (stored?.channel === 'msteams' && parsed.success) return parsed.data
  throw new DeliveryError('never', 'It is not known where this conversation is in Teams.')
}

async function languageOf(
  store: Store,
  conversationId: string,
  activity: StoredActivity,
  address: TeamsAddress,
): Promise<CardLanguage> {
  const conversation = activity.locale ? undefined : await findConversation(store, conversationId)
  const tag = activity.locale ?? conversation?.language ?? conversation?.locale ?? address.locale ?? 'zh'
  if (/^zh-(hant|tw|hk|mo)\b/i.test(tag)) return 'zh-Hant'
  return /^zh\b/i.test(tag) ? 'zh' : 'en'
}

/** What every activity to this conversation has. */
function envelopeOf(address: TeamsAddress, appId: string): object {
  const { conversationId, conversationType, tenantId, botId, userId } = address
  return {
    channelId: 'msteams',
    from: { id: botId ?? `28:${appId}` },
    ...(conversationType === 'personal' ? { recipient: { id: userId } } : {}),
    conversation: { id: conversationId, conversationType, ...(tenantId ? { tenantId } : {}) },
  }
}

async function sendMessage(
  connector: Connector,
  address: TeamsAddress,
  envelope: object,
  language: CardLanguage,
  outgoing: Outgoing,
): Promise<void> {
  const { partSent } = outgoing
  const activity = { ...outgoing.activity, id: outgoing.messageId }
  const { pieces, card } = planOf(activity, language)
  const mention = mentionOf(address)
  const begun = performance.now()
  let at = outgoing.partsSent
  let limit = TEXT_LIMIT
  while (at < pieces.length) {
    if (at > outgoing.partsSent) requireTime(begun)
    const end = endOf(pieces, at, limit)
    const last = end === pieces.length && card === null
    const text = pieces
      .slice(at, end)
      .join('')
      .replace(/^\n+|\s+$/g, '')
    const shown = textActivity(activity, text, language, at === 0 ? mention : null)
    try {
      // A stretch of empty lines is nothing to send.
      const id =
        text === ''
          ? undefined
          : await connector.post(address, { ...envelope, ...shown, ...(last ? feedbackOf(activity) : {}) })
      for (; at < end; at++) await partSent(id)
    } catch (error) {
      if (!(error instanceof TooLargeError) || end - at === 1) throw error
      limit = sizeOf(xmlText(text)) / 2
    }
  }
  if (card === null || at > pieces.length) return
  if (at > outgoing.partsSent) requireTime(begun)
  const named = pieces.length === 0 && mention ? { ...card, mention } : card
  await partSent(await connector.post(address, { ...envelope, ...cardActivity(named, activity) }))
}

/** No further part is begun so late that the outbox might take this try for dead. */
function requireTime(begun: number): void {
  if (performance.now() - begun > TRY_MS)
    throw new DeliveryError('refused', 'Teams is slow; the next parts follow.', 0)
}

/** What a message consists of: pieces of text, of which several go out together, and a card after them. */
function planOf(
  activity: StoredActivity,
  language: CardLanguage,
): { pieces: string[]; card: CardMessage | null } {
  const { before, ...message } = cardMessage(activity, language)
  const isText = !message.card && message.actions.length === 0
  const text = isText ? activity.text : before
  return { pieces: piecesOf((text ?? '').trim()), card: isText ? null : { ...message, style: 'teams' } }
}

/** How many pieces from `at` fit into one message, at least one. */
function endOf(pieces: readonly string[], at: number, limit: number): number {
  let size = sizeOf(xmlText(pieces[at] ?? ''))
  let end = at + 1
  for (; end < pieces.length; end++) {
    size += sizeOf(xmlText(pieces[end] ?? ''))
    if (size > limit) break
  }
  return end
}

/**
 * A text message. Plain text is shown as it is. Where a name stands before it, it is XML with
 * everything people wrote escaped.
 */
function textActivity(
  activity: StoredActivity,
  text: string,
  language: CardLanguage,
  mention: Mention | null,
): object {
  const agent = activity.channelData?.['agent'] === true ? activity.from?.name : undefined
  const locale = activity.locale ? { locale: activity.locale } : {}
  if (agent === undefined && mention === null)
    return { type: 'message', text, textFormat: 'plain', ...locale }
  const speaker =
    agent === undefined ? '' : `<strong>${xmlText(`${agent} · ${PERSON[language]}`)}</strong><br/>`
  const tag = mention ? `<at>${mentionable(mention.name)}</at>` : ''
  return {
    type: 'message',
    text: `${tag}${tag && ' '}${speaker}${xmlText(text)}`,
    textFormat: 'xml',
    ...locale,
    ...(mention ? { entities: [{ type: 'mention', text: tag, mentioned: mention }] } : {}),
  }
}

function cardActivity(message: CardMessage, activity: StoredActivity): object {
  const content = adaptiveCard(message)
  return {
    type: 'message',
    // What notifications and the list of chats show.
    summary: [...(activity.text ?? '').replace(/\s+/g, ' ')].slice(0, SUMMARY_LENGTH).join(''),
    attachments: [{ contentType: ADAPTIVE_CARD_TYPE, content }],
  }
}

/** Asks Teams for its own "helpful / not helpful" below a text. */
function feedbackOf(activity: StoredActivity): object {
  return activity.channelData?.['liukeFeedback'] === true
    ? { channelData: { feedbackLoop: { type: 'default' } } }
    : {}
}

interface Mention {
  readonly id: string
  readonly name: string
}

/** Where others read along, an answer says whom it answers. */
function mentionOf({ conversationType, userId, userName }: TeamsAddress): Mention | null {
  return conversationType !== 'personal' && userName ? { id: userId, name: userName } : null
}

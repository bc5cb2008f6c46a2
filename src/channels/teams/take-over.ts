/** When a person takes over: the message that told the place in the queue says so, and loses its buttons. */

import { z } from 'zod'
import type { StoredActivity } from '../../conversations/activity.ts'
import { DeliveryError } from '../../conversations/outbox.ts'
import { keyOfConversation, openBody, type Store } from '../../conversations/store.ts'
import type { Logger } from '../../log.ts'
import { ADAPTIVE_CARD_TYPE, type CardLanguage, cardMessage, takenOverCard } from '../cards/adaptive.ts'
import type { Connector, ConnectorAddress } from './connector.ts'

/** Who answers now. */
export interface NewOwner {
  readonly owner: string
  readonly agent?: string | undefined
}

const ownerShape = z.object({ owner: z.string(), agent: z.string().optional() })

/** How far back the message is looked for. */
const LOOK_BACK = 40

/** The new owner an event tells of; null when it is another activity. */
export function ownerOf(activity: StoredActivity): NewOwner | null {
  if (activity.type !== 'event' || activity.name !== 'liuke.owner') return null
  const parsed = ownerShape.safeParse(activity.value)
  return parsed.success ? parsed.data : null
}

/** What a take-over is shown with. */
export interface TakeOver {
  readonly store: Store
  readonly connector: Connector
  readonly log: Logger
  readonly address: ConnectorAddress
  /** What every activity to the conversation has. */
  readonly envelope: object
  readonly language: CardLanguage
  readonly owner: NewOwner
  readonly conversationId: string
}

/** Updates the message of the queue. Never throws: what comes after it matters more. */
export async function showTakeOver(takeOver: TakeOver): Promise<void> {
  const { store, connector, log, address, envelope, language, owner, conversationId } = takeOver
  try {
    const notice = await queueNotice(store, conversationId)
    if (!notice || !owner.agent) return
    const shown = replacement(notice.activity, owner.agent, language)
    await connector.update(address, notice.externalId, { ...envelope, ...shown })
  } catch (error) {
    const reason = error instanceof DeliveryError ? error.message : 'it could not be read'
    log.warn({ conversation: conversationId, reason }, 'the message of the queue was not updated in Teams')
  }
}

/** The same message with who joined; a message without buttons was sent as text and stays text. */
function replacement(activity: StoredActivity, agent: string, language: CardLanguage): object {
  const { card, actions } = cardMessage(activity, language)
  const content = takenOverCard(activity, agent, language)
  if (card || actions.length > 0)
    return { type: 'message', attachments: [{ contentType: ADAPTIVE_CARD_TYPE, content }] }
  return { type: 'message', text: content.fallbackText, textFormat: 'plain' }
}

/** The newest sent message that told the place in this queue, if it went out as one message. */
async function queueNotice(
  store: Store,
  conversationId: string,
): Promise<{ activity: StoredActivity; externalId: string } | null> {
  const rows = await store.db
    .selectFrom('outbox as o')
    .innerJoin('messages as m', 'm.id', 'o.message_id')
    .select(['m.id', 'm.body', 'o.external_id', 'o.parts_sent', 'o.status'])
    .where('o.conversation_id', '=', conversationId)
    .where('o.status', '=', 'sent')
    .orderBy('o.seq', 'desc')
    .limit(LOOK_BACK)
    .execute()
  const key = await keyOfConversation(store, conversationId)
  for (const row of rows) {
    const activity = openBody(key, row)
    const owner = ownerOf(activity)
    // What lies before belongs to an earlier hand-over.
    if (owner && owner.owner !== 'queued') return null
    if (activity.channelData?.['queueNotice'] !== true) continue
    return row.external_id !== null && row.parts_sent === 1 ? { activity, externalId: row.external_id } : null
  }
  return null
}

/** Reads Direct Line frames and activities with suspicion: what the widget cannot use is left out, never trusted. */

import { type Cards, readCards, readFiles, type SharedFile } from './attachments.ts'

export type Owner = 'bot' | 'queued' | 'human' | 'closed'

/** A reply the bot proposes. `openUrl` carries an address, the others what is posted when it is chosen. */
export interface SuggestedAction {
  readonly type: 'imBack' | 'postBack' | 'messageBack' | 'openUrl'
  readonly title: string
  readonly value: unknown
  readonly text?: string
  readonly displayText?: string
}

/** An activity in the widget's words. Times are milliseconds since 1970. */
export type Incoming =
  | {
      readonly kind: 'message'
      readonly id: string
      readonly at: number
      readonly author: 'user' | 'bot' | 'agent'
      readonly name?: string
      readonly text: string
      readonly files: readonly SharedFile[]
      readonly cards?: Cards
      readonly clientId?: string
      readonly actions: readonly SuggestedAction[]
      readonly asksFeedback: boolean
      /** A user's answer that was posted silently: known to the server, not shown. */
      readonly hidden: boolean
    }
  | {
      readonly kind: 'owner'
      readonly id: string
      readonly at: number
      readonly owner: Owner
      readonly agent?: string
    }
  | { readonly kind: 'feedback'; readonly messageId: string; readonly helpful: boolean }
  | { readonly kind: 'typing' }
  /** A person has read up to this message of the customer. */
  | { readonly kind: 'read'; readonly messageId: string }
  | { readonly kind: 'end' }

/** One page of a conversation; `watermark` is absent when the server sent none, which keeps the old one. */
export interface Frame {
  readonly activities: readonly unknown[]
  readonly watermark?: string
}

type Fields = Readonly<Record<string, unknown>>

const OWNERS: readonly Owner[] = ['bot', 'queued', 'human', 'closed']
const ACTIONS: readonly SuggestedAction['type'][] = ['imBack', 'postBack', 'messageBack', 'openUrl']
const MOST_ACTIONS = 20

function fieldsOf(value: unknown): Fields {
  // Any non-null object may be looked into by name; every field is checked again where it is used.
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Reads the JSON of a frame; undefined for the empty ping and for anything else that is no frame. */
export function parseFrame(data: unknown): Frame | undefined {
  if (typeof data !== 'string' || data.trim() === '') return undefined
  try {
    return readFrame(JSON.parse(data))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Reads a frame that is already an object, as polling returns it. */
export function readFrame(value: unknown): Frame | undefined {
  const { activities, watermark } = fieldsOf(value)
  if (!Array.isArray(activities)) return undefined
  const mark = stringOf(watermark)
  return mark === undefined ? { activities } : { activities, watermark: mark }
}

function readActions(value: unknown): SuggestedAction[] {
  const list = fieldsOf(value)['actions']
  if (!Array.isArray(list)) return []
  return list.slice(0, MOST_ACTIONS).flatMap((item): SuggestedAction[] => {
    const action = fieldsOf(item)
    const type = ACTIONS.find((known) => known === action['type'])
    const title = stringOf(action['title']) ?? stringOf(action['value'])
    if (!type || !title) return []
    const text = stringOf(action['text'])
    const displayText = stringOf(action['displayText'])
    return [
      { type, title, value: action['value'], ...(text && { text }), ...(displayText && { displayText }) },
    ]
  })
}

function readMessage(
  activity: Fields,
  id: string,
  at: number,
  fromUser: boolean,
  now: number,
): Incoming | undefined {
  const data = fieldsOf(activity['channelData'])
  const files = readFiles(activity['attachments'], now)
  const cards = fromUser ? undefined : readCards(activity['attachments'], activity['summary'])
  const shown = stringOf(fieldsOf(data['messageBack'])['displayText'])
  const text = shown ?? stringOf(activity['text'])
  const actions = fromUser ? [] : readActions(activity['suggestedActions'])
  const empty = text === undefined && files.length === 0 && !cards
  const hidden = fromUser && (data['postBack'] === true || empty)
  if (!hidden && empty && actions.length === 0) return undefined
  const name = stringOf(fieldsOf(activity['from'])['name'])
  const clientId = stringOf(data['clientActivityID'])
  return {
    kind: 'message',
    id,
    at,
    author: fromUser ? 'user' : data['agent'] === true ? 'agent' : 'bot',
    text: text ?? '',
    files,
    actions,
    asksFeedback: !fromUser && data['liukeFeedback'] === true,
    hidden,
    ...(cards && { cards }),
    ...(name && { name }),
    ...(fromUser && clientId && { clientId }),
  }
}

function readEvent(activity: Fields, id: string, at: number, fromUser: boolean): Incoming | undefined {
  const value = fieldsOf(activity['value'])
  if (fromUser) {
    const messageId = stringOf(value['messageId'])
    if (activity['name'] !== 'feedback' || !messageId) return undefined
    return { kind: 'feedback', messageId, helpful: value['helpful'] === true }
  }
  if (activity['name'] === 'liuke.read') {
    const messageId = stringOf(value['messageId'])
    return messageId ? { kind: 'read', messageId } : undefined
  }
  const owner = OWNERS.find((known) => known === value['owner'])
  if (activity['name'] !== 'liuke.owner' || !owner) return undefined
  const agent = stringOf(value['agent']) ?? stringOf(fieldsOf(value['agent'])['name'])
  return { kind: 'owner', id, at, owner, ...(agent && { agent }) }
}

/**
 * Reads one activity; undefined when there is nothing in it for the widget.
 * @param userId the customer's own id, where known; `from.role` decides as well
 * @param now when it came, in milliseconds since 1970
 */
export function readActivity(raw: unknown, userId?: string, now = Date.now()): Incoming | undefined {
  const activity = fieldsOf(raw)
  const from = fieldsOf(activity['from'])
  const fromUser = from['role'] === 'user' || (userId !== undefined && from['id'] === userId)
  const id = stringOf(activity['id'])
  const sent = Date.parse(stringOf(activity['timestamp']) ?? '')
  const at = Number.isNaN(sent) ? now : sent
  switch (activity['type']) {
    case 'typing':
      return fromUser ? undefined : { kind: 'typing' }
    case 'endOfConversation':
      // The customer's own end, perhaps from another tab. Of the company's side the owner event tells.
      return fromUser ? { kind: 'end' } : undefined
    case 'message':
      return id ? readMessage(activity, id, at, fromUser, now) : undefined
    case 'event':
      return id ? readEvent(activity, id, at, fromUser) : undefined
    default:
      return undefined
  }
}

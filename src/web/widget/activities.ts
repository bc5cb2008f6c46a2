/** The activities a customer's browser posts. */

import type { SharedFile } from './attachments.ts'
import type { SuggestedAction } from './protocol.ts'
import type { Unsent } from './stored.ts'

/** Who writes, and in which language and time zone (IANA name). */
export interface Writer {
  readonly userId: string | undefined
  readonly locale: string
  readonly timeZone: string
}

/** A version 4 UUID; `crypto.randomUUID` is missing on pages without https. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-')
}

/** What every activity carries. */
export function baseActivity(writer: Writer, clientId: string): Record<string, unknown> {
  return {
    from: { id: writer.userId ?? 'customer', role: 'user' },
    locale: writer.locale,
    localTimezone: writer.timeZone,
    channelData: { clientActivityID: clientId },
  }
}

/** Text the customer typed. */
export function textMessage(writer: Writer, clientId: string, text: string, at: number): Unsent {
  const activity = { ...baseActivity(writer, clientId), type: 'message', text, textFormat: 'plain' }
  return { clientId, text, hidden: false, at, failed: false, activity }
}

/** Files the customer chose, with or without words; they travel beside the activity. */
export function fileMessage(
  writer: Writer,
  clientId: string,
  text: string,
  files: readonly File[],
  at: number,
): Unsent {
  const words = text === '' ? {} : { text, textFormat: 'plain' }
  const shown = files.map((file): SharedFile => ({ ...factsOf(file), blob: file }))
  const activity = { ...baseActivity(writer, clientId), type: 'message', ...words }
  return { clientId, text, hidden: false, at, failed: false, activity, files: shown }
}

function factsOf({ name, type, size }: File): SharedFile {
  return { name, mediaType: type, size }
}

/**
 * What choosing a proposed reply posts: `imBack` its value as the customer's text, `postBack` its value
 * silently, `messageBack` text and value under its own display text.
 */
export function chosenReply(writer: Writer, clientId: string, action: SuggestedAction, at: number): Unsent {
  const value = action.value
  const asText = typeof value === 'string' ? value : action.title
  if (action.type === 'imBack') return textMessage(writer, clientId, asText, at)
  const base = { ...baseActivity(writer, clientId), type: 'message' }
  const text = action.text ?? (action.type === 'postBack' && typeof value === 'string' ? value : undefined)
  const content = { ...(text !== undefined && { text }), ...(value !== undefined && { value }) }
  if (action.type === 'messageBack' && action.displayText) {
    const channelData = { clientActivityID: clientId, messageBack: { displayText: action.displayText } }
    const activity = { ...base, ...content, channelData }
    return { clientId, text: action.displayText, hidden: false, at, failed: false, activity }
  }
  const activity = { ...base, ...content, channelData: { clientActivityID: clientId, postBack: true } }
  return { clientId, text: action.title, hidden: true, at, failed: false, activity }
}

/** Whether an answer helped. */
export function feedbackEvent(writer: Writer, clientId: string, messageId: string, helpful: boolean): object {
  return {
    ...baseActivity(writer, clientId),
    type: 'event',
    name: 'feedback',
    value: { messageId, helpful },
  }
}

/** The customer is typing. */
export function typingSign(writer: Writer, clientId: string): object {
  return { ...baseActivity(writer, clientId), type: 'typing' }
}

/** The customer has seen a message, and what came before it. */
export function readEvent(writer: Writer, clientId: string, messageId: string): object {
  return { ...baseActivity(writer, clientId), type: 'event', name: 'read', value: { id: messageId } }
}

/** The customer ends the chat. */
export function endOfChat(writer: Writer, clientId: string): object {
  return { ...baseActivity(writer, clientId), type: 'endOfConversation' }
}

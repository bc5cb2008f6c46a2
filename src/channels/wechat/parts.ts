/** What a message becomes in WeChat: texts of bounded size, and a menu to tap for its choices. */

import type { StoredActivity } from '../../conversations/activity.ts'
import type { WechatAccount } from './accounts.ts'
import { splitText, wechatText } from './text.ts'

/** One message of the customer-service API, without its receiver. */
export type Part = TextPart | MenuPart

/** A text. */
export interface TextPart {
  readonly msgtype: 'text'
  readonly text: { readonly content: string }
}

/** A text with lines to tap; what was tapped comes back as a text with the line's id. */
export interface MenuPart {
  readonly msgtype: 'msgmenu'
  readonly msgmenu: {
    readonly head_content: string
    readonly list: readonly { readonly id: string; readonly content: string }[]
    readonly tail_content: string
  }
}

/** Longest text WeChat takes, in bytes of UTF-8. */
export const MAX_BYTES = 2_048

/** Text WeChat would refuse or garble: control characters, and halves of surrogate pairs. */
const UNSENDABLE = /(?![\t\n])\p{Cc}/gu

/**
 * The parts of a message, the same at every try.
 * @param messageId begins the ids of the menu's lines: `MESSAGEID.INDEX`, counted from 0
 */
export function partsOf(
  activity: StoredActivity,
  messageId: string,
  choices: WechatAccount['choices'],
): Part[] {
  const language = activity.locale?.startsWith('en') ? 'en' : 'zh'
  const actions = activity.suggestedActions?.actions ?? []
  if (choices === 'numbers' || actions.length === 0)
    return splitText(wechatText(activity, language), MAX_BYTES).map(textPart)

  const { suggestedActions: _, ...plain } = activity
  const list = actions.map(({ title }, at) => ({ id: `${messageId}.${at}`, content: sendable(title) }))
  const texts = splitText(wechatText(plain, language), MAX_BYTES)
  // The last text stands above the choices where it fits: every message counts.
  const last = texts.at(-1) ?? ''
  const size = Buffer.byteLength(last) + list.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
  const fits = last !== '' && size <= MAX_BYTES
  const head = fits ? sendable(last) : language === 'zh' ? '请选择：' : 'Please choose:'
  const menu: MenuPart = { msgtype: 'msgmenu', msgmenu: { head_content: head, list, tail_content: '' } }
  return [...(fits ? texts.slice(0, -1) : texts).map(textPart), menu]
}

/** A part in pieces of at most so many bytes each; a menu keeps its choices at the last piece. */
export function splitPart(part: Part, maxBytes: number): Part[] {
  if (part.msgtype === 'text') return splitText(part.text.content, maxBytes).map(textPart)
  const { head_content, ...rest } = part.msgmenu
  const texts = splitText(head_content, maxBytes)
  const head = texts.pop() ?? head_content
  return [...texts.map(textPart), { msgtype: 'msgmenu', msgmenu: { ...rest, head_content: head } }]
}

function textPart(content: string): TextPart {
  return { msgtype: 'text', text: { content: sendable(content) } }
}

function sendable(text: string): string {
  return text.toWellFormed().replace(UNSENDABLE, '')
}

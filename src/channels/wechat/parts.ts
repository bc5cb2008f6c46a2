/** What a message becomes in WeChat: texts of bounded size, and a menu to tap for its choices. */

import type { StoredActivity } from '../../conversations/activity.ts'
import { toTraditional } from '../../understanding/script.ts'
import { choiceId } from './choices.ts'
import { bytesOf, MAX_TEXT_BYTES, splitText, type TextStyle, wechatText } from './text.ts'

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

/** Text WeChat would refuse or garble: control characters, and halves of surrogate pairs. */
const UNSENDABLE = /(?![\t\n])\p{Cc}/gu

/**
 * The parts of a message, the same at every try. As many of them as are texts are those an answer in place
 * would begin with.
 * @param messageId begins the ids of the menu's lines
 * @returns none for a message without anything to read
 */
export function partsOf(activity: StoredActivity, messageId: string, style: TextStyle): Part[] {
  const texts = splitText(wechatText(activity, 'zh', style), MAX_TEXT_BYTES)
  const actions = activity.suggestedActions?.actions ?? []
  if (style.choices === 'numbers' || actions.length === 0) return texts.map(textPart)

  const list = actions.map(({ title }, at) => ({ id: choiceId(messageId, at), content: sendable(title) }))
  // The last text stands above the choices where it fits: every message counts.
  const last = texts.at(-1) ?? ''
  const size = bytesOf(last) + list.reduce((sum, { content }) => sum + bytesOf(content), 0)
  const fits = last !== '' && size <= MAX_TEXT_BYTES
  const head = fits ? sendable(last) : headFor(activity)
  const menu: MenuPart = { msgtype: 'msgmenu', msgmenu: { head_content: head, list, tail_content: '' } }
  return [...(fits ? texts.slice(0, -1) : texts).map(textPart), menu]
}

function headFor({ locale = '' }: StoredActivity): string {
  if (/^en\b/i.test(locale)) return 'Please choose:'
  return /^zh-(hant|tw|hk|mo)\b/i.test(locale) ? toTraditional('请选择：') : '请选择：'
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

/** Cuts a message into the questions it may hold: at sentence ends, at 还有 and "also", and at commas between questions. */

import { isMadeOf } from './made-of.ts'

/** A part of a message that may be a question of its own. */
export interface Piece {
  /** As written, without the conjunction before it. */
  readonly text: string
  /** What parts it from the one before: 还有 and "also", the end of a sentence, or a comma or "and" alone. */
  readonly join: 'more' | 'sentence' | 'comma'
  /** Whether it asks, wishes or tells what to do. */
  readonly asks: boolean
}

/** Messages with more cuts than this tell a story. */
const MAX_PIECES = 8
/** Longer messages tell a story too, in UTF-16 units. */
const MAX_LENGTH = 400

/** Ends of sentences and clauses, and conjunctions in front of questions; a full stop in a number ends nothing. */
const CUT = new RegExp(
  [
    '[?？!！。;；\\n\\r]+',
    '\\.(?=\\s|$)',
    '[，,、:：]',
    '\\s-+\\s',
    '\\s+(?=[1-4][)）]\\s)',
    // Before 以及, 顺便 and the like there need be no comma.
    '(?=以及|顺便|順便|另外(?=怎么|怎麼|如何|什么|哪|问|想|还|請|请|帮|能|可以|我|你们)|还想问|還想問)',
    '(?<=\\p{Script=Han})\\s+(?=\\p{Script=Han})',
    '\\s+(?=and (?:also )?(?:how|what|where|when|why|who|which|can|could|do|does|did|is|are|will|would|should|may|i (?:want|need|would|also|can)|please|tell|show|call|my|whats|hows|wheres|the|if)\\b|and (?:also|then)\\b|(?<!\\band\\s+)(?:also|plus|btw) (?:how|what|where|when|why|who|which|can|could|do|does|did|is|are|will|would|should|i|my|please|tell|show|call|whats|hows|wheres)\\b|by the way\\b|as well as\\b|oh and\\b|another (?:thing|question)\\b|one more (?:thing|question)\\b)',
  ].join('|'),
  'giu',
)

/** Announces something more; stands before what it announces. */
const MORE =
  /^(?:那?(?:再?还有|還有)(?:就是|一个(?:问题|事)?|个问题|想问)?(?!多少|几(?!点)|没|有|钱|人|\d|[吗嗎])|那?另外(?!收费|加钱|付|交钱|算|的|一)(?:还有|还想|还|再|一个问题)?(?:就是)?|(?:那|我)?(?:再|也)?顺便(?:也|再)?(?:问一?下|问问|问|看一?下|查一?下)?|(?:那|我)?順便(?:也|再)?(?:問一?下|問)?|以及|再就是|再有|此外|对了|對了|(?:我)?还想(?:再)?问(?:一下|下|问)?|(?:我)?還想(?:再)?問|那?再(?:请)?问(?:一下|下|个)?|(?:再|也)(?:帮我|给我)?(?=[查看])|再者|其次|第二个?(?:问题)?(?:是|就是)?|另一个问题是?|同时)[,，:：\s]*|^[2-4][)）]\s*|^(?=(?:and )?i(?:'d| would)? also\b)|^(?:oh |and |ok )?(?:also|then(?= (?:show|check|tell|how|what|where|when|my))|plus|by the way|btw|as well as|additionally|besides|second(?:ly)?(?=[,:]|$)|another (?:thing|question)|one more (?:thing|question)|oh and)\b[\s,:-]*(?:is |and )?/iu
/** "and how …": no more than a comma. */
const AND = /^and\s+/i
const COMMA_END = /[，,、]\s*$/u
const SENTENCE_END = /[?？!！。;；.\n\r]\s*$/u

/** Questions, wishes and commands. */
const ASKS =
  /[?？]|怎么|怎麼|怎样|怎樣|如何|咋|什么|什麼|啥|为何|多少|多久|多长|几(?!乎|率)|幾[點號天]|哪|[吗嗎么呢]\s*$|能不能|能否|可不可以|可以.{0,12}[吗嗎]|是不是|有没有|有沒有|是否|要不要|用不用|请问|請問|查|帮我|幫我|给我|給我|告诉我|告訴我|我要|我想|想[要问知看查换改开办了]|需要|麻烦|能.{1,10}[吗嗎么不]|\b(?:how|what|where|when|why|who|which|whats|hows|wheres)\b|^(?:please |and |so |ok |hi |hello |hey |also )*(?:can|could|do|does|did|is|are|will|would|should|may|am|was|were|has|have|tell|show|give|send|call|cancel|block|help|check|explain|get|set|switch|stop|change)\b|\b(?:i (?:want|need|wish|would like|wanna)|i'd like|i'm looking|looking for|let me know|can (?:i|you|someone)|could (?:i|you)|do (?:i|you))\b/iu

/** Greetings, thanks and calls for attention: no question, whatever stands around them. Longer words first. */
const COURTESY =
  /(?:想|要)?(?:问|請教|请教|咨询)?[两兩二三几](?:个|個|件)(?:小)?(?:事情?|问题|問題)|你好|您好|妳好|嗨|哈喽|喂|在吗|在么|在嗎|早上好|下午好|晚上好|中午好|谢谢|謝謝|谢了|多谢|感谢|辛苦了?|麻烦|请问一?下?|想问一?下|问一?下|打扰(?:一下|了)|不好意思|你们?|您|啊|呀|了|哈|亲|客服|小姐姐|先生|(?:hi|hello|hey|there|good|morning|afternoon|evening|thanks|thank you|thx|cheers|ty|please|pls|sorry|excuse me|so much|a lot|very much|guys|team|all|quick (?:question|q)|questions?|first(?:ly)?|second(?:ly)?|ok(?:ay)?|great|help)(?![a-z])|[\p{P}\p{S}\s]/iuy

/**
 * The pieces of a message that might be questions of their own, in order; one or none where the message is one
 * question. What merely leads up to a question, or follows it, belongs to it. Linear in the length of the text.
 */
export function piecesOf(text: string): Piece[] {
  if (text.length > MAX_LENGTH) return []
  const pieces: Piece[] = []
  let announced = false
  let broken: 'sentence' | 'comma' | null = null
  for (const said of cut(text)) {
    const found = MORE.exec(said)
    const marker = found?.[0] ?? ''
    const bare = said.slice(marker.length).replace(AND, '')
    // A sentence that begins with "and" adds to the one before; ", and how …" is nearly one.
    announced ||= found !== null || (broken === 'sentence' && AND.test(said))
    if (!isMadeOf(bare, COURTESY)) {
      const join = announced
        ? 'more'
        : broken === 'comma' && AND.test(said)
          ? 'sentence'
          : (broken ?? 'comma')
      pieces.push({ text: bare, join: pieces.length === 0 ? 'comma' : join, asks: ASKS.test(bare) })
      announced = false
    }
    broken = SENTENCE_END.test(said) ? 'sentence' : COMMA_END.test(said) ? 'comma' : null
  }
  return pieces.length > MAX_PIECES ? [] : gathered(pieces)
}

/** Whether a text asks, wishes, or tells what to do. */
export function asksSomething(text: string): boolean {
  return text.length <= MAX_LENGTH && ASKS.test(text)
}

/** Each part with the mark that ends it. */
function cut(text: string): string[] {
  const parts: string[] = []
  let start = 0
  for (const mark of text.matchAll(CUT)) {
    const end = mark.index + mark[0].length
    if (/[\p{L}\p{N}]/u.test(text.slice(start, end))) {
      parts.push(text.slice(start, end).trim())
      start = end
    }
  }
  const last = text.slice(start).trim()
  if (last !== '') parts.push(last)
  return parts
}

/** What does not ask goes with what it leads up to, else with what it follows. */
function gathered(pieces: readonly Piece[]): Piece[] {
  const groups: Piece[] = []
  for (const [at, piece] of pieces.entries()) {
    const last = groups.at(-1)
    const next = pieces[at + 1]
    const leadsUp = piece.join === 'sentence' && next?.join === 'comma' && next.asks
    if (last === undefined || piece.join === 'more' || (last.asks && (piece.asks || leadsUp)))
      groups.push(piece)
    else
      groups[groups.length - 1] = {
        text: joined(last.text, piece.text),
        join: last.join,
        asks: last.asks || piece.asks,
      }
  }
  return groups
}

/** Two parts as one text again. */
export function joined(before: string, behind: string): string {
  if (/[？！。；，、：]$/u.test(before)) return before + behind
  if (/[?!;,:.]$/.test(before)) return `${before} ${behind}`
  return /\p{Script=Han}$/u.test(before) ? `${before}，${behind}` : `${before}, ${behind}`
}

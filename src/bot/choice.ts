/** Reads which of a few offered choices a customer means: by number, by order, or by name. Linear time. */

import { normalise } from '../understanding/normalise.ts'
import { byContent } from './choice-by-content.ts'
import { comparedTo, orderOf } from './choice-by-order.ts'

const ORDINALS: readonly (readonly string[])[] = [
  ['1', '一', 'first', '1st', 'one', '①', '头'],
  ['2', '二', '两', 'second', '2nd', 'two', '②'],
  ['3', '三', 'third', '3rd', 'three', '③'],
  ['4', '四', 'fourth', '4th', 'four', '④'],
  ['5', '五', 'fifth', '5th', 'five', '⑤'],
  ['6', '六', 'sixth', '6th', 'six', '⑥'],
  ['7', '七', 'seventh', '7th', 'seven', '⑦'],
  ['8', '八', 'eighth', '8th', 'eight', '⑧'],
  ['9', '九', 'ninth', '9th', 'nine', '⑨'],
]
/** Words that may stand around a number without changing what it means. */
const FRAMES = [
  ['第', '个'],
  ['第', '种'],
  ['第', '张'],
  ['第', '款'],
  ['第', '笔'],
  ['第', '位'],
  ['第', '个时间'],
  ['第', '个时段'],
  ['第', '个套餐'],
  ['第', '个号码'],
  ['第', '条'],
  ['第', '项'],
  ['第', ''],
  ['选第', '个'],
  ['选', '号'],
  ['选', ''],
  ['', '号'],
  ['', '.'],
  ['number ', ''],
  ['no. ', ''],
  ['option ', ''],
  ['choice ', ''],
  ['#', ''],
  ['', ' one'],
  ['', ' option'],
  ['', ' choice'],
  ['', ' slot'],
  ['', ' time'],
  ['', ''],
] as const

/** Every way to say a number or an order, built once: a message costs one look-up. */
const POSITIONS: ReadonlyMap<string, number> = new Map(
  ORDINALS.flatMap((words, at) =>
    words.flatMap((word) => FRAMES.map(([before, after]): [string, number] => [before + word + after, at])),
  ),
)
/** Longer messages are no choices, in UTF-16 units. */
const MAX_LENGTH = 80

/** Whether the message is this title and nothing else; punctuation, case, width and script do not matter. */
export function isTitle(text: string, title: string): boolean {
  if (text.length > MAX_LENGTH || text.trim() === '') return false
  return text === title || plain(text) === plain(title)
}

/** What is known of the choices beside their titles; each list goes with the titles. */
export interface ChoiceFacts {
  /** Of two, the one that "the other one" is set against. */
  readonly current?: number | null
  /** Moments or other figures that "the later one" and "the earliest" are told by; null where unknown. */
  readonly times?: readonly (number | null)[]
  /** Words that tell one from the others: 便宜, "cheaper". */
  readonly tags?: readonly (readonly string[])[]
}

/**
 * The index of the choice meant, or null when the message names none for certain: by number, by order (倒数第二个,
 * "the last one"), by its title, or by a day, a time, an amount or a word that only one title has (周六那个, "the
 * morning one"). What is refused is never chosen, and neither is anything in a question.
 * @param text what the customer wrote
 * @param titles the choices, in the order they were offered
 */
export function choiceOf(text: string, titles: readonly string[], facts: ChoiceFacts = {}): number | null {
  if (text.length > MAX_LENGTH) return null
  const said = plain(text)
  if (said === '') return null
  const named = titles.findIndex((title) => plain(title) === said)
  if (named >= 0) return named
  const left = withoutRefused(text, titles.length)
  return left === null ? null : choiceIn(left, titles, facts)
}

function choiceIn(text: string, titles: readonly string[], facts: ChoiceFacts): number | null {
  const bare = bareOf(plain(text))
  if (bare === '') return null
  const at = POSITIONS.get(bare)
  if (at !== undefined) return at < titles.length ? at : null
  const ordered = orderOf(bare, titles.length) ?? comparedTo(bare, titles.length, facts)
  if (ordered !== null) return ordered < titles.length ? ordered : null
  return byContent(bare, titles.map(normalise), facts.tags ?? [])
}

/** A refusal, which names nothing that is wanted. */
const REFUSED =
  /不|没|别(?!墅)|非|除|唔|冇|莫|勿|\b(?:not|no|nope|never|except|without|neither|none|nor|cannot|dont)\b/
const ASKED = /[?？]|吗|么|呢|什么|多少|[不没]$|\b(?:what|which|how|why|when|is|are|does|do)\b/
/** What may be named in a clause that refuses. */
const NAMED =
  /第|[一二两三四五六七八九1-9]|first|second|third|last|one|那个|这个|[周号点日]|day|morning|afternoon/

/**
 * The part of a message that refuses nothing: "not the first, the second". Null where it is unclear what is left.
 * A bare "no" before a choice leaves it only among three or more: of two, the choices may be yes and no.
 */
function withoutRefused(text: string, count: number): string | null {
  const form = normalise(text)
  if (ASKED.test(form)) return null
  if (!REFUSED.test(form)) return text
  const clauses = form
    .split(/[,，。;；!！、]|\.(?!\d)|\bbut\b|而是|(?<=[个条项号款])是/)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '')
  const wanted = clauses.filter((clause) => !REFUSED.test(clause))
  const refused = clauses.filter((clause) => REFUSED.test(clause))
  const [left, ...others] = wanted
  if (left === undefined || others.length > 0) return null
  return count > 2 || refused.every((clause) => NAMED.test(clause)) ? left : null
}

/** Words around a choice that do not change which one is meant. */
const LEAD =
  /^(?:(?:那就|那|就|我)?(?:选择|选|要|约|定|换|用|来)(?=第|最|倒|另|那|这|后|前|中|上|下|左|右|[早晚便贵周星礼\d])|那就|就是|是|就|那|好的|好|嗯|对|ok|okay|yes|well|so|then|i (?:want|choose|pick|take|prefer|mean|meant)|i (?:will|would) (?:take|like|prefer|go (?:for|with))|let (?:us|s) (?:take|go (?:for|with)|do|have)|go (?:for|with)|give me|take|choose|pick|make it|it s)(?: |(?=[^a-z]))/
const TAIL =
  /(?:吧|呗|哦|喔|啊|呀|好了|就行|就好|可以|谢谢|谢谢您|多谢| please| pls| thanks| thank you| then| is fine| is good| works| would be (?:good|great|fine)| sounds good)$/

/** Without what stands around the choice. */
function bareOf(said: string): string {
  let bare = said
  for (let round = 0; round < 3; round++) bare = bare.replace(LEAD, '').replace(TAIL, '').trim()
  return bare.replace(/^(?:the (?!one$)|那个|这个)(?=.)/, '').replace(/(?<=.)的$/, '')
}

/** A number, as figures or in a circle, or an order. */
const NUMBERED = /[1-9１-９①-⑨]|第/

/**
 * Which of so many numbered choices a message that is only a number or an order means; null otherwise.
 * @param count how many were offered
 */
export function numberOf(text: string, count: number): number | null {
  if (text.length > MAX_LENGTH || !NUMBERED.test(text)) return null
  const at = POSITIONS.get(plain(text))
  return at !== undefined && at < count ? at : null
}

/** Folded, without the punctuation around it. */
function plain(text: string): string {
  return normalise(text)
    .replace(/(?:[\s.,!?;。，！？；：、"'“”‘’()（）]|:(?!\d))+/g, ' ')
    .trim()
}

const NONE =
  /^(?:(?:这|那)?(?:两个|三个|几个|些|俩)?(?:我)?都(?:不|没)(?:要|是|行|好|可以|合适|方便|想要|喜欢|需要|对|太合适|太方便|选|空)(?:了|的)?|(?:一个|哪个)(?:都|也)(?:不|没)(?:要|是|行|合适|想要|选|对)(?:了)?|没有?(?:一个)?合适的(?:时间)?|没有我要的|以上都不(?:是|要|行)|neither(?: one| of them| of these| of those| works| of them works?)?|none(?: of (?:them|these|those|the above))?(?: works?| fits?| suits?(?: me)?)?|not any of (?:them|these|those)|nothing (?:fits|works|suits)|no(?:t)? (?:either|any)(?: of (?:them|these|those))?)(?:吧|啊|呢|谢谢| thanks| thank you| please)?$/

/** Whether a message refuses every choice: 都不要, "neither", "none of them". */
export function isNone(text: string): boolean {
  return text.length <= MAX_LENGTH && NONE.test(plain(text).replace(/^(?:no|sorry|不好意思|抱歉) /, ''))
}

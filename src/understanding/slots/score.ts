/** Reads a rating from 1 to 5 from what customers write when they are asked for one: a digit, stars, or words. */

import { normalise } from '../normalise.ts'

/** From 1, very unhappy, to 5, very happy. */
export type Score = 1 | 2 | 3 | 4 | 5

/** What a message gives. */
export interface ScoreRead {
  readonly score: Score
  /** What it says beside that; empty for nothing. */
  readonly rest: string
}

/** Longer messages are no ratings, in UTF-16 units, except where more is said behind a figure. */
const MAX_LENGTH = 40
const MAX_WITH_REST = 500

const WORDS: Readonly<Record<Score, readonly string[]>> = {
  5: [
    '很满意|非常满意|十分满意|太满意|超级?满意|特别满意|相当满意|满分|完美|非常好|很好|太好|特别好|超好|好评|五星好评|非常棒|很棒|太棒|完美解决|100 ?分|10 ?分|一百分|(?:👍)+',
    'excellent|perfect|great|awesome|amazing|fantastic|wonderful|brilliant|outstanding|very good|very satisfied|extremely satisfied|very happy|full marks|10 out of 10|10/10',
  ],
  4: [
    '满意|比较满意|挺满意|还算?满意|蛮满意|不错|还不错|挺不错|挺好|蛮好|挺棒|有用|有帮助|很有用|很有帮助',
    'good|nice|satisfied|happy|pretty good|quite good|fairly good|quite happy|pretty happy|well done|helpful|useful|very helpful',
  ],
  3: [
    '一般|一般般|还行|还可以|凑合|凑凑合合|马马虎虎|中等|普通|就那样|马虎',
    'so so|average|neutral|mediocre|not bad|could be better|okayish',
  ],
  2: [
    '不满意|不太满意|不是很满意|不怎么满意|不好|不太好|不怎么样|不咋样|差|较差|比较差|有点差|失望|没用|没有用|没帮助|没有帮助|不管用',
    'bad|poor|unsatisfied|dissatisfied|unhappy|not (?:so |very |really )?(?:satisfied|good|happy|great|helpful|useful)|unhelpful|disappointed|disappointing|below average',
  ],
  1: [
    '很不满意|非常不满意|极不满意|太不满意|十分不满意|相当不满意|特别不满意|很差|太差|非常差|极差|特别差|差评|差劲|垃圾|糟糕|很糟|太糟|零分|很失望|非常失望|(?:👎)+',
    'terrible|awful|horrible|very bad|really bad|very poor|very dissatisfied|very unsatisfied|very unhappy|extremely dissatisfied|worst|the worst|rubbish|useless|very disappointed',
  ],
}

/** Words of a rating, whatever stands around them, by score. */
const SAID: readonly (readonly [Score, RegExp])[] = ([5, 4, 3, 2, 1] as const).map((score) => [
  score,
  new RegExp(`^(?:${WORDS[score].join('|')})$`),
])

const BEFORE =
  /^(?:(?:it was|it is|it 's|i am|i was|i feel|that was|(?:the |your )?service (?:was|is)|overall:?) |(?:我|我们)?(?:觉得|感觉|认为)?(?:你们|您们|客服|他|她)?(?:这次)?的?(?:服务|态度|整体|总体|处理)?(?:得|都|真的|是)?(?=.))/
const AFTER =
  /(?: ?(?:的|了|啊|呀|哦|吧|呢|哈|谢谢|多谢|谢谢你们?|谢谢您)| thanks| thank you| service| experience| overall)+$/

const DIGITS: Readonly<Record<string, Score>> = {
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  '5': 5,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
}
/** Nobody gives less than one, but some say so; only with a unit. */
const NOTHING_AT_ALL: ReadonlySet<string> = new Set(['0', '零', 'zero'])
const LEAD =
  '(?:我们?)?(?:必须|肯定|果断|就|都|只能|最多)? ?(?:给|打|评|选)? ?(?:你们?|您们?|客服|他|她)? ?(?:给|打|评)? ?个? ?|(?:i )?(?:would )?(?:give|rate)(?: it| you| them)?(?: an?)? |an? '
const UNIT = '分|颗?星|stars?|points?|(?:/|out of|of) ?(?:5|five)'
const FIGURE = new RegExp(
  `^(?:${LEAD})?([0-5]|[零一二两三四五]|zero|one|two|three|four|five) ?(${UNIT})?(?:好评)?(?: ?(?:吧|呗|啊|呀|哦|了|哈))?(?: (.+))?$`,
)
/** What stands behind a figure and its unit, as it was written. */
const BEHIND = new RegExp(
  `^.{0,30}?(?:${UNIT})(?:好评)?[吧呗啊呀哦了哈]?[\\s,，。.!！;；、~～-]+(.+)$`,
  'isu',
)
/** Behind a figure it says nothing more. */
const POLITE =
  /^(?:谢谢|多谢|感谢|谢|辛苦)(?:了|啦|你们?|您们?)*$|^(?:thanks|thank you|thx|cheers)(?: a lot| so much| very much)?$/
/** A button of ours, or a digit with the words beside it. */
const LABELLED = /^([1-5])[ .、:：)）]*(?=\D)(.+)$/
const STARS = /^(?:[⭐★🌟] ?){1,5}☆{0,4}$/u

/**
 * The rating a message is; null for every other message, and for numbers that are none (0, 4.5, 8). More may be said
 * behind a figure that has a unit: "3 分，太慢了".
 * @param plainly whether a bare figure or word is left to somebody else who waits for one
 */
export function readScore(text: string, plainly = false): ScoreRead | null {
  if (text.length > MAX_WITH_REST) return null
  const form = normalise(text)
    .replace(/\p{Emoji_Modifier}/gu, '')
    .replace(/\.(?!\d)|[!！。~～，,、;；-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const [, figure, unit, behind = ''] = FIGURE.exec(form) ?? []
  if (figure !== undefined && unit !== undefined) {
    const score = NOTHING_AT_ALL.has(figure) ? 1 : DIGITS[figure]
    return score === undefined ? null : withRest(score, behind, BEHIND.exec(text)?.[1] ?? text)
  }
  if (text.length > MAX_LENGTH) return null
  const score = briefly(form, figure === undefined ? null : { figure, behind }, plainly)
  return score === null ? null : { score, rest: '' }
}

function withRest(score: Score, behind: string, rest: string): ScoreRead | null {
  if (behind === '' || POLITE.test(behind)) return { score, rest: '' }
  const said = wordScore(behind)
  if (said === null) return { score, rest }
  return agree(said, score) ? { score, rest: '' } : null
}

/** The score of a message that says nothing beside it. */
function briefly(
  form: string,
  bare: { readonly figure: string; readonly behind: string } | null,
  plainly: boolean,
): Score | null {
  if (STARS.test(form)) {
    const filled = [...form].filter((character) => /[⭐★🌟]/u.test(character)).length
    return DIGITS[String(filled)] ?? null
  }
  if (bare !== null && (bare.behind === '' || POLITE.test(bare.behind)))
    return plainly ? null : (DIGITS[bare.figure] ?? null)
  const [, digit = '', words = ''] = LABELLED.exec(form) ?? []
  const labelled = DIGITS[digit]
  if (labelled !== undefined) {
    const said = wordScore(words)
    return said !== null && agree(said, labelled) ? labelled : null
  }
  return plainly ? null : wordScore(form)
}

/** Whether words and a figure are on the same side: "5 满意" is 5, "5 很不满意" is neither. */
function agree(words: Score, figure: Score): boolean {
  return words === figure || Math.sign(words - 3) === Math.sign(figure - 3)
}

function wordScore(form: string): Score | null {
  const bare = form.replace(AFTER, '').trim()
  for (const said of [bare, bare.replace(BEFORE, '').trim()])
    for (const [score, words] of SAID) if (words.test(said)) return score
  return null
}

/** Whether a message asks for a person or will have none: a grammar that stands beside the classifier. */

import { hasHan } from '../script.ts'
import type { Understanding } from '../types.ts'
import { type ClauseReading, clausesOf } from './person-wish-clauses.ts'
import { asksWhetherBotInEnglish, readEnglish } from './person-wish-en.ts'
import { asksWhetherBotInChinese, readChinese } from './person-wish-zh.ts'
import { isPinyin } from './person-wish-zh-spelling.ts'

/** A person is wanted, no person is wanted, or the message is about neither. */
export type PersonWish = 'wanted' | 'refused' | 'none'

/**
 * What a message of any length in Chinese, English or both says about being put through to a person. A later clause
 * overrides an earlier one ("转人工……算了不用了"). Time is linear in the length: every rule has bounded repetitions.
 */
export function personWish(text: string): PersonWish {
  return read(text).wish
}

/** Intent of those who ask for a person. */
export const PERSON_INTENT = 'svc.human'
/** Confidence from which the classifier is believed where the grammar hears no wish. */
const BELIEVED = 0.6

/**
 * What a message says about a person, grammar and classifier together: where the grammar has nothing to say, a
 * person is wanted when the classifier's likeliest intent is that one and the message speaks of nobody in passing
 * ("yesterday's agent …") nor asks what answers.
 */
export function wishOf(text: string, understanding: Understanding): PersonWish {
  const { wish, aside } = read(text)
  if (wish !== 'none') return wish
  const believed =
    understanding.candidates[0]?.intent === PERSON_INTENT &&
    understanding.confidence >= BELIEVED &&
    !aside &&
    !asksWhetherBot(text)
  return believed ? 'wanted' : 'none'
}

function read(text: string): {
  readonly wish: PersonWish
  readonly aside: boolean
} {
  const clauses = clausesOf(text)
  const greets = GREETING.test(clauses[0] ?? '')
  let wish: PersonWish = 'none'
  let named = false
  let aside = false
  for (const [index, clause] of clauses.entries()) {
    if (CALL.test(clause) && (greets || clauses.slice(index + 1).some((next) => !CALL.test(next)))) {
      named = true
      continue
    }
    const reading = readClause(clause)
    if (reading === 'withdrawn') wish = wish === 'wanted' || named ? 'refused' : wish
    else if (reading === 'confirmed') wish = named ? 'wanted' : wish
    else if (reading === 'wanted' || reading === 'refused') wish = reading
    named ||= reading === 'named' || reading === 'wanted' || reading === 'aside'
    aside ||= reading === 'aside'
  }
  return { wish, aside }
}

/** What only gets attention: with a greeting or a question behind it, it opens the conversation with whoever answers. */
const CALL =
  /^(?:你好|您好|喂|hi|hello|hey|请问|啊|有)?\s?(?:(?:客服|有人)(?:小姐姐|小姐|小哥|姐姐|妹妹|美女|亲)?(?:在|在线)?(?:吗|么|不|嘛)?(?:你好|您好|好)?|(?:is )?any(?:one|body) (?:there|here|online|around))\s?\??$/u
const GREETING =
  /^(?:你好|您好|妳好|客服[你您妳]好|hi\b|hello\b|hey\b|howdy\b|yo\b|哈[喽啰罗]|嗨|good (?:morning|afternoon|evening)|(?:早上|上午|中午|下午|晚上)好|有人吗你好|在吗)/u

/** Whether a message asks who or what is answering: "are you a robot?", 你是真人吗. No wish in itself. */
export function asksWhetherBot(text: string): boolean {
  return clausesOf(text).some((clause) =>
    hasHan(clause)
      ? asksWhetherBotInChinese(clause) || asksWhetherBotInEnglish(clause)
      : asksWhetherBotInEnglish(clause),
  )
}

function readClause(clause: string): ClauseReading {
  if (!hasHan(clause)) return isPinyin(clause) ? readChinese(clause) : readEnglish(clause)
  const chinese = readChinese(clause)
  if (chinese !== 'none' || !/[a-z]{3}/.test(clause)) return chinese
  return readEnglish(
    clause
      .replace(/人工|真人|活人/gu, ' human ')
      .replace(/客服/gu, ' customer service ')
      .replace(/\p{Script=Han}{1,2000}/gu, ' chinese '),
  )
}

/** Tells in at most five lines what whoever takes a conversation over has to know; from what is on record, in both languages. */

import type { Bilingual, Language } from '../company/types.ts'
import { givenValue } from '../corpus/given-value.ts'
import type { Mood } from '../understanding/mood/mood.ts'

/** What is known of a conversation. Nothing in it needs a model to be told. */
export interface SummaryInput {
  /** Null while nobody knows who it is. */
  readonly customer: {
    /** Whether they have proved it, and the proof still holds. */
    readonly verified: boolean
    readonly plan: Bilingual | null
    /** `YYYY-MM` or `YYYY-MM-DD`. */
    readonly joined: string | null
  } | null
  /** Why a person is to come: the handoff rule, in words. */
  readonly rule: Bilingual | null
  /** What it is about, by the newest reading that was no guess. */
  readonly topic: Bilingual | null
  /** What the customer wrote last that asks for something, as they wrote it. */
  readonly quote: string | null
  /** Titles of what was answered, in order. */
  readonly answered: readonly Bilingual[]
  /** Questions that were not understood, and answers that did not help. */
  readonly failed: number
  readonly unhelpful: number
  /** What was arranged in this conversation. */
  readonly done: readonly { readonly title: Bilingual; readonly reference: string }[]
  /** Other orders that stand, and tickets that are open. */
  readonly orders: readonly { readonly title: Bilingual; readonly reference: string }[]
  readonly tickets: readonly { readonly title: Bilingual; readonly number: string }[]
  /** What the customer began and did not end, and what of it is known, in words. */
  readonly unfinished: { readonly title: Bilingual; readonly slots: readonly Bilingual[] } | null
  /** Of the newest messages, the worst. */
  readonly mood: Mood
  /** Whether somebody may be in danger: nothing comes before that. */
  readonly danger: boolean
  /** Rests on the customer's own wish. */
  readonly wantsPerson: boolean
}

/** Longest piece of what a customer wrote, in characters. */
export const QUOTED = 60
/** Things named on one line; of more it is said how many. */
const NAMED = 3

/** At most five lines, the most important things in each first. */
export function summaryOf(input: SummaryInput): Bilingual[] {
  return [who(input), why(input), did(input), stands(input), next(input)].flatMap((line) => line ?? [])
}

/** The summary as one text, such as a mail or a bridge carries. */
export function summaryText(lines: readonly Bilingual[], language: Language): string {
  return lines.map((line) => line[language]).join('\n')
}

function who({ customer }: SummaryInput): Bilingual {
  if (customer === null)
    return { zh: '客户：还不知道是谁，未验证身份。', en: 'Customer: not known yet, identity not verified.' }
  const { verified, plan, joined } = customer
  const since = joined?.slice(0, 7) ?? null
  const [year, month] = (since ?? '').split('-')
  return {
    zh: `客户：${verified ? '已验证身份' : '有账户，身份验证已过期'}${plan ? `；套餐：${plan.zh}` : ''}${since ? `；${year} 年 ${Number(month)} 月入网` : ''}。`,
    en: `Customer: ${verified ? 'identity verified' : 'account known, but the proof has run out'}${plan ? `; plan: ${plan.en}` : ''}${since ? `; with us since ${since}` : ''}.`,
  }
}

function why({ rule, topic, quote }: SummaryInput): Bilingual | null {
  const said = quote === null ? null : quoted(quote)
  if (rule === null && topic === null && said === null) return null
  const zh = [rule?.zh, topic && `关于“${topic.zh}”`, said && `原话：“${said}”`]
  const en = [rule?.en, topic && `about "${topic.en}"`, said && `in their words: “${said}”`]
  return { zh: `来由：${joined(zh, '；')}。`, en: `Why: ${joined(en, '; ')}.` }
}

function joined(parts: readonly (string | null | undefined)[], by: string): string {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(by)
}

/** What somebody wrote, on one line, shortened, and as plain words wherever the summary is carried to. */
export function quoted(text: string): string | null {
  const characters = Array.from(givenValue(text))
  if (characters.length <= QUOTED) return characters.join('') || null
  return `${characters
    .slice(0, QUOTED - 1)
    .join('')
    .trimEnd()}…`
}

function did({ answered, failed, unhelpful, done }: SummaryInput): Bilingual | null {
  const titles = {
    zh: named(
      answered.map(({ zh }) => zh),
      'zh',
    ),
    en: named(
      answered.map(({ en }) => en),
      'en',
    ),
  }
  const orders = (language: Language): string =>
    named(
      done.map(({ title, reference }) => `${title[language]} ${reference}`),
      language,
    )
  const zh = [
    answered.length > 0 && `答了 ${titles.zh}`,
    done.length > 0 && `办了 ${orders('zh')}`,
    failed > 0 && `${failed} 次没答上来`,
    unhelpful > 0 && `${unhelpful} 个回答客户说没帮上`,
  ].filter((part) => part !== false)
  const en = [
    answered.length > 0 && `answered ${titles.en}`,
    done.length > 0 && `arranged ${orders('en')}`,
    failed > 0 && `had no answer ${failed === 1 ? 'once' : `${failed} times`}`,
    unhelpful > 0 && `${unhelpful === 1 ? 'one answer' : `${unhelpful} answers`} did not help`,
  ].filter((part) => part !== false)
  if (zh.length === 0) return null
  return { zh: `机器人：${zh.join('；')}。`, en: `The bot: ${en.join('; ')}.` }
}

function named(titles: readonly string[], language: Language): string {
  const different = [...new Set(titles)]
  const shown = different.slice(0, NAMED)
  const more = different.length - shown.length
  if (language === 'zh')
    return shown.map((title) => `“${title}”`).join('、') + (more > 0 ? `等 ${different.length} 项` : '')
  return shown.map((title) => `"${title}"`).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function stands({ orders, tickets, unfinished }: SummaryInput): Bilingual | null {
  const open = [
    ...tickets.map(({ title, number }) => ({ title, number, is: TICKET })),
    ...orders.map(({ title, reference }) => ({ title, number: reference, is: ORDER })),
  ]
  const listed = (language: Language): string => {
    const shown = open
      .slice(0, NAMED)
      .map(
        ({ title, number, is }) =>
          `${is[language]} ${number}${language === 'zh' ? `（${title.zh}）` : ` (${title.en})`}`,
      )
    const more = open.length - shown.length
    if (more > 0) shown.push(language === 'zh' ? `另有 ${more} 项` : `${more} more`)
    return shown.join(language === 'zh' ? '、' : ', ')
  }
  const left = (language: Language): string | null => {
    if (!unfinished) return null
    const known = unfinished.slots.map((slot) => slot[language]).join(language === 'zh' ? '、' : ', ')
    const title = unfinished.title[language]
    if (language === 'zh') return `没办完：“${title}”${known && `（已填 ${known}）`}`
    return `not finished: "${title}"${known && ` (given so far: ${known})`}`
  }
  if (open.length === 0 && !unfinished) return null
  return {
    zh: `现状：${joined([listed('zh'), left('zh')], '；')}。`,
    en: `Open: ${joined([listed('en'), left('en')], '; ')}.`,
  }
}

const TICKET: Bilingual = { zh: '工单', en: 'ticket' }
const ORDER: Bilingual = { zh: '订单', en: 'order' }

const MOODS: Readonly<Record<Mood, Bilingual>> = {
  angry: { zh: '愤怒', en: 'angry' },
  annoyed: { zh: '不满', en: 'annoyed' },
  neutral: { zh: '平静', en: 'calm' },
  happy: { zh: '愉快', en: 'pleased' },
}

function next(input: SummaryInput): Bilingual {
  const { danger, mood, failed, unhelpful, unfinished, customer, wantsPerson } = input
  const steps: Bilingual[] = []
  if (danger)
    steps.push({ zh: '先确认人身和账户安全', en: 'make sure first that they and their account are safe' })
  if (mood === 'angry' || mood === 'annoyed')
    steps.push({ zh: '先致歉、认下问题再办事', en: 'acknowledge the trouble before anything else' })
  if (unfinished)
    steps.push({
      zh: `接着办“${unfinished.title.zh}”，别让客户重说`,
      en: `go on with "${unfinished.title.en}" without asking again`,
    })
  else if (failed + unhelpful > 0)
    steps.push({
      zh: '直接回答最后那个问题，别重复机器人的话',
      en: "answer their last question, and do not repeat the bot's answer",
    })
  if (!danger && !customer?.verified)
    steps.push({ zh: '涉及账户的事先核实身份', en: 'verify who they are before anything about the account' })
  if (steps.length === 0)
    steps.push(
      wantsPerson
        ? { zh: '问清客户想让人工办什么', en: 'ask what they would like a person to do' }
        : { zh: '回答最后一条消息', en: 'answer their last message' },
    )
  const shown = steps.slice(0, 2)
  return {
    zh: `情绪：${MOODS[mood].zh}。下一步：${shown.map(({ zh }) => zh).join('；')}。`,
    en: `Mood: ${MOODS[mood].en}. Next: ${shown.map(({ en }) => en).join('; ')}.`,
  }
}

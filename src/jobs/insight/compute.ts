/** Computes one kind of insight from the database: reads, reckons, says why where there is too little. */

import type { Store } from '../../conversations/store.ts'
import { productBaskets, questionBaskets } from './baskets.ts'
import { dailyContacts, FORECAST_DAYS } from './contacts.ts'
import { type InsightContext, topicTitle } from './context.ts'
import { forecastOf } from './forecast.ts'
import type { Both, Computed, EmptyReason, InsightKind, InsightResults, RuleSet } from './results.ts'
import { type EmptyWords, findRules } from './rules.ts'
import { readFeatures } from './segment-features.ts'
import { segmentsOf } from './segments.ts'
import { tradeWords } from './trade-words.ts'
import { wordsOf } from './words.ts'

/** Days that are read when nothing else is said; segments look at everybody as they are now. */
export const defaultDays = { segments: 0, rules: 90, forecast: FORECAST_DAYS, words: 30 } as const
/** What `--days` may be. */
export const DAYS_MOST = 730

/** Conversations that must bear out a rule about questions, so that a few people do not make one. */
export const QUESTION_SUPPORT = 30
/** Customers that must bear out a rule about products: this many, and this share. */
const PRODUCT_SUPPORT = 20
const PRODUCT_SHARE = 0.005

/** What the work is at. */
export type Step = 'reading' | 'computing' | 'storing'
/** Hears how far it is, 0..1. */
export type OnStep = (step: Step, share: number) => void

type Outcome<Kind extends InsightKind> =
  | { readonly result: InsightResults[Kind]; readonly empty: null }
  | { readonly result: null; readonly empty: EmptyReason }

/** Where the figures come from. */
export interface Basis {
  readonly store: Store
  readonly context: InsightContext
  /** Days back from now. */
  readonly days: number
}

const kinds: { readonly [Kind in InsightKind]: (basis: Basis, onStep: OnStep) => Promise<Outcome<Kind>> } = {
  segments: async ({ store, context }, onStep) => {
    const { table } = await readFeatures(store, context.timeZone, (share) => onStep('reading', share))
    return segmentsOf(table, (share) => onStep('computing', share))
  },
  rules: async ({ store, context, days }, onStep) => {
    const half = (from: number) => (share: number) => onStep('reading', from + share / 2)
    const products = await productBaskets(store, context.timeZone, half(0))
    const entries = new Set(Object.keys(context.entries))
    const questions = await questionBaskets(store, days, entries, half(0.5))
    onStep('computing', 0)
    const result = {
      products: productRules(products, context),
      questions: questionRules(questions, context),
      days,
    }
    const [noProducts, noQuestions] = [result.products.empty, result.questions.empty]
    // With neither there is nothing to show but why.
    return noProducts && noQuestions && products.length === 0 && questions.length === 0
      ? { result: null, empty: noQuestions }
      : { result, empty: null }
  },
  forecast: async ({ store, context, days }, onStep) => {
    const { timeZone, entries, holidays } = context
    const from = { timeZone, days, entries: new Set(Object.keys(entries)) }
    const contacts = await dailyContacts(store, from, (share) => onStep('reading', share))
    return forecastOf(contacts, new Set(holidays), topicTitle, (share) => onStep('computing', share))
  },
  words: async ({ store, context, days }, onStep) => {
    onStep('reading', 0)
    return wordsOf(store, days, tradeWords(context.phrases), (share) => onStep('reading', share))
  },
}

/** Computes one kind as of the store's now. */
export async function compute<Kind extends InsightKind>(
  kind: Kind,
  basis: Basis,
  onStep: OnStep = () => undefined,
): Promise<Computed<Kind>> {
  const began = performance.now()
  const computedAt = basis.store.now()
  const { result, empty } = await kinds[kind](basis, onStep)
  return { kind, computedAt, took: Math.round(performance.now() - began), result, empty }
}

/** Rules between what customers have. */
export function productRules(baskets: readonly (readonly string[])[], { products }: InsightContext): RuleSet {
  return findRules({
    baskets,
    support: Math.max(PRODUCT_SUPPORT, Math.ceil(PRODUCT_SHARE * baskets.length)),
    title: titleIn(products),
    words: { few: FEW_PRODUCTS, none: NO_RULES },
  })
}

/** Rules between what customers ask in one visit. */
export function questionRules(baskets: readonly (readonly string[])[], { entries }: InsightContext): RuleSet {
  return findRules({
    baskets,
    support: QUESTION_SUPPORT,
    title: titleIn(entries),
    words: { few: FEW_QUESTIONS, none: NO_RULES },
  })
}

function titleIn(titles: Readonly<Record<string, Both>>): (id: string) => Both {
  return (id) => {
    const plain = id.slice(id.indexOf(':') + 1)
    return (Object.hasOwn(titles, id) ? titles[id] : undefined) ?? { zh: plain, en: plain }
  }
}

const FEW_PRODUCTS: EmptyWords = {
  code: 'products_few',
  message: (have, need) => ({
    zh: `有两种以上业务的客户只有 ${have} 位，至少需要 ${need} 位。`,
    en: `${have} customers have two products or more; it takes at least ${need}.`,
  }),
}

const FEW_QUESTIONS: EmptyWords = {
  code: 'questions_few',
  message: (have, need) => ({
    zh: `一次咨询里问过两个以上问题的只有 ${have} 次，至少需要 ${need} 次。`,
    en: `In ${have} visits more than one question was asked; it takes at least ${need}.`,
  }),
}

const NO_RULES: EmptyWords = {
  code: 'rules_none',
  message: (have) => ({
    zh: `看了 ${have} 组数据，没有发现比偶然更常一起出现的组合。`,
    en: `Nothing goes together more often than chance among the ${have} that were looked at.`,
  }),
}

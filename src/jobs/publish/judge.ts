/** Judges a draft's model against the live one: what got better and worse, and whether that keeps it from being published. Pure. */

import { type Answers, type Evaluation, evaluationOf, type Outcome } from '../../understanding/evaluation.ts'
import { accuracy, isRight } from '../../understanding/metrics.ts'
import { mcnemar } from '../../understanding/report/significance.ts'
import type { AskedOfBoth, GateConflict, GateEntry, GateFigures, GateFinding } from './types.ts'

/** Fewer questions say too little about shares. */
export const ENOUGH_QUESTIONS = 30
/** A fall of accuracy by more blocks, whether or not it may be chance: 1.5 points are eleven of 766 questions. */
const ACCURACY_FALL = 0.015
/** A smaller fall blocks where it is hardly chance. */
const SIGNIFICANT = 0.05
/**
 * An entry that loses so many questions more than it wins is told, and blocks where that is this share of what it had:
 * any change of the corpus moves a question in a hundred one way or the other, and now and then two are of one entry.
 */
const ENTRY_LOSS = 2
const ENTRY_SHARE = 0.2
/** Confidence that is wrong by this much more asks back and declines at the wrong places. */
const ECE_RISE = 0.03
const OOS_FALL = 0.05
const SIZE_TIMES = 3
/** No model of this size, in bytes, is too large: a corpus that has only begun grows by more. */
export const SIZE_FREE = 16 * 1024 * 1024
/** A model is read at each start, and kept for every revision. */
export const SIZE_MOST = 64 * 1024 * 1024
/** Of the medians in one run; the machine may be busy, so that only much more says something. */
const SPEED_TIMES = 3
/** Nobody waits for a median of so many milliseconds. */
const SPEED_FREE_MS = 5
/** Differences of shares are exact to this: 1 - 0.985 is a little more than 0.015 to a computer. */
const EXACT = 1e-9

/** What one model said to the questions of the draft. */
export interface Examined {
  readonly answers: Answers
  /** How many entries it knows. */
  readonly intents: number
  readonly bytes: number
}

/** Everything that is judged. */
export interface Judged {
  readonly before: Examined
  readonly after: Examined
  /** Entries of the draft. */
  readonly entries: ReadonlySet<string>
  /** Entries of what is live: only what it could have got right can have become worse. */
  readonly liveEntries: ReadonlySet<string>
  readonly conflicts: readonly GateConflict[]
  readonly errors: number
  readonly failedRuleTests: number
  /** Entries without a held-out question. */
  readonly untested: number
  /** Held-out questions about entries that stay which the draft does not ask any more. */
  readonly dropped: number
  readonly stale: number
}

export interface Judgement {
  readonly verdict: 'pass' | 'block'
  readonly findings: readonly GateFinding[]
  readonly before: GateFigures
  readonly after: GateFigures
  readonly worse: readonly AskedOfBoth[]
  readonly better: readonly AskedOfBoth[]
  readonly entries: readonly GateEntry[]
}

/** Both models have been asked the same questions, in the same order. */
export function judge(judged: Judged): Judgement {
  const { before, after } = judged
  const was = evaluationOf(before.answers, before.intents)
  const is = evaluationOf(after.answers, after.intents)
  const pairs = pairsOf(before.answers.inScope, after.answers.inScope)
  const worse = pairs.filter(({ earlier, now }) => isRight(earlier) && !isRight(now))
  const better = pairs.filter(({ earlier, now }) => !isRight(earlier) && isRight(now))
  const entries = entriesOf(pairs)
  const findings = [
    ...countFindings(judged),
    ...accuracyFindings(pairs.filter(({ now }) => now.expected.some((id) => judged.liveEntries.has(id)))),
    ...entryFindings(entries, judged.entries),
    ...figureFindings(was, is, judged),
  ]
  return {
    verdict: findings.some(({ severity }) => severity === 'block') ? 'block' : 'pass',
    findings: findings.toSorted((a, b) => Number(a.severity === 'warn') - Number(b.severity === 'warn')),
    before: figuresOf(was, before.bytes),
    after: figuresOf(is, after.bytes),
    worse: worse.map(askedOfBoth),
    better: better.map(askedOfBoth),
    entries: entries.filter(({ rightBefore, rightAfter }) => rightBefore !== rightAfter),
  }
}

interface Pair {
  readonly earlier: Outcome
  readonly now: Outcome
}

function pairsOf(earlier: readonly Outcome[], now: readonly Outcome[]): Pair[] {
  return now.map((row, at) => {
    const old = earlier[at]
    if (old?.text !== row.text) throw new RangeError('Both models are asked the same questions in one order.')
    return { earlier: old, now: row }
  })
}

function askedOfBoth({ earlier, now }: Pair): AskedOfBoth {
  const said = ({ predicted, confidence, band }: Outcome) => ({
    entry: predicted === '' ? null : predicted,
    confidence,
    band,
  })
  const { text, language, expected: labels } = now
  return { text, language, labels, before: said(earlier), after: said(now) }
}

function countFindings({
  errors,
  failedRuleTests,
  untested,
  dropped,
  stale,
  conflicts,
  after,
}: Judged): GateFinding[] {
  const found: GateFinding[] = []
  const add = (code: string, severity: GateFinding['severity'], count: number) => {
    if (count > 0) found.push({ code, severity, values: { count } })
  }
  add('gateErrors', 'block', errors)
  add('gateRuleTests', 'block', failedRuleTests)
  add('gateStale', 'warn', stale)
  add('gateConflicts', 'warn', conflicts.length)
  add('gateUntested', 'warn', untested)
  add('gateDropped', 'warn', dropped)
  const questions = after.answers.inScope.length
  if (questions < ENOUGH_QUESTIONS)
    found.push({ code: 'gateFew', severity: 'warn', values: { count: questions } })
  return found
}

const LANGUAGES = ['zh', 'en', 'mixed'] as const

/**
 * @param pairs questions that what is live could answer: those about new entries, which it cannot get right, would make
 *   up for what was lost
 */
function accuracyFindings(pairs: readonly Pair[]): GateFinding[] {
  const single = LANGUAGES.flatMap((language) =>
    fall(
      'gateLanguage',
      pairs.filter(({ now }) => now.language === language),
      { language },
    ),
  )
  return [...fall('gateAccuracy', pairs), ...single]
}

function fall(code: string, pairs: readonly Pair[], values: GateFinding['values'] = {}): GateFinding[] {
  const before = accuracy(pairs.map(({ earlier }) => earlier))
  const after = accuracy(pairs.map(({ now }) => now))
  if (before === null || after === null || after >= before || pairs.length < ENOUGH_QUESTIONS) return []
  const lost = pairs.filter(({ earlier, now }) => isRight(earlier) && !isRight(now)).length
  const won = pairs.filter(({ earlier, now }) => !isRight(earlier) && isRight(now)).length
  const blocks = before - after > ACCURACY_FALL + EXACT || mcnemar(lost, won) < SIGNIFICANT
  return [{ code, severity: blocks ? 'block' : 'warn', values: { ...values, before, after } }]
}

/** Each entry in all languages together, and in each. Of a question with several right entries, the first. */
function entriesOf(pairs: readonly Pair[]): GateEntry[] {
  const tallies = new Map<string, { entry: string; language: GateEntry['language']; rows: Pair[] }>()
  for (const pair of pairs) {
    const [entry = ''] = pair.now.expected
    for (const language of ['all', pair.now.language] as const) {
      const key = `${entry} ${language}`
      const tally = tallies.get(key) ?? { entry, language, rows: [] }
      tally.rows.push(pair)
      tallies.set(key, tally)
    }
  }
  return [...tallies.values()].map(({ entry, language, rows }) => ({
    entry,
    language,
    questions: rows.length,
    rightBefore: rows.filter(({ earlier }) => isRight(earlier)).length,
    rightAfter: rows.filter(({ now }) => isRight(now)).length,
  }))
}

/** Entries that were taken out lose their questions by intent; the check tells where tests still name them. */
function entryFindings(entries: readonly GateEntry[], known: ReadonlySet<string>): GateFinding[] {
  const losing = entries
    .filter(({ entry }) => known.has(entry))
    .map((row) => ({ ...row, lost: row.rightBefore - row.rightAfter }))
    .filter(({ lost }) => lost >= ENTRY_LOSS)
  const whole = new Set(losing.filter(({ language }) => language === 'all').map(({ entry }) => entry))
  return losing.flatMap(({ entry, language, lost, rightBefore }): GateFinding[] => {
    const severity = lost >= ENTRY_SHARE * rightBefore - EXACT ? 'block' : 'warn'
    if (language === 'all') return [{ code: 'gateEntry', severity, values: { entry, lost } }]
    if (whole.has(entry)) return []
    return [{ code: 'gateEntryLanguage', severity: 'warn', values: { entry, language, lost } }]
  })
}

function figureFindings(was: Evaluation, is: Evaluation, { before, after }: Judged): GateFinding[] {
  const found: GateFinding[] = []
  const block = (code: string, values: GateFinding['values']) =>
    found.push({ code, severity: 'block', values })
  const enough = is.rows >= ENOUGH_QUESTIONS
  if (enough && was.ece !== null && is.ece !== null && is.ece - was.ece > ECE_RISE + EXACT)
    block('gateCalibration', { before: was.ece, after: is.ece })
  const [wasOos, isOos] = [was.oosRecallAt5, is.oosRecallAt5]
  // One of ten questions is ten points.
  const enoughOutside = enough && after.answers.outOfScope.length >= ENOUGH_QUESTIONS
  if (enoughOutside && wasOos !== null && isOos !== null && wasOos - isOos > OOS_FALL + EXACT)
    block('gateOutOfScope', { before: wasOos, after: isOos })
  const grown = after.bytes > SIZE_FREE && after.bytes > before.bytes * SIZE_TIMES
  if (after.bytes > SIZE_MOST || grown) block('gateSize', { before: before.bytes, after: after.bytes })
  const [wasMs, isMs] = [was.p50Ms, is.p50Ms]
  if (wasMs !== null && isMs !== null && isMs > SPEED_FREE_MS && isMs > wasMs * SPEED_TIMES)
    block('gateSpeed', { before: wasMs, after: isMs })
  return found
}

function figuresOf(evaluation: Evaluation, bytes: number): GateFigures {
  const { rows, accuracy, byLanguage, answeredWrong, falseFallback, ece, oosRecallAt5, p50Ms, p99Ms } =
    evaluation
  return {
    questions: rows,
    accuracy,
    accuracyZh: byLanguage.zh,
    accuracyEn: byLanguage.en,
    accuracyMixed: byLanguage.mixed,
    answeredWrong,
    falseFallback,
    ece,
    oosRecallAt5,
    p50Ms,
    p99Ms,
    bytes,
  }
}

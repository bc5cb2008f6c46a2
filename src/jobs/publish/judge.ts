/** Judges a draft's model against the live one: what got better and worse, and whether that keeps it from being published. Pure. */

import { type Answers, type Evaluation, evaluationOf, type Outcome } from '../../understanding/evaluation.ts'
import { isRight } from '../../understanding/metrics.ts'
import { mcnemar } from '../../understanding/report/significance.ts'
import type { AskedOfBoth, GateConflict, GateEntry, GateFigures, GateFinding } from './types.ts'

/** Fewer questions say too little about shares. */
export const ENOUGH_QUESTIONS = 30
/** A fall of accuracy by more blocks, whether or not it may be chance: 1.5 points are eleven of 766 questions. */
const ACCURACY_FALL = 0.015
/** A smaller fall blocks where it is hardly chance. */
const SIGNIFICANT = 0.05
/** An entry blocks when it loses so many questions it had, and no other wording of it was won. */
const ENTRY_LOSS = 2
/** Confidence that is wrong by this much more asks back and declines at the wrong places. */
const ECE_RISE = 0.03
const OOS_FALL = 0.05
const SIZE_TIMES = 3
/** A model is read at each start, and kept for every revision. */
const SIZE_MOST = 64 * 1024 * 1024
/** Of the medians in one run; the machine may be busy, so that only much more says something. */
const SPEED_TIMES = 3

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
  readonly conflicts: readonly GateConflict[]
  readonly errors: number
  readonly failedRuleTests: number
  readonly untested: number
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
    ...accuracyFindings(was, is, pairs),
    ...entryFindings(entries, judged.entries),
    ...figureFindings(was, is, before.bytes, after.bytes),
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
  const questions = after.answers.inScope.length
  if (questions < ENOUGH_QUESTIONS)
    found.push({ code: 'gateFew', severity: 'warn', values: { count: questions } })
  return found
}

const LANGUAGES = ['zh', 'en', 'mixed'] as const

function accuracyFindings(was: Evaluation, is: Evaluation, pairs: readonly Pair[]): GateFinding[] {
  const all = fall('gateAccuracy', was.accuracy, is.accuracy, pairs)
  const single = LANGUAGES.flatMap((language) =>
    fall(
      'gateLanguage',
      was.byLanguage[language],
      is.byLanguage[language],
      pairs.filter(({ now }) => now.language === language),
      { language },
    ),
  )
  return [...all, ...single]
}

function fall(
  code: string,
  before: number | null,
  after: number | null,
  pairs: readonly Pair[],
  values: GateFinding['values'] = {},
): GateFinding[] {
  if (before === null || after === null || after >= before || pairs.length < ENOUGH_QUESTIONS) return []
  const lost = pairs.filter(({ earlier, now }) => isRight(earlier) && !isRight(now)).length
  const won = pairs.filter(({ earlier, now }) => !isRight(earlier) && isRight(now)).length
  const blocks = before - after > ACCURACY_FALL || mcnemar(lost, won) < SIGNIFICANT
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
  return entries
    .filter(({ entry, language }) => language === 'all' && known.has(entry))
    .filter(({ rightBefore, rightAfter }) => rightBefore - rightAfter >= ENTRY_LOSS)
    .map(({ entry, rightBefore, rightAfter }) => ({
      code: 'gateEntry',
      severity: 'block',
      values: { entry, lost: rightBefore - rightAfter },
    }))
}

function figureFindings(
  was: Evaluation,
  is: Evaluation,
  bytesBefore: number,
  bytesAfter: number,
): GateFinding[] {
  const found: GateFinding[] = []
  const enough = is.rows >= ENOUGH_QUESTIONS
  if (enough && was.ece !== null && is.ece !== null && is.ece - was.ece > ECE_RISE)
    found.push({ code: 'gateCalibration', severity: 'block', values: { before: was.ece, after: is.ece } })
  const [wasOos, isOos] = [was.oosRecallAt5, is.oosRecallAt5]
  if (enough && wasOos !== null && isOos !== null && wasOos - isOos > OOS_FALL)
    found.push({ code: 'gateOutOfScope', severity: 'block', values: { before: wasOos, after: isOos } })
  if (bytesAfter > SIZE_MOST || bytesAfter > bytesBefore * SIZE_TIMES)
    found.push({ code: 'gateSize', severity: 'block', values: { before: bytesBefore, after: bytesAfter } })
  if (was.p50Ms !== null && is.p50Ms !== null && is.p50Ms > was.p50Ms * SPEED_TIMES)
    found.push({ code: 'gateSpeed', severity: 'block', values: { times: is.p50Ms / was.p50Ms } })
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

/** Compares a report with an earlier one: figures, entries, and the questions that changed sides. */
import { f1Of, isRight, tallyIntents } from '../metrics.ts'
import type { Measured } from './collect.ts'
import { HEADLINES, type Headline } from './headline.ts'
import { judge, type QuestionPair, sidesOf } from './judge.ts'
import type { EvaluationReport, ReportQuestion } from './shape.ts'
import type { ChangedQuestion, ComparedEntry, ComparedFigure, Comparison } from './shape-comparison.ts'

/** A question of both reports; `place` is its number in the present one. */
interface Pair extends QuestionPair {
  readonly place: number
}

/**
 * What changed since an earlier report.
 * @param onShare hears how far it has come, 0..1: some thousand questions take seconds
 */
export function compareReports(
  earlier: EvaluationReport,
  now: Measured,
  onShare: (share: number) => void = () => {},
): Comparison {
  const { pairs, relabelled } = pairUp(earlier.questions, now.questions)
  const inScope = pairs.filter((pair) => pair.now.expected.length > 0)
  const outOfScope = pairs.filter((pair) => pair.now.expected.length === 0)
  const figures = HEADLINES.map((headline, i) => {
    onShare(i / HEADLINES.length)
    return compareFigure(headline, earlier, now, inScope, outOfScope)
  })
  const entries = compareEntries(inScope, now)
  return {
    earlier: earlier.setting,
    sameModel: now.setting.model !== null && now.setting.model === earlier.setting.model,
    shared: {
      inScope: inScope.length,
      outOfScope: outOfScope.length,
      onlyEarlier: earlier.questions.length - pairs.length - relabelled,
      onlyNow: now.questions.length - pairs.length - relabelled,
      relabelled,
    },
    figures,
    better: entries.filter(({ difference }) => difference > 0).reverse(),
    worse: entries.filter(({ difference }) => difference < 0),
    broke: changedQuestions(pairs, (was, is) => was && !is),
    mended: changedQuestions(pairs, (was, is) => !was && is),
  }
}

/** Questions of both reports with the same text and the same intents that would be right, each used once. */
function pairUp(earlier: readonly ReportQuestion[], now: readonly ReportQuestion[]) {
  const waiting = new Map<string, ReportQuestion[]>()
  for (const question of earlier) {
    const list = waiting.get(keyOf(question))
    if (list) list.push(question)
    else waiting.set(keyOf(question), [question])
  }
  const pairs: Pair[] = []
  const alone: ReportQuestion[] = []
  for (const [place, question] of now.entries()) {
    const match = waiting.get(keyOf(question))?.shift()
    if (match) pairs.push({ earlier: match, now: question, place })
    else alone.push(question)
  }
  return { pairs, relabelled: countRelabelled([...waiting.values()].flat(), alone) }
}

function keyOf({ hash, expected }: ReportQuestion): string {
  return JSON.stringify([hash, expected.toSorted()])
}

/** Texts left over on both sides: the truth about them has changed, so they cannot be compared. */
function countRelabelled(earlier: readonly ReportQuestion[], now: readonly ReportQuestion[]): number {
  const left = new Map<string, number>()
  for (const { hash } of earlier) left.set(hash, (left.get(hash) ?? 0) + 1)
  let relabelled = 0
  for (const { hash } of now) {
    const count = left.get(hash) ?? 0
    if (count === 0) continue
    left.set(hash, count - 1)
    relabelled++
  }
  return relabelled
}

function compareFigure(
  headline: Headline,
  earlier: EvaluationReport,
  now: Measured,
  inScope: readonly Pair[],
  outOfScope: readonly Pair[],
): ComparedFigure {
  const was = headline.of(earlier.figures)
  const is = headline.of(now.figures)
  return {
    name: headline.name,
    earlier: was,
    now: is,
    difference: was === null || is === null ? null : is - was,
    judgement: judge(headline, inScope, outOfScope),
  }
}

/** Entries whose F1 on the questions of both reports differs, the greatest loss first, the greatest gain last. */
function compareEntries(inScope: readonly Pair[], now: Measured): ComparedEntry[] {
  const { earlier: before, now: after } = sidesOf(inScope)
  const [was, is] = [tallyIntents(before), tallyIntents(after)]
  const titles = new Map(now.entries.map(({ intent, title }) => [intent, title]))
  return [...new Set([...was.keys(), ...is.keys()])]
    .flatMap((intent) => {
      const [earlier, present] = [was.get(intent), is.get(intent)]
      const asked = Math.max(earlier?.expected ?? 0, present?.expected ?? 0)
      if (intent === '' || asked === 0) return []
      const f1 = { earlier: earlier ? f1Of(earlier) : null, now: present ? f1Of(present) : null }
      const difference = (f1.now ?? 0) - (f1.earlier ?? 0)
      return difference === 0 ? [] : [{ intent, title: titles.get(intent) ?? null, asked, ...f1, difference }]
    })
    .sort((a, b) => a.difference - b.difference || (a.intent < b.intent ? -1 : 1))
}

/** A question in scope is treated rightly by the right likeliest intent, one out of scope by being declined. */
function isTreatedRightly(question: ReportQuestion): boolean {
  return question.expected.length === 0 ? question.band === 'decline' : isRight(question)
}

/** Questions that changed sides, the surest mistakes first. */
function changedQuestions(
  pairs: readonly Pair[],
  changed: (was: boolean, is: boolean) => boolean,
): ChangedQuestion[] {
  return pairs
    .filter(({ earlier, now }) => changed(isTreatedRightly(earlier), isTreatedRightly(now)))
    .sort((a, b) => wrongConfidence(b) - wrongConfidence(a))
    .map(({ earlier: { predicted, confidence, band }, place }) => {
      return { question: place, earlier: { predicted, confidence, band } }
    })
}

function wrongConfidence({ earlier, now }: Pair): number {
  return isTreatedRightly(now) ? earlier.confidence : now.confidence
}

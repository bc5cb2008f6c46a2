/** Judges the difference of one figure on the questions that two reports share. */
import type { Headline } from './headline.ts'
import type { ReportQuestion } from './shape.ts'
import type { Judgement } from './shape-comparison.ts'
import { bootstrap, mcnemar, type Pairs } from './significance.ts'

/** A question of both reports. */
export interface QuestionPair {
  readonly earlier: ReportQuestion
  readonly now: ReportQuestion
}

/** A difference that chance makes in fewer than one of twenty cases counts. */
const LEVEL = 0.05
/** Fewer questions say nothing about figures that no single question decides. */
const ENOUGH = 20

/** How far the difference may be chance; null where it is not for questions to say, or too few are shared. */
export function judge(
  headline: Headline,
  inScope: readonly QuestionPair[],
  outOfScope: readonly QuestionPair[],
): Judgement | null {
  return judgeShare(headline, inScope) ?? judgeMeasure(headline, inScope, outOfScope)
}

/** Pairs as two lists. */
export function sidesOf(pairs: readonly QuestionPair[]): Pairs<ReportQuestion> {
  return { earlier: pairs.map((pair) => pair.earlier), now: pairs.map((pair) => pair.now) }
}

/** A share of questions is judged by those that changed sides. */
function judgeShare({ event, better }: Headline, inScope: readonly QuestionPair[]): Judgement | null {
  if (!event) return null
  const counts = { rows: 0, earlier: 0, now: 0, onlyEarlier: 0, onlyNow: 0 }
  for (const pair of inScope) {
    const [was, is] = [event(pair.earlier), event(pair.now)]
    if (was === null || is === null) continue
    counts.rows++
    if (was) counts.earlier++
    if (is) counts.now++
    if (was && !is) counts.onlyEarlier++
    if (is && !was) counts.onlyNow++
  }
  if (counts.rows === 0) return null
  const { rows, onlyEarlier, onlyNow } = counts
  const p = mcnemar(onlyEarlier, onlyNow)
  return {
    method: 'mcnemar',
    earlier: counts.earlier / rows,
    now: counts.now / rows,
    ...{ p, onlyEarlier, onlyNow, low: null, high: null },
    verdict: p >= LEVEL ? 'unclear' : verdictOf(onlyNow - onlyEarlier, better),
  }
}

/** Anything else is judged by drawing the questions again and again. */
function judgeMeasure(
  { measure, needsOos, better }: Headline,
  inScope: readonly QuestionPair[],
  outOfScope: readonly QuestionPair[],
): Judgement | null {
  if (!measure || inScope.length < ENOUGH || (needsOos && outOfScope.length < ENOUGH)) return null
  const inside = sidesOf(inScope)
  const outside = sidesOf(outOfScope)
  const earlier = measure(inside.earlier, outside.earlier)
  const now = measure(inside.now, outside.now)
  const interval = bootstrap(inside, outside, measure)
  if (earlier === null || now === null || interval === null) return null
  const { low, high } = interval
  return {
    ...{ method: 'bootstrap', earlier, now, low, high, p: null, onlyEarlier: null, onlyNow: null },
    verdict: low <= 0 && high >= 0 ? 'unclear' : verdictOf(low, better),
  }
}

function verdictOf(difference: number, better: Headline['better']): Judgement['verdict'] {
  return difference > 0 === (better === 'higher') ? 'better' : 'worse'
}

/** Turns contributions to the risk into bars and words. */

import type { Word } from './strings.ts'

/** Doubles the odds. */
const STRONG = Math.log(2)
/** Changes the odds by less than a fifth. */
const SLIGHT = Math.log(1.2)
/** Too small to be called an effect. */
const NOTHING = 0.005

/** The word for how a contribution moves the risk. @param contribution to the logit */
export function effectWord(contribution: number): Word {
  const size = Math.abs(contribution)
  if (size < NOTHING) return 'noEffect'
  const raises = contribution > 0
  if (size >= STRONG) return raises ? 'raisesStrongly' : 'lowersStrongly'
  if (size < SLIGHT) return raises ? 'raisesSlightly' : 'lowersSlightly'
  return raises ? 'raises' : 'lowers'
}

/** A bar beside the zero line. */
export interface Bar<Reason> {
  readonly reason: Reason
  readonly side: 'left' | 'right'
  /** Share of its half, 0..1; 1 for the largest. */
  readonly length: number
}

/** Bars for contributions, the largest effect first; what raises the risk stands right of zero. */
export function barsOf<Reason extends { readonly contribution: number }>(
  reasons: readonly Reason[],
): readonly Bar<Reason>[] {
  const largest = Math.max(0, ...reasons.map(({ contribution }) => Math.abs(contribution)))
  return [...reasons]
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .map((reason) => ({
      reason,
      side: reason.contribution < 0 ? 'left' : 'right',
      length: largest === 0 ? 0 : Math.abs(reason.contribution) / largest,
    }))
}

/** Trains an ensemble on some of the rows: all of them in the end, all but one fold while calibrating. */
import { trainBags } from './bag.ts'
import type { Ensemble } from './ensemble.ts'
import { neighbourIndexOf } from './neighbours.ts'
import { postingsOf } from './postings.ts'
import { mixSeed } from './random.ts'
import { type DualSolution, linearWeights, solveSvm } from './svm.ts'
import { centreOf, inverseFrequencies, weighRows } from './vectorizer.ts'
import { balancedRows, plainRows } from './views.ts'
import { type CountedRows, rowFrequencies, slotsOf } from './vocabulary.ts'

const SVM = { cost: 1, passes: 16, still: 0.01 } as const

/** What the size of a training set decides: few rows are soon learned, and people wait for many. */
export interface Plan {
  /** Sets of fewer rows than this are trained so. */
  readonly below: number
  /** Bags of each view, in the end and while calibrating. */
  readonly bags: number
  readonly foldBags: number
  readonly epochs: number
  /** Bags know only features that so many utterances have; those of one would double the model. */
  readonly leastRows: number
  /** A share of one in so many questions is held out at a time. */
  readonly folds: number
}

/** From the smallest sets to the largest. */
export const PLANS: readonly Plan[] = [
  { below: 3_000, bags: 4, foldBags: 4, epochs: 20, leastRows: 1, folds: 6 },
  { below: 10_000, bags: 3, foldBags: 2, epochs: 14, leastRows: 2, folds: 5 },
  { below: Number.POSITIVE_INFINITY, bags: 2, foldBags: 1, epochs: 9, leastRows: 2, folds: 5 },
]
const BAG = { rate: 0.5, dropout: 0.6 } as const
// Share of the machines in training an ensemble; the bags take the rest.
const MACHINE_SHARE = 0.3

/** What ensembles are trained from; plain data, so that a thread can have a copy. */
export interface Examples {
  /** How many intents there are. */
  readonly intents: number
  /** Number of the intent of each row; one more than the last for what is nobody's business. */
  readonly labels: Uint16Array
  /** Kind of each feature. */
  readonly kinds: Uint8Array
  readonly rows: CountedRows
  readonly plan: Plan
  readonly seed: number
}

/** Trains the ensemble on the rows in `members` alone; features only others have stay unknown to it. */
export function trainEnsemble(
  examples: Examples,
  members: Int32Array,
  bags: number,
  onShare: (share: number) => void,
): { dual: DualSolution; ensemble: Ensemble } {
  const { intents, rows, labels, kinds, plan, seed } = examples
  // What is nobody's business is learned beside the intents, where there are examples of it.
  const classes = labels.includes(intents) ? intents + 1 : intents
  const frequency = rowFrequencies(rows, members, kinds.length)
  const idf = inverseFrequencies(frequency, members.length)
  const weighted = weighRows(rows, kinds, idf)
  const dual = solveSvm(weighted, labels, members, classes, frequency, { ...SVM, seed }, (solved) => {
    onShare((MACHINE_SHARE * solved) / classes)
  })
  const slots = slotsOf(frequency, plan.leastRows)
  const centre = centreOf(rows.directions, members)
  const total = bags * plan.epochs
  const [plain, balanced] = [
    plainRows(rows, idf, slots),
    balancedRows(rows, weighted.values, slots, centre),
  ].map((view, which) => {
    const options = { ...BAG, bags, epochs: plan.epochs, seed: mixSeed(seed, which) }
    return trainBags(view, labels, members, classes, options, (done) => {
      onShare(MACHINE_SHARE + ((1 - MACHINE_SHARE) * (which + done / total)) / 2)
    })
  })
  const postings = postingsOf(weighted, members, frequency)
  return {
    dual,
    ensemble: {
      intents,
      kinds,
      idf,
      machines: linearWeights(postings, dual, frequency),
      slots,
      plain: plain!,
      balanced: balanced!,
      centre,
      neighbours: neighbourIndexOf(postings, labels),
    },
  }
}

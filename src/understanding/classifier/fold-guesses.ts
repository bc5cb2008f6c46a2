/** Lets ensembles guess at questions they have not learned: what confidence is calibrated from. */
import type { JudgedGuess } from './calibration.ts'
import {
  beliefOf,
  chooseMixture,
  type Ensemble,
  type HeldOut,
  LEAST,
  type Mixture,
  opinionOf,
  type Voices,
  voicesOf,
} from './ensemble.ts'
import { createRandom, mixSeed, shuffle } from './random.ts'
import { type Examples, trainEnsemble } from './train-ensemble.ts'
import { type CountedRows, textOfRow } from './vocabulary.ts'

/** So many judged guesses settle a calibration; where one fold has as many, the others need no ensemble. */
const ENOUGH_GUESSES = 2000
/** How much all background questions together count in calibration, as a share of all utterances. */
const BACKGROUND_SHARE = 0.5

/** What is guessed at: rows of the examples, and questions of others. */
export interface GuessingTask {
  readonly examples: Examples
  /** How many of the first rows are questions of customers, and how many have an intent; titles stand between. */
  readonly questions: number
  readonly labelled: number
  readonly strangers: CountedRows
  readonly outOfScope: CountedRows
}

/** Guesses whose truth is known, and the mixture they were made with. */
export interface Guesses {
  readonly mixture: Mixture
  /** Mean logarithm of the belief in what was right: the higher, the better was understood. */
  readonly belief: number
  readonly inScope: readonly JudgedGuess[]
  readonly background: readonly JudgedGuess[]
  readonly outOfScope: readonly JudgedGuess[]
}

/** Lets ensembles guess at utterances they have not learned, and at questions out of scope. */
export function outOfFoldGuesses(task: GuessingTask, onShare: (share: number) => void): Guesses {
  const { examples, questions } = task
  const { intents, labels, rows, plan } = examples
  const folds = foldsOf(task)
  const inScope: HeldOut[] = []
  const background: Voices[] = []
  const outOfScope: Voices[] = []
  const rounds = Math.min(plan.folds, Math.ceil((plan.folds * ENOUGH_GUESSES) / questions))
  for (let fold = 0; fold < rounds; fold++) {
    const members = Int32Array.from(folds.keys()).filter((row) => folds[row] !== fold)
    const { ensemble } = trainEnsemble(examples, members, plan.foldBags, (share) =>
      onShare((fold + share) / rounds),
    )
    for (const [row, held] of folds.entries()) {
      if (held !== fold) continue
      const voices = voicesOf(ensemble, textOfRow(rows, row))
      const label = labels[row]!
      if (label < intents) inScope.push({ voices, label })
      else background.push(voices)
    }
    background.push(...voicesOfAll(ensemble, task.strangers))
    outOfScope.push(...voicesOfAll(ensemble, task.outOfScope))
  }
  const mixture = chooseMixture(inScope)
  const weight = (BACKGROUND_SHARE * inScope.length) / Math.max(1, background.length)
  // Whatever is guessed at a question out of scope is wrong.
  const wrong = (voices: Voices) => ({ signals: opinionOf(voices, mixture).signals, right: false, weight })
  const beliefs = inScope.map(({ voices, label }) => Math.log(beliefOf(voices, mixture)[label]! + LEAST))
  return {
    mixture,
    belief: beliefs.reduce((sum, belief) => sum + belief, 0) / Math.max(1, beliefs.length),
    inScope: inScope.map(({ voices, label }) => {
      const { signals, best } = opinionOf(voices, mixture)
      return { signals, right: best === label, weight: 1 }
    }),
    background: background.map(wrong),
    outOfScope: outOfScope.map(wrong),
  }
}

function voicesOfAll(ensemble: Ensemble, rows: CountedRows): Voices[] {
  return Array.from({ length: rows.size }, (_, row) => voicesOf(ensemble, textOfRow(rows, row)))
}

/** The fold every row is held out of: each intent is spread over all. */
function foldsOf({ examples, questions, labelled }: GuessingTask): Int32Array {
  const { labels, plan, seed } = examples
  // Titles come from nobody's question: every fold learns them.
  const folds = new Int32Array(labels.length).fill(-1)
  const random = createRandom(mixSeed(seed, 3))
  const order = Int32Array.from({ length: folds.length }, (_, row) => row)
  shuffle(order, order.length, random)
  const next = new Map<number, number>()
  for (const row of order) {
    if (row >= questions && row < labelled) continue
    const label = labels[row]!
    const place = next.get(label) ?? (random() * plan.folds) | 0
    folds[row] = place % plan.folds
    next.set(label, place + 1)
  }
  return folds
}

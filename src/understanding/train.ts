/** Trains a model from a training set, in one go and in this thread; `trainer.ts` does it in a worker. */
import { LiukeError } from '../errors.ts'
import { trainBags } from './bag.ts'
import { calibrate, confidenceOf, type JudgedGuess } from './calibration.ts'
import { readDictionary } from './dictionary.ts'
import {
  chooseMixture,
  type Ensemble,
  type HeldOut,
  type Mixture,
  opinionOf,
  type Voices,
  voicesOf,
} from './ensemble.ts'
import { type LearningRows, learningRowsOf } from './learning-rows.ts'
import { type Lexicon, learnLexicon } from './lexicon.ts'
import type { ModelParts } from './model.ts'
import { encodeModel } from './model-file.ts'
import { neighbourIndexOf } from './neighbours.ts'
import { normalise } from './normalise.ts'
import { postingsOf } from './postings.ts'
import { createRandom, mixSeed, shuffle } from './random.ts'
import { hasHan } from './script.ts'
import { type DualSolution, linearWeights, solveSvm } from './svm.ts'
import { chooseThresholds } from './thresholds.ts'
import type { TrainingSet } from './types.ts'
import { centreOf, inverseFrequencies, weighRows } from './vectorizer.ts'
import { balancedRows, plainRows } from './views.ts'
import {
  type CountedRows,
  countRows,
  learnVocabulary,
  readText,
  rowFrequencies,
  slotsOf,
  textOfRow,
  type Vocabulary,
} from './vocabulary.ts'

/** Hears how far training has come: the share done, 0..1, and what is being done. */
export type Progress = (share: number, stage: TrainingStage) => void

/** What training does, one after the other. */
export type TrainingStage = 'reading' | 'calibrating' | 'training' | 'writing' | 'done'

/** So many judged guesses settle a calibration; where one fold has as many, the others need no ensemble. */
const ENOUGH_GUESSES = 2000
const SVM = { cost: 1, passes: 16, still: 0.01 } as const

/** What the size of a training set decides: few rows are soon learned, and people wait for many. */
interface Plan {
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

const PLANS: readonly Plan[] = [
  { below: 3_000, bags: 4, foldBags: 4, epochs: 20, leastRows: 1, folds: 6 },
  { below: 10_000, bags: 3, foldBags: 2, epochs: 14, leastRows: 2, folds: 5 },
  { below: Number.POSITIVE_INFINITY, bags: 2, foldBags: 1, epochs: 10, leastRows: 2, folds: 5 },
]
const BAG = { rate: 0.5, dropout: 0.6 } as const
/** How much all background questions together count in calibration, as a share of all utterances. */
const BACKGROUND_SHARE = 0.5

// Shares of the whole work that lie behind a stage.
const READ = 0.05
const CALIBRATED = 0.5
const TRAINED = 0.97
// Share of the machines in training an ensemble; the bags take the rest.
const MACHINE_SHARE = 0.3

/** Everything about the learning rows that folds and final training share. */
interface Material {
  readonly learning: LearningRows
  readonly intents: readonly string[]
  /** Number of the intent of each row; one more than the last for what is nobody's business. */
  readonly labels: Uint16Array
  readonly vocabulary: Vocabulary
  readonly lexicon: Lexicon
  readonly plan: Plan
  readonly rows: CountedRows
  readonly strangers: CountedRows
  readonly outOfScope: CountedRows
  readonly seed: number
}

/**
 * Trains, calibrates and writes a model.
 * @returns the bytes of the model: the same for the same set, in whatever order its rows come
 * @throws LiukeError `training_set_too_small` with fewer than two intents
 */
export function trainModel(set: TrainingSet, onProgress: Progress = () => {}): Uint8Array {
  onProgress(0, 'reading')
  const material = materialOf(set)
  onProgress(READ, 'calibrating')
  const guesses = outOfFoldGuesses(material, (share) => {
    onProgress(READ + share * (CALIBRATED - READ), 'calibrating')
  })
  const calibration = calibrate(guesses.inScope, guesses.background)
  const judged = ({ signals, right }: JudgedGuess) => {
    return { confidence: confidenceOf(calibration, signals), right }
  }
  const declined = [...guesses.background, ...guesses.outOfScope]
  const thresholds = chooseThresholds(
    guesses.inScope.map(judged),
    declined.map((guess) => judged(guess).confidence),
  )
  const everyone = Int32Array.from({ length: material.rows.size }, (_, row) => row)
  const trained = trainEnsemble(material, everyone, material.plan.bags, (share) => {
    onProgress(CALIBRATED + share * (TRAINED - CALIBRATED), 'training')
  })
  onProgress(TRAINED, 'writing')
  const parts: ModelParts = {
    intents: material.intents,
    vocabulary: material.vocabulary,
    lexicon: material.lexicon,
    rows: material.rows,
    labels: material.labels,
    dual: trained.dual,
    leastRows: material.plan.leastRows,
    plain: trained.ensemble.plain,
    balanced: trained.ensemble.balanced,
    centre: trained.ensemble.centre,
    mixture: guesses.mixture,
    calibration,
    thresholds,
    info: { seed: set.seed, utterances: set.rows.length, background: set.background.length },
  }
  const bytes = encodeModel(parts)
  onProgress(1, 'done')
  return bytes
}

function materialOf(set: TrainingSet): Material {
  const learning = learningRowsOf(set)
  const intents = [...new Set(learning.labels)].sort()
  if (intents.length < 2) {
    throw new LiukeError(
      'training_set_too_small',
      `The training set has ${intents.length} intent${intents.length === 1 ? '' : 's'}.`,
      'Give examples of at least two intents.',
    )
  }
  const numbers = new Map(intents.map((intent, number) => [intent, number]))
  const lexicon = learnLexicon(
    readDictionary(),
    learning.unlabelled.map(normalise),
    isBilingual(learning.texts.slice(0, learning.labels.length)),
  )
  const read = learning.texts.map((text) => readText(text, lexicon))
  const vocabulary = learnVocabulary(read)
  const counted = (texts: readonly string[]) =>
    countRows(
      texts.map((text) => readText(text, lexicon)),
      vocabulary,
    )
  return {
    learning,
    intents,
    labels: Uint16Array.from(read, (_, row) => numbers.get(learning.labels[row] ?? '') ?? intents.length),
    vocabulary,
    lexicon,
    plan: PLANS.find(({ below }) => learning.labels.length < below)!,
    rows: countRows(read, vocabulary),
    strangers: counted(learning.strangers),
    outOfScope: counted(learning.outOfScope),
    seed: set.seed,
  }
}

/** Whether meanings can connect anything: there is Chinese, and there is something else. */
function isBilingual(texts: readonly string[]): boolean {
  const chinese = texts.filter(hasHan).length
  return chinese > 0 && chinese < texts.length
}

/** Trains the ensemble on the rows in `members` alone; features only others have stay unknown to it. */
function trainEnsemble(
  material: Material,
  members: Int32Array,
  bags: number,
  onShare: (share: number) => void,
): { dual: DualSolution; ensemble: Ensemble } {
  const { rows, labels, vocabulary, plan, seed } = material
  const intents = material.intents.length
  // What is nobody's business is learned beside the intents, where there are examples of it.
  const classes = labels.includes(intents) ? intents + 1 : intents
  const features = vocabulary.kinds.length
  const frequency = rowFrequencies(rows, members, features)
  const idf = inverseFrequencies(frequency, members.length)
  const weighted = weighRows(rows, vocabulary, idf)
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
      vocabulary,
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

interface Guesses {
  readonly mixture: Mixture
  readonly inScope: readonly JudgedGuess[]
  readonly background: readonly JudgedGuess[]
  readonly outOfScope: readonly JudgedGuess[]
}

/** Lets ensembles guess at utterances they have not learned, and at questions out of scope. */
function outOfFoldGuesses(material: Material, onShare: (share: number) => void): Guesses {
  const { learning, intents, labels, rows, plan } = material
  const folds = foldsOf(material)
  const inScope: HeldOut[] = []
  const background: Voices[] = []
  const outOfScope: Voices[] = []
  const rounds = Math.min(plan.folds, Math.ceil((plan.folds * ENOUGH_GUESSES) / learning.questions))
  for (let fold = 0; fold < rounds; fold++) {
    const members = Int32Array.from(folds.keys()).filter((row) => folds[row] !== fold)
    const { ensemble } = trainEnsemble(material, members, plan.foldBags, (share) =>
      onShare((fold + share) / rounds),
    )
    for (const [row, held] of folds.entries()) {
      if (held !== fold) continue
      const voices = voicesOf(ensemble, textOfRow(rows, row))
      const label = labels[row]!
      if (label < intents.length) inScope.push({ voices, label })
      else background.push(voices)
    }
    background.push(...voicesOfAll(ensemble, material.strangers))
    outOfScope.push(...voicesOfAll(ensemble, material.outOfScope))
  }
  const mixture = chooseMixture(inScope)
  const weight = (BACKGROUND_SHARE * inScope.length) / Math.max(1, background.length)
  // Whatever is guessed at a question out of scope is wrong.
  const wrong = (voices: Voices) => ({ signals: opinionOf(voices, mixture).signals, right: false, weight })
  return {
    mixture,
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
function foldsOf({ learning, labels, plan, seed }: Material): Int32Array {
  // Titles come from nobody's question: every fold learns them.
  const folds = new Int32Array(labels.length).fill(-1)
  const random = createRandom(mixSeed(seed, 3))
  const order = Int32Array.from({ length: folds.length }, (_, row) => row)
  shuffle(order, order.length, random)
  const next = new Map<number, number>()
  for (const row of order) {
    if (row >= learning.questions && row < learning.labels.length) continue
    const label = labels[row]!
    const place = next.get(label) ?? (random() * plan.folds) | 0
    folds[row] = place % plan.folds
    next.set(label, place + 1)
  }
  return folds
}

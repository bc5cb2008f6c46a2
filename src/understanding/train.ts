/** Trains a model from a training set, in one go and in this thread; `trainer.ts` does it in a worker. */
import { LiukeError } from '../errors.ts'
import { type Bag, trainBag } from './bag.ts'
import { bagTableOf } from './bag-table.ts'
import { calibrate, confidenceOf, type JudgedGuess } from './calibration.ts'
import { type Ensemble, opinionOf } from './ensemble.ts'
import { type Glosses, knownGlosses, NO_GLOSSES, readDictionary } from './glosses.ts'
import { type LearningRows, learningRowsOf } from './learning-rows.ts'
import type { ModelParts } from './model.ts'
import { encodeModel } from './model-file.ts'
import { neighbourIndexOf } from './neighbours.ts'
import { createRandom, mixSeed, shuffle } from './random.ts'
import { hasHan } from './script.ts'
import { type DualSolution, linearWeights, solveSvm } from './svm.ts'
import { chooseThresholds } from './thresholds.ts'
import type { TrainingSet } from './types.ts'
import { inverseFrequencies, type WeightedRows, weighRows } from './vectorizer.ts'
import {
  type CountedRows,
  countRows,
  featuresOfAll,
  learnVocabulary,
  textOfRow,
  type Vocabulary,
} from './vocabulary.ts'

/** Hears how far training has come: the share done, 0..1, and what is being done. */
export type Progress = (share: number, stage: TrainingStage) => void

/** What training does, one after the other. */
export type TrainingStage = 'reading' | 'calibrating' | 'training' | 'writing' | 'done'

const FOLDS = 4
/** So many judged guesses settle a calibration; where one fold has as many, the others need no ensemble. */
const ENOUGH_GUESSES = 2000
const SVM = { cost: 1, passes: 10, tolerance: 0.3 } as const
const BAG = { width: 64, dropout: 0.5 } as const
/** Few rows are learned slowly and by many bags, which is worth a point; people wait for larger sets. */
const FEW_ROWS = 3000
const FEW = { bags: 4, epochs: 20, rate: 0.5 } as const
const MANY = { bags: 2, epochs: 8, rate: 0.6 } as const
/** How much all background questions together count in calibration, as a share of all utterances. */
const BACKGROUND_SHARE = 0.5
/** Bags know only features that this many utterances have; those of one utterance would double the model. */
const LEAST_ROWS_FOR_BAGS = 2

// Shares of the whole work that lie behind a stage.
const READ = 0.05
const CALIBRATED = 0.5
const TRAINED = 0.97
// Share of the machines in training an ensemble; the bags take the rest.
const MACHINE_SHARE = 0.2

/** Everything about the learning rows that folds and final training share. */
interface Material {
  readonly learning: LearningRows
  readonly intents: readonly string[]
  readonly labels: Uint16Array
  readonly vocabulary: Vocabulary
  readonly glosses: Glosses
  readonly rows: CountedRows
  readonly background: CountedRows
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
  const trained = trainEnsemble(material, everyone, (share) => {
    onProgress(CALIBRATED + share * (TRAINED - CALIBRATED), 'training')
  })
  onProgress(TRAINED, 'writing')
  const parts: ModelParts = {
    intents: material.intents,
    vocabulary: material.vocabulary,
    glosses: material.glosses,
    rows: material.rows,
    labels: material.labels,
    dual: trained.dual,
    bags: trained.ensemble.bags,
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
  const intents = [...new Set(learning.rows.map((row) => row.label))].sort()
  if (intents.length < 2) {
    throw new LiukeError(
      'training_set_too_small',
      `The training set has ${intents.length} intent${intents.length === 1 ? '' : 's'}.`,
      'Give examples of at least two intents.',
    )
  }
  const numbers = new Map(intents.map((intent, number) => [intent, number]))
  const dictionary = isBilingual(learning.rows) ? readDictionary() : NO_GLOSSES
  const features = featuresOfAll(
    learning.rows.map((row) => row.text),
    dictionary,
  )
  const vocabulary = learnVocabulary(features, 1)
  const glosses = knownGlosses(dictionary, (stem) => vocabulary.ids.has(`g${stem}`))
  return {
    learning,
    intents,
    labels: Uint16Array.from(learning.rows, (row) => numbers.get(row.label)!),
    vocabulary,
    glosses,
    rows: countRows(features, vocabulary),
    background: countRows(featuresOfAll(learning.background, glosses), vocabulary),
    outOfScope: countRows(featuresOfAll(learning.outOfScope, glosses), vocabulary),
    seed: set.seed,
  }
}

/** Whether meanings can connect anything: there is Chinese, and there is something else. */
function isBilingual(rows: LearningRows['rows']): boolean {
  const chinese = rows.filter((row) => hasHan(row.text)).length
  return chinese > 0 && chinese < rows.length
}

/** Trains the ensemble on the rows in `members` alone; features only others have stay unknown to it. */
function trainEnsemble(
  material: Material,
  members: Int32Array,
  onShare: (share: number) => void,
): { dual: DualSolution; ensemble: Ensemble } {
  const { rows, labels, vocabulary, seed } = material
  const intents = material.intents.length
  const features = vocabulary.names.length
  const idf = inverseFrequencies(rows, members, features, 1)
  const weighted: WeightedRows = weighRows(rows, vocabulary, idf)
  const dual = solveSvm(weighted, labels, members, intents, features, { ...SVM, seed }, (solved) => {
    onShare((MACHINE_SHARE * solved) / intents)
  })
  const bagIdf = inverseFrequencies(rows, members, features, LEAST_ROWS_FOR_BAGS)
  const plan = rows.size <= FEW_ROWS ? FEW : MANY
  const bags: Bag[] = []
  for (let bag = 0; bag < plan.bags; bag++) {
    const options = { ...BAG, epochs: plan.epochs, rate: plan.rate, seed: mixSeed(seed, bag) }
    bags.push(
      trainBag(rows, bagIdf, labels, members, intents, options, (done) => {
        onShare(MACHINE_SHARE + ((1 - MACHINE_SHARE) * (bag + done / plan.epochs)) / plan.bags)
      }),
    )
  }
  return {
    dual,
    ensemble: {
      intents,
      vocabulary,
      idf,
      machines: linearWeights(weighted, labels, dual, features),
      bags: bagTableOf(bags, bagIdf),
      neighbours: neighbourIndexOf(weighted, labels, members, features),
    },
  }
}

interface Guesses {
  readonly inScope: readonly JudgedGuess[]
  readonly background: readonly JudgedGuess[]
  readonly outOfScope: readonly JudgedGuess[]
}

/** Lets ensembles guess at utterances they have not learned, and at questions out of scope. */
function outOfFoldGuesses(material: Material, onShare: (share: number) => void): Guesses {
  const { learning, labels, rows } = material
  const folds = foldsOf(material)
  const inScope: JudgedGuess[] = []
  const background: JudgedGuess[] = []
  const outOfScope: JudgedGuess[] = []
  const questions = [...rows.starts.keys()].filter((row) => learning.origins[row] === row)
  const rounds = Math.min(FOLDS, Math.ceil((FOLDS * ENOUGH_GUESSES) / questions.length))
  const judged = questions.filter((row) => folds[row]! < rounds)
  const weight = (BACKGROUND_SHARE * judged.length) / Math.max(1, material.background.size * rounds)
  for (let fold = 0; fold < rounds; fold++) {
    const members = Int32Array.from(folds.keys()).filter((row) => folds[row] !== fold)
    const { ensemble } = trainEnsemble(material, members, (share) => onShare((fold + share) / rounds))
    for (const row of judged) {
      if (folds[row] !== fold) continue
      const opinion = opinionOf(ensemble, textOfRow(rows, row))
      inScope.push({ signals: opinion.signals, right: opinion.best === labels[row], weight: 1 })
    }
    background.push(...wrongGuesses(ensemble, material.background, weight))
    outOfScope.push(...wrongGuesses(ensemble, material.outOfScope, weight))
  }
  return { inScope, background, outOfScope }
}

/** Whatever is guessed at a question out of scope is wrong. */
function wrongGuesses(ensemble: Ensemble, rows: CountedRows, weight: number): JudgedGuess[] {
  return Array.from({ length: rows.size }, (_, row) => {
    return { signals: opinionOf(ensemble, textOfRow(rows, row)).signals, right: false, weight }
  })
}

/** The fold every row is held out of: each intent is spread over all; a variant goes with its original. */
function foldsOf({ learning, labels, seed }: Material): Int32Array {
  const folds = new Int32Array(learning.rows.length)
  const random = createRandom(mixSeed(seed, 3))
  const order = Int32Array.from({ length: folds.length }, (_, row) => row)
  shuffle(order, order.length, random)
  const next = new Map<number, number>()
  for (const row of order) {
    if (learning.origins[row] !== row) continue
    const label = labels[row]!
    const place = next.get(label) ?? (random() * FOLDS) | 0
    folds[row] = place % FOLDS
    next.set(label, place + 1)
  }
  for (let row = 0; row < folds.length; row++) {
    const origin = learning.origins[row]!
    // Titles come from nobody's question: every fold learns them.
    if (origin < 0) folds[row] = -1
    else if (origin !== row) folds[row] = folds[origin]!
  }
  return folds
}

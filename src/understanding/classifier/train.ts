/** Trains a model from a training set, in one go; `trainer.ts` does it in a process of its own. */
import { LiukeError } from '../../errors.ts'
import { normalise } from '../normalise.ts'
import { hasHan } from '../script.ts'
import type { TrainingSet } from '../types.ts'
import { calibrate, confidenceOf, type JudgedGuess } from './calibration.ts'
import { readDictionary } from './dictionary.ts'
import { type GuessingTask, outOfFoldGuesses } from './fold-guesses.ts'
import { guessInThread } from './guess-in-thread.ts'
import { learningRowsOf } from './learning-rows.ts'
import { isEnglish, type Lexicon, learnLexicon } from './lexicon.ts'
import type { ModelParts } from './model.ts'
import { encodeModel } from './model-file.ts'
import { learnSpelling, menderOf, type Spelling } from './spelling.ts'
import { chooseThresholds } from './thresholds.ts'
import { PLANS, trainEnsemble } from './train-ensemble.ts'
import { countRows, learnVocabulary, readText, type Vocabulary } from './vocabulary.ts'

/** Hears how far training has come: the share done, 0..1, and what is being done. */
export type Progress = (share: number, stage: TrainingStage) => void

/** What training does, one after the other. */
export type TrainingStage = 'reading' | 'calibrating' | 'training' | 'writing' | 'done'

// Shares of the whole work that lie behind a stage.
const READ = 0.05
const CALIBRATED = 0.5
const TRAINED = 0.97
/** Fewer unlabelled questions say nothing about which words go together. */
const LEAST_UNLABELLED = 200
/** Sets of so many rows are calibrated beside the training, not before it. */
const LARGE = 3_000

/** Everything that was read. */
interface Material extends GuessingTask {
  readonly intents: readonly string[]
  readonly vocabulary: Vocabulary
  readonly lexicon: Lexicon
  readonly spelling: Spelling
}

/**
 * Trains, calibrates and writes a model.
 * @returns the bytes of the model: the same for the same set, in whatever order its rows come
 * @throws LiukeError `training_set_too_small` with fewer than two intents
 */
export function trainModel(given: TrainingSet, onProgress: Progress = () => {}): Uint8Array {
  onProgress(0, 'reading')
  const set = withUsefulQuestions(given)
  const material = materialOf(set)
  const { examples } = material
  const { rows, labels, plan } = examples
  onProgress(READ, 'calibrating')
  const guess =
    rows.size >= LARGE
      ? guessInThread(material)
      : later(
          outOfFoldGuesses(material, (share) => {
            onProgress(READ + share * (CALIBRATED - READ), 'calibrating')
          }),
        )
  const from = rows.size >= LARGE ? READ : CALIBRATED
  const everyone = Int32Array.from({ length: rows.size }, (_, row) => row)
  const trained = trainEnsemble(examples, everyone, plan.bags, (share) => {
    onProgress(from + share * (TRAINED - from), 'training')
  })
  const guesses = guess()
  const calibration = calibrate(guesses.inScope, guesses.background)
  const judged = ({ signals, right }: JudgedGuess) => {
    return { confidence: confidenceOf(calibration, signals), right }
  }
  const declined = [...guesses.background, ...guesses.outOfScope]
  const thresholds = chooseThresholds(
    guesses.inScope.map(judged),
    declined.map((guess) => judged(guess).confidence),
  )
  onProgress(TRAINED, 'writing')
  const parts: ModelParts = {
    intents: material.intents,
    vocabulary: material.vocabulary,
    lexicon: material.lexicon,
    spelling: material.spelling,
    rows,
    labels,
    dual: trained.dual,
    leastRows: plan.leastRows,
    plain: trained.ensemble.plain,
    balanced: trained.ensemble.balanced,
    centre: trained.ensemble.centre,
    mixture: guesses.mixture,
    calibration,
    thresholds,
    info: {
      seed: set.seed,
      utterances: set.rows.length,
      background: set.background.length,
      unlabelled: set.unlabelled?.length ?? 0,
    },
  }
  const bytes = encodeModel(parts)
  onProgress(1, 'done')
  return bytes
}

/** Keeps the unlabelled questions only where held-out questions are understood better with them. */
function withUsefulQuestions(set: TrainingSet): TrainingSet {
  const without = { ...set, unlabelled: [] }
  if ((set.unlabelled?.length ?? 0) < LEAST_UNLABELLED) return without
  const belief = (some: TrainingSet) => outOfFoldGuesses(materialOf(some), () => {}).belief
  return belief(set) > belief(without) ? set : without
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
  const spelling = learnSpelling(learning.texts.map(normalise))
  const mend = menderOf(spelling, (word) => isEnglish(word, lexicon))
  const counted = (texts: readonly string[]) =>
    countRows(
      texts.map((text) => readText(text, lexicon, mend)),
      vocabulary,
    )
  return {
    intents,
    vocabulary,
    lexicon,
    spelling,
    examples: {
      intents: intents.length,
      labels: Uint16Array.from(read, (_, row) => numbers.get(learning.labels[row] ?? '') ?? intents.length),
      kinds: vocabulary.kinds,
      rows: countRows(read, vocabulary),
      plan: PLANS.find(({ below }) => learning.labels.length < below)!,
      seed: set.seed,
    },
    questions: learning.questions,
    labelled: learning.labels.length,
    strangers: counted(learning.strangers),
    outOfScope: counted(learning.outOfScope),
  }
}

function later<T>(value: T): () => T {
  return () => value
}

/** Whether meanings can connect anything: there is Chinese, and there is something else. */
function isBilingual(texts: readonly string[]): boolean {
  const chinese = texts.filter(hasHan).length
  return chinese > 0 && chinese < texts.length
}

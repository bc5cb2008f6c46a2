/** What a trained model consists of, and how the parts come alive again. */

import { bandOf, type Candidate, type Thresholds, type Understanding } from '../types.ts'
import { type Calibration, confidenceOf } from './calibration.ts'
import { type Ensemble, type Mixture, opinionOf, voicesOf } from './ensemble.ts'
import { isEnglish, type Lexicon } from './lexicon.ts'
import { neighbourIndexOf } from './neighbours.ts'
import { postingsOf } from './postings.ts'
import type { ScoreTable } from './score-table.ts'
import { type Mend, menderOf, type Spelling } from './spelling.ts'
import { type DualSolution, linearWeights } from './svm.ts'
import { inverseFrequencies, weighRows } from './vectorizer.ts'
import {
  countText,
  type FeatureRows,
  readText,
  rowFrequencies,
  slotsOf,
  type Vocabulary,
} from './vocabulary.ts'

/** The learned parts, exactly as stored: everything else is worked out from them. */
export interface ModelParts {
  /** In code-unit order. */
  readonly intents: readonly string[]
  readonly vocabulary: Vocabulary
  readonly lexicon: Lexicon
  readonly spelling: Spelling
  /** The learned utterances. */
  readonly rows: FeatureRows
  /** Number of the intent of each row. */
  readonly labels: Uint16Array
  readonly dual: DualSolution
  /** Bags know the features that at least so many rows have. */
  readonly leastRows: number
  readonly plain: ScoreTable
  readonly balanced: ScoreTable
  readonly centre: Float32Array
  readonly mixture: Mixture
  readonly calibration: Calibration
  readonly thresholds: Thresholds
  readonly info: ModelInfo
}

/** Facts about how a model came to be; nothing that differs between two equal trainings. */
export interface ModelInfo {
  readonly seed: number
  /** Utterances of customers it was trained from, titles not counted. */
  readonly utterances: number
  /** Questions out of scope it was calibrated with. */
  readonly background: number
  /** Unlabelled questions it learned meanings from; 0 where they did not help. */
  readonly unlabelled: number
}

/** A model that can be asked. What it was worked out from is not kept. */
export interface Model
  extends Pick<
    ModelParts,
    'intents' | 'vocabulary' | 'lexicon' | 'mixture' | 'calibration' | 'thresholds' | 'info'
  > {
  readonly mend: Mend
  readonly ensemble: Ensemble
}

const MOST_CANDIDATES = 5

/** Works out what is not stored: idf, linear weights and the index of neighbours. */
export function awaken(parts: ModelParts): Model {
  const { rows, labels, vocabulary, dual } = parts
  const features = vocabulary.kinds.length
  const members = Int32Array.from({ length: rows.size }, (_, row) => row)
  const frequency = rowFrequencies(rows, members, features)
  const idf = inverseFrequencies(frequency, rows.size)
  const postings = postingsOf(weighRows(rows, vocabulary.kinds, idf), members, frequency)
  const { intents, lexicon, mixture, calibration, thresholds, info } = parts
  return {
    mend: menderOf(parts.spelling, (word) => isEnglish(word, lexicon)),
    ...{ intents, vocabulary, lexicon, mixture, calibration, thresholds, info },
    ensemble: {
      intents: parts.intents.length,
      kinds: vocabulary.kinds,
      idf,
      machines: linearWeights(postings, dual, frequency),
      slots: slotsOf(frequency, parts.leastRows),
      plain: parts.plain,
      balanced: parts.balanced,
      centre: parts.centre,
      neighbours: neighbourIndexOf(postings, labels),
    },
  }
}

/** What the model makes of a message. Pure, synchronous, linear in the length of the text. */
export function understand(model: Model, text: string): Understanding {
  const counted = countText(readText(text, model.lexicon, model.mend), model.vocabulary)
  const opinion = opinionOf(voicesOf(model.ensemble, counted), model.mixture)
  // A text without one known feature is nobody's intent, whatever the constants say.
  const known = counted.length > 0
  const confidence = !known ? 0 : confidenceOf(model.calibration, opinion.signals)
  return {
    text,
    candidates: candidatesOf(opinion.probabilities, model.intents),
    confidence,
    band: known ? bandOf(confidence, model.thresholds) : 'decline',
  }
}

function candidatesOf(probabilities: Float64Array, intents: readonly string[]): Candidate[] {
  const candidates: Candidate[] = []
  for (const [k, probability] of probabilities.entries()) {
    const last = candidates[MOST_CANDIDATES - 1]
    if (last && last.probability >= probability) continue
    let place = candidates.length
    while (place > 0 && candidates[place - 1]!.probability < probability) place--
    candidates.splice(place, 0, { intent: intents[k]!, probability })
    if (candidates.length > MOST_CANDIDATES) candidates.pop()
  }
  return candidates
}

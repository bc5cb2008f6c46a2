/** What a trained model consists of, and how the parts come alive again. */
import type { BagTable } from './bag-table.ts'
import { type Calibration, confidenceOf } from './calibration.ts'
import { type Ensemble, opinionOf } from './ensemble.ts'
import { featuresOf } from './features.ts'
import type { Glosses } from './glosses.ts'
import { neighbourIndexOf } from './neighbours.ts'
import { normalise } from './normalise.ts'
import { type DualSolution, linearWeights } from './svm.ts'
import { bandOf, type Candidate, type Thresholds, type Understanding } from './types.ts'
import { inverseFrequencies, weighRows } from './vectorizer.ts'
import { countText, type FeatureRows, type Vocabulary } from './vocabulary.ts'

/** The learned parts, exactly as stored: everything else is worked out from them. */
export interface ModelParts {
  /** In code-unit order. */
  readonly intents: readonly string[]
  readonly vocabulary: Vocabulary
  /** Meanings of Chinese words; empty where only one language was learned. */
  readonly glosses: Glosses
  /** The learned utterances. */
  readonly rows: FeatureRows
  /** Number of the intent of each row. */
  readonly labels: Uint16Array
  readonly dual: DualSolution
  readonly bags: BagTable
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
}

/** A model that can be asked. */
export interface Model {
  readonly parts: ModelParts
  readonly ensemble: Ensemble
}

const MOST_CANDIDATES = 5

/** Works out what is not stored: idf, linear weights and the index of neighbours. */
export function awaken(parts: ModelParts): Model {
  const { rows, labels, vocabulary, dual, bags } = parts
  const features = vocabulary.names.length
  const members = Int32Array.from({ length: rows.size }, (_, row) => row)
  const idf = inverseFrequencies(rows, members, features, 1)
  const weighted = weighRows(rows, vocabulary, idf)
  return {
    parts,
    ensemble: {
      intents: parts.intents.length,
      vocabulary,
      idf,
      machines: linearWeights(weighted, labels, dual, features),
      bags,
      neighbours: neighbourIndexOf(weighted, labels, members, features),
    },
  }
}

/** What the model makes of a message. Pure, synchronous, linear in the length of the text. */
export function understand(model: Model, text: string): Understanding {
  const counted = countText(featuresOf(normalise(text), model.parts.glosses), model.ensemble.vocabulary)
  const opinion = opinionOf(model.ensemble, counted)
  // A text without one known feature is nobody's intent, whatever the constants say.
  const confidence = counted.length === 0 ? 0 : confidenceOf(model.parts.calibration, opinion.signals)
  return {
    text,
    candidates: candidatesOf(opinion.probabilities, model.parts.intents),
    confidence,
    band: bandOf(confidence, model.parts.thresholds),
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

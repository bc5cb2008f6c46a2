/** Asks support vector machines, bags and neighbours about one text and mixes what they say. */
import { FEATURE_KINDS, MEANING_KEY } from './features.ts'
import { type NeighbourIndex, nearest } from './neighbours.ts'
import { type ScoreTable, tableScores } from './score-table.ts'
import { type LinearWeights, machineScores } from './svm.ts'
import { weighRow } from './vectorizer.ts'
import { balancedText, plainText, type Slots } from './views.ts'
import type { CountedText } from './vocabulary.ts'

/** How what the machines say and what the bags say become one belief. */
export interface Mixture {
  /** Share of the machines, 0..1; the two kinds of bags have the rest in equal parts. */
  readonly machines: number
  /** How sharply scores of the machines, about -1..1, become probabilities. */
  readonly sharpness: number
}

/** Keeps logarithms finite. */
export const LEAST = 1e-6
const MEANING_KIND = FEATURE_KINDS.findIndex(({ key }) => key === MEANING_KEY)

/** Everything that has an opinion; all speak of the same features and intents. */
export interface Ensemble {
  readonly intents: number
  /** Kind of each feature. */
  readonly kinds: Uint8Array
  readonly idf: Float32Array
  readonly machines: LinearWeights
  /** Slots of the features bags know. */
  readonly slots: Slots
  /** What bags say that look at the plain view, and at the balanced one. */
  readonly plain: ScoreTable
  readonly balanced: ScoreTable
  /** Mean direction of all meanings. */
  readonly centre: Float32Array
  readonly neighbours: NeighbourIndex
}

/** What the signals of `Opinion` are, in order. */
export const SIGNALS = [
  'score of the chosen intent by its machine',
  'lead of the best machine over the second',
  'log-odds of the mixture',
  'log ratio of the two best of the mixture',
  'log-sum-exp of the bags',
  'similarity to the nearest utterance',
  'similarity to the nearest utterance of the chosen intent',
  'share of unknown features',
  'whether machines and mixture agree',
  'share of features that are Chinese',
  'log-odds of its being nobody’s business',
  'similarity to the nearest question that is nobody’s business',
] as const

/** What the ensemble makes of a text. */
export interface Opinion {
  /** Number of the likeliest intent. */
  readonly best: number
  /** Belief in every intent; sums to 1, less what is believed to be nobody's business. */
  readonly probabilities: Float64Array
  /** Evidence for and against the likeliest intent being right, see `SIGNALS`. */
  readonly signals: Float64Array
}

/**
 * What everyone says about one text, one number for each intent and, where examples of it were learned, a last
 * one for what is nobody's business.
 */
export interface Voices {
  /** How many intents there are. */
  readonly intents: number
  readonly machines: Float64Array
  readonly plain: Float64Array
  readonly balanced: Float64Array
  /** Similarity, 0..1, to the nearest utterance of each intent. */
  readonly similar: Float64Array
  /** Share of features nobody has seen, and of those that are Chinese. */
  readonly unknown: number
  readonly chinese: number
}

/** Asks everyone about one text. */
export function voicesOf(ensemble: Ensemble, text: CountedText): Voices {
  const { intents, kinds, idf, slots } = ensemble
  const { ids, counts, length } = text
  const values = new Float32Array(length)
  weighRow(ids, counts, 0, length, kinds, idf, values)
  const similar = new Float64Array(ensemble.plain.intents)
  nearest(ensemble.neighbours, ids, values, length, similar)
  return {
    intents,
    machines: machineScores(ensemble.machines, ids, values, length),
    plain: tableScores(ensemble.plain, plainText(text, idf, slots)),
    balanced: tableScores(ensemble.balanced, balancedText(text, values, slots, ensemble.centre)),
    similar,
    unknown: text.total === 0 ? 1 : 1 - knownOccurrences(text, ensemble) / text.total,
    chinese: text.total === 0 ? 0 : text.chinese / text.total,
  }
}

/** Belief in every intent, and in none of them where that was learned; sums to 1. */
export function beliefOf({ machines, plain, balanced }: Voices, mixture: Mixture): Float64Array {
  const probabilities = new Float64Array(machines.length)
  addSoftmax(machines, mixture.sharpness, mixture.machines, probabilities)
  for (const scores of [plain, balanced]) addSoftmax(scores, 1, (1 - mixture.machines) / 2, probabilities)
  return probabilities
}

/** Makes an opinion of what was said. */
export function opinionOf(voices: Voices, mixture: Mixture): Opinion {
  const { intents, machines, plain, balanced, similar } = voices
  const beliefs = beliefOf(voices, mixture)
  const probabilities = beliefs.subarray(0, intents)
  const [best, second] = twoBest(probabilities)
  const [machine, runnerUp] = twoBest(machines.subarray(0, intents))
  const belief = probabilities[best]!
  const nobody = beliefs[intents] ?? 0
  const bags = plain.subarray(0, intents).map((score, intent) => (score + balanced[intent]!) / 2)
  return {
    best,
    probabilities,
    signals: Float64Array.of(
      machines[best]!,
      machines[machine]! - machines[runnerUp]!,
      oddsOf(belief),
      Math.log((belief + LEAST) / (probabilities[second]! + LEAST)),
      logSumExp(bags),
      similar.subarray(0, intents).reduce((highest, likeness) => Math.max(highest, likeness), 0),
      similar[best]!,
      voices.unknown,
      machine === best ? 1 : 0,
      voices.chinese,
      oddsOf(nobody),
      similar[intents] ?? 0,
    ),
  }
}

function oddsOf(belief: number): number {
  return Math.log((belief + LEAST) / (1 - belief + LEAST))
}

/** A question whose intent is known, and what was said about it by those who had not learned it. */
export interface HeldOut {
  readonly voices: Voices
  readonly label: number
}

const SHARES = [0.2, 0.35, 0.5, 0.65]
const SHARPNESSES = [2, 3, 4.5, 7]

/** The mixture that believes most in what is right, by the mean logarithm of its belief. */
export function chooseMixture(questions: readonly HeldOut[]): Mixture {
  const beliefs = (mixture: Mixture) =>
    Float64Array.from(questions, ({ voices, label }) => beliefOf(voices, mixture)[label]!)
  const bags = beliefs({ machines: 0, sharpness: 1 })
  let best: Mixture = { machines: 0.5, sharpness: 4.5 }
  let highest = Number.NEGATIVE_INFINITY
  for (const sharpness of SHARPNESSES) {
    const machines = beliefs({ machines: 1, sharpness })
    for (const share of SHARES) {
      let sum = 0
      for (const [i, belief] of bags.entries())
        sum += Math.log(share * machines[i]! + (1 - share) * belief + LEAST)
      if (questions.length > 0 && sum > highest) {
        highest = sum
        best = { machines: share, sharpness }
      }
    }
  }
  return best
}

/** Adds `share` × softmax(sharpness × scores) to the probabilities. */
function addSoftmax(
  scores: Float64Array,
  sharpness: number,
  share: number,
  probabilities: Float64Array,
): void {
  if (share === 0) return
  const intents = probabilities.length
  let highest = Number.NEGATIVE_INFINITY
  for (let intent = 0; intent < intents; intent++) highest = Math.max(highest, scores[intent]!)
  let sum = 0
  const raised = new Float64Array(intents)
  for (let intent = 0; intent < intents; intent++) {
    raised[intent] = Math.exp((scores[intent]! - highest) * sharpness)
    sum += raised[intent]!
  }
  for (let intent = 0; intent < intents; intent++) probabilities[intent]! += (share * raised[intent]!) / sum
}

/** Places of the highest and the second highest number; of equals the first. */
function twoBest(numbers: Float64Array): [number, number] {
  let best = 0
  let second = numbers.length > 1 ? 1 : 0
  for (let i = 1; i < numbers.length; i++) {
    if (numbers[i]! > numbers[best]!) {
      second = best
      best = i
    } else if (i !== best && (second === best || numbers[i]! > numbers[second]!)) second = i
  }
  return [best, second]
}

function logSumExp(scores: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY
  for (const score of scores) highest = Math.max(highest, score)
  let sum = 0
  for (const score of scores) sum += Math.exp(score - highest)
  return highest + Math.log(sum)
}

/** Occurrences of known features; meanings do not count, for they are known or not by the dictionary. */
function knownOccurrences(text: CountedText, { kinds, idf }: Ensemble): number {
  let known = 0
  for (let at = 0; at < text.length; at++) {
    const id = text.ids[at]!
    if (idf[id]! > 0 && kinds[id] !== MEANING_KIND) known += text.counts[at]!
  }
  return known
}

/** Asks support vector machines, bags and neighbours about one text and mixes what they say. */
import { type BagTable, bagScores } from './bag-table.ts'
import { type NeighbourIndex, nearest } from './neighbours.ts'
import { type LinearWeights, machineScores } from './svm.ts'
import { weighRow } from './vectorizer.ts'
import type { CountedText, Vocabulary } from './vocabulary.ts'

/** Share of the machines in the mixture; the bags have the rest. */
const MACHINE_SHARE = 0.5
/** How sharply scores of the machines, about -1..1, become probabilities. */
const MACHINE_SHARPNESS = 4
const LEAST = 1e-6

/** Everything that has an opinion; all speak of the same features and intents. */
export interface Ensemble {
  readonly intents: number
  readonly vocabulary: Vocabulary
  readonly idf: Float32Array
  readonly machines: LinearWeights
  readonly bags: BagTable
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
] as const

/** What the ensemble makes of a text. */
export interface Opinion {
  /** Number of the likeliest intent. */
  readonly best: number
  /** Belief in every intent; sums to 1. */
  readonly probabilities: Float64Array
  /** Evidence for and against the likeliest intent being right, see `SIGNALS`. */
  readonly signals: Float64Array
}

/** Asks everyone about one text. */
export function opinionOf(ensemble: Ensemble, text: CountedText): Opinion {
  const { intents, vocabulary, idf } = ensemble
  const { ids, counts, length } = text
  const values = new Float32Array(length)
  weighRow(ids, counts, 0, length, vocabulary, idf, values)

  const machines = machineScores(ensemble.machines, ids, values, length)
  const probabilities = new Float64Array(intents)
  addSoftmax(machines, 0, MACHINE_SHARPNESS, MACHINE_SHARE, probabilities)

  const { bags } = ensemble.bags
  const scores = new Float64Array(bags * intents)
  bagScores(ensemble.bags, idf, ids, length, scores)
  const mean = new Float64Array(intents)
  for (let b = 0; b < bags; b++) {
    addSoftmax(scores, b * intents, 1, (1 - MACHINE_SHARE) / bags, probabilities)
    for (let intent = 0; intent < intents; intent++) mean[intent]! += scores[b * intents + intent]! / bags
  }

  const similar = new Float64Array(intents)
  const similarity = nearest(ensemble.neighbours, ids, values, length, similar)

  const [best, second] = twoBest(probabilities)
  const [machine, runnerUp] = twoBest(machines)
  const belief = probabilities[best]!
  return {
    best,
    probabilities,
    signals: Float64Array.of(
      machines[best]!,
      machines[machine]! - machines[runnerUp]!,
      Math.log((belief + LEAST) / (1 - belief + LEAST)),
      Math.log((belief + LEAST) / (probabilities[second]! + LEAST)),
      logSumExp(mean),
      similarity,
      similar[best]!,
      text.total === 0 ? 1 : 1 - knownOccurrences(text, idf) / text.total,
      machine === best ? 1 : 0,
      text.total === 0 ? 0 : text.chinese / text.total,
    ),
  }
}

/** Adds `share` × softmax(sharpness × scores[from …]) to the probabilities. */
function addSoftmax(
  scores: Float64Array,
  from: number,
  sharpness: number,
  share: number,
  probabilities: Float64Array,
): void {
  const intents = probabilities.length
  let highest = Number.NEGATIVE_INFINITY
  for (let intent = 0; intent < intents; intent++) highest = Math.max(highest, scores[from + intent]!)
  let sum = 0
  const raised = new Float64Array(intents)
  for (let intent = 0; intent < intents; intent++) {
    raised[intent] = Math.exp((scores[from + intent]! - highest) * sharpness)
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

function knownOccurrences(text: CountedText, idf: Float32Array): number {
  let known = 0
  for (let at = 0; at < text.length; at++) if (idf[text.ids[at]!]! > 0) known += text.counts[at]!
  return known
}

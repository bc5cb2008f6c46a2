/** Reads the mood of a message from words: Chinese and English, with negation, degree, questions and plain sarcasm. */

import { normalise } from '../normalise.ts'
import type { Feeling, MoodMark } from './mood-marks.ts'
import { type Found, type Sight, sightOf } from './mood-sight.ts'

/** From worst to best. */
export const moods = ['angry', 'annoyed', 'neutral', 'happy'] as const

/** How the customer seems to feel. */
export type Mood = (typeof moods)[number]

/** A mood and how strong it is. */
export interface MoodReading {
  readonly mood: Mood
  /** -1 (furious) to 1 (delighted); 0 where nothing tells. */
  readonly score: number
}

/** Weight from which one phrase is rage, and the sum at which many lesser ones are; a shouted sum counts like a phrase. */
const RAGE = -2.5
/** Two phrases of this weight are rage as well. */
const STRONG = -2
const ANGRY = -4.5
const ANNOYED = -1
const HAPPY = 1
/** A sum this large counts as the strongest mood there is. */
const STRONGEST = 5
/** How many words a negation reaches forward. */
const REACH = 4
/** What is left of a good word that is negated, and of a bad one: "not happy" is worse than "not bad" is good. */
const NEGATED_GOOD = -0.9
const NEGATED_BAD = -0.75
/** What is left of a good word whose negation is negated: "not unhappy" is calm. */
const NEGATED_TWICE = 0.5
/** Many exclamation marks, and a message in capitals, each make a bad mood this much worse. */
const LOUD = 1.3
/** What is left of a weak feeling in a question for information: it names a matter. */
const ASKED = 0.6
/** Feelings this strong are felt, whatever is asked. */
const FELT = { bad: -1.5, event: -2, good: 2 } as const
/** What comes behind "but" weighs more. */
const AFTER_BUT = 1.5
/** Thanks beside a request. */
const POLITE = 0.4
/** Praise that is hollow need not be loud. */
const HOLLOW = 0.7
/** A grumble without a word of feeling. */
const GRUMBLE = -1.1
/** No trouble is good. */
const NO_TROUBLE = 0.5
/** What is ironic is no worse than this, unless there is rage in it. */
const IRONIC = -4

/**
 * The mood of a message. Looks at its first 2,000 characters; linear in its length; any string will do.
 * It reads words, not minds: irony without a mark of it is taken at its word.
 */
export function moodOf(text: string): MoodReading {
  let { sum, rage } = sumOf(sightOf(normalise(text)))
  if (sum < 0) {
    const loudness = loudnessOf(text)
    sum *= loudness
    rage ||= loudness > 1 && sum <= RAGE
  }
  const score = Math.max(-1, Math.min(1, sum / STRONGEST))
  // Adding 0 turns -0 into 0.
  return { mood: moodAt(sum, rage), score: score + 0 }
}

function moodAt(sum: number, rage: boolean): Mood {
  if (sum <= ANGRY || rage) return 'angry'
  if (sum <= ANNOYED) return 'annoyed'
  return sum >= HAPPY ? 'happy' : 'neutral'
}

function sumOf(sight: Sight): { sum: number; rage: boolean } {
  const { found, asks } = sight
  const felt = feelingsIn(sight)
  let good = felt.good
  const has = (kind: MoodMark['kind']) => found.some((item) => item?.mark.kind === kind)
  const back = returned(found)
  const trouble = has('trouble')
  if (has('thanks') && felt.bad === 0 && !back.trouble) {
    good += sight.onlyThanks || !(trouble || asks || sight.requests) ? HAPPY : POLITE
  }
  const mixed = sight.butClause !== Number.POSITIVE_INFINITY || felt.mended
  // Praise takes nothing off rage.
  if (felt.rage && !mixed) return { sum: Math.min(felt.bad, RAGE), rage: true }
  // "Great, another outage": praise beside what goes wrong is plain sarcasm.
  const wrong = felt.broken || felt.bad <= ANNOYED || trouble || back.cost
  if (!mixed && !asks && ((good >= HAPPY && wrong) || (good >= HOLLOW && sight.hollowPraise))) {
    return { sum: Math.max(IRONIC, felt.bad - Math.max(good, -ANNOYED)), rage: false }
  }
  if (good === 0 && felt.bad === 0 && !asks && !sight.requests && sight.grumbles) {
    return { sum: GRUMBLE, rage: false }
  }
  // A kind word takes nothing off what went wrong.
  if (felt.broken && !mixed && !asks && good < HAPPY) good = 0
  // Trouble that came back wears patience thin, without a bad word.
  const sum = good + felt.bad + (back.trouble && !asks ? ANNOYED : 0)
  return { sum, rage: felt.rage && sum <= RAGE }
}

interface Felt {
  good: number
  bad: number
  rage: boolean
  /** Whether something is said to have gone wrong. */
  broken: boolean
  /** Whether something is said to have been mended. */
  mended: boolean
}

function feelingsIn({ found, asks, butClause }: Sight): Felt {
  let strong = 0
  const felt: Felt = { good: 0, bad: 0, rage: false, broken: false, mended: false }
  found.forEach((item, at) => {
    if (item === null) return
    const { mark, clause } = item
    if (mark.kind === 'solved' && !isDenied(found, at, clause)) felt.mended = true
    if (mark.kind === 'trouble' && isDenied(found, at, clause)) {
      felt.mended = true
      felt.good += NO_TROUBLE
    }
    if (mark.kind !== 'feeling') return
    let weight = weighted(found, at, mark, clause)
    if (weight <= STRONG && mark.weight <= STRONG) strong++
    felt.rage ||= (weight <= RAGE && mark.weight <= RAGE) || strong > 1
    felt.broken ||= mark.event && weight < 0
    felt.mended ||= mark.event && weight > 0
    if (asks && weight > (mark.event ? FELT.event : FELT.bad) && weight < FELT.good) weight *= ASKED
    if (clause >= butClause) weight *= AFTER_BUT
    if (weight > 0) felt.good += weight
    else felt.bad += weight
  })
  return felt
}

/** Whether a word right before denies what a phrase says: "no lag". */
function isDenied(found: readonly (Found | null)[], at: number, clause: number): boolean {
  const [before, earlier] = [found[at - 1], found[at - 2]]
  return [before, earlier].some((item) => item?.mark.kind === 'not' && item.clause === clause)
}

/** Whether trouble or costs are said to have come back, within one clause. */
function returned(found: readonly (Found | null)[]): { trouble: boolean; cost: boolean } {
  const inClause = new Map<number, Set<MoodMark['kind']>>()
  for (const item of found) {
    if (item === null) continue
    const kinds = inClause.get(item.clause) ?? new Set()
    inClause.set(item.clause, kinds.add(item.mark.kind))
  }
  const cameBack = (kind: MoodMark['kind']) =>
    [...inClause.values()].some((kinds) => kinds.has('again') && kinds.has(kind))
  return { trouble: cameBack('trouble'), cost: cameBack('cost') }
}

/** The weight of a feeling, with the negations and degrees that stand before it in its clause. */
function weighted(found: readonly (Found | null)[], at: number, mark: Feeling, clause: number): number {
  let weight = mark.weight
  let negations = 0
  for (let before = at - 1; before >= 0 && at - before <= REACH; before--) {
    const earlier = found[before]
    if (earlier === null || earlier === undefined) continue
    if (earlier.clause !== clause || earlier.mark.kind === 'feeling') break
    if (earlier.mark.kind === 'degree') weight *= earlier.mark.factor
    if (earlier.mark.kind === 'not') negations++
  }
  if (negations === 0) return weight
  if (negations % 2 === 0) return weight > 0 ? weight * NEGATED_TWICE : weight
  // What is not bad is good; who is not angry is only calm.
  if (weight < 0) return mark.turns ? weight * NEGATED_BAD : 0
  // "Not very happy" is no less unhappy than "not happy", and neither is "not a bit happy".
  return Math.max(weight, mark.weight) * NEGATED_GOOD
}

const LETTERS = /\p{Lu}|\p{Ll}/gu
const CAPITALS = /\p{Lu}/gu

/** What shouting makes of a bad mood: 1 for a message that is not shouted. */
function loudnessOf(text: string): number {
  const start = text.slice(0, 2000)
  const exclaims = /[!！][!！]/u.test(start) || (start.match(/[!！]/gu)?.length ?? 0) >= 3
  const letters = start.match(LETTERS)?.length ?? 0
  const capitals = letters >= 10 && (start.match(CAPITALS)?.length ?? 0) > letters * 0.7
  return (exclaims ? LOUD : 1) * (capitals ? LOUD : 1)
}

/** Reads the mood of a message from words: Chinese and English, with negation, degree and plain sarcasm. */

import { type MoodMark, moodPhrases } from './mood-words.ts'
import { normalise } from './normalise.ts'

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

/** Sums of weights at which a mood begins; the weights are those of `mood-words.ts`. */
const ANGRY = -2.5
const ANNOYED = -1
const HAPPY = 1
/** A sum this large counts as the strongest mood there is. */
const STRONGEST = 5
/** How many words a negation reaches forward. */
const REACH = 4
/** What is left of a good word that is negated, and of a bad one: "not happy" is worse than "not bad" is good. */
const NEGATED_GOOD = -0.9
const NEGATED_BAD = -0.75
/** Several exclamation marks, or a message in capitals, make a bad mood this much worse. */
const LOUD = 1.3

/** Words, single Chinese characters, and marks that end a clause or shout. */
const TOKENS = /[a-z0-9]+|\p{Script=Han}|[!?.,;。、…\n]|\p{Extended_Pictographic}/gu
const CLAUSE_ENDS = /^[!?.,;。、…\n]$/

interface Found {
  readonly mark: MoodMark
  /** Index of the clause it stands in. */
  readonly clause: number
}

interface Branch {
  readonly next: Map<string, Branch>
  mark?: MoodMark
}

const root: Branch = { next: new Map() }
for (const { phrase, mark } of moodPhrases()) {
  let branch = root
  for (const token of tokensOf(phrase)) {
    const next: Branch = branch.next.get(token) ?? { next: new Map() }
    branch.next.set(token, next)
    branch = next
  }
  branch.mark ??= mark
}

/**
 * The mood of a message. Looks at its first 2,000 characters; linear in its length; any string will do.
 * It reads words, not minds: irony without a mark of it is taken at its word.
 */
export function moodOf(text: string): MoodReading {
  const said = normalise(text)
  const found = marksIn(tokensOf(said))
  let sum = sumOf(found)
  if (sum < 0 && isLoud(text)) sum *= LOUD
  const score = Math.max(-1, Math.min(1, sum / STRONGEST))
  // Adding 0 turns -0 into 0.
  return { mood: moodAt(sum), score: score + 0 }
}

function moodAt(sum: number): Mood {
  if (sum <= ANGRY) return 'angry'
  if (sum <= ANNOYED) return 'annoyed'
  return sum >= HAPPY ? 'happy' : 'neutral'
}

function tokensOf(text: string): string[] {
  return text.match(TOKENS) ?? []
}

/** The longest phrases of the lexicon, from left to right; what has no meaning here takes up its place. */
function marksIn(tokens: readonly string[]): (Found | null)[] {
  const found: (Found | null)[] = []
  let clause = 0
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] ?? ''
    const { mark, length } = longestAt(tokens, at)
    found.push(mark ? { mark, clause } : null)
    if (mark?.kind === 'but' || CLAUSE_ENDS.test(token)) clause++
    at += length
  }
  return found
}

function longestAt(tokens: readonly string[], start: number): { mark: MoodMark | undefined; length: number } {
  let branch: Branch | undefined = root
  let best: { mark: MoodMark | undefined; length: number } = { mark: undefined, length: 1 }
  for (let at = start; branch !== undefined && at <= tokens.length; at++) {
    if (branch.mark !== undefined) best = { mark: branch.mark, length: at - start }
    branch = branch.next.get(tokens[at] ?? '')
  }
  return best
}

function sumOf(found: readonly (Found | null)[]): number {
  let good = 0
  let bad = 0
  found.forEach((item, at) => {
    if (item === null) return
    const weight = weighted(found, at, item)
    if (weight > 0) good += weight
    else bad += weight
  })
  const { trouble, cost } = returned(found)
  // "Great, another outage": praise beside trouble that came back is plain sarcasm.
  if ((trouble || cost) && good >= HAPPY && bad === 0) return -Math.max(good, -ANNOYED)
  // Trouble that came back wears patience thin, without a bad word.
  return good + bad + (trouble ? ANNOYED : 0)
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

/** The weight of one mark, with the negations and degrees that stand before it in its clause. */
function weighted(found: readonly (Found | null)[], at: number, { mark, clause }: Found): number {
  if (mark.kind !== 'feeling') return 0
  let weight = mark.weight
  let negated = false
  for (let before = at - 1; before >= 0 && at - before <= REACH; before--) {
    const earlier = found[before]
    if (earlier === null || earlier === undefined) continue
    if (earlier.clause !== clause || earlier.mark.kind === 'feeling') break
    if (earlier.mark.kind === 'degree') weight *= earlier.mark.factor
    if (earlier.mark.kind === 'not') negated = !negated
  }
  if (!negated) return weight
  // What is not bad is good; who is not angry is only calm.
  if (weight < 0) return mark.turns ? weight * NEGATED_BAD : 0
  // "Not very happy" is no less unhappy than "not happy", and neither is "not a bit happy".
  return Math.max(weight, mark.weight) * NEGATED_GOOD
}

const LETTERS = /\p{Lu}|\p{Ll}/gu
const CAPITALS = /\p{Lu}/gu

function isLoud(text: string): boolean {
  const start = text.slice(0, 2000)
  if (/[!！][!！]/u.test(start)) return true
  const letters = start.match(LETTERS)?.length ?? 0
  return letters >= 10 && (start.match(CAPITALS)?.length ?? 0) > letters * 0.7
}

/** Groups questions that ask the same, in Chinese, English or both, without a language model and without being told how many groups there are. */
import { readDictionary } from '../classifier/dictionary.ts'
import { learnLexicon } from '../classifier/lexicon.ts'
import { WIDTH } from '../classifier/meaning-space.ts'
import { bridgesOf, type Usual } from './bridges.ts'
import { communitiesOf, type Graph, graphOf } from './communities.ts'
import { type Grouping, groupingOf } from './grouping.ts'
import { type FineSets, likenessOf, OF_MEANING, OF_SPACE } from './likeness.ts'
import { linkedSets } from './linkage.ts'
import { type Neighbours, neighboursOf } from './neighbours.ts'
import { SPACE, spaceOf } from './question-space.ts'
import { rowsOfTexts, type TextRows } from './text-rows.ts'
import { formOf, type Texts, textsOf } from './texts.ts'

export type { Grouping } from './grouping.ts'

/** A question nobody could answer. */
export interface Question {
  readonly id: string
  /** Masked, of at most 300 characters, in Chinese, English or both. */
  readonly text: string
}

/** What may be known and told. */
export interface GroupingOptions {
  /** Share of the work done, 0..1, ascending. */
  readonly onProgress?: ((share: number) => void) | undefined
  /**
   * The cluster each question was in, by ids. Those who were together stay together, so that a grouping hardly
   * changes from day to day; leave it out now and then, and clusters that grew together come apart again.
   */
  readonly before?: ReadonlyMap<string, string> | undefined
  /** What customers ask as a rule, as the phrases of the corpus: words that are usual there tell little. */
  readonly usual?: readonly string[] | undefined
}

/** Sets are joined one by one up to this many; of more, small communities are. */
const MOST_SINGLY = 4_000
/** Gives some thousands of communities, whatever the number of texts. */
const FINE_RESOLUTION = 2_000
const NEIGHBOURS = 10
/** Sets less alike than this are not joined. */
const LEAST_LIKENESS = 0.2
/** Of usual questions as many are read at most; ten count as much as `10 * USUAL_EACH` of those that are grouped. */
const MOST_USUAL = 3_000
const USUAL_EACH = 0.4

/**
 * Groups questions. The same questions give the same groups in whatever order, to the bit; questions that
 * differ in case, width, script, punctuation or how they begin are always together. A minute for 50,000
 * questions, and a second at least, for a dictionary is read: `groupInProcess` lets nobody wait.
 */
export function groupQuestions(questions: readonly Question[], options: GroupingOptions = {}): Grouping {
  const report = options.onProgress ?? (() => {})
  const texts = textsOf(questions)
  if (texts.forms.length === 0)
    return { groupOf: new Int32Array(0), groups: [], cohesion: new Float32Array(0) }
  const lexicon = learnLexicon(readDictionary(), [], true)
  const usual = usualOf(options.usual ?? [])
  const bridges = bridgesOf(texts.forms, lexicon, usual)
  const rows = rowsOfTexts(texts.forms, bridges.isChinese, lexicon, usual)
  report(0.2)
  const points = pointsOf(rows)
  report(0.4)
  const held = heldSets(questions, texts, options.before)
  const fine = fineSets(points, held, (share) => report(0.4 + share * 0.3))
  report(0.7)
  const { of, sizes } = fine
  const sets = linkedSets(likenessOf(rows, bridges, points, fine), sizes, LEAST_LIKENESS)
  const groups = of.map((set) => sets[set]!)
  report(0.95)
  const grouping = groupingOf(texts, groups, points, bridges.isChinese)
  report(1)
  return grouping
}

/** Evenly drawn where there are many. */
function usualOf(questions: readonly string[]): Usual {
  const step = Math.max(1, questions.length / MOST_USUAL)
  const count = Math.min(questions.length, MOST_USUAL)
  const forms = Array.from({ length: count }, (_, at) => formOf(questions[Math.floor(at * step)]!))
  return { forms, each: USUAL_EACH }
}

/** What was together before as one set, every other text by itself. */
function heldSets(
  questions: readonly Question[],
  { textOf, forms }: Texts,
  before: ReadonlyMap<string, string> = new Map(),
): FineSets {
  // Where one text was in several clusters, the first by name has it, whatever the order of questions.
  const clusterOf = new Map<number, string>()
  for (const [at, { id }] of questions.entries()) {
    const cluster = before.get(id)
    const known = clusterOf.get(textOf[at]!)
    if (cluster !== undefined && (known === undefined || cluster < known)) clusterOf.set(textOf[at]!, cluster)
  }
  const numbers = new Map<string, number>()
  const sizes: number[] = []
  const of = Int32Array.from({ length: forms.length }, (_, text) => {
    const cluster = clusterOf.get(text)
    const set = (cluster === undefined ? undefined : numbers.get(cluster)) ?? sizes.push(0) - 1
    if (cluster !== undefined) numbers.set(cluster, set)
    sizes[set]!++
    return set
  })
  return { of, sizes: Int32Array.from(sizes) }
}

/** Texts as points, whose products are what space and meaning add to likeness: where they lie among the questions, and where their meanings point. */
function pointsOf(rows: TextRows): Float32Array {
  const width = SPACE + WIDTH
  const space = spaceOf(rows)
  const points = new Float32Array(rows.size * width)
  for (let text = 0; text < rows.size; text++) {
    const own = points.subarray(text * width, (text + 1) * width)
    for (let q = 0; q < SPACE; q++) own[q] = Math.sqrt(OF_SPACE) * space[text * SPACE + q]!
    for (let q = 0; q < WIDTH; q++) {
      own[SPACE + q] = Math.sqrt(OF_MEANING) * rows.directions[text * WIDTH + q]!
    }
  }
  return points
}

/** Few sets as they are; many as small communities of theirs. */
function fineSets(points: Float32Array, held: FineSets, onProgress: (share: number) => void): FineSets {
  if (held.sizes.length <= MOST_SINGLY) return held
  const neighbours = neighboursOf(points, SPACE + WIDTH, NEIGHBOURS, onProgress)
  const communityOf = communitiesOf(graphOfNeighbours(neighbours, held), FINE_RESOLUTION)
  const of = held.of.map((set) => communityOf[set]!)
  const sizes = new Int32Array(communityOf.reduce((most, set) => Math.max(most, set), -1) + 1)
  for (const set of of) sizes[set]!++
  return { of, sizes }
}

/** A graph of sets, with an edge for every pair of neighbours in two of them. */
function graphOfNeighbours({ most, others, likeness }: Neighbours, { of, sizes }: FineSets): Graph {
  const edges = Array.from(sizes, () => new Map<number, number>())
  for (let at = 0; at < others.length; at++) {
    if (others[at]! < 0) continue
    const [one, other] = [of[Math.floor(at / most)]!, of[others[at]!]!]
    edges[one]!.set(other, (edges[one]!.get(other) ?? 0) + likeness[at]!)
    edges[other]!.set(one, (edges[other]!.get(one) ?? 0) + likeness[at]!)
  }
  return graphOf(edges)
}

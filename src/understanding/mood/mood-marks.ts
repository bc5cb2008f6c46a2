/** What a phrase can do to the mood of a message, and how the tables of the lexicon are written. */

/** What a phrase does to the mood of a message. */
export type MoodMark =
  | Feeling
  /** Politeness: glad when it is all there is, and next to nothing beside a request. */
  | { readonly kind: 'thanks' }
  /** Makes a feeling that follows stronger or weaker. */
  | { readonly kind: 'degree'; readonly factor: number }
  /**
   * `not` turns a feeling that follows round; `trouble` and `cost` say that something is out of order or costs
   * something, `again` that it happened before: no feeling on their own. `solved` says that all is well again;
   * `odd` is what praise does not go with; `but` begins a new clause; `plain` has no feeling, although a part of it would; `filler` says nothing at all.
   */
  | { readonly kind: PlainKind }

/** Kinds of phrases that carry no weight. */
export type PlainKind = 'not' | 'trouble' | 'cost' | 'again' | 'odd' | 'solved' | 'but' | 'plain' | 'filler'

/**
 * Says how somebody feels. Negated, a good one turns round ("not happy"); a bad one does only where it `turns`
 * ("not bad"), and otherwise says nothing ("not angry").
 */
export interface Feeling {
  readonly kind: 'feeling'
  /** -3 (rage) to 3 (delight). */
  readonly weight: number
  /** A quality: not having a bad one is good. */
  readonly turns: boolean
  /** Something happened: beside what went wrong praise is meant the other way, beside what was mended it is not. */
  readonly event: boolean
}

/** A group of feelings of one weight. */
export interface Feelings {
  readonly weight: number
  readonly turns?: true
  readonly event?: true
  /** Separated by commas and line ends, as `normalise` leaves them. */
  readonly phrases: string
}

/** A group of phrases that carry no weight. */
export interface Signs {
  readonly kind: PlainKind | 'thanks'
  readonly phrases: string
}

/** A group of words that make a feeling stronger or weaker. */
export interface Degrees {
  readonly factor: number
  readonly phrases: string
}

/** Phrases with a gap, by what they say. */
export type MoodPatterns = { readonly patterns: readonly string[] } & (
  | { readonly weight: number; readonly event?: true }
  | { readonly kind: PlainKind }
  | { readonly factor: number }
)

/** A phrase with a gap: every match does to the mood what a phrase with this mark does. */
export interface MoodPattern {
  readonly pattern: RegExp
  readonly mark: MoodMark
}

/** The patterns of several groups in order. Their sources repeat nothing without an upper bound. */
export function patternsOf(groups: readonly MoodPatterns[]): MoodPattern[] {
  return groups.flatMap((group) =>
    group.patterns.map((source) => ({ pattern: new RegExp(source, 'gu'), mark: markOf(group) })),
  )
}

function markOf(group: MoodPatterns): MoodMark {
  if ('kind' in group) return { kind: group.kind }
  if ('factor' in group) return { kind: 'degree', factor: group.factor }
  const { weight, event = false } = group
  return { kind: 'feeling', weight, turns: false, event }
}

/** Sees a message as the lexicon of mood does: what each phrase of it says, clause by clause. */

import { hasHan } from '../script.ts'
import { grumbles } from './mood-hints.ts'
import type { MoodMark, MoodPattern, PlainKind } from './mood-marks.ts'
import { ENGLISH_PATTERNS } from './mood-patterns-en.ts'
import { CHINESE_PATTERNS } from './mood-patterns-zh.ts'
import { asksCalmly, requests } from './mood-questions.ts'
import { longestAt, tokensOf } from './mood-words.ts'

/** What one phrase says. */
export interface Found {
  readonly mark: MoodMark
  /** Index of the clause it stands in. */
  readonly clause: number
}

/** A message as the lexicon sees it. */
export interface Sight {
  /** What each phrase or word says, in order; null for what says nothing. */
  readonly found: readonly (Found | null)[]
  /** Whether it asks for information. */
  readonly asks: boolean
  /** Whether it asks for anything. */
  readonly requests: boolean
  /** Whether it sounds like a grumble, for want of a word of feeling. */
  readonly grumbles: boolean
  /** Whether thanks are all that is said. */
  readonly onlyThanks: boolean
  /** Whether it opens or ends with praise that the rest does not go with: "Great, so I took a day off for nothing". */
  readonly hollowPraise: boolean
  /** Index of the clause behind the last "but"; Infinity without one. */
  readonly butClause: number
}

const CLAUSE_END = /[!?.,;。、…\n]/
const CLAUSE_ENDS = /^[!?.,;。、…\n]$/
/** Private characters that stand for what a pattern matched. */
const PRIVATE = /[\ue000-\ue1ff]/g
const FIRST_CHINESE = 0xe000
const FIRST_ENGLISH = 0xe100

/** What a normalised message says; linear in its length. */
export function sightOf(normalised: string): Sight {
  const said = normalised.trim()
  const tokens = tokensOf(withPatterns(said))
  const found: (Found | null)[] = []
  const clauses: (MoodMark | null)[][] = [[]]
  let clause = 0
  let butClause = Number.POSITIVE_INFINITY
  let asksBack = false
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] ?? ''
    const { mark, length } = markAt(tokens, at)
    const ends = CLAUSE_ENDS.test(token)
    if (!ends || mark !== undefined) {
      found.push(mark ? { mark, clause } : null)
      clauses.at(-1)?.push(mark ?? null)
    }
    if (mark?.kind === 'but' || ends) {
      clause++
      clauses.push([])
    }
    if (mark?.kind === 'but') butClause = clause
    asksBack ||= token === '?'
    at += length
  }
  return {
    found,
    asks: asksCalmly(said),
    requests: requests(said),
    grumbles: grumbles(said),
    onlyThanks: !asksBack && isOnlyThanks(found),
    hollowPraise: isHollow(
      clauses.filter((marks) => marks.length > 0),
      said.split(CLAUSE_END).filter((clause) => clause.trim() !== ''),
    ),
    butClause,
  }
}

/** Writes a private character in the place of every match of a pattern. */
function withPatterns(said: string): string {
  let text = said.replace(PRIVATE, ' ')
  if (hasHan(text)) text = marked(text, CHINESE_PATTERNS, FIRST_CHINESE)
  return marked(text, ENGLISH_PATTERNS, FIRST_ENGLISH)
}

function marked(text: string, patterns: readonly MoodPattern[], first: number): string {
  return patterns.reduce(
    (marked, { pattern }, index) => marked.replace(pattern, ` ${String.fromCharCode(first + index)} `),
    text,
  )
}

function markAt(tokens: readonly string[], at: number): { mark: MoodMark | undefined; length: number } {
  const code = tokens[at]?.charCodeAt(0) ?? 0
  const pattern = CHINESE_PATTERNS[code - FIRST_CHINESE] ?? ENGLISH_PATTERNS[code - FIRST_ENGLISH]
  return pattern === undefined ? longestAt(tokens, at) : { mark: pattern.mark, length: 1 }
}

function isOnlyThanks(found: readonly (Found | null)[]): boolean {
  return (
    found.some((item) => item?.mark.kind === 'thanks') &&
    found.every(
      (item) => item !== null && (['thanks', 'filler'].includes(item.mark.kind) || isPraise(item.mark)),
    )
  )
}

function isPraise(mark: MoodMark): boolean {
  return mark.kind === 'feeling' && mark.weight > 0
}

const BESIDE_PRAISE: ReadonlySet<MoodMark['kind']> = new Set(['filler', 'degree', 'thanks'])
const AGAINST_PRAISE: ReadonlySet<MoodMark['kind']> = new Set<PlainKind>(['odd', 'again', 'cost', 'trouble'])

/** Whether the first or the last clause is nothing but praise, and the others have none, and what it does not go with. */
function isHollow(clauses: readonly (readonly (MoodMark | null)[])[], texts: readonly string[]): boolean {
  return isHollowAt(clauses, 0, texts.slice(1)) || isHollowAt(clauses, clauses.length - 1, texts.slice(0, -1))
}

function isHollowAt(
  clauses: readonly (readonly (MoodMark | null)[])[],
  praise: number,
  texts: readonly string[],
): boolean {
  const others = clauses.flatMap((clause, at) => (at === praise ? [] : clause))
  const isKind = others.some(
    (mark) => mark !== null && (isPraise(mark) || mark.kind === 'thanks' || mark.kind === 'solved'),
  )
  if (isKind || !isOnlyPraise(clauses[praise] ?? [])) return false
  return others.some((mark) => mark !== null && isAgainstPraise(mark)) || grumbles(texts.join(','))
}

function isOnlyPraise(clause: readonly (MoodMark | null)[]): boolean {
  return (
    clause.every((mark) => mark !== null && (BESIDE_PRAISE.has(mark.kind) || isPraise(mark))) &&
    clause.some((mark) => mark !== null && isPraise(mark))
  )
}

function isAgainstPraise(mark: MoodMark): boolean {
  return AGAINST_PRAISE.has(mark.kind) || (mark.kind === 'feeling' && mark.weight < 0)
}

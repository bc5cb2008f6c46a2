/** The lexicon of mood in one place: its phrases with their marks, and a reader that finds the longest at any word. */

import type { Degrees, Feelings, MoodMark, Signs } from './mood-marks.ts'
import { ENGLISH_DEGREES, ENGLISH_SIGNS } from './mood-signs-en.ts'
import { CHINESE_DEGREES, CHINESE_SIGNS } from './mood-signs-zh.ts'
import { ENGLISH_FEELINGS } from './mood-words-en.ts'
import { CHINESE_FEELINGS } from './mood-words-zh.ts'

/** Words, single Chinese characters, and marks that end a clause or shout; and what stands for a pattern. */
const TOKENS = /[a-z0-9]+|\p{Script=Han}|[!?.,;。、…\n]|\p{Extended_Pictographic}|[\ue000-\ue1ff]/gu

/** Cuts a normalised text into what the lexicon knows: words, Chinese characters, marks and pictures. */
export function tokensOf(text: string): string[] {
  return text.match(TOKENS) ?? []
}

/** All phrases with their marks. A phrase that stands in several groups counts in the first. */
export function* moodPhrases(): Generator<{ phrase: string; mark: MoodMark }> {
  const signs: readonly Signs[] = [...CHINESE_SIGNS, ...ENGLISH_SIGNS]
  const feelings: readonly Feelings[] = [...CHINESE_FEELINGS, ...ENGLISH_FEELINGS]
  const degrees: readonly Degrees[] = [...CHINESE_DEGREES, ...ENGLISH_DEGREES]
  for (const { weight, turns = false, event = false, phrases } of feelings) {
    for (const phrase of phrasesIn(phrases)) yield { phrase, mark: { kind: 'feeling', weight, turns, event } }
  }
  for (const { factor, phrases } of degrees) {
    for (const phrase of phrasesIn(phrases)) yield { phrase, mark: { kind: 'degree', factor } }
  }
  for (const { kind, phrases } of signs) {
    for (const phrase of phrasesIn(phrases)) yield { phrase, mark: { kind } }
  }
}

function phrasesIn(list: string): string[] {
  return list.split(/[,\n]/).flatMap((phrase) => phrase.trim() || [])
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

/** The longest phrase that begins at a token: its mark, if there is one, and how many tokens it takes up (at least 1). */
export function longestAt(
  tokens: readonly string[],
  start: number,
): { mark: MoodMark | undefined; length: number } {
  let branch: Branch | undefined = root
  let best: { mark: MoodMark | undefined; length: number } = { mark: undefined, length: 1 }
  for (let at = start; branch !== undefined && at <= tokens.length; at++) {
    if (branch.mark !== undefined) best = { mark: branch.mark, length: at - start }
    branch = branch.next.get(tokens[at] ?? '')
  }
  return best
}

/** Checks texts against each other: what may be learned only once, and what may not be learned at all. */

import { comparableOf } from './comparable.ts'
import { problem } from './problem-codes.ts'
import type { ReadEntry } from './read-entries.ts'
import type { ReadQuestion } from './read-questions.ts'
import { type Language, type Problem, placeOf, type Written } from './types.ts'

const LANGUAGES: readonly Language[] = ['zh', 'en']

/** Who holds a text first. */
interface Held {
  readonly owner: string
  readonly written: Written
}

/** What was learned from, by comparable form. */
export type Learned = ReadonlyMap<string, Held>

/** Phrases in two entries, phrases twice in one, titles that are another entry's title or phrase. */
export function phraseProblems(entries: readonly ReadEntry[]): { learned: Learned; problems: Problem[] } {
  const problems: Problem[] = []
  const learned = new Map<string, Held>()
  for (const read of entries) {
    for (const written of phrasesOf(read)) {
      const key = comparableOf(written.text)
      const earlier = learned.get(key)
      if (earlier === undefined) learned.set(key, { owner: read.entry.id, written })
      else problems.push(repeated(read.entry.id, written, earlier))
    }
  }
  for (const read of entries) {
    for (const written of titlesOf(read)) {
      const key = comparableOf(written.text)
      const earlier = learned.get(key)
      if (earlier === undefined) learned.set(key, { owner: read.entry.id, written })
      else if (earlier.owner !== read.entry.id) {
        const message = `The title is also used by ${earlier.owner} (${lineOf(earlier.written)}).`
        const fix = 'Reword one of the two, so that customers and the model can tell them apart.'
        problems.push(problem('title_twice', placeOf(written), message, fix))
      }
    }
  }
  return { learned, problems }
}

function repeated(owner: string, written: Written, earlier: Held): Problem {
  const where = lineOf(earlier.written)
  if (earlier.owner === owner) {
    const message = `The same phrase stands in this entry twice (${where}).`
    return problem('phrase_repeated', placeOf(written), message, 'Take one out.')
  }
  const message = `The same phrase stands in ${earlier.owner} (${where}).`
  return problem('phrase_twice', placeOf(written), message, 'Keep it in the entry that answers it best.')
}

/** Background questions that an entry answers, or that stand twice. */
export function backgroundProblems(background: readonly Written[], learned: Learned): Problem[] {
  const problems: Problem[] = []
  const seen = new Map<string, Written>()
  for (const written of background) {
    const key = comparableOf(written.text)
    const held = learned.get(key)
    const earlier = seen.get(key)
    if (held !== undefined) {
      const message = `${held.owner} answers this question (${lineOf(held.written)}).`
      problems.push(
        problem('background_is_phrase', placeOf(written), message, 'Take it out of one of the two.'),
      )
    } else if (earlier !== undefined) {
      const message = `The same question stands here twice (${lineOf(earlier)}).`
      problems.push(problem('phrase_repeated', placeOf(written), message, 'Take one out.'))
    } else {
      seen.set(key, written)
    }
  }
  return problems
}

/** Held-out questions that were learned from, which would flatter the measurement, or that stand twice. */
export function testProblems(
  questions: readonly ReadQuestion[],
  learned: Learned,
  background: readonly Written[],
): Problem[] {
  const problems: Problem[] = []
  const declined = new Map(background.map((written) => [comparableOf(written.text), written]))
  const seen = new Map<string, Written>()
  for (const { written } of questions) {
    const key = comparableOf(written.text)
    const held = learned.get(key)?.written ?? declined.get(key)
    const earlier = seen.get(key)
    if (held !== undefined) {
      const message = `The bot learns from this question (${lineOf(held)}), so it measures nothing.`
      problems.push(problem('test_is_phrase', placeOf(written), message, 'Reword it, or take it out here.'))
    } else if (earlier !== undefined) {
      const message = `The same question stands here twice (${lineOf(earlier)}).`
      problems.push(
        problem('test_twice', placeOf(written), message, 'Take one out; write a|b where either is right.'),
      )
    } else {
      seen.set(key, written)
    }
  }
  return problems
}

/** Entries no held-out question measures. */
export function untestedProblems(
  entries: readonly ReadEntry[],
  questions: readonly ReadQuestion[],
): Problem[] {
  const tested = new Set(questions.flatMap(({ question }) => question.labels))
  return entries
    .filter(({ entry }) => !tested.has(entry.id))
    .map(({ entry }) => {
      const message = `No held-out question measures ${entry.id}.`
      return problem('tests_none', entry, message, 'Add some to corpus/tests, in words that no phrase uses.')
    })
}

function* phrasesOf({ entry, source, index }: ReadEntry): Generator<Written> {
  for (const language of LANGUAGES) {
    for (const [item, text] of entry.phrases[language].entries()) {
      yield { text, source, path: [index, 'phrases', language, item] }
    }
  }
}

function* titlesOf({ entry, source, index }: ReadEntry): Generator<Written> {
  for (const language of LANGUAGES) {
    yield { text: entry.title[language], source, path: [index, 'title', language] }
  }
}

function lineOf(written: Written): string {
  const { file, line } = placeOf(written)
  return `${file}:${line}`
}

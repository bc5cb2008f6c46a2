/** Sets of messages with the mood a fair reader gives them: how often the bot agrees, and how rarely it sees rage in vain. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { accuracy, type JudgedRow, macroF1 } from '../../src/understanding/metrics.ts'
import { moodOf, moods } from '../../src/understanding/mood/mood.ts'

const LANGUAGES = ['zh', 'en'] as const
type SetLanguage = (typeof LANGUAGES)[number]

/** Messages by language and kind; the kind begins with the mood: `annoyed-sarcastic`. */
type MoodSet = Partial<Record<SetLanguage, Readonly<Record<string, readonly string[]>>>>

const sets = readdirSync(import.meta.dirname)
  .filter((file) => /^mood-set(-\d+)?\.yaml$/.test(file))
  .map((file) => ({ file, set: readSet(path.join(import.meta.dirname, file)) }))

function readSet(file: string): MoodSet {
  return parse(readFileSync(file, 'utf8'))
}

/** The messages of a set in one language, with what the bot makes of them. */
function judged(set: MoodSet, language: SetLanguage): (JudgedRow & { readonly text: string })[] {
  return Object.entries(set[language] ?? {}).flatMap(([kind, texts]) =>
    texts.map((text) => ({
      text,
      expected: [kind.split('-')[0] ?? kind],
      predicted: moodOf(text).mood,
      confidence: 1,
    })),
  )
}

/** Share of the messages read as a mood that are of this mood. */
function precisionOf(mood: string, rows: readonly JudgedRow[]): number {
  const read = rows.filter(({ predicted }) => predicted === mood)
  return read.filter(({ expected }) => expected.includes(mood)).length / read.length
}

const cases = sets.flatMap(({ file, set }) =>
  LANGUAGES.filter((language) => set[language] !== undefined).map((language) => ({
    name: `${file}, ${language}`,
    rows: judged(set, language),
  })),
)

describe('the moods of a set', () => {
  it.each(cases)('are read as a fair reader would: $name', ({ rows }) => {
    expect(rows.length).toBeGreaterThanOrEqual(100)
    expect(accuracy(rows)).toBeGreaterThanOrEqual(0.85)
    expect(macroF1(rows)).toBeGreaterThanOrEqual(0.85)
    expect(precisionOf('angry', rows)).toBeGreaterThanOrEqual(0.9)
  })

  it.each(LANGUAGES)('are so over all sets: %s', (language) => {
    const rows = sets.flatMap(({ set }) => judged(set, language))
    expect(accuracy(rows)).toBeGreaterThanOrEqual(0.93)
    expect(macroF1(rows)).toBeGreaterThanOrEqual(0.93)
    expect(precisionOf('angry', rows)).toBeGreaterThanOrEqual(0.96)
  })

  it('are moods', () => {
    const expected = new Set(cases.flatMap(({ rows }) => rows.flatMap((row) => row.expected)))
    expect([...expected].sort()).toEqual([...moods].sort())
  })

  it('are each of one set only', () => {
    const texts = cases.flatMap(({ rows }) => rows.map(({ text }) => text.toLowerCase()))
    const twice = new Set(texts.filter((text, at) => texts.indexOf(text) !== at))
    // Short ones, such as 太感谢了 and "thanks!", come to mind again.
    expect([...twice].filter((text) => text.length > 24)).toEqual([])
  })
})

describe('customers who ask', () => {
  const corpus = path.resolve(import.meta.dirname, '../../corpus/tests')
  const questions = readdirSync(corpus).flatMap((file) => {
    const entries: unknown = parse(readFileSync(path.join(corpus, file), 'utf8'))
    return Array.isArray(entries) ? entries.flatMap(questionsOf) : []
  })

  /** What is asked in an entry that is neither complaint nor abuse. */
  function questionsOf(entry: Readonly<Record<string, unknown>>): string[] {
    if (/complain|insult|callback|human/.test(String(entry['entry']))) return []
    return ['zh', 'en', 'mixed'].flatMap((key) => {
      const texts = entry[key]
      return Array.isArray(texts) ? texts.map(String) : []
    })
  }

  it('are hardly ever taken for angry', () => {
    expect(questions.length).toBeGreaterThan(500)
    const angry = questions.filter((text) => moodOf(text).mood === 'angry')
    expect(angry.length).toBeLessThanOrEqual(questions.length * 0.005)
  })
})

/** Sets of wishes for a person, each written before the rules were mended for it: how many are heard, and how rightly. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { loadBrain } from '../../src/bot/load-brain.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { readConfig } from '../../src/config.ts'
import { personWish, wishOf } from '../../src/understanding/person-wish/person-wish.ts'

/** Those of one language that wish for a person, and those that do not. */
interface FreshSet {
  readonly wanted: readonly string[]
  readonly not: readonly string[]
}

const LANGUAGES = ['zh', 'en'] as const
const FILES = [1, 2, 3, 4, 5, 6, 7].map((number) => `fresh-${number}.yaml`)

const sets = FILES.map((file) => ({
  file,
  set: readSet(path.join(import.meta.dirname, 'person-wish', file)),
}))
const all = (language: (typeof LANGUAGES)[number], kind: keyof FreshSet) =>
  sets.flatMap(({ set }) => [...(set[language]?.[kind] ?? [])])

function readSet(file: string): Partial<Record<(typeof LANGUAGES)[number], FreshSet>> {
  return parse(readFileSync(file, 'utf8'))
}

/** Share of wishes that are heard, and share of those heard that are wishes. */
function measured(
  heard: readonly boolean[],
  misheard: readonly boolean[],
): { recall: number; precision: number } {
  const right = heard.filter(Boolean).length
  return { recall: right / heard.length, precision: right / (right + misheard.filter(Boolean).length) }
}

let brain: Brain

beforeAll(async () => {
  const config = readConfig({}, 'demo')
  brain = await loadBrain({
    corpusFolder: config.LIUKE_CORPUS,
    companyFolder: config.LIUKE_COMPANY,
    modelFolder: inject('modelFolder'),
    seed: config.MODEL_SEED,
  })
}, 120_000)

describe.each(LANGUAGES)('the wishes of the fresh sets in %s', (language) => {
  it('are heard by the grammar alone', () => {
    const isHeard = (text: string) => personWish(text) === 'wanted'
    const { recall, precision } = measured(
      all(language, 'wanted').map(isHeard),
      all(language, 'not').map(isHeard),
    )
    expect(recall).toBeGreaterThanOrEqual(0.97)
    expect(precision).toBeGreaterThanOrEqual(0.99)
  })

  it('are heard by grammar and classifier together', async () => {
    const isHeard = async (text: string) => wishOf(text, await brain.understand(text)) === 'wanted'
    const { recall, precision } = measured(
      await Promise.all(all(language, 'wanted').map(isHeard)),
      await Promise.all(all(language, 'not').map(isHeard)),
    )
    expect(recall).toBeGreaterThanOrEqual(0.98)
    expect(precision).toBeGreaterThanOrEqual(0.98)
  })

  it('are many, and stand in one set only', () => {
    const texts = [...all(language, 'wanted'), ...all(language, 'not')].map((text) => text.toLowerCase())
    expect(all(language, 'wanted').length).toBeGreaterThanOrEqual(400)
    expect(all(language, 'not').length).toBeGreaterThanOrEqual(400)
    expect(texts.length - new Set(texts).size).toBeLessThanOrEqual(texts.length * 0.1)
  })
})

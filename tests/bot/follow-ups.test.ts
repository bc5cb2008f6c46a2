import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readFollowUp } from '../../src/bot/follow-up.ts'
import { previousOf, rememberTopic } from '../../src/bot/previous.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { forgetTask, keepTask, takeTask } from '../../src/bot/waiting-task.ts'
import { readConfig } from '../../src/config.ts'
import { followUpOf } from '../../src/corpus/commands.ts'
import { sharedBrain } from '../brain.ts'

const pairShape = z.array(z.strictObject({ before: z.string(), after: z.string(), entry: z.string() }))
const kindShape = z.strictObject({ zh: pairShape, en: pairShape })
const sets = z
  .record(z.string(), z.strictObject({ leans: kindShape, stands: kindShape }))
  .parse(parse(readFileSync(path.join(import.meta.dirname, 'follow-ups.yaml'), 'utf8')))
type Pair = z.output<typeof pairShape>[number]

let brain: Brain
beforeAll(async () => {
  const { LIUKE_CORPUS, LIUKE_COMPANY, MODEL_SEED } = readConfig({}, 'demo')
  brain = await sharedBrain({
    corpusFolder: LIUKE_CORPUS,
    companyFolder: LIUKE_COMPANY,
    modelFolder: inject('modelFolder'),
    seed: MODEL_SEED,
  })
})

/** What a message means after another, and by itself; an entry, or what the bot would do without one. */
async function meaningOf({ before, after }: Pair): Promise<{ joined: string; alone: string }> {
  const [first, alone] = [await brain.understand(before), await brain.understand(after)]
  const memory = {}
  rememberTopic(memory, first.candidates[0]?.intent ?? '', before, 0)
  const previous = previousOf(memory, brain.corpus, after, 1_000)
  const marked = followUpOf(brain.corpus.commands, after)
  const read = (text: string) => brain.understand(text)
  const followUp = await readFollowUp(after, marked, alone, previous, read)
  const named = ({ band, candidates }: typeof alone) =>
    band === 'answer' ? (candidates[0]?.intent ?? '') : band
  return { joined: named(followUp?.understanding ?? alone), alone: named(alone) }
}

describe('a message after a question', () => {
  it.each([
    ['first', 'zh', 0.88],
    ['first', 'en', 0.88],
    ['second', 'zh', 0.78],
    ['second', 'en', 0.75],
  ] as const)('is read with it where it leans on it: %s set, %s', async (set, language, least) => {
    const pairs = sets[set]?.leans[language] ?? []
    const wrong: string[] = []
    for (const pair of pairs) {
      const { joined } = await meaningOf(pair)
      if (!pair.entry.split('|').includes(joined)) wrong.push(`${pair.before} / ${pair.after}: ${joined}`)
    }
    expect(1 - wrong.length / pairs.length, wrong.join('\n')).toBeGreaterThanOrEqual(least)
  })

  it.each([
    ['first', 'zh'],
    ['first', 'en'],
    ['second', 'zh'],
    ['second', 'en'],
  ] as const)('is not dragged into it where it is something new: %s set, %s', async (set, language) => {
    const pairs = sets[set]?.stands[language] ?? []
    const dragged: string[] = []
    for (const pair of pairs) {
      const { joined, alone } = await meaningOf(pair)
      if (joined !== alone && !pair.entry.split('|').includes(joined))
        dragged.push(`${pair.before} / ${pair.after}: ${alone} became ${joined}`)
    }
    expect(dragged.length, dragged.join('\n')).toBeLessThanOrEqual(1)
  })

  it.each(['leans', 'stands'] as const)('%s in at least forty pairs of each language', (kind) => {
    for (const language of ['zh', 'en'] as const)
      expect(sets['first']?.[kind][language].length).toBeGreaterThanOrEqual(40)
  })
})

describe('the topic', () => {
  it('is the entry that was answered last, in the language of the message, and what is close to it', () => {
    const memory = {}
    expect(previousOf(memory, brain.corpus, '多少钱', 0)).toBeNull()
    rememberTopic(memory, 'roam.activate', '怎么开漫游', 1_000)
    const previous = previousOf(memory, brain.corpus, 'how much', 61_000)
    expect(previous).toMatchObject({ entry: 'roam.activate', text: '怎么开漫游', ageMs: 60_000 })
    expect(previous?.title).toMatch(/roaming/i)
    expect(previous?.near).toContain('roam.rates')
  })

  it('is nothing once its entry is gone', () => {
    const memory = {}
    rememberTopic(memory, 'gone.entry', 'x', 0)
    expect(previousOf(memory, brain.corpus, 'how much', 0)).toBeNull()
  })
})

describe('a task that waits', () => {
  const task = { entry: 'bill.view', dialog: 'bill.view', text: '查账单', confidence: 0.9, at: 0 }

  it('is taken once', () => {
    const memory = {}
    keepTask(memory, task)
    expect(takeTask(memory, 60_000)).toEqual(task)
    expect(takeTask(memory, 60_000)).toBeNull()
  })

  it('gives way to a newer one, and is forgotten after half an hour or when it is left', () => {
    const memory = {}
    keepTask(memory, task)
    keepTask(memory, { ...task, entry: 'data.usage' })
    expect(takeTask(memory, 0)).toMatchObject({ entry: 'data.usage' })
    keepTask(memory, task)
    expect(takeTask(memory, 31 * 60_000)).toBeNull()
    keepTask(memory, task)
    forgetTask(memory)
    expect(takeTask(memory, 0)).toBeNull()
  })
})

/** What an agent is offered to answer with. */

import { beforeAll, describe, expect, inject, it } from 'vitest'
import { type Asked, suggestAnswers } from '../../src/bot/suggestions.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { readConfig } from '../../src/config.ts'
import { sharedBrain } from '../brain.ts'

const NOW = 1_800_000_000_000
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

const suggest = (messages: readonly string[], asked: Partial<Asked> = {}) =>
  suggestAnswers(brain, {
    messages,
    before: null,
    given: new Set(),
    language: 'zh',
    script: 'hans',
    now: NOW,
    ...asked,
  })

describe('suggestions', () => {
  it('are the likeliest answers first, in the language of the customer and with the company’s values', async () => {
    const { message, items } = await suggest(['账单比平时高了很多，为什么'])
    expect(message).toBe('账单比平时高了很多，为什么')
    expect(items[0]?.entry).toBe('bill.explain-high')
    expect(items[0]?.confidence).toBeGreaterThan(0.5)
    expect(items[0]?.text).not.toMatch(/[{}]/)
    expect(items.length).toBeLessThanOrEqual(3)
    const english = await suggest(['why is my bill so high this month'], { language: 'en' })
    expect(english.items[0]?.entry).toBe('bill.explain-high')
    expect(english.items[0]?.text).not.toMatch(/\p{Script=Han}/u)
  })

  it('are written in the characters the customer reads', async () => {
    const { items } = await suggest(['帳單比平時高了很多，為什麼'], { script: 'hant' })
    expect(items[0]?.entry).toBe('bill.explain-high')
    expect(items[0]?.text).toMatch(/賬單/)
  })

  it.each([['你好'], ['谢谢'], ['在吗'], ['我家的猫会弹钢琴吗'], ['转人工'], [''], ['😀']])(
    'say nothing to %s',
    async (text) => {
      expect(await suggest([text])).toEqual({ message: null, items: [] })
    },
  )

  it('look behind a greeting for the question before it', async () => {
    const { message, items } = await suggest(['账单比平时高了很多，为什么', '在吗'])
    expect([message, items[0]?.entry]).toEqual(['账单比平时高了很多，为什么', 'bill.explain-high'])
    expect((await suggest([])).message).toBeNull()
  })

  it('never send anybody to a person, who is there already', async () => {
    const all = [...brain.corpus.entries.values()].filter(({ kind }) => kind !== 'small-talk')
    for (const language of ['zh', 'en'] as const)
      for (const { id, phrases } of all) {
        const phrase = phrases[language][0] ?? ''
        const { items } = await suggest([phrase], { language })
        for (const { entry, text } of items) {
          expect([id, entry, text]).not.toEqual([id, entry, expect.stringMatching(/转人工|talk to a person/)])
          expect(text.length).toBeGreaterThan(10)
        }
      }
  })

  it('read a follow-up together with what was answered before', async () => {
    const before = { text: '查一下本月账单', entry: 'bill.view', at: NOW - 60_000 }
    const { items } = await suggest(['那上个月呢'], { before })
    expect(items.map(({ entry }) => entry)).toContain('bill.view')
  })

  it('put last what was given before', async () => {
    const text = '账单比平时高了很多，为什么'
    const first = await suggest([text])
    const again = await suggest([text], { given: new Set(['bill.explain-high']) })
    const entries = again.items.map(({ entry }) => entry)
    expect(new Set(entries)).toEqual(new Set(first.items.map(({ entry }) => entry)))
    expect(entries.at(-1)).toBe('bill.explain-high')
  })

  it('have one answer for each of several questions', async () => {
    const { items } = await suggest(['怎么查账单？另外国际漫游怎么开通？'])
    expect(items.length).toBeGreaterThanOrEqual(2)
    expect(items.some(({ entry }) => entry.startsWith('bill.'))).toBe(true)
    expect(items.some(({ entry }) => entry.startsWith('roam'))).toBe(true)
  })
})

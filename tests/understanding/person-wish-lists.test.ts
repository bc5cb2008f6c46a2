/** Lists of wishes for a person by independent authors, read by the rule the bot applies: grammar and classifier. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { loadBrain } from '../../src/bot/load-brain.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { readConfig } from '../../src/config.ts'
import { wishOf } from '../../src/understanding/person-wish/person-wish.ts'

const list = (name: string) =>
  readFileSync(path.join(import.meta.dirname, 'person-wish', `${name}.txt`), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

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

const isHeard = async (text: string) => wishOf(text, await brain.understand(text)) === 'wanted'

describe.each(['zh', 'en', 'zh-2', 'en-2', 'zh-3', 'en-3'])('the wishes of list %s', (name) => {
  it.each(list(name))('%s', async (text) => expect(await isHeard(text)).toBe(true))
})

describe.each(['zh-not', 'en-not', 'zh-not-2', 'en-not-2', 'zh-not-3', 'en-not-3', 'kinds-not'])(
  'what wishes for nobody in list %s',
  (name) => {
    it.each(list(name))('%s', async (text) => expect(await isHeard(text)).toBe(false))
  },
)

describe('what the classifier is believed', () => {
  const understood = (text: string, intent: string, confidence: number) =>
    wishOf(text, { text, candidates: [{ intent, probability: 1 }], confidence, band: 'ask' }) === 'wanted'

  it('is a wish the grammar does not hear, from a confidence on', () => {
    expect(understood('聊不下去', 'svc.human', 0.6)).toBe(true)
    expect(understood('聊不下去', 'svc.human', 0.59)).toBe(false)
    expect(understood('hmm, a human', 'svc.complain', 0)).toBe(true)
    expect(understood('humans, hm', 'svc.human', 0.6)).toBe(true)
    expect(understood('聊不下去', 'svc.complain', 0.9)).toBe(false)
  })

  it('is nothing against a refusal, a question what answers, or talk of somebody in passing', () => {
    expect(understood('不用转人工', 'svc.human', 1)).toBe(false)
    expect(understood('are you a robot?', 'svc.human', 1)).toBe(false)
    expect(understood('昨天人工客服跟我说能退', 'svc.human', 1)).toBe(false)
  })
})

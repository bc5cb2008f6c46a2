import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { trainModel } from '../../src/understanding/classifier/train.ts'
import { createEngine, type Engine } from '../../src/understanding/nlp/engine.ts'
import type { LiukeAnswer } from '../../src/understanding/nlp/liuke-nlu.ts'
import { createNlpFrame, type NlpFrame } from '../../src/understanding/nlp/nlp-frame.ts'
import { SMALL_SET } from './small-set.ts'

const inChinese = /\p{Script=Han}/u

/** The small set as NLP.js wants a corpus. */
function corpusOf(locale: string) {
  const rows = SMALL_SET.rows.filter((row) => inChinese.test(row.text) === (locale === 'zh'))
  const intents = [...new Set(rows.map((row) => row.label))]
  return {
    name: `small ${locale}`,
    locale,
    data: intents.map((intent) => ({
      intent,
      utterances: rows.filter((row) => row.label === intent).map((row) => row.text),
    })),
  }
}

describe('NLP.js with our classifier inside', () => {
  let frame: NlpFrame

  beforeAll(async () => {
    frame = createNlpFrame(7)
    frame.joint.background = SMALL_SET.background
    await frame.nlp.addCorpus(corpusOf('zh'))
    await frame.nlp.addCorpus(corpusOf('en'))
    await frame.nlp.train()
  })

  const TABLE: [string, string, string][] = [
    ['zh', '帮我看看账单', 'bill.view'],
    ['en', 'why is my internet so slow', 'net.slow'],
    ['zh', '我要human agent', 'svc.person'],
  ]
  it.each(TABLE)(
    'is trained from its corpus format and answers nlp.process (%s, %s)',
    async (locale, utterance, intent) => {
      const result = await frame.nlp.process({ locale, utterance })
      expect(result.intent).toBe(intent)
      expect(result.classifications[0]).toMatchObject({ intent })
    },
  )

  it('guesses Chinese from any Chinese character', async () => {
    expect((await frame.nlp.process('wifi 连不上网很慢')).locale).toBe('zh')
    expect((await frame.nlp.process('slow internet')).locale).toBe('en')
  })

  it('trains one model of both languages, the same as training it directly', () => {
    const { titles: _, ...set } = SMALL_SET
    expect(frame.joint.bytes).toEqual(trainModel(set))
  })

  it('says None where the model declines, and still hands on what it made of the message', async () => {
    const result = await frame.nlp.process({ locale: 'en', utterance: 'zzz qqq' })
    expect(result.intent).toBe('None')
    expect((result.nluAnswer as LiukeAnswer).understanding.band).toBe('decline')
  })

  it('is stored and restored by NLP.js', async () => {
    const copy = createNlpFrame()
    copy.nlp.fromJSON(JSON.parse(JSON.stringify(frame.nlp.toJSON())))
    const input = { locale: 'zh', utterance: '网速太慢' }
    const restored = await copy.nlp.process({ ...input })
    expect(restored.classifications).toEqual((await frame.nlp.process({ ...input })).classifications)
  })

  it('asks for a model before it is asked anything', async () => {
    await expect(createNlpFrame().nlp.process({ locale: 'en', utterance: 'hi' })).rejects.toMatchObject({
      code: 'model_missing',
    })
  })

  it('writes no model into the working directory', () => {
    expect(existsSync('model.nlp')).toBe(false)
  })
})

describe('the engine', () => {
  let bytes: Uint8Array
  let engine: Engine

  beforeAll(() => {
    bytes = trainModel(SMALL_SET)
    engine = createEngine(bytes)
  })

  it('knows its intents, its thresholds and its model', () => {
    expect(engine.intents).toEqual(['bill.view', 'net.slow', 'svc.person'])
    expect(engine.thresholds.ask).toBeLessThanOrEqual(engine.thresholds.answer)
    expect(engine.info).toEqual({ seed: 7, utterances: SMALL_SET.rows.length, background: 14, unlabelled: 0 })
    expect(createEngine(bytes).intents).toEqual(engine.intents)
  })

  it.each(['', ' ', 'constructor', '__proto__', 'None', '\ud83d', '{{ 1 + 1 }}', '(a|b)'])(
    'takes %j as any other message',
    async (text) => {
      const understanding = await engine.understand(text)
      expect(understanding.text).toBe(text)
      expect(understanding.confidence).toBeGreaterThanOrEqual(0)
    },
  )

  it('keeps nothing of what it is asked', async () => {
    const sizes = () => JSON.stringify(engineState(engine)).length
    await engine.understand('my bill')
    await engine.understand('账单')
    const before = sizes()
    for (let i = 0; i < 200; i++) await engine.understand(`message ${i} 消息${i}`)
    expect(sizes()).toBe(before)
  })

  it('does not mix with another engine', async () => {
    const other = createEngine(
      trainModel({
        rows: [
          { label: 'x', text: 'my bill' },
          { label: 'y', text: 'something else' },
        ],
        background: [],
        seed: 1,
      }),
    )
    expect((await other.understand('my bill')).candidates[0]?.intent).toBe('x')
    expect((await engine.understand('my bill')).candidates[0]?.intent).toBe('bill.view')
  })
})

/** Everything plain that can be reached from what NLP.js holds. */
function engineState(engine: Engine): unknown {
  return engine.frame.nlp.toJSON()
}

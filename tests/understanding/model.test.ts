import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { LiukeError } from '../../src/errors.ts'
import { awaken, type Model, understand } from '../../src/understanding/classifier/model.ts'
import { decodeModel, encodeModel } from '../../src/understanding/classifier/model-file.ts'
import { createRandom, shuffle } from '../../src/understanding/classifier/random.ts'
import { emptyTable, roundInto } from '../../src/understanding/classifier/score-table.ts'
import { trainModel } from '../../src/understanding/classifier/train.ts'
import type { TrainingSet } from '../../src/understanding/types.ts'
import { SMALL_SET } from './small-set.ts'

let bytes: Uint8Array
let model: Model

beforeAll(() => {
  bytes = trainModel(SMALL_SET)
  model = awaken(decodeModel(bytes))
})

const hash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

describe('a trained model', () => {
  const TABLE: [string, string][] = [
    ['帮我查一下这个月的账单', 'bill.view'],
    ['how much is my bill', 'bill.view'],
    ['網速好慢', 'net.slow'],
    ['我的 internet 很 slow', 'net.slow'],
    ['ＴＡＬＫ ｔｏ ａ ｐｅｒｓｏｎ', 'svc.person'],
    ['i dont want a bot, get me a human', 'svc.person'],
  ]
  it.each(TABLE)('understands %s', (text, intent) => {
    const understanding = understand(model, text)
    expect(understanding.candidates[0]?.intent).toBe(intent)
    expect(understanding.band).not.toBe('decline')
  })

  it('is less sure of what is nobody’s business here', () => {
    const inside = understand(model, '我想看看账单').confidence
    for (const text of ['火星上有水吗', 'sing me a lullaby', 'qwzx']) {
      expect(understand(model, text).confidence).toBeLessThan(inside)
    }
  })

  it('lists candidates from likeliest to least likely, and at most five', () => {
    const { candidates } = understand(model, '账单')
    const probabilities = candidates.map((candidate) => candidate.probability)
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a))
    expect(candidates.length).toBeLessThanOrEqual(5)
  })

  it('declines a message it knows nothing of', () => {
    for (const text of ['', '   ', '???', '😀', 'Ωμέγα']) {
      expect(understand(model, text)).toMatchObject({ text, confidence: 0, band: 'decline' })
    }
  })

  it('takes any string, and what it was asked before changes nothing', () => {
    const before = understand(model, 'my bill')
    const hostile = fc.constantFrom(
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      '\ud83d',
      '\u202e',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10_000 }),
      fc
        .array(fc.oneof(hostile, fc.constantFrom('bill', '账单', '😀', 'שלום', 'مرحبا')), { maxLength: 50 })
        .map((parts) => {
          return parts.join(' ')
        }),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
        .map((units) => String.fromCharCode(...units)),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const { confidence, candidates } = understand(model, typed)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
        for (const { probability } of candidates) expect(Number.isFinite(probability)).toBe(true)
      }),
      { numRuns: 200 },
    )
    expect(understand(model, 'my bill')).toEqual(before)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('training', () => {
  it('gives the same bytes in whatever order the rows come', () => {
    const random = createRandom(11)
    const shuffled = <Item>(items: readonly Item[]): Item[] => {
      const order = Int32Array.from(items.keys())
      shuffle(order, order.length, random)
      return [...order].map((i) => items[i]!)
    }
    const again: TrainingSet = {
      rows: shuffled(SMALL_SET.rows),
      background: shuffled(SMALL_SET.background),
      titles: shuffled(SMALL_SET.titles ?? []),
      seed: SMALL_SET.seed,
    }
    expect(hash(trainModel(again))).toBe(hash(bytes))
  })

  it('gives other bytes with another seed', () => {
    expect(hash(trainModel({ ...SMALL_SET, seed: 8 }))).not.toBe(hash(bytes))
  })

  it('knows intents and texts named like parts of JavaScript', () => {
    const rows = ['constructor', '__proto__', 'toString'].flatMap((label) => {
      return ['a', 'b', 'c'].map((letter) => ({ label, text: `${label} ${letter}` }))
    })
    const odd = awaken(decodeModel(trainModel({ rows, background: [], seed: 1 })))
    expect(odd.intents).toEqual(['__proto__', 'constructor', 'toString'])
    expect(understand(odd, '__proto__ d').candidates[0]?.intent).toBe('__proto__')
    expect(understand(odd, 'constructor').candidates[0]?.intent).toBe('constructor')
  })

  it('goes on where intents have one example and there is no background', () => {
    const rows = [
      { label: 'a', text: 'bill' },
      { label: 'b', text: '人工' },
    ]
    const tiny = awaken(decodeModel(trainModel({ rows, background: [], seed: 1 })))
    expect(understand(tiny, '转人工').candidates[0]?.intent).toBe('b')
  })

  it('refuses fewer than two intents', () => {
    const rows = SMALL_SET.rows.filter((row) => row.label === 'net.slow')
    expect(() => trainModel({ ...SMALL_SET, rows, titles: [] })).toThrow(
      expect.objectContaining({ code: 'training_set_too_small' }),
    )
  })

  it('tells how far it is, up to the end', () => {
    const shares: number[] = []
    trainModel(SMALL_SET, (share) => shares.push(share))
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })
})

describe('the model file', () => {
  it('holds the very model: written again it is the same, and it predicts to the bit alike', () => {
    expect(hash(encodeModel(decodeModel(bytes)))).toBe(hash(bytes))
    const reloaded = awaken(decodeModel(Uint8Array.from(bytes)))
    for (const text of ['my bill', '网速慢', '转人工吧', 'what is the weather', '']) {
      expect(understand(reloaded, text)).toEqual(understand(model, text))
    }
  })

  it('is refused when any byte of it is changed', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(bytes)
        damaged[at]! ^= change
        expect(() => decodeModel(damaged)).toThrow(LiukeError)
      }),
      { numRuns: 300 },
    )
  })

  it('is refused when it is cut or has more at its end', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeModel(bytes.subarray(0, length))).toThrow(LiukeError)
      }),
      { numRuns: 100 },
    )
    expect(() => decodeModel(Uint8Array.from([...bytes, 0]))).toThrow(LiukeError)
  })

  const foreign: [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(0), 'model_foreign'],
    [
      'a file of something else',
      Buffer.from('{"nlp": "not a model, but long enough to look at"}'),
      'model_foreign',
    ],
  ]
  it.each(foreign)('is not %s', (_, content, code) => {
    expect(() => decodeModel(content)).toThrow(expect.objectContaining({ code }))
  })

  it('of another version says so', () => {
    const later = Uint8Array.from(bytes)
    later[8] = 200
    expect(() => decodeModel(later)).toThrow(expect.objectContaining({ code: 'model_version' }))
  })
})

describe('rounding', () => {
  it('moves no score of a feature by more than half a step', () => {
    const scores = fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(scores, (thousandths) => {
        const numbers = Float32Array.from([...thousandths.map((number) => number / 1000), 0, 0, 0, 0])
        const table = emptyTable(3, Float32Array.of(1, 2, 3, 4))
        for (const slot of [0, 1, 2]) roundInto(table, slot, numbers.subarray(slot * 4, slot * 4 + 4), 15)
        for (let i = 0; i < 12; i++) {
          const scale = table.scales[(i / 4) | 0]!
          expect(Math.abs(table.steps[i]! * scale - numbers[i]!)).toBeLessThanOrEqual(scale * 0.501)
        }
        expect([...table.bias]).toEqual([1, 2, 3, 4])
      }),
    )
  })
})

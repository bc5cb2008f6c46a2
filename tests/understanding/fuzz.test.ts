/** Every reader of a customer's words, fed with anything: it answers, the same each time, and leaves no trace. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readFollowUp } from '../../src/bot/follow-up.ts'
import { awaken, type Model, understand } from '../../src/understanding/classifier/model.ts'
import { decodeModel } from '../../src/understanding/classifier/model-file.ts'
import { trainModel } from '../../src/understanding/classifier/train.ts'
import { moodOf, moods } from '../../src/understanding/mood/mood.ts'
import { MAX_LENGTH, normalise } from '../../src/understanding/normalise.ts'
import { personWish } from '../../src/understanding/person-wish/person-wish.ts'
import { hasHan } from '../../src/understanding/script.ts'
import { readCode } from '../../src/understanding/slots/code.ts'
import { readMoney } from '../../src/understanding/slots/money.ts'
import { readMonth } from '../../src/understanding/slots/month.ts'
import { readPhone } from '../../src/understanding/slots/phone.ts'
import { readWhen } from '../../src/understanding/slots/when.ts'
import { HOSTILE_TEXTS, hostileText, LONGEST, otherForms } from './hostile-texts.ts'
import { NOW, readersOf } from './readers.ts'
import { SMALL_SET } from './small-set.ts'

const SEED = 20_261_122

let model: Model

beforeAll(() => {
  model = awaken(decodeModel(trainModel(SMALL_SET)))
})

const READERS = readersOf(() => model)
const everyReading = (text: string): unknown[] => READERS.map(([, read]) => read(text))

/** What no text may change: the names and values every object, list and string inherits. */
const inherited = () =>
  [
    Object.prototype,
    Array.prototype,
    String.prototype,
    Map.prototype,
    RegExp.prototype,
    Function.prototype,
  ].map((prototype) =>
    Reflect.ownKeys(prototype).map((key) => [key, Object.getOwnPropertyDescriptor(prototype, key)]),
  )

describe('any text', () => {
  it.each(READERS)('is read by %s, the same each time', (_, read) => {
    fc.assert(
      fc.property(hostileText(1500), (text) => {
        expect(read(text)).toEqual(read(text))
      }),
      { numRuns: 150, seed: SEED },
    )
  })

  it.each(READERS)('is read by %s, however long and whatever it repeats', (_, read) => {
    for (const text of HOSTILE_TEXTS) read(text)
  })

  it('of 10,000 characters is read as one of the beginning, where only that is looked at', () => {
    fc.assert(
      fc.property(hostileText(LONGEST), (text) => {
        const form = normalise(text)
        // Contractions are opened behind the cut.
        expect(form.length).toBeLessThanOrEqual(2 * MAX_LENGTH)
        expect(form.isWellFormed()).toBe(true)
        expect(normalise(text.slice(0, MAX_LENGTH))).toBe(form)
      }),
      { numRuns: 150, seed: SEED },
    )
  })

  it('is understood with a confidence and probabilities that are some, of intents that exist', () => {
    const known = new Set(model.intents)
    const check = (text: string) => {
      const { candidates, confidence, text: read, band } = understand(model, text)
      expect(read).toBe(text)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
      expect(['answer', 'ask', 'decline']).toContain(band)
      expect(candidates.every(({ intent }) => known.has(intent))).toBe(true)
      expect(new Set(candidates.map(({ intent }) => intent)).size).toBe(candidates.length)
      expect(candidates.every(({ probability }) => probability >= 0 && probability <= 1)).toBe(true)
      expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-9)
    }
    fc.assert(fc.property(hostileText(LONGEST), check), { numRuns: 300, seed: SEED })
    for (const text of HOSTILE_TEXTS) check(text)
  })

  it('has a mood, a score within bounds, and a wish', () => {
    fc.assert(
      fc.property(hostileText(LONGEST), (text) => {
        const { mood, score } = moodOf(text)
        expect(moods).toContain(mood)
        expect(Math.abs(score)).toBeLessThanOrEqual(1)
        expect(['wanted', 'refused', 'none']).toContain(personWish(text))
      }),
      { numRuns: 150, seed: SEED },
    )
  })

  it('gives slots that are what they say: digits, fen, months and days', () => {
    fc.assert(
      fc.property(hostileText(600), (text) => {
        expect(readPhone(text)?.number ?? '1').toMatch(/^\+?\d+$/)
        expect(readCode(text) ?? '0').toMatch(/^\d+$/)
        expect(Number.isSafeInteger(readMoney(text)?.fen ?? 0)).toBe(true)
        expect(readMonth(text, '2026-02') ?? '2026-02').toMatch(/^\d{4}-(?:0[1-9]|1[0-2])$/)
        const when = readWhen(text, NOW, 'Asia/Shanghai')
        const days =
          when === null || when.kind === 'problem'
            ? []
            : when.kind === 'days'
              ? [when.from, when.to]
              : [when.day]
        for (const day of days) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/)
      }),
      { numRuns: 300, seed: SEED },
    )
  })

  it('follows up on any other', async () => {
    await fc.assert(
      fc.asyncProperty(
        hostileText(400),
        hostileText(400),
        fc.option(hostileText(100)),
        async (text, before, marked) => {
          const previous = {
            text: before,
            entry: 'bill.view',
            title: before,
            near: new Set(['net.slow']),
            ageMs: 0,
          }
          const read = async (part: string) => understand(model, part)
          const followUp = await readFollowUp(text, marked, understand(model, text), previous, read)
          if (followUp === null) return
          const { candidates, confidence } = followUp.understanding
          expect(confidence).toBeGreaterThanOrEqual(0)
          expect(confidence).toBeLessThanOrEqual(1)
          expect(candidates.every(({ probability }) => Number.isFinite(probability))).toBe(true)
        },
      ),
      { numRuns: 150, seed: SEED },
    )
  })
})

describe('what was asked before', () => {
  it('changes no answer, and nothing that is inherited', () => {
    const asked = [
      ...SMALL_SET.rows.map(({ text }) => text),
      ...HOSTILE_TEXTS.filter((text) => text.length < 100),
    ]
    const things = inherited()
    const before = asked.map(everyReading)
    const others = fc.sample(hostileText(300), { numRuns: 1000, seed: SEED })
    for (const text of others) everyReading(text)
    expect(asked.map(everyReading)).toEqual(before)
    expect(inherited()).toEqual(things)
    expect(Object.keys({})).toEqual([])
    expect('polluted' in {}).toBe(false)
  })
})

describe('the same text in another form', () => {
  const TEXTS = [
    ...SMALL_SET.rows.map(({ text }) => text),
    ...[
      '我想看看这个月的账单',
      '网速慢怎么办',
      '请帮我转人工客服',
      '打视频一直转圈',
      'please show me my latest bill',
    ],
    ...['my internet is so slow tonight', 'i want to talk to a real person', 'wifi 很慢 怎么办'],
  ]
  const CASES = TEXTS.flatMap((text) => otherForms(text).map((other) => ({ text, ...other })))

  it('has the same likeliest intent', () => {
    const top = (text: string) => understand(model, text).candidates[0]?.intent
    const others = CASES.filter((one) => top(one.text) !== top(one.typed))
    expect(others).toEqual([])
  })

  it('is in the same mood, unless it shouts, and wishes for the same', () => {
    const others = CASES.filter(({ form, text, typed }) => {
      const isMood = form === 'capitals' || moodOf(typed).mood === moodOf(text).mood
      return !isMood || personWish(typed) !== personWish(text) || hasHan(typed) !== hasHan(text)
    })
    expect(others).toEqual([])
  })
})

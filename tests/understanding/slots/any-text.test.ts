import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidaysOf } from '../../../src/company/holidays.ts'
import { loadCompany } from '../../../src/company/load.ts'
import { readAccountNumbers } from '../../../src/understanding/slots/account-number.ts'
import { readAddress } from '../../../src/understanding/slots/address.ts'
import { readCode } from '../../../src/understanding/slots/code.ts'
import { isCorrection } from '../../../src/understanding/slots/correction.ts'
import { readEmail } from '../../../src/understanding/slots/email.ts'
import { readAll, readMoney } from '../../../src/understanding/slots/money.ts'
import { readMove } from '../../../src/understanding/slots/move.ts'
import { readPhone } from '../../../src/understanding/slots/phone.ts'
import { readWhen, type WhenResult } from '../../../src/understanding/slots/when.ts'
import { readYesNo } from '../../../src/understanding/slots/yes-no.ts'

const holidays = holidaysOf(await loadCompany('data/company'))

/** A night in which the clock is put forward. */
const NOW = Date.UTC(2026, 2, 8, 5)

/** Pieces that readers look for, so that random texts come close to what they read. */
const PIECES = [
  ...'0123456789一二三十百千万亿两零半点分刻号日月年周下上个后前天小时明到至-:/., +()?不是的好¥块元毛多几',
  ...[
    '下周',
    '月底',
    '周末',
    '春节',
    '国庆',
    '第',
    '改到',
    '推迟',
    '提前',
    '不要',
    '不行',
    '把',
    'move ',
    'from ',
    'before ',
    'after ',
    'Friday ',
    'weekend ',
    'Christmas ',
    'instead of ',
    'later',
    'week',
    '@',
    'a.com',
    '路18号',
    'Road',
    'not before ',
    'tomorrow ',
    'at ',
    'pm',
    'in ',
    'half ',
    'an hour',
    ' and ',
    ' to ',
    'between ',
    'next ',
  ],
  ...[
    'Dec ',
    '3rd',
    'no ',
    'yes ',
    'not ',
    'sorry ',
    'I mean ',
    '\ud83d',
    '\udc00',
    '👍',
    '\ufdfa',
    '½',
    '\n',
  ],
]
const texts = fc.oneof(
  // Lone surrogates among them; `unit: 'binary'` does the same, and takes seconds to set up.
  fc
    .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 250 })
    .map((points) => String.fromCodePoint(...points)),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
)

const DAY = /^\d{4}-\d\d-\d\d$/

/** Of the promised shape, and no earlier than a day. */
function expectSound(when: WhenResult, earliest: string): void {
  if (when === null || when.kind === 'problem') return
  const [first, last] = when.kind === 'days' ? [when.from, when.to] : [when.day, when.day]
  expect(first).toMatch(DAY)
  expect(last).toMatch(DAY)
  expect(first >= earliest).toBe(true)
  if (when.kind === 'days') expect(first < last).toBe(true)
  const minutes = when.kind === 'time' ? when : when.kind === 'days' ? when.minutes : null
  if (minutes === null) return
  expect(minutes.from).toBeGreaterThanOrEqual(0)
  expect(minutes.from).toBeLessThan(1440)
  expect(minutes.to ?? minutes.from + 1).toBeGreaterThan(minutes.from)
  expect(minutes.to ?? 0).toBeLessThanOrEqual(1440)
}

describe('any text', () => {
  it('is read without an error, to values of the promised shape', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(['yes', 'no', 'unclear']).toContain(readYesNo(text))
        const fen = readMoney(text)?.fen ?? 0
        expect(Number.isSafeInteger(fen) && fen >= 0).toBe(true)
        expect(readPhone(text)?.number ?? '12345678').toMatch(/^\+?\d{8,15}$/)
        expect(readCode(text) ?? '123456').toMatch(/^\d{6}$/)
        const accounts = readAccountNumbers(text)
        expect(accounts.length).toBeLessThanOrEqual(3)
        for (const account of accounts) expect(account).toMatch(/^[A-Z\d-]{4,20}$/)
        expect(isCorrection(text)).not.toBe('')
        expect(readEmail(text) ?? 'a@b.cc').toMatch(/^[^@\s]{1,64}@[a-z0-9.-]+\.[a-z0-9-]{2,}$/)
        expect((readAddress(text) ?? '12345').length).toBeGreaterThanOrEqual(5)
        expect((readAddress(text) ?? '').length).toBeLessThanOrEqual(200)
        expect(typeof readAll(text)).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })

  it('names a day of the calendar and minutes of that day, from now on, or a problem, or nothing', () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('America/New_York', 'Asia/Shanghai', 'Asia/Kolkata'),
        fc.constantFrom(null, holidays),
        (text, zone, known) => expectSound(readWhen(text, NOW, zone, 'en', null, known), '2026-03-07'),
      ),
      { numRuns: 2000 },
    )
  })

  it('names where something is moved from and to likewise, or by how much', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(null, '2026-03-12'), (text, agreed) => {
        const move = readMove(text, NOW, 'Asia/Shanghai', 'zh', holidays, agreed)
        if (move === null) return
        expect(move.from ?? move.to).not.toBeNull()
        expectSound(move.from, '2026-03-07')
        if (move.to?.kind !== 'shift') return expectSound(move.to, '2026-03-07')
        expect([move.to.days, move.to.minutes].filter((amount) => amount !== 0)).toHaveLength(1)
        expect(Number.isSafeInteger(move.to.days + move.to.minutes)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    '周三或'.repeat(160),
    'move to '.repeat(60),
    '不要明天改到'.repeat(80),
    'before after '.repeat(38),
    '推迟两天'.repeat(120),
    '第一天春节后'.repeat(80),
    'a@'.repeat(250),
    ','.repeat(500),
    'change my address to '.repeat(23),
    '号路'.repeat(250),
  ])('that says the same again and again is read in a moment', (text) => {
    const began = performance.now()
    readWhen(text, NOW, 'Asia/Shanghai', 'zh', null, holidays)
    readMove(text, NOW, 'Asia/Shanghai', 'zh', holidays)
    readAddress(text)
    readEmail(text)
    readAll(text)
    expect(performance.now() - began).toBeLessThan(500)
  })

  it.each(['9'.repeat(10_000), '一'.repeat(10_000), '\ud83d'.repeat(10_000), 'yes '.repeat(3000)])(
    'of ten thousand characters holds no value',
    (text) => {
      expect(readYesNo(text)).toBe('unclear')
      expect([readMoney, readPhone, readCode, isCorrection].map((read) => read(text))).toEqual([
        null,
        null,
        null,
        null,
      ])
      expect([readEmail, readAddress].map((read) => read(text))).toEqual([null, null])
      expect(readMove(text, NOW, 'Asia/Shanghai')).toBeNull()
      expect(readAccountNumbers(text)).toEqual([])
      expect(readWhen(text, NOW, 'Asia/Shanghai')).toBeNull()
    },
  )
})

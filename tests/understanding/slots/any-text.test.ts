import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAccountNumbers } from '../../../src/understanding/slots/account-number.ts'
import { readCode } from '../../../src/understanding/slots/code.ts'
import { isCorrection } from '../../../src/understanding/slots/correction.ts'
import { readMoney } from '../../../src/understanding/slots/money.ts'
import { readPhone } from '../../../src/understanding/slots/phone.ts'
import { readWhen } from '../../../src/understanding/slots/when.ts'
import { readYesNo } from '../../../src/understanding/slots/yes-no.ts'

/** A night in which the clock is put forward. */
const NOW = Date.UTC(2026, 2, 8, 5)

/** Pieces that readers look for, so that random texts come close to what they read. */
const PIECES = [
  ...'0123456789一二三十百千万亿两零半点分刻号日月年周下上个后前天小时明到至-:/., +()?不是的好¥块元毛多几',
  ...[
    '下周',
    '月底',
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
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
)

const DAY = /^\d{4}-\d\d-\d\d$/

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
      }),
      { numRuns: 2000 },
    )
  })

  it('names a day of the calendar and minutes of that day, from now on, or a problem, or nothing', () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('America/New_York', 'Asia/Shanghai', 'Asia/Kolkata'),
        (text, zone) => {
          const when = readWhen(text, NOW, zone)
          if (when === null || when.kind === 'problem') return
          expect(when.day).toMatch(DAY)
          expect(Date.parse(when.day)).toBeGreaterThanOrEqual(Date.UTC(2026, 2, 7))
          if (when.kind === 'day') return
          expect(when.from).toBeGreaterThanOrEqual(0)
          expect(when.from).toBeLessThan(1440)
          expect(when.to ?? when.from + 1).toBeGreaterThan(when.from)
          expect(when.to ?? 0).toBeLessThanOrEqual(1440)
        },
      ),
      { numRuns: 2000 },
    )
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
      expect(readAccountNumbers(text)).toEqual([])
      expect(readWhen(text, NOW, 'Asia/Shanghai')).toBeNull()
    },
  )
})

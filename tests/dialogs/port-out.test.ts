import { describe, expect, it } from 'vitest'
import { obstaclesOf, whyNone } from '../../dialogs/port-out.ts'
import type { Invoice } from '../../src/customers/billing.ts'

const today = '2026-11-23'
const invoice = (month: string, totalFen: number, paidAt: number | null): Invoice => ({
  ...{ month, totalFen, paidAt },
  due: `${month}-20`,
  failedPayments: 0,
  lines: [],
})
const nothing = { invoices: [invoice('2026-10', 8_900, 1)], contractEnd: null, isBlocked: false, today }

describe('what keeps a number from leaving', () => {
  it('is nothing where all is paid, and no contract runs', () => {
    expect(obstaclesOf(nothing)).toEqual([])
  })

  it('is each unpaid bill, and no credit', () => {
    const invoices = [
      invoice('2026-10', 8_900, null),
      invoice('2026-09', -500, null),
      invoice('2026-08', 100, null),
    ]
    expect(obstaclesOf({ ...nothing, invoices })).toEqual([
      { kind: 'unpaid', month: '2026-10', fen: 8_900 },
      { kind: 'unpaid', month: '2026-08', fen: 100 },
    ])
  })

  it.each([
    ['2026-11-22', 0],
    ['2026-11-23', 0],
    ['2026-11-24', 1],
  ])('is a contract until after today: %s', (contractEnd, count) => {
    expect(obstaclesOf({ ...nothing, contractEnd })).toHaveLength(count)
  })

  it('is a blocked line', () => {
    expect(obstaclesOf({ ...nothing, isBlocked: true })).toEqual([{ kind: 'blocked' }])
  })
})

describe('why no code can be had at all', () => {
  const all = { hasLine: true, hasContact: true, canSend: true }

  it.each([
    [all, null],
    [{ ...all, hasLine: false }, 'port.no-number'],
    [{ ...all, hasContact: false, canSend: false }, 'port.no-contact'],
    [{ ...all, canSend: false }, 'port.no-sender'],
  ])('%j → %s', (facts, why) => expect(whyNone(facts)).toBe(why))
})

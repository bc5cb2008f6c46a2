import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cleanAccount,
  cleanBoolean,
  cleanDay,
  cleanEmail,
  cleanLanguage,
  cleanMonths,
  cleanPhone,
  cleanStatus,
  cleanText,
  cleanYuan,
  looksPersonal,
  looksPersonalNumber,
} from '../../../src/customers/import/cells.ts'

const day = cleanDay('2026-11-22')

describe('cells of a table of customers', () => {
  it.each([
    ['account', cleanAccount, ' ８０ 0000 0011 ', '8000000011'],
    ['account', cleanAccount, '7590-vhveg', '7590-VHVEG'],
    ['phone', cleanPhone, '+86 139-0000-1234', '13900001234'],
    ['phone', cleanPhone, '１３９００００１２３４', '13900001234'],
    ['phone', cleanPhone, '+44 20 7946 0000', '+442079460000'],
    ['phone', cleanPhone, '(021) 555-0160', '0215550160'],
    ['e-mail', cleanEmail, ' Emma.Clarke@Example.COM ', 'emma.clarke@example.com'],
    ['language', cleanLanguage, 'zh-CN', 'zh'],
    ['language', cleanLanguage, 'English', 'en'],
    ['status', cleanStatus, 'Active', 'active'],
    ['day', day, '2024/3/5', '2024-03-05'],
    ['day', day, '20240305', '2024-03-05'],
    ['day', day, '2024年3月5日', '2024-03-05'],
    ['day', day, '2024-03-05 00:00:00', '2024-03-05'],
    ['day', day, '2024-02-29', '2024-02-29'],
    ['day', day, '2026-11-22', '2026-11-22'],
    ['money', cleanYuan, '59.90', 5_990],
    ['money', cleanYuan, 29.85, 2_985],
    ['money', cleanYuan, 0, 0],
    ['money', cleanYuan, '¥1,234.50', 123_450],
    ['money', cleanYuan, '￥１，２３４．５元', 123_450],
    ['yes or no', cleanBoolean, '是', 'yes'],
    ['yes or no', cleanBoolean, 'FALSE', 'no'],
    ['day', day, '2024年3月5号', '2024-03-05'],
    ['day', day, '二〇二四年十二月二十一日', '2024-12-21'],
    ['day', day, '2024-03-05 18:45:10', '2024-03-05'],
    ['text', cleanText(20), '１２号，（ＡＢ）', '12号，（AB）'],
    ['months', cleanMonths, 12.9, 12],
    ['text', cleanText(5), ' e\u0301te ', 'éte'],
  ] as const)('%s: %s %j is %j', (_, clean, cell, value) =>
    // Each pair of the table fits; their union does not say so.
    expect((clean as (cell: unknown) => unknown)(cell)).toEqual({ value }),
  )

  it.each([
    ['account', cleanAccount, '=cmd|x'],
    ['account', cleanAccount, '---'],
    ['account', cleanAccount, '8'.repeat(41)],
    ['phone', cleanPhone, '1.39E+10'],
    ['phone', cleanPhone, 'call me 13900001234'],
    ['phone', cleanPhone, '1234'],
    ['e-mail', cleanEmail, 'emma at example.com'],
    ['e-mail', cleanEmail, 'a@b@c.com'],
    ['e-mail', cleanEmail, 'a@b'],
    ['language', cleanLanguage, 'fr'],
    ['status', cleanStatus, 'gone'],
    ['day', day, '2023-02-29'],
    ['day', day, '2024-13-01'],
    ['day', day, '03/05/2024'],
    ['day', day, '2024-3/5'],
    ['day', day, '2026-11-23'],
    ['day', day, '1066-10-14'],
    ['money', cleanYuan, '-1'],
    ['money', cleanYuan, '1,2'],
    ['money', cleanYuan, '1.2万'],
    ['money', cleanYuan, '$59.90'],
    ['money', cleanYuan, '1.234,50'],
    ['yes or no', cleanBoolean, 'maybe'],
    ['day', day, '26-03-05'],
    ['day', day, '二〇二四年十三月五日'],
    ['money', cleanYuan, Number.NaN],
    ['months', cleanMonths, -1],
    ['months', cleanMonths, '12 months'],
    ['text', cleanText(5), 'abcdef'],
    ['text', cleanText(50), 'a\u001b[2Jb'],
    ['text', cleanText(50), 'a\u202eb'],
    ['text', cleanText(50), 'a\0b'],
    ['text', cleanText(50), 'a\ud800b'],
  ] as const)('%s: %s %j is refused, and not repeated', (_, clean, cell) => {
    const cleaned = (clean as (cell: unknown) => unknown)(cell)
    expect(cleaned).toEqual({ problem: expect.objectContaining({ code: expect.any(String) }) })
    if (typeof cell === 'string' && cell.length > 4) expect(JSON.stringify(cleaned)).not.toContain(cell)
  })

  it.each([
    ['2024-03-04T16:00:00.000Z', 'Asia/Shanghai', '2024-03-05'],
    ['2024-03-04 15:59:59Z', 'Asia/Shanghai', '2024-03-04'],
    ['2024-03-05T02:00:00Z', 'America/New_York', '2024-03-04'],
    ['2024-03-04T16:00:00', 'Asia/Shanghai', '2024-03-04'],
  ])('day: %s is in %s the %s', (cell, timeZone, value) =>
    expect(cleanDay('2026-11-22', timeZone)(cell)).toEqual({ value }),
  )

  it('never throw, whatever stands in them', () => {
    const cleaners = [cleanAccount, cleanPhone, cleanEmail, cleanLanguage, cleanStatus, day, cleanText(200)]
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (cell) => {
        for (const clean of cleaners) expect(Object.keys(clean(cell))).toHaveLength(1)
        for (const clean of [cleanYuan, cleanMonths]) expect(Object.keys(clean(cell))).toHaveLength(1)
        looksPersonal(cell)
      }),
    )
  })

  it.each([
    ['write to emma@example.com', true],
    ['13900001234', true],
    ['tel 13900001234 please', true],
    ['+8613800138000', true],
    ['008613800138000', true],
    ['8613800138000', true],
    ['138-0013-8000', true],
    ['138 0013 8000', true],
    ['call (+86) 138–0013–8000 after six', true],
    ['１３８００１３８０００', true],
    ['010-88886666', true],
    ['(0755) 2345 6789', true],
    ['+86 21 5555 0160', true],
    ['11010519491231002X', true],
    ['110105 19491231 0021', true],
    ['2024-03-05 18:45:10', false],
    ['2013-01-01 – 2014-01-01', false],
    ['192.168.100.10', false],
    ['1234567890', false],
    ['13.800138000', false],
    ['v2.0.10-8888-6666', false],
    ['8613900001234567', false],
    ['Fiber optic', false],
    ['a @ b', false],
  ])('%j looks personal: %j', (text, personal) => expect(looksPersonal(text)).toBe(personal))

  it.each([
    ['13800138000', true],
    ['+8613800138000', true],
    ['1.3800138e10', true],
    ['01088886666', true],
    ['13800138000.5', false],
    ['12800138000', false],
    ['1732250000000', false],
    ['138001380', false],
    ['-13800138000', false],
  ])('the number %s may be a phone number: %j', (text, personal) =>
    expect(looksPersonalNumber(text, Number(text))).toBe(personal),
  )
})

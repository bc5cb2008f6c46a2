import { describe, expect, it } from 'vitest'
import { readAccountNumbers } from '../../../src/understanding/slots/account-number.ts'

const TABLE: readonly (readonly [text: string, numbers: readonly string[]])[] = [
  ['账号 8010 0000 17', ['8010000017']],
  ['my account number is 7590-vhveg', ['7590-VHVEG']],
  ['8010000017谢谢', ['8010000017']],
  ['帳號８０１００００００１７', ['80100000017']],
  ['我2026-12-03开户，账号8010000017', ['8010000017']],
  ['手机13812345678，账号8010000017', ['8010000017', '13812345678']],
  ['7590 - vhveg', ['7590-VHVEG']],
  ['12345678 87654321', ['1234567887654321', '12345678', '87654321']],
  ['AB12-3456', ['AB12-3456']],
  ['abc', []],
  ['50元', []],
  ['2026年', []],
  ['八零一零零零零零一七', ['8010000017']],
  ['hello 1234', ['1234']],
  ['1234.56', []],
  ['ID: A1234567', ['A1234567']],
  ['call me 13812345678', ['13812345678']],
  ['8010000017 or 7590-VHVEG or 1234 or 5678', ['7590-VHVEG', '8010000017', '1234']],
  ['', []],
  ['帐号是A1234567', ['A1234567']],
  ['abcd-efgh', []],
  ['1234-abcde', ['1234-ABCDE']],
  ['123', []],
  ['111111111111111111111', []],
  ['11111111111111111111', ['11111111111111111111']],
  ['我要充5000元，账号8010000017', ['8010000017']],
  ['my acct is 80-1000-0017', ['80-1000-0017']],
  ['8010 0000 17 and 8010 0000 18', ['8010000017', '8010000018']],
]

describe('account numbers', () => {
  it.each(TABLE)('%s: %s', (text, value) => expect(readAccountNumbers(text)).toEqual(value))

  it('are none for a text longer than 500 characters', () => {
    expect(readAccountNumbers(`8010000017${' '.repeat(500)}`)).toEqual([])
  })
})

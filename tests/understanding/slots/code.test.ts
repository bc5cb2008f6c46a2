import { describe, expect, it } from 'vitest'
import { readCode } from '../../../src/understanding/slots/code.ts'

const TABLE: readonly (readonly [text: string, code: string | null])[] = [
  ['123456', '123456'],
  ['123 456', '123456'],
  ['12 34 56', '123456'],
  ['1-2-3-4-5-6', '123456'],
  ['验证码是 123456', '123456'],
  ['my code is 12 34 56', '123456'],
  ['１２３４５６', '123456'],
  ['一二三四五六', '123456'],
  ['幺二三四五六', '123456'],
  ['12345', null],
  ['1234567', null],
  ['123456 and 7', null],
  ['123456，麻烦看一下', '123456'],
  ['code123456', '123456'],
  ['abc123456', null],
  ['G-123456', '123456'],
  ['12:34:56', null],
  ['123,456', null],
  ['十二万三千四百五十六', null],
  ['一 二 三 四 五 六', '123456'],
  ['是123456。', '123456'],
  ['123456元', '123456'],
  ['code: 123456', '123456'],
  ['OTP is 000000', '000000'],
  ['零零七零零七', '007007'],
  ['it is 12345 6', '123456'],
  ['123456 123456', null],
  ['1234567890', null],
  ['no code', null],
  ['12 34 5', null],
  ['123456abc', null],
  ['两二三四五六', '223456'],
  ['验证码是一二三四五六，谢谢', '123456'],
]

describe('a one-time code', () => {
  it.each(TABLE)('%s: %s', (text, value) => expect(readCode(text)).toEqual(value))

  it('is null for a text longer than 500 characters', () => {
    expect(readCode(`123456${' '.repeat(500)}`)).toEqual(null)
  })
})

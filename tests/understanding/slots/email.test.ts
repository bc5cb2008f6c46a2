import { expect, it } from 'vitest'
import { readEmail } from '../../../src/understanding/slots/email.ts'

const TABLE: readonly (readonly [text: string, email: string | null])[] = [
  ['my email is Zhang.San@QQ.com', 'Zhang.San@qq.com'],
  ['zhang@qq.com', 'zhang@qq.com'],
  ['ｚｈａｎｇ＠ｑｑ．ｃｏｍ', 'zhang@qq.com'],
  ['邮箱zhang@qq。com，谢谢', 'zhang@qq.com'],
  ['改成li_si+bill@sub.example.co.uk.', 'li_si+bill@sub.example.co.uk'],
  ['mail me at x@y.example!', 'x@y.example'],
  ['"x@y.org"', 'x@y.org'],
  ['<x@y.org>', 'x@y.org'],
  ['a@b.com a@b.com', 'a@b.com'],
  ['a@b.com, I mean A@B.com', 'A@b.com'],
  ['a@b.com or c@d.com', null],
  ['a@b.com, not a@b', null],
  ['a@b', null],
  ['a@b.c', null],
  ['a..b@c.com', null],
  ['foo@bar@baz.com', null],
  ['x@-y.org', null],
  ['x@y..org', null],
  ['x@y.123', null],
  ['zhang @ qq.com', null],
  ['@zhang', null],
  ['@', null],
  ['no email', null],
  ['', null],
  [`${'a'.repeat(64)}@b.com`, `${'a'.repeat(64)}@b.com`],
  [`${'a'.repeat(65)}@b.com`, null],
  [`a@${'b'.repeat(63)}.com`, `a@${'b'.repeat(63)}.com`],
  [`a@${'b'.repeat(64)}.com`, null],
  [`a@${'b.'.repeat(130)}com`, null],
  [`a@b.com${' '.repeat(493)}`, 'a@b.com'],
  [`a@b.com${' '.repeat(494)}`, null],
]

it.each(TABLE)('%s: %s', (text, email) => expect(readEmail(text)).toBe(email))

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentDisposition } from '../../../src/channels/files/file-answer.ts'
import { extensionOf, safeName } from '../../../src/channels/files/names.ts'

describe('a stored name', () => {
  it.each([
    ['bill.jpg', 'bill.jpg'],
    ['七月账单（新）.JPG', '七月账单（新）.jpg'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['..\\..\\windows\\system32\\cmd.exe', 'cmd.jpg'],
    ['C:\\Users\\lin\\bill.jpg', 'bill.jpg'],
    ['/', 'file.jpg'],
    ['..', 'file.jpg'],
    ['.htaccess', 'file.jpg'],
    ['.bashrc.jpg', 'bashrc.jpg'],
    ['a\0b.jpg', 'ab.jpg'],
    ['a\r\nSet-Cookie: x.jpg', 'aSet-Cookie_ x.jpg'],
    ['bill\u202egpj.exe', 'billgpj.jpg'],
    ['a\u2066b\u2069\u200bc\ufeff.jpg', 'abc.jpg'],
    ['a<b>:"|?*%c.jpg', 'a_b_______c.jpg'],
    ['con.jpg', '_con.jpg'],
    ['NUL', '_NUL.jpg'],
    ['com1.txt.jpg', '_com1.txt.jpg'],
    ['LPT² .jpg', '_LPT².jpg'],
    ['console.jpg', 'console.jpg'],
    ['bill. . .', 'bill.jpg'],
    ['  two   words  .jpg', 'two words.jpg'],
    ['e\u0301te\u0301.jpg', 'été.jpg'],
    ['half \ud83d.jpg', 'half \ufffd.jpg'],
    ['', 'file.jpg'],
  ])('of %j is %j', (name, stored) => {
    expect(safeName(name, 'jpg')).toBe(stored)
  })

  it('has at most 100 characters and 240 bytes, ending included', () => {
    expect(safeName('x'.repeat(500), 'docx')).toBe(`${'x'.repeat(95)}.docx`)
    const chinese = safeName('账'.repeat(500), 'docx')
    expect(Buffer.byteLength(chinese)).toBeLessThanOrEqual(240)
    expect(chinese).toMatch(/^账{70,}\.docx$/)
  })

  it('is safe for every string there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const stored = safeName(name, 'pdf')
        expect(stored).toMatch(
          /^[^./\\:*?"<>|\p{Cc}\u202a-\u202e\u2066-\u2069][^/\\:*?"<>|\p{Cc}\u202a-\u202e\u2066-\u2069]*\.pdf$/u,
        )
        expect([...stored].length).toBeLessThanOrEqual(100)
        expect(stored.isWellFormed()).toBe(true)
        expect(safeName(stored, 'pdf')).toBe(stored)
      }),
      { numRuns: 2_000 },
    )
  })
})

it.each([
  ['a.JPG', 'jpg'],
  ['a.tar.gz', 'gz'],
  ['a', ''],
  ['a.', ''],
  ['a.2024', ''],
  ['a.mp4', 'mp4'],
  ['dir.exe/a', ''],
  ['a.jpg .exe ', 'exe'],
  ['a.账单', ''],
])('the ending of %j is %j', (name, extension) => expect(extensionOf(name)).toBe(extension))

describe('a Content-Disposition', () => {
  it('has the name in ASCII and as it is', () => {
    expect(contentDisposition('attachment', "七月'账单 (1).pdf")).toBe(
      `attachment; filename="_'_ (1).pdf"; filename*=UTF-8''%E4%B8%83%E6%9C%88%27%E8%B4%A6%E5%8D%95%20%281%29.pdf`,
    )
  })

  it('cannot be broken out of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const header = contentDisposition('inline', name)
        expect(header).toMatch(
          /^inline; filename="[\x20\x21\x23-\x24\x26-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w%.!~-]*$/,
        )
      }),
    )
  })
})

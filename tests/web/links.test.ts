import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeHref, splitLinks } from '../../src/web/shared/links.ts'

const linksIn = (text: string) =>
  splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []))

describe('links in messages', () => {
  it.each([
    ['见https://x.example/a。谢谢', ['https://x.example/a']],
    ['（https://x.example/a?b=1&c=2）', ['https://x.example/a?b=1&c=2']],
    ['see (https://x.example/a_(b)), or http://y.example!', ['https://x.example/a_(b)', 'http://y.example']],
    ['HTTPS://X.EXAMPLE/A.', ['HTTPS://X.EXAMPLE/A']],
    [
      'https://x.example/#top, https://x.example:8080/',
      ['https://x.example/#top', 'https://x.example:8080/'],
    ],
    ['javascript:alert(1) data:text/html,x ftp://x.example www.x.example', []],
    ['https:// http://', []],
    ['https://bank.example@evil.example/', []],
    ['no link at all', []],
    ['', []],
  ])('of %j are %j', (text, links) => {
    expect(linksIn(text)).toEqual(links)
  })

  it('leave every character of the message where it was', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('https://x.example/', ').,', '(', '\u202e', '。谢谢', '\ud83d', '\n'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        expect(
          splitLinks(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })

  it('only ever lead to http and https', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true }), fc.string(), (url, around) => {
        for (const part of splitLinks(around + url)) {
          if (part.kind === 'link') expect(part.href).toMatch(/^https?:\/\//)
        }
      }),
    )
  })

  it('are found in a very long hostile text without looking at it more than a few times', () => {
    const hostile = `https://x.example/${')('.repeat(100_000)}${'.'.repeat(100_000)}${'https:'.repeat(50_000)}`
    expect(
      splitLinks(hostile)
        .map((part) => part.text)
        .join(''),
    ).toBe(hostile)
  })

  it.each(['javascript:alert(1)', 'https://user:pass@x.example', 'nonsense', '//x.example', ''])(
    'never open %j',
    (address) => {
      expect(safeHref(address)).toBeUndefined()
    },
  )
})

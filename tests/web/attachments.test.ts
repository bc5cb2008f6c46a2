import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCards, readFiles } from '../../src/web/widget/attachments.ts'

const CARD = 'application/vnd.microsoft.card.adaptive'
const NOW = Date.parse('2026-03-09T08:00:00Z')

describe('files of a message', () => {
  it('have a name, a kind, and a link that is known to work for less than the quarter of an hour it is signed for', () => {
    const [file] = readFiles(
      [{ contentType: 'image/png', name: '账单.png', contentUrl: 'https://a.example/files/1?s=x' }],
      NOW,
    )
    expect(file).toMatchObject({
      name: '账单.png',
      mediaType: 'image/png',
      url: 'https://a.example/files/1?s=x',
    })
    expect(file?.freshUntil).toBeGreaterThan(NOW)
    expect(file?.freshUntil).toBeLessThan(NOW + 15 * 60_000)
  })

  it('are shown without a link while there is none, or none that may be opened', () => {
    for (const contentUrl of [undefined, 'liuke-file:7', 'javascript:alert(1)', 'data:text/html,x', 7]) {
      expect(readFiles([{ contentType: 'image/png', name: 'a.png', contentUrl }], NOW)).toEqual([
        { name: 'a.png', mediaType: 'image/png' },
      ])
    }
  })

  it('without a name take it from their address', () => {
    expect(readFiles([{ contentUrl: 'https://a.example/x/b.pdf?s=1' }], NOW)[0]?.name).toBe('b.pdf')
    expect(readFiles([{ contentUrl: 'https://a.example/' }], NOW)[0]?.name).toBe('…')
  })

  it('are not cards, and cards are not files', () => {
    const card = { contentType: CARD, content: { type: 'AdaptiveCard' } }
    expect(readFiles([card], NOW)).toEqual([])
    expect(readCards([{ contentType: 'image/png', contentUrl: 'https://a.example/b.png' }], 'x')).toBe(
      undefined,
    )
    expect(readCards([card, { contentType: CARD }], 'Bill')).toEqual({
      contents: [{ type: 'AdaptiveCard' }],
      summary: 'Bill',
    })
  })

  it('are read whatever is there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(fc.object())), fc.anything(), (attachments, summary) => {
        for (const file of readFiles(attachments, NOW)) expect(file.name).not.toBe('')
        readCards(attachments, summary)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardLink, cleanCard } from '../../src/web/widget/card/content.ts'

const card = (...body: unknown[]) => ({ type: 'AdaptiveCard', version: '1.5', body })
const bodyOf = (...body: unknown[]) => cleanCard(card(...body))['body']

describe('a card in the widget', () => {
  it('keeps words, figures and inputs as they are', () => {
    const kept = [
      { type: 'TextBlock', text: '**您好** <b>x</b>', wrap: true },
      { type: 'RichTextBlock', inlines: ['a', { type: 'TextRun', text: 'b', weight: 'Bolder' }] },
      {
        type: 'ColumnSet',
        columns: [{ width: 'auto', items: [{ type: 'TextBlock', text: '1', wrap: true }] }],
      },
      { type: 'FactSet', facts: [{ title: 'A', value: '1' }] },
      { type: 'Input.ChoiceSet', id: 'x', choices: [{ title: 'A', value: 'a' }] },
      { type: 'Table', rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [] }] }] },
    ]
    expect(bodyOf(...kept)).toEqual(kept)
  })

  it('loads nothing: no picture, sound or background, however deep', () => {
    const hidden = [
      { type: 'Image', url: 'https://x.example/a.png' },
      { type: 'ImageSet', images: [{ type: 'Image', url: 'https://x.example/a.png' }] },
      { type: 'Media', poster: 'https://x.example/a.png', sources: [{ url: 'https://x.example/a.mp4' }] },
    ]
    const container = { type: 'Container', backgroundImage: { url: 'https://x.example/b.png' } }
    const button = { type: 'Action.Submit', title: 'A', iconUrl: 'https://x.example/c.png' }
    const cleaned = cleanCard({
      ...card(...hidden, { ...container, items: [{ ...container, items: hidden }] }),
      backgroundImage: 'https://x.example/d.png',
      actions: [button],
    })
    expect(JSON.stringify(cleaned)).not.toContain('x.example')
    expect(cleaned['actions']).toEqual([{ type: 'Action.Submit', title: 'A' }])
  })

  it('has no buttons but answers and https links; what stands in for another kind is used', () => {
    const submit = { type: 'Action.Submit', title: 'A', data: { type: 'Image', backgroundImage: 1 } }
    const actions = [
      submit,
      { type: 'Action.OpenUrl', title: 'B', url: 'https://a.example/b' },
      { type: 'Action.OpenUrl', title: 'C', url: 'http://a.example/b' },
      { type: 'Action.OpenUrl', title: 'D', url: 'javascript:alert(1)' },
      { type: 'Action.ShowCard', title: 'E', card: card() },
      { type: 'Action.Execute', title: 'F', verb: 'f', fallback: { ...submit, title: 'G' } },
      { type: 'Action.ToggleVisibility', title: 'H' },
    ]
    const cleaned = cleanCard({ ...card({ type: 'Container', selectAction: actions[3] }), actions })
    expect(cleaned['actions']).toEqual([
      submit,
      { type: 'Action.OpenUrl', title: 'B', url: 'https://a.example/b' },
      { ...submit, title: 'G' },
    ])
    expect(cleaned['body']).toEqual([{ type: 'Container' }])
  })

  it('shows what stands in for an element it does not have', () => {
    const fallback = { type: 'TextBlock', text: 'a chart', wrap: true }
    expect(bodyOf({ type: 'Chart.Line', fallback }, { type: 'Chart.Pie', fallback: 'drop' })).toEqual([
      fallback,
    ])
  })

  it('wraps every text', () => {
    expect(bodyOf({ type: 'TextBlock', text: 'x', wrap: false })).toEqual([
      { type: 'TextBlock', text: 'x', wrap: true },
    ])
  })

  it('is refused when it is none, or nested without end', () => {
    for (const other of [null, 7, 'x', [], {}, { type: 'Image' }]) expect(() => cleanCard(other)).toThrow()
    let deep: unknown = { type: 'TextBlock', text: 'x' }
    for (let depth = 0; depth < 5000; depth += 1) deep = { type: 'Container', items: [deep] }
    expect(() => cleanCard(card(deep))).toThrow(RangeError)
  })

  it('is cleaned whatever is in it, and is clean then', () => {
    fc.assert(
      fc.property(fc.array(fc.object({ maxDepth: 4 })), (body) => {
        const once = cleanCard(card(...body))
        expect(cleanCard(once)).toEqual(once)
      }),
    )
  })
})

describe('a link of a card', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['http://a.example/x', undefined],
    ['https://bank.example@evil.example/', undefined],
    ['javascript:alert(1)', undefined],
    [7, undefined],
  ])('%j opens %s', (address, href) => {
    expect(cardLink(address)).toBe(href)
  })
})

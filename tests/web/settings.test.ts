import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, paletteOf } from '../../src/web/widget/colors.ts'
import { lookPalette, readSettings } from '../../src/web/widget/settings.ts'

const settings = (attributes: Record<string, string>, page = '', browser: string[] = []) =>
  readSettings((name) => attributes[name] ?? null, page, browser)

describe('settings of the widget', () => {
  it('take the language of the script, then of the page, then of the browser', () => {
    expect(settings({ lang: 'en' }, 'zh-CN', ['zh']).language).toBe('en')
    expect(settings({ lang: 'auto' }, 'zh-CN', ['en']).language).toBe('zh')
    expect(settings({}, '', ['fr', 'zh-TW']).language).toBe('zh')
  })

  it('open only when asked to', () => {
    expect(settings({}).open).toBe(false)
    expect(settings({ open: 'false' }).open).toBe(false)
    expect(settings({ open: '' }).open).toBe(true)
    expect(settings({ open: 'true' }).open).toBe(true)
  })

  it('ignore a colour that is none', () => {
    for (const color of ['red', '#12', 'url(x)', '#1234567', '']) {
      expect(settings({ color }).palette).toBeUndefined()
    }
  })
})

describe('a company colour', () => {
  it('always leaves text readable, in light and in dark', () => {
    const channel = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const color = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
        const palette = paletteOf(color)!
        expect(palette.brand).toBe(color)
        expect(contrast(palette.brand, palette.onBrand)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(palette.light, '#ffffff')).toBeGreaterThanOrEqual(4.4)
        expect(contrast(palette.dark, '#141b1d')).toBeGreaterThanOrEqual(4.4)
      }),
    )
  })

  it('that can be read already is left alone', () => {
    expect(paletteOf('#0b6b66')).toMatchObject({ brand: '#0b6b66', onBrand: '#ffffff', light: '#0b6b66' })
    expect(paletteOf('#fc0')?.onBrand).toBe('#000000')
  })

  it('is compared as WCAG does', () => {
    expect(contrast('#000', '#fff')).toBeCloseTo(21, 5)
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
    expect(contrast('#777', 'blue')).toBeUndefined()
  })
})

describe('the look of a company', () => {
  it('has its own tone for text on the dark panel', () => {
    const color = { light: '#0b6b66', dark: '#6fd0c6' }
    expect(lookPalette({ position: 'right', color })).toEqual({ ...paletteOf('#0b6b66'), dark: '#6fd0c6' })
  })

  it('may leave the colours as they are', () => expect(lookPalette({ position: 'left' })).toBeUndefined())
})

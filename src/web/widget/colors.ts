/** Keeps text readable whatever colour a company gives the widget (WCAG 2.2, contrast of at least 4.5 to 1). */

type Rgb = readonly [number, number, number]

const READABLE = 4.5
const WHITE: Rgb = [255, 255, 255]
/** Of white and pure black, one always reads on any colour. */
const BLACK: Rgb = [0, 0, 0]
const PANEL: Readonly<Record<'light' | 'dark', Rgb>> = { light: WHITE, dark: [20, 27, 29] }

/** The widget's colours: `brand` as a surface, `onBrand` for text on it, `light`/`dark` for text on the panel. */
export interface Palette {
  readonly brand: string
  readonly onBrand: string
  readonly light: string
  readonly dark: string
}

function parse(color: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/iu.exec(color.trim())?.[1]
  if (!hex) return undefined
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  const channel = (from: number) => Number.parseInt(full.slice(from, from + 2), 16)
  return [channel(0), channel(2), channel(4)]
}

function print(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const value = part / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number] // map keeps the three channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function ratio(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number] // two in, two out
  return (high + 0.05) / (low + 0.05)
}

/** Contrast of two `#rgb` or `#rrggbb` colours, 1 to 21; undefined when one is no such colour. */
export function contrast(one: string, other: string): number | undefined {
  const [first, second] = [parse(one), parse(other)]
  return first && second ? ratio(first, second) : undefined
}

/** Moves a colour towards another in twentieths until it can be read on the background. */
function readableOn(background: Rgb, color: Rgb, towards: Rgb): Rgb {
  for (let step = 0; step <= 20; step += 1) {
    const share = step / 20
    const mixed = color.map((part, index) => part + (towards[index]! - part) * share)
    const candidate = mixed as unknown as Rgb // map keeps the three channels
    if (ratio(candidate, background) >= READABLE) return candidate
  }
  return towards
}

/** The palette of a company's colour; undefined when it is not written as `#rgb` or `#rrggbb`. */
export function paletteOf(color: string | null | undefined): Palette | undefined {
  const brand = color ? parse(color) : undefined
  if (!brand) return undefined
  const onBrand = ratio(brand, WHITE) >= ratio(brand, BLACK) ? WHITE : BLACK
  return {
    brand: print(brand),
    onBrand: print(onBrand),
    light: print(readableOn(PANEL.light, brand, BLACK)),
    dark: print(readableOn(PANEL.dark, brand, WHITE)),
  }
}

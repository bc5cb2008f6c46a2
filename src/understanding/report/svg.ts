/** Shapes of SVG, and where numbers go in them. */
import { escapeHtml } from './escape.ts'

/** A place of a drawing, in its own units. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Maps 0..1 onto a box, upwards; what lies outside is drawn at the edge. */
export function placeIn(box: Box) {
  const within = (share: number) => Math.min(1, Math.max(0, share))
  return {
    x: (share: number) => box.x + within(share) * box.width,
    y: (share: number) => box.y + (1 - within(share)) * box.height,
  }
}

/** Bars that stand side by side and fill a box, each as high as its part of the greatest value. */
export function barsIn(box: Box, values: readonly number[], gap: number): Box[] {
  const most = Math.max(...values, 0)
  const step = box.width / values.length
  return values.map((value, i) => {
    const height = most === 0 ? 0 : (value / most) * box.height
    return { x: box.x + i * step + gap / 2, y: box.y + box.height - height, width: step - gap, height }
  })
}

/** A whole drawing. @param label says to people who do not see it what it shows */
export function svg(width: number, height: number, label: string, parts: readonly string[]): string {
  const size = `viewBox="0 0 ${width} ${round(height)}"`
  return `<svg class="chart" ${size} role="img" aria-label="${escapeHtml(label)}">${parts.join('')}</svg>`
}

/** A rectangle; nothing where it has no height. */
export function rect(kind: string, { x, y, width, height }: Box): string {
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`
  return height <= 0 ? '' : `<rect class="${kind}" ${place}/>`
}

export function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`
}

/** Words, escaped; `anchor` says which part of them stands at the place. */
export function text(anchor: 'start' | 'middle' | 'end', x: number, y: number, words: string): string {
  return `<text text-anchor="${anchor}" x="${round(x)}" y="${round(y)}">${escapeHtml(words)}</text>`
}

export function circle(kind: string, x: number, y: number, radius: number): string {
  return `<circle class="${kind}" cx="${round(x)}" cy="${round(y)}" r="${radius}"/>`
}

/** A line through all points. */
export function polyline(kind: string, points: readonly (readonly [number, number])[]): string {
  const places = points.map(([x, y]) => `${round(x)},${round(y)}`)
  return `<polyline class="${kind}" points="${places.join(' ')}"/>`
}

/** A hundredth of a unit cannot be seen. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}

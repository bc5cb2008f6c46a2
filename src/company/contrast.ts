/** How well one colour reads on another (WCAG 2.2, contrast ratio). */

/** `#rgb` or `#rrggbb`. */
export const COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

/** What text needs: https://www.w3.org/TR/WCAG22/#contrast-minimum. */
export const READABLE = 4.5

/**
 * The contrast ratio of two colours, from 1 to 21.
 * @param one,other as {@link COLOR} has them
 */
export function contrastOf(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05)
}

/** Relative luminance, from 0 to 1. */
function luminance(color: string): number {
  const digits = color.slice(1)
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const channel = (from: number): number => {
    const value = Number.parseInt(full.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

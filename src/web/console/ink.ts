/**
 * The colours charts are drawn with. They are after Okabe and Ito (2008), told apart with every kind of colour
 * vision, and stand out from their ground by at least 3 to 1.
 */

/** Colours for one appearance. */
export interface Ink {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly panel: string
  /** What the chart is about. */
  readonly main: string
  /** What it is compared with. */
  readonly other: string
  /** What is yet to come. */
  readonly ahead: string
  /** Fill of an interval, over the ground. */
  readonly band: string
  readonly low: string
  readonly medium: string
  readonly high: string
}

const LIGHT: Ink = {
  text: '#17211f',
  muted: '#566563',
  line: '#dde4e3',
  panel: '#ffffff',
  main: '#0072b2',
  other: '#7f8b89',
  ahead: '#c24e00',
  band: 'rgba(213, 94, 0, 0.16)',
  low: '#0072b2',
  medium: '#b87d00',
  high: '#c24e00',
}

const DARK: Ink = {
  text: '#e7eeec',
  muted: '#a3b3b0',
  line: '#2c383a',
  panel: '#141b1d',
  main: '#56b4e9',
  other: '#84938f',
  ahead: '#e69f00',
  band: 'rgba(230, 159, 0, 0.2)',
  low: '#56b4e9',
  medium: '#f0e442',
  high: '#ff8a3d',
}

export function inkOf(dark: boolean): Ink {
  return dark ? DARK : LIGHT
}

/** Limits of the bands of the churn risk, as everywhere. */
const MEDIUM = 0.2
const HIGH = 0.4

/** The colour of a risk. @param risk 0..1; null while nobody has a score */
export function riskInk(risk: number | null, ink: Ink): string {
  if (risk === null) return ink.other
  if (risk >= HIGH) return ink.high
  return risk >= MEDIUM ? ink.medium : ink.low
}

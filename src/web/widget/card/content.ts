/** Leaves of a card what the widget shows: words, figures, inputs, answers and https links; never a picture. */

import { safeHref } from '../../shared/links.ts'

type Json = Readonly<Record<string, unknown>>

const ELEMENTS = new Set([
  'AdaptiveCard',
  'ActionSet',
  'Column',
  'ColumnSet',
  'Container',
  'FactSet',
  'Input.ChoiceSet',
  'Input.Date',
  'Input.Number',
  'Input.Text',
  'Input.Time',
  'Input.Toggle',
  'RichTextBlock',
  'Table',
  'TableCell',
  'TableRow',
  'TextBlock',
  'TextRun',
])

/** Would load something, sign in somewhere, or open outside the widget's own tree. */
const UNWANTED = new Set([
  '$schema',
  'authentication',
  'backgroundImage',
  'choices.data',
  'fallback',
  'iconUrl',
  'metadata',
  'mode',
  'refresh',
])

/** Deeper than any card people read; a card that is deeper is shown as text. */
const DEEPEST = 40

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The address a card's link opens: https only, and none with a user name in it.
 * @returns undefined for any other
 */
export function cardLink(address: unknown): string | undefined {
  const href = typeof address === 'string' ? safeHref(address) : undefined
  return href?.startsWith('https:') ? href : undefined
}

function cleanAction(action: Json): Json | undefined {
  const { type, title, tooltip, style, data, url, id, isEnabled, associatedInputs } = action
  const shown = { type, title, tooltip, style, id, isEnabled }
  if (type === 'Action.Submit') return withoutUndefined({ ...shown, data, associatedInputs })
  const href = type === 'Action.OpenUrl' ? cardLink(url) : undefined
  if (href) return withoutUndefined({ ...shown, url: href })
  // Another kind of action may say what stands in for it.
  return isObject(action['fallback']) ? cleanAction(action['fallback']) : undefined
}

function withoutUndefined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function clean(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new RangeError('The card is nested too deeply.')
  if (Array.isArray(value)) {
    return value.map((item: unknown) => clean(item, depth + 1)).filter((item) => item !== undefined)
  }
  if (!isObject(value)) return value
  const { type, fallback } = value
  if (typeof type === 'string' && type.startsWith('Action.')) return cleanAction(value)
  if (typeof type === 'string' && !ELEMENTS.has(type)) {
    return isObject(fallback) ? clean(fallback, depth + 1) : undefined
  }
  const kept = Object.entries(value)
    .filter(([name, field]) => !UNWANTED.has(name) && field !== 'filtered')
    .map(([name, field]) => [name, clean(field, depth + 1)] as const)
  // In a narrow panel a line that does not wrap is a line nobody can read.
  if (type === 'TextBlock') kept.push(['wrap', true])
  return withoutUndefined(Object.fromEntries(kept))
}

/**
 * A copy of an Adaptive Card with nothing in it that the widget does not show.
 * @throws RangeError when it is nested too deeply, TypeError when it is no card
 */
export function cleanCard(card: unknown): Json {
  const cleaned = clean(card, 0)
  if (!isObject(cleaned) || cleaned['type'] !== 'AdaptiveCard') {
    throw new TypeError('This is not an Adaptive Card.')
  }
  return cleaned
}

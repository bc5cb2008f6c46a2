/** Tags and days of entries: what may stand there. */

import type { YamlSource } from '../company/yaml-source.ts'
import { problem } from './problem-codes.ts'
import type { Problem, Validity } from './types.ts'

/** Small letters, digits and hyphens between them. */
const TAG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Whether a text may be a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text)
}

/** Tags that are none, or stand twice. */
export function tagProblems(tags: readonly string[], source: YamlSource, index: number): Problem[] {
  return tags.flatMap((tag, item) => {
    const at = { file: source.file, line: source.lineOf([index, 'tags', item]) }
    if (!isTag(tag)) {
      const fix = 'Write small letters, digits and hyphens: summer-sale.'
      return [problem('entry_tag', at, `The tag ${tag} is not written like a tag.`, fix)]
    }
    if (tags.indexOf(tag) === item) return []
    return [problem('entry_tag', at, `The tag ${tag} stands here twice.`, 'Take one out.')]
  })
}

/** Days that do not exist, and an end before the beginning. */
export function validityProblems(
  valid: { readonly from?: string | undefined; readonly until?: string | undefined } | undefined,
  source: YamlSource,
  index: number,
): Problem[] {
  if (valid === undefined) return []
  const { from, until } = valid
  const at = (name: 'from' | 'until') => ({
    file: source.file,
    line: source.lineOf([index, 'valid', name]),
  })
  const wrong = (['from', 'until'] as const).flatMap((name) => {
    const day = valid[name]
    if (day === undefined || isDay(day)) return []
    return [problem('entry_validity', at(name), `${day} is not a day.`, 'Write a day as 2026-12-31.')]
  })
  if (wrong.length > 0 || from === undefined || until === undefined || from <= until) return wrong
  const message = `The entry ends on ${until}, before it begins on ${from}.`
  return [problem('entry_validity', at('until'), message, 'Exchange the two days, or correct one.')]
}

/** The days of an entry as they are kept: undefined where it is always answered. */
export function validityOf(
  valid: { readonly from?: string | undefined; readonly until?: string | undefined } | undefined,
): Validity | undefined {
  const { from, until } = valid ?? {}
  if (from === undefined && until === undefined) return undefined
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
}

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** How an entry stands on a day. @param day `YYYY-MM-DD`, where the company is */
export function standingOf(
  valid: Validity | undefined,
  day: string,
): 'always' | 'now' | 'coming' | 'expired' {
  if (valid === undefined) return 'always'
  if (valid.from !== undefined && day < valid.from) return 'coming'
  return valid.until !== undefined && day > valid.until ? 'expired' : 'now'
}

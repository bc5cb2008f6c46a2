/** Which greeting a page shows, and when: pure, over what the server sent and what the visitor has done. */

import type { Language } from '../strings.ts'

/** Who reads it: `hant` is Chinese in traditional characters. */
export type Reader = Language | 'hant'

/** A greeting as the server sends it: its hours hold now, its starters are questions. */
export interface GreetingRule {
  readonly id: string
  /** Paths, `*` for any signs; everywhere when empty. */
  readonly pages: readonly string[]
  readonly after: { readonly seconds?: number; readonly idle?: number; readonly scroll?: number }
  readonly language?: Language
  readonly text: Readonly<Record<Reader, string>>
  readonly starters: Readonly<Record<Reader, readonly string[]>>
  readonly days: number
}

/** What the visitor has done on this page. */
export interface Visit {
  /** Since the page was opened, and since something was last done, in seconds. */
  readonly seconds: number
  readonly idle: number
  /** How far down the end of the view has been, in percent of the page. */
  readonly scroll: number
}

/** When each greeting was shown, by its id, in milliseconds since 1970. */
export type Shown = Readonly<Record<string, number>>

const DAY_MS = 86_400_000

/** The greetings that may come up on a page, in their order. */
export function candidates(
  rules: readonly GreetingRule[],
  path: string,
  language: Language,
  shown: Shown,
  now: number,
): GreetingRule[] {
  return rules.filter((rule) => {
    const last = Object.hasOwn(shown, rule.id) ? shown[rule.id] : undefined
    // A clock that was put back does not keep a greeting away for ever.
    const isRecent = last !== undefined && Math.abs(now - last) < rule.days * DAY_MS
    const isHere = rule.pages.length === 0 || rule.pages.some((page) => pathMatches(page, path))
    return isHere && !isRecent && (rule.language ?? language) === language
  })
}

/** The first greeting whose time has come. */
export function dueOf(
  rules: readonly GreetingRule[],
  { seconds, idle, scroll }: Visit,
): GreetingRule | undefined {
  return rules.find(
    ({ after }) =>
      seconds >= (after.seconds ?? Infinity) ||
      idle >= (after.idle ?? Infinity) ||
      scroll >= (after.scroll ?? Infinity),
  )
}

/** Whether a path is what a pattern means; `*` stands for any signs, `/` among them. Linear for each `*`. */
export function pathMatches(pattern: string, path: string): boolean {
  const [start = '', ...parts] = pattern.split('*')
  if (parts.length === 0) return path === pattern
  if (!path.startsWith(start)) return false
  const end = parts.pop() ?? ''
  let at = start.length
  for (const part of parts) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return path.length - at >= end.length && path.endsWith(end)
}

/** Reads what was kept of greetings; anything unreadable counts as nothing shown. */
export function readShown(json: string | null): Shown {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    )
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

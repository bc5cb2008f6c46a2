/** Decides what a key press means on the page of unanswered questions. */

import type { KeyPress } from '../../staff/key-press.ts'

/** What the page can be told by a key; `candidate` counts from 0. */
export type Command =
  | { readonly is: (typeof PLAIN)[keyof typeof PLAIN] | 'undo' | 'back' | 'none' }
  | { readonly is: 'candidate'; readonly at: number }

/** Where a press happened, on this page. */
export interface UnansweredPress extends KeyPress {
  /** `groups`: where arrows go from group to group. */
  readonly within: 'groups' | 'examples' | undefined
}

const PLAIN = {
  j: 'next',
  k: 'previous',
  n: 'create',
  '/': 'search',
  '、': 'search',
  o: 'out-of-scope',
  d: 'dismiss',
  s: 'split',
  x: 'toggle',
  '?': 'shortcuts',
  '？': 'shortcuts',
} as const

/** So many candidates have a key. */
export const CANDIDATE_KEYS = 5

/** The command of a key press, or undefined. `none` is a key that does nothing here, and elsewhere leaves the page. */
export function commandOf(press: UnansweredPress): Command | undefined {
  const { key, within } = press
  if (press.composing || press.inDialog) return undefined
  if (key === 'Escape') return { is: 'back' }
  if (press.inText) return undefined
  if (press.modified) return key === 'z' ? { is: 'undo' } : undefined
  if (within === 'groups' && key === 'ArrowDown') return { is: 'next' }
  if (within === 'groups' && key === 'ArrowUp') return { is: 'previous' }
  if (!press.letters) return undefined
  if (/^[1-9]$/.test(key)) {
    const at = Number(key) - 1
    return at < CANDIDATE_KEYS ? { is: 'candidate', at } : { is: 'none' }
  }
  const letter = key.toLowerCase()
  if (letter === 'u') return { is: 'undo' }
  // Own keys only, so this is one of the table's.
  return Object.hasOwn(PLAIN, letter) ? { is: PLAIN[letter as keyof typeof PLAIN] } : undefined
}

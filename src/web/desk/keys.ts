/** Decides what a key press means on the desk. */

import type { KeyPress } from '../staff/key-press.ts'

/** What the desk can be told by a key. */
export type Command =
  | 'next'
  | 'previous'
  | 'claim'
  | 'reply'
  | 'note'
  | 'transfer'
  | 'search'
  | 'inbox'
  | 'status'
  | 'accept'
  | 'decline'
  | 'back'
  | 'shortcuts'

/** Where a press happened, on the desk. */
export interface DeskPress extends KeyPress {
  readonly inList: boolean
}

const LETTERS: Readonly<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  c: 'claim',
  r: 'reply',
  n: 'note',
  t: 'transfer',
  '/': 'search',
  '、': 'search',
  i: 'inbox',
  y: 'accept',
  x: 'decline',
  '?': 'shortcuts',
  '？': 'shortcuts',
}

/** The command of a key press, or undefined. Arrows move only within the list, elsewhere they scroll. */
export function commandOf(press: DeskPress): Command | undefined {
  if (press.composing || press.modified || press.inDialog) return undefined
  if (press.key === 'Escape') return 'back'
  if (press.inText) return undefined
  if (press.inList && press.key === 'ArrowDown') return 'next'
  if (press.inList && press.key === 'ArrowUp') return 'previous'
  // With Shift: what one is seen as is not to change by a slip.
  if (press.letters && press.key === 'A') return 'status'
  const letter = press.key.toLowerCase()
  return press.letters && Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined
}

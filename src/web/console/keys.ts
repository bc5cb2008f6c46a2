/** Decides what a key press means on the console. */

import type { KeyPress } from '../staff/key-press.ts'

/** `{ page: 0 }` is the first page of the navigation. */
export type Command = { readonly is: 'shortcuts' } | { readonly is: 'page'; readonly page: number }

/** The command of a key press, or undefined. */
export function commandOf(press: KeyPress): Command | undefined {
  if (press.composing || press.modified || press.inDialog || press.inText || !press.letters) return undefined
  if (press.key === '?' || press.key === '？') return { is: 'shortcuts' }
  return /^[1-9]$/.test(press.key) ? { is: 'page', page: Number(press.key) - 1 } : undefined
}

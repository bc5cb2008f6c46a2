/** Decides what a key press means on the console. */

/** The parts of a key press that matter, and where it happened. */
export interface KeyPress {
  readonly key: string
  /** Ctrl, Alt or Meta is held: the browser's own shortcuts stay the browser's. */
  readonly modified: boolean
  /** An input method is composing: its keys are its own. */
  readonly composing: boolean
  readonly inText: boolean
  readonly inDialog: boolean
  /** Whether the reader wants shortcuts of a single letter. */
  readonly letters: boolean
}

/** `{ page: 0 }` is the first page of the navigation. */
export type Command = { readonly is: 'shortcuts' } | { readonly is: 'page'; readonly page: number }

/** The command of a key press, or undefined. */
export function commandOf(press: KeyPress): Command | undefined {
  if (press.composing || press.modified || press.inDialog || press.inText || !press.letters) return undefined
  if (press.key === '?' || press.key === '？') return { is: 'shortcuts' }
  return /^[1-9]$/.test(press.key) ? { is: 'page', page: Number(press.key) - 1 } : undefined
}

/** Decides what a key press means on the desk. */

/** What the desk can be told by a key. */
export type Command = 'next' | 'previous' | 'claim' | 'reply' | 'back' | 'shortcuts'

/** The parts of a key press that matter, and where it happened. */
export interface KeyPress {
  readonly key: string
  /** Ctrl, Alt or Meta is held: the browser's own shortcuts stay the browser's. */
  readonly modified: boolean
  /** An input method is composing: its keys are its own. */
  readonly composing: boolean
  readonly inText: boolean
  readonly inList: boolean
  readonly inDialog: boolean
  /** Whether the agent wants shortcuts of a single letter. */
  readonly letters: boolean
}

const LETTERS: Readonly<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  c: 'claim',
  r: 'reply',
  '?': 'shortcuts',
  '？': 'shortcuts',
}

/** The command of a key press, or undefined. Arrows move only within the list, elsewhere they scroll. */
export function commandOf(press: KeyPress): Command | undefined {
  if (press.composing || press.modified || press.inDialog) return undefined
  if (press.key === 'Escape') return 'back'
  if (press.inText) return undefined
  if (press.inList && press.key === 'ArrowDown') return 'next'
  if (press.inList && press.key === 'ArrowUp') return 'previous'
  const letter = press.key.toLowerCase()
  return press.letters && Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined
}

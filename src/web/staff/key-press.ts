/** A key press, as pages decide about it. */

/** The parts of a key press that matter, and where it happened. */
export interface KeyPress {
  readonly key: string
  /** Ctrl, Alt or Meta is held: the browser's own shortcuts stay the browser's. */
  readonly modified: boolean
  /** An input method is composing: its keys are its own. */
  readonly composing: boolean
  /** In a field one writes in. */
  readonly inText: boolean
  readonly inDialog: boolean
  /** Whether the reader wants shortcuts of a single letter. */
  readonly letters: boolean
}

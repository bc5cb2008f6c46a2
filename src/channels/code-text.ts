/** What a one-time code is sent with: subject and text in the customer's language, from the corpus. */

import { type Phrases, say } from '../corpus/phrases.ts'
import type { Notice } from '../customers/notices.ts'

/** The words around a code. */
export interface CodeText {
  /** One line; only mail has it. */
  readonly subject: string
  /** Plain text with the code in it. */
  readonly text: string
}

/** Words a notice. */
export type CodeTextOf = (notice: Notice) => CodeText

/** Words notices with `code.subject` and `code.text` of the corpus that is live at that moment. */
export function codeTextOf(phrases: () => Phrases): CodeTextOf {
  return ({ language, code, minutes }) => ({
    subject: say(phrases(), 'code.subject', language),
    text: say(phrases(), 'code.text', language, { code, minutes }),
  })
}

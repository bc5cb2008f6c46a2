/** What codes and news of changes are sent with: subject and text in the customer's language, from the corpus. */

import { type Phrases, say } from '../corpus/phrases.ts'
import type { Notice } from '../customers/notices.ts'

/** The words of a notice. */
export interface CodeText {
  /** One line; only mail has it. */
  readonly subject: string
  /** Plain text, with the code in it where there is one. */
  readonly text: string
}

/** Words a notice. */
export type CodeTextOf = (notice: Notice) => CodeText

const MINUTES_OF_HOUR = 60
const MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR

/** Words notices with the phrases of the corpus that is live at that moment. */
export function codeTextOf(phrases: () => Phrases): CodeTextOf {
  return (notice) => {
    const { kind, language, minutes } = notice
    switch (kind) {
      case 'code':
        return {
          subject: say(phrases(), 'code.subject', language),
          text: say(phrases(), 'code.text', language, { code: notice.code, minutes }),
        }
      case 'port-code': {
        const hours = Math.ceil(minutes / MINUTES_OF_HOUR)
        return {
          subject: say(phrases(), 'notice.port-subject', language),
          text: say(phrases(), 'notice.port-text', language, { code: notice.code, hours }),
        }
      }
      case 'contact-change': {
        const what = say(phrases(), `details.${notice.field}`, language)
        const days = Math.ceil(minutes / MINUTES_OF_DAY)
        return {
          subject: say(phrases(), 'notice.contact-subject', language, { what }),
          text: say(phrases(), 'notice.contact-text', language, { days, what }),
        }
      }
    }
  }
}

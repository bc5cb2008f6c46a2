/** What sections of a churn report write with. */

import type { Inline } from '../../understanding/report/blocks.ts'
import type { Format } from '../../understanding/report/format.ts'
import type { Strings } from './strings-en.ts'

/** Words and numbers of one language. */
export interface Writing {
  readonly strings: Strings
  readonly format: Format
  /** A group of reasons, as people call it. */
  groupTitle(group: string): string
  strong(text: string): Inline
}

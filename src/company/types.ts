/** What is known about the company, as plain data. */

import type { Problem } from './problems.ts'

/** The two languages everything is written in. */
export type Language = 'zh' | 'en'

/** Text side by side in both languages. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** What is known about the company. */
export interface Company {
  /**
   * Values by dotted name (`plan.basic.price`). Numbers stand as they are written in the file;
   * lists and yes-or-no values cannot be quoted and are not here.
   */
  readonly variables: ReadonlyMap<string, string | Bilingual>
  /** IANA name, from `company.time_zone`; UTC when that is missing or unknown, which is a problem. */
  readonly timeZone: string
  /** Everything wrong in the tables, in reading order. */
  readonly problems: readonly Problem[]
}

/** What the page that imports and exports a corpus and the server say to each other. */

import type { ItemDifference, ItemProblem } from '../corpus/revisions/types.ts'
import type { ExchangeFormat } from '../jobs/exchange/given.ts'

export type { ExchangeFormat } from '../jobs/exchange/given.ts'

/** Something that is not kept. */
export interface LostSaid {
  /** A sentence in each language. */
  readonly zh: string
  readonly en: string
}

/**
 * GET api/console/corpus/export?format=&which= ; `which` is live, draft, or the number of a revision. The answer is a file, or
 * a .zip where there are several. GET api/console/corpus/export/about with the same gives this.
 */
export interface ExportAbout {
  readonly format: ExchangeFormat
  readonly which: string
  /** As it would be called. */
  readonly name: string
  /** How many files it holds, and how large it is, in bytes. */
  readonly files: number
  readonly bytes: number
  /** What the format does not hold. */
  readonly lost: readonly LostSaid[]
}

/**
 * POST api/console/corpus/import?format=&mode=merge|replace&language=zh|en|auto&dryRun=true|false&shown= with the files as
 * multipart/form-data, or with one file as the body and its name in `name`. `shown` is the fingerprint of what was shown: 409
 * `ImportOutdated` where the import would do something else by now.
 */
export interface ImportAnswer {
  readonly items: readonly ItemDifference[]
  readonly counts: { readonly added: number; readonly changed: number; readonly removed: number }
  /** What the files hold and we cannot keep. */
  readonly lost: readonly LostSaid[]
  /** Errors first; the first 200. */
  readonly problems: readonly ItemProblem[]
  readonly errors: number
  readonly warnings: number
  readonly fingerprint: string
  readonly applied: boolean
  /** Ids of the draft changes, to be taken back together, oldest first. */
  readonly changes: readonly string[]
}

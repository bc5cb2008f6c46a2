/** What curation works with: the store, the corpus in force in this process, and where seed and models are. */

import type { Store } from '../../conversations/store.ts'
import type { Logger } from '../../log.ts'
import type { Understanding } from '../../understanding/types.ts'
import type { Corpus } from '../types.ts'

/** Made once by the server, or by a command. */
export interface Curation {
  readonly store: Store
  /** The seed, and the interchange format; the truth only until there is a revision. */
  readonly corpusFolder: string
  readonly companyFolder: string
  /** Folder of trained models. */
  readonly modelFolder: string
  /** Seed of training. */
  readonly modelSeed: number
  /** Whether somebody else has to approve what is to be published. */
  readonly fourEyes: boolean
  /** The corpus in force here, and what its model makes of a text. */
  readonly corpus: () => Corpus
  readonly understand: (text: string) => Promise<Understanding>
  readonly log: Logger
}

/** Measures what is live, once for each corpus that comes into force. */

import type { Curation } from '../../corpus/revisions/context.ts'
import type { Corpus } from '../../corpus/types.ts'
import { type MeasuredRevision, readContents, readHistory } from './history.ts'
import { labInProcess } from './lab-in-process.ts'
import { askHeldOut, type Measurement, measurementOf } from './measurement.ts'
import type { NearPair } from './nearest-pairs.ts'

/** What was found; `measuredAt` in milliseconds since 1970. */
export interface LabResult {
  /** What was measured. */
  readonly corpus: Corpus
  readonly measuredAt: number
  readonly measurement: Measurement
  readonly pairs: readonly NearPair[]
}

/** A published revision; `coverage` is the share of entries with held-out questions in both languages. */
export interface CoveredRevision extends MeasuredRevision {
  readonly coverage: number | null
}

/** More pairs than anybody reads. */
const PAIRS = 30

/** Whoever asks while it is measured waits for the same measurement. */
export class TestLab {
  readonly #curation: Curation
  /** A corpus comes with its model, and is never changed once it is in force. */
  readonly #results = new WeakMap<Corpus, Promise<LabResult>>()
  /** By number of the revision, which never changes what it covers. */
  readonly #coverage = new Map<number, number | null>()

  constructor(curation: Curation) {
    this.#curation = curation
  }

  /** @throws LiukeError `test_lab_failed` */
  read(): Promise<LabResult> {
    const corpus = this.#curation.corpus()
    const known = this.#results.get(corpus)
    if (known !== undefined) return known
    const result = this.#measure(corpus)
    this.#results.set(corpus, result)
    // What failed may succeed the next time.
    result.catch(() => this.#results.delete(corpus))
    return result
  }

  /** Published revisions, oldest first. @throws LiukeError `test_lab_failed` */
  async history(): Promise<readonly CoveredRevision[]> {
    const { store } = this.#curation
    const revisions = await readHistory(store)
    const unknown = revisions.flatMap(({ revision }) => (this.#coverage.has(revision) ? [] : revision))
    if (unknown.length > 0) {
      const contents = await readContents(store, unknown)
      const { coverage } = await labInProcess({ entries: [], limit: 0, revisions: contents })
      for (const { revision, share } of coverage) this.#coverage.set(revision, share)
    }
    return revisions.map((one) => ({ ...one, coverage: this.#coverage.get(one.revision) ?? null }))
  }

  async #measure(corpus: Corpus): Promise<LabResult> {
    const { understand, store } = this.#curation
    const entries = [...corpus.entries.values()].filter(({ kind }) => kind !== 'small-talk')
    const finding = labInProcess({
      entries: entries.map(({ id, phrases }) => ({ id, phrases })),
      limit: PAIRS,
      revisions: [],
    })
    // Asking may fail first; whoever waits hears of this one below.
    finding.catch(() => undefined)
    const asked = await askHeldOut(corpus, understand)
    const { pairs } = await finding
    // Another corpus came into force while this one was asked: some answers are its model's.
    if (this.#curation.corpus() !== corpus) return this.read()
    return {
      ...{ corpus, pairs, measuredAt: store.now() },
      measurement: measurementOf(asked, corpus.entries.keys()),
    }
  }
}

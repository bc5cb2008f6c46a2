/** Entries of a revision that quote values the company no longer has: left out of answering, so that all others are answered. */

import type { Corpus, Entry, Problem } from '../corpus/types.ts'
import { LiukeError } from '../errors.ts'

/** Before the first day anybody asks. */
const NEVER = { until: '1970-01-01' }
/** Ids that are named in the warning. */
const NAMED = 20

/** A corpus that can be used, and what had to be left out of it. */
export interface UsableCorpus {
  readonly corpus: Corpus
  /** Null where nothing is left out. */
  readonly warning: LiukeError | null
}

/**
 * The corpus with the entries that quote what is gone treated as over: they are neither answered nor offered, and whoever asks
 * for one is told that the bot does not know. A revision was right when it was published; only the company's figures have
 * changed since. Null where something else is wrong: wording that quotes what is gone cannot be left out.
 */
export function withoutBroken(corpus: Corpus): UsableCorpus | null {
  const errors = corpus.problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return { corpus, warning: null }
  const all = [...corpus.entries.values()]
  const broken = new Set<string>()
  for (const error of errors) {
    const entry = error.code === 'variable_unknown' ? entryAt(all, error) : undefined
    if (entry === undefined) return null
    broken.add(entry.id)
  }
  const entries = new Map(
    all.map((entry) => [entry.id, broken.has(entry.id) ? { ...entry, valid: NEVER } : entry]),
  )
  const names = [...broken].slice(0, NAMED).join(', ')
  const warning = new LiukeError(
    'entries_left_out',
    `${broken.size} of ${entries.size} entries quote values the company no longer has, and are not answered: ${names}${broken.size > NAMED ? ', …' : ''}.`,
    "Put the values back into the company's tables and start again, or correct the answers and publish.",
  )
  return { corpus: { ...corpus, entries }, warning }
}

/** The entry in which a problem stands. */
function entryAt(entries: readonly Entry[], { file, line }: Problem): Entry | undefined {
  return entries
    .filter((entry) => entry.file === file && entry.line <= line)
    .toSorted((a, b) => b.line - a.line)[0]
}

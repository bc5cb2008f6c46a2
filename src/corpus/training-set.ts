/** What the model learns from a corpus. */

import type { LabelledUtterance, TrainingSet } from '../understanding/types.ts'
import type { Corpus } from './types.ts'

/**
 * All phrases of all entries with their ids as labels, small talk included; titles apart; and the
 * questions that are nobody's business. Held-out questions are never part of it.
 * @param seed any integer; the same corpus and seed train the same model
 */
export function trainingSetOf(corpus: Corpus, seed = 1): TrainingSet {
  const rows: LabelledUtterance[] = []
  const titles: LabelledUtterance[] = []
  for (const entry of corpus.entries.values()) {
    for (const text of entry.phrases.zh) rows.push({ text, label: entry.id })
    for (const text of entry.phrases.en) rows.push({ text, label: entry.id })
    titles.push({ text: entry.title.zh, label: entry.id }, { text: entry.title.en, label: entry.id })
  }
  return { rows, background: corpus.background, titles, seed }
}

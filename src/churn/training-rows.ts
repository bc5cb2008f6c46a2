/** Reads what a model learns from: the customers whose outcome is known, today or as of a day. */

import type { Store } from '../conversations/store.ts'
import { type CutoffQuestion, customersAt } from '../customers/churn-outcomes.ts'
import { churnRows } from '../customers/churn-rows.ts'
import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import type { TrainingNote } from './model.ts'

/** With fewer customers of known outcome a model says nothing. */
export const LEARN_FROM = 200

/** What is learnt from. */
export interface TrainingRows {
  readonly rows: readonly Row[]
  readonly notes: readonly TrainingNote[]
  readonly cutoff: CutoffQuestion | undefined
}

/**
 * All rows at once: seconds of work with many customers, so not for a process that answers people. With a cut-off,
 * and nobody of whom the day of leaving is known, those of today, and a note says so.
 * @throws LiukeError `churn_too_few`, and those of `customersAt`
 */
export async function trainingRows(
  store: Pick<Store, 'db' | 'now'>,
  mapping: Mapping,
  cutoff: CutoffQuestion | undefined,
): Promise<TrainingRows> {
  const found = await rowsOf(store, mapping, cutoff)
  if (found.rows.length >= LEARN_FROM) return found
  throw new LiukeError(
    'churn_too_few',
    `${found.rows.length} customers have a known outcome; a model needs at least ${LEARN_FROM}.`,
    found.cutoff === undefined
      ? 'Import customers with the column that says who left.'
      : 'Take another day, or train without --cutoff.',
  )
}

async function rowsOf(
  store: Pick<Store, 'db' | 'now'>,
  mapping: Mapping,
  cutoff: CutoffQuestion | undefined,
): Promise<TrainingRows> {
  const notes: TrainingNote[] = []
  if (cutoff !== undefined) {
    const { rows, left, undated, changedSince } = await customersAt(store, mapping, cutoff)
    if (left > 0) {
      if (undated > 0) {
        const message = `${undated} customers left on a day nobody wrote down; they were left out.`
        notes.push({ code: 'undated_left', message })
      }
      if (changedSince > 0) {
        const message = `${changedSince} records have changed since ${cutoff.day}: their plan, contract, payment and fee may be newer.`
        notes.push({ code: 'undated_fields', message })
      }
      return { rows: rows.map(({ row }) => row), notes, cutoff }
    }
    const message = `Of nobody who left a day within ${cutoff.horizon} days after ${cutoff.day} is known: trained without a cut-off, on everybody as of today.`
    notes.push({ code: 'cutoff_unused', message })
  }
  const known = (await churnRows(store, store.now()))
    .map(({ row }) => row)
    .filter((row) => row[mapping.label.column] != null)
  return { rows: known, notes, cutoff: undefined }
}

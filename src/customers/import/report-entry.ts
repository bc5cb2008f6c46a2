/** What a report of an import says: cells that were refused, changed or contradict each other, and counts. */

import type { Reason } from './reasons.ts'

/** What happened to a cell or row. */
export type ReportKind = 'rejected' | 'conflict' | 'changed'

/** A line of the report. */
export interface ReportEntry {
  readonly kind: ReportKind
  /** Name of the file, without its folder. */
  readonly file: string
  /** Line of the file, counted from 1, the header included. */
  readonly line: number
  /** Null where the row as a whole is meant. */
  readonly column: string | null
  readonly reason: Reason
}

/** What is told of a column. */
export interface ColumnCounts {
  readonly column: string
  readonly empty: number
  readonly changed: number
  readonly rejected: number
}

/** What is told of a file. */
export interface FileReport {
  readonly file: string
  readonly format: string
  readonly encoding: string | null
  readonly rows: number
  readonly columns: readonly ColumnCounts[]
}

/** What became of it all. */
export interface ReportSummary {
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly seconds: number
  readonly mapping: string
  readonly dryRun: boolean
  readonly outcome: 'written' | 'refused' | 'nothing-new' | 'dry-run' | 'failed'
  /** Code of the error, where it failed. */
  readonly error: string | null
  readonly rows: number
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly counts: Readonly<Record<ReportKind, number>>
  readonly files: readonly FileReport[]
}

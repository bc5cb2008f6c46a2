/** Tables of computed insight. */

type Kind = 'segments' | 'rules' | 'forecast' | 'words'

/** What was computed; nothing of it is about one person. The newest of a kind and the one before are kept. */
export interface InsightResultsTable {
  kind: Kind
  computed_at: number
  /** `Computed` of jobs/insight/results.ts as JSON. */
  body: string
}

/** What is being computed, for all processes to see. */
export interface InsightRunsTable {
  kind: Kind
  status: 'idle' | 'running' | 'failed'
  /** Id of the run; one that lost its place to another writes nothing any more. */
  run: string
  step: string | null
  /** 0..1. */
  share: number | null
  started_at: number
  /** When the run last gave a sign of life. */
  beat_at: number
  /** Code and message as JSON. */
  failure: string | null
}

export interface InsightTables {
  insight_results: InsightResultsTable
  insight_runs: InsightRunsTable
}

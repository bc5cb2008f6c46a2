/** Imports tables of customers: everything or nothing, while turns go on, and the same files again change nothing. */

import type { Store } from '../../conversations/store.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import { dayIn } from '../calendar.ts'
import type { Mapping } from '../mapping.ts'
import { beginImport, type Lease } from './lease.ts'
import { type CellNote, rowReader } from './read-row.ts'
import { reasonText } from './reasons.ts'
import { openReport, type Report } from './report.ts'
import type { FileReport, ReportKind, ReportSummary } from './report-entry.ts'
import { type ImportSource, sourcesOf } from './source.ts'
import { type StageCounts, type StageOptions, type StageRow, stageRows } from './stage.ts'
import { giveUp, sweepImports } from './sweep.ts'
import { switchLive } from './switch.ts'
import { openTable } from './tables/open.ts'
import type { Table } from './tables/table.ts'
import { mappingsTogether, namesOf } from './together.ts'

/** Problems that are named in the answer; the report has all. */
export const NAMED_PROBLEMS = 20
/** Rows read until those in order are written in one short transaction, and what is wrong goes to the report, between which turns write theirs. */
const AT_ONCE = 1_000

/** What is wrong in a file, without what stands in it. */
export interface ImportProblem {
  readonly file: string
  /** Line of the file, counted from 1, the header included. */
  readonly line: number
  /** Null where the row as a whole is meant. */
  readonly column: string | null
  readonly message: string
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly rows: number
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  /** Cells that cleaning changed. */
  readonly changedCells: number
  /** Cells that say something else than an earlier file. */
  readonly conflicts: number
  /** The first of them; with any, nothing was written. */
  readonly problems: readonly ImportProblem[]
  readonly problemCount: number
  readonly written: boolean
  /** Folder of the report; null where none was asked for, or where it could not be written. */
  readonly report: string | null
  /** What went wrong beside the import itself, which is as it says. */
  readonly warnings: readonly ImportWarning[]
}

/** Something that went wrong and does not make the import a failure. */
export interface ImportWarning {
  readonly code: 'report_unwritten' | 'import_not_cleared'
  readonly message: string
}

/** How far an import is. */
export type ImportProgress = (
  stage: 'reading' | 'switching' | 'cleaning up',
  /** 0..1, or null where it cannot be told. */
  share: number | null,
) => void

/** How to import. */
export interface ImportOptions {
  /** In the order in which they count: what an earlier file says stays. */
  readonly files: readonly { readonly file: string; readonly mapping: Mapping }[]
  /** Milliseconds since 1970. */
  readonly now: number
  readonly timeZone: string
  /** Who is named in the audit log. */
  readonly actor: string
  /** Only says what would be done. */
  readonly dryRun?: boolean
  /** Where the report goes; without it there is none. */
  readonly report?: string
  readonly onProgress?: ImportProgress
}

interface Progressing extends StageOptions {
  readonly report: Report
  readonly counts: StageCounts
  readonly problems: ImportProblem[]
  readonly today: string
  readonly timeZone: string
  readonly onProgress: ImportProgress
}

/**
 * Imports tables. Accounts that are known are updated in the fields the mapping has columns for, others are
 * added. With a problem anywhere nothing is written. New customers are prepared hidden and changes aside; one
 * transaction then makes all of it seen; what fails after that is a warning.
 * @throws LiukeError `import_mapping`, `import_format`, `import_running`, `import_conflict`, `import_lost`, and
 *   of reading: `csv_unreadable`, `csv_columns` …
 */
export async function importCustomers(store: Store, options: ImportOptions): Promise<ImportReport> {
  const began = performance.now()
  const { onProgress = () => undefined, dryRun = false } = options
  const sources = sourcesOf(options.files)
  const names = namesOf(sources)
  const tables = await openAll(sources)
  const lease = await beginImport(store, options.actor, names).catch((error: unknown) => {
    for (const table of tables) table.close()
    throw error
  })
  let report: Report | null = null
  // The answer holds this list: clearing away comes after it is made, and before it is given.
  const warnings: ImportWarning[] = []
  try {
    await sweepImports(store, () => onProgress('cleaning up', null))
    report = await openReport(options.report ?? null)
    const today = dayIn(options.now, options.timeZone)
    const counts = { added: 0, unchanged: 0 }
    const together = await mappingsTogether(store, sources)
    const { timeZone } = options
    const run: Progressing = {
      ...{ store, lease, sources, together, report, counts, problems: [], today, timeZone, onProgress },
    }
    const files = await stageAll(run, tables)
    const known = await knownCounts(store, lease, counts)
    const isClean = report.counts.rejected === 0
    const written = isClean && !dryRun && counts.added + known.updated > 0
    if (written) {
      onProgress('switching', null)
      await switchLive(store, lease.id, {
        actor: options.actor,
        target: `mapping:${names}`,
        detail: { added: counts.added, ...known },
      })
    }
    const done = isClean ? { added: counts.added, ...known } : { added: 0, updated: 0, unchanged: 0 }
    const rows = files.reduce((sum, file) => sum + file.rows, 0)
    const outcome = outcomeOf(isClean, dryRun, written)
    const summary = summaryOf(options, names, began, { ...done, rows, outcome, files, counts: report.counts })
    const folder = await report.finish(summary).catch((error: unknown) => {
      if (!written) throw error
      warnings.push({ code: 'report_unwritten', message: messageOf(error) })
      return null
    })
    return {
      ...{ rows, ...done, changedCells: summary.counts.changed, conflicts: summary.counts.conflict },
      ...{
        problems: inReadingOrder(run.problems, sources),
        problemCount: summary.counts.rejected,
        written,
        report: folder,
        warnings,
      },
    }
  } catch (error) {
    const code = error instanceof LiukeError ? error.code : 'unexpected'
    // Why it failed is told, not why that cannot be reported as well.
    await report
      ?.finish(summaryOf(options, names, began, { ...FAILED, error: code, counts: report.counts }))
      .catch(() => null)
    throw error
  } finally {
    for (const table of tables) table.close()
    lease.end()
    // What cannot be cleared away now, the next import or start of the server does.
    await endImport(store, lease, onProgress).catch((error: unknown) => {
      warnings.push({ code: 'import_not_cleared', message: messageOf(error) })
    })
  }
}

/** All tables are opened first: a wrong header of the last file is told before anything is read. */
async function openAll(sources: readonly ImportSource[]): Promise<Table[]> {
  const tables: Table[] = []
  try {
    for (const source of sources) tables.push(await openTable(source))
    return tables
  } catch (error) {
    for (const table of tables) table.close()
    throw error
  }
}

/** Nothing of an import stays that did not become live, and nothing that was only prepared. */
async function endImport(store: Store, lease: Lease, onProgress: ImportProgress): Promise<void> {
  await giveUp(store, lease.id)
  await sweepImports(store, () => onProgress('cleaning up', null))
}

async function stageAll(run: Progressing, tables: readonly Table[]): Promise<FileReport[]> {
  const files: FileReport[] = []
  for (const [index, table] of tables.entries()) {
    const source = run.sources[index]
    if (source !== undefined) files.push(await stageTable(run, source, index + 1, table, tables.length))
  }
  run.onProgress('reading', 1)
  return files
}

async function stageTable(
  run: Progressing,
  source: ImportSource,
  number: number,
  table: Table,
  of: number,
): Promise<FileReport> {
  const { report, counts, onProgress } = run
  const { name } = source
  const reader = rowReader(source.mapping, table.columns, run.today, run.timeZone)
  const note = (kind: ReportKind, line: number, { column, reason }: CellNote) => {
    report.note({ kind, file: name, line, column, reason })
    if (kind === 'rejected' && run.problems.length < NAMED_PROBLEMS)
      run.problems.push({ file: source.file, line, column, message: reasonText(reason, 'en') })
  }
  let rows = 0
  let batch: StageRow[] = []
  const stage = async () => {
    for (const { kind, line, ...cell } of await stageRows(run, number, batch, counts)) note(kind, line, cell)
    await report.flush()
    batch = []
    // Whoever shares the process, such as the terminal's progress, has a turn.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const read = (share: number) => onProgress('reading', (number - 1 + Math.min(1, share)) / of)
  for await (const { line, cells, problem } of table.rows(read)) {
    rows++
    if (problem !== null) note('rejected', line, problem)
    else {
      const { customer, problems, changes } = reader.read(cells)
      for (const one of problems) note('rejected', line, one)
      for (const one of changes) note('changed', line, one)
      if (customer !== null) batch.push({ line, customer })
    }
    if (rows % AT_ONCE === 0) await stage()
  }
  await stage()
  const columns = table.columns.map((column) => ({
    column,
    empty: reader.empty[column] ?? 0,
    changed: report.countOf(name, column, 'changed'),
    rejected: report.countOf(name, column, 'rejected'),
  }))
  return { file: name, format: source.format, encoding: table.encoding, rows, columns }
}

/** Some problems are found only when rows are compared with what is there. */
function inReadingOrder(
  problems: readonly ImportProblem[],
  sources: readonly ImportSource[],
): ImportProblem[] {
  const placeOf = (name: string) => sources.findIndex(({ file }) => file === name)
  return problems.toSorted((a, b) => placeOf(a.file) - placeOf(b.file) || a.line - b.line)
}

/** How many known customers change, and how many do not. */
async function knownCounts(
  store: Store,
  { id }: Lease,
  { unchanged }: StageCounts,
): Promise<{ updated: number; unchanged: number }> {
  const rows = await store.db
    .selectFrom('import_changes')
    .select((e) => ['differs', e.fn.countAll<number>().as('n')])
    .where('import_id', '=', id)
    .groupBy('differs')
    .execute()
  const countOf = (differs: number) => Number(rows.find((row) => row.differs === differs)?.n ?? 0)
  return { updated: countOf(1), unchanged: unchanged + countOf(0) }
}

function outcomeOf(isClean: boolean, dryRun: boolean, written: boolean): ReportSummary['outcome'] {
  if (!isClean) return 'refused'
  if (dryRun) return 'dry-run'
  return written ? 'written' : 'nothing-new'
}

const FAILED = { outcome: 'failed', rows: 0, added: 0, updated: 0, unchanged: 0, files: [] } as const

function summaryOf(
  { now, dryRun = false }: ImportOptions,
  mapping: string,
  began: number,
  found: Omit<ReportSummary, 'startedAt' | 'seconds' | 'mapping' | 'dryRun' | 'error'> & {
    readonly error?: string
  },
): ReportSummary {
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const { error = null, ...rest } = found
  return {
    startedAt: new Date(now).toISOString(),
    seconds,
    mapping,
    dryRun,
    ...rest,
    error,
    counts: { ...found.counts },
  }
}

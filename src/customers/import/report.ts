/** The report of an import: every rejected, changed or contradicting cell, without what stands in it. */

import { type FileHandle, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { reasonTexts } from './reasons.ts'
import type { ReportEntry, ReportKind, ReportSummary } from './report-entry.ts'
import { reportPage } from './report-page.ts'

/** Entries of each kind that the page shows; the JSON has all. */
export const SHOWN_ENTRIES = 5_000
/** Reports that are kept where no other folder was asked for. */
const KEPT = 20
const UNFINISHED = '.unfinished'

/** A report that is being written. */
export interface Report {
  readonly counts: Readonly<Record<ReportKind, number>>
  /** By file, whose names tell them apart, and column, how often each kind was noted. */
  countOf(file: string, column: string, kind: ReportKind): number
  note(entry: ReportEntry): void
  /** Writes what was noted; memory holds it until then. */
  flush(): Promise<void>
  /** Once; a second time it does nothing. @returns the folder the report is in; null where none was asked for */
  finish(summary: ReportSummary): Promise<string | null>
  /** Leaves nothing. */
  abandon(): Promise<void>
}

/**
 * Begins a report. It has its names only when it is finished: one that was cut off is removed by the next.
 * @param folder where `report.json` and `report.html` will be; null for a report that only counts
 */
export async function openReport(folder: string | null): Promise<Report> {
  const counts = { rejected: 0, conflict: 0, changed: 0 }
  const byColumn = new Map<string, number>()
  const shown: Record<ReportKind, ReportEntry[]> = { rejected: [], conflict: [], changed: [] }
  const file = folder === null ? null : path.join(folder, `report.json${UNFINISHED}`)
  if (folder !== null) await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle: FileHandle | null = file === null ? null : await open(file, 'w', 0o600)
  await handle?.write(`{"format":1,"reasons":${JSON.stringify(reasonTexts)},"entries":[`)
  let waiting: string[] = []
  let isFirst = true
  let isOver = false
  const flush = async () => {
    if (handle !== null && waiting.length > 0) await handle.write(waiting.join(''))
    waiting = []
  }
  return {
    counts,
    countOf: (name, column, kind) => byColumn.get(`${kind}\0${name}\0${column}`) ?? 0,
    note(entry) {
      counts[entry.kind]++
      const key = `${entry.kind}\0${entry.file}\0${entry.column ?? ''}`
      byColumn.set(key, (byColumn.get(key) ?? 0) + 1)
      if (shown[entry.kind].length < SHOWN_ENTRIES) shown[entry.kind].push(entry)
      if (handle === null) return
      const { reason, ...rest } = entry
      waiting.push(`${isFirst ? '' : ','}\n${JSON.stringify({ ...rest, ...reason })}`)
      isFirst = false
    },
    flush,
    async finish(summary) {
      if (handle === null || folder === null || file === null || isOver) return null
      isOver = true
      try {
        await flush()
        await handle.write(`\n],"summary":${JSON.stringify(summary)}}\n`)
      } finally {
        await handle.close()
      }
      await rename(file, path.join(folder, 'report.json'))
      await writeFile(path.join(folder, 'report.html'), reportPage(summary, shown), { mode: 0o600 })
      return folder
    },
    async abandon() {
      if (!isOver) await handle?.close()
      isOver = true
      if (file !== null) await rm(file, { force: true })
    },
  }
}

/** An unfinished report as old as this is of no import that still runs, in milliseconds. */
const CUT_OFF_MS = 86_400_000

/**
 * The folder for a report at a moment, `2026-11-22T050000Z`, after room was made: the newest twenty are kept,
 * and what was cut off is removed a day later.
 * @param folder of all reports
 * @param now milliseconds since 1970
 */
export async function reportFolder(folder: string, now: number): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = (await readdir(folder)).filter((name) => /^\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?$/.test(name)).sort()
  for (const name of names) {
    const own = path.join(folder, name)
    const isFinished = (await readdir(own)).includes('report.html')
    const isOld = now - momentOf(name) >= CUT_OFF_MS
    if (isFinished ? names.length - names.indexOf(name) >= KEPT : isOld)
      await rm(own, { recursive: true, force: true })
  }
  const stem = new Date(now).toISOString().replace(/:|\.\d+/g, '')
  let name = stem
  for (let number = 2; names.includes(name); number++) name = `${stem}-${number}`
  return path.join(folder, name)
}

function momentOf(name: string): number {
  return Date.parse(name.replace(/T(\d\d)(\d\d)(\d\d)Z.*$/, 'T$1:$2:$3Z'))
}

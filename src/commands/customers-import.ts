/** `liuke customers import`: which files are read with which mappings, and what is said of it. */

import path from 'node:path'
import v8 from 'node:v8'
import { loadCompany } from '../company/load.ts'
import { type ImportReport, importCustomers } from '../customers/import/import.ts'
import { reportFolder } from '../customers/import/report.ts'
import { loadMapping, type Mapping } from '../customers/mapping.ts'
import type { Progress } from './progress.ts'
import { withInstallation } from './run-call.ts'

/** A file and the mapping it is read with, as they stand in the call. */
export interface FileCall {
  readonly file: string
  readonly map: string
}

/** How `import` was called. */
export interface ImportCall {
  readonly files: readonly FileCall[]
  readonly dryRun: boolean
  readonly json: boolean
  /** Null for a folder of its own. */
  readonly report: string | null
}

/**
 * Which mapping belongs to which file: a mapping is for the files before it, or for all where there is only one.
 * @param words of the call, in their order
 * @returns the files, or what is wrong with the call
 */
export function filesOf(
  words: readonly { readonly kind: 'file' | 'map'; readonly value: string }[],
): readonly FileCall[] | string {
  const maps = words.filter(({ kind }) => kind === 'map').map(({ value }) => value)
  const files = words.filter(({ kind }) => kind === 'file').map(({ value }) => value)
  const [only, ...more] = maps
  if (files.length === 0) return 'Which file?'
  if (only === undefined || maps.includes('')) return '--map is missing: what do the columns mean?'
  if (more.length === 0) return files.map((file) => ({ file, map: only }))
  const paired: FileCall[] = []
  let waiting: string[] = []
  for (const { kind, value } of words) {
    if (kind === 'file') waiting.push(value)
    else if (waiting.length === 0) return `--map ${value} stands after no file.`
    else {
      paired.push(...waiting.map((file) => ({ file, map: value })))
      waiting = []
    }
  }
  return waiting.length === 0 ? paired : `${waiting[0]} has no --map after it.`
}

/** Imports files. @returns the exit code */
export async function importFiles(call: ImportCall, actor: string, progress: Progress): Promise<number> {
  // A mapping that is wrong is told before anything is opened.
  const mappings = new Map<string, Mapping>()
  for (const { map } of call.files) if (!mappings.has(map)) mappings.set(map, await loadMapping(map))
  const files = call.files.flatMap(({ file, map }) => {
    const mapping = mappings.get(map)
    return mapping === undefined ? [] : [{ file, mapping }]
  })
  stayingSmall()
  return withInstallation(async ({ config, store }) => {
    const { timeZone } = await loadCompany(config.LIUKE_COMPANY)
    const now = store.now()
    const folder = call.report ?? (await reportFolder(path.join(config.LIUKE_HOME, 'imports'), now))
    const { dryRun } = call
    const report = await importCustomers(store, {
      ...{ files, now, timeZone, actor, dryRun, report: folder, onProgress: progress.report },
    }).finally(progress.done)
    console.log(call.json ? JSON.stringify(report) : textOf(report, dryRun))
    return report.problemCount > 0 ? 1 : 0
  }, true)
}

/** What a row leaves is collected often and early: a million rows go through, and hardly anything stays. */
function stayingSmall(): void {
  v8.setFlagsFromString('--max-semi-space-size=4')
  v8.setFlagsFromString('--semi-space-growth-factor=1')
}

function textOf(report: ImportReport, dryRun: boolean): string {
  const where = report.report === null ? [] : [`Report: ${path.join(report.report, 'report.html')}`]
  where.push(...report.warnings.map(({ code, message }) => `Warning (${code}): ${message}`))
  if (report.problemCount > 0) {
    const lines = report.problems.map(
      ({ file, line, column, message }) =>
        `${file}:${line}: ${column === null ? '' : `${column} `}${message}`,
    )
    const more = report.problemCount - report.problems.length
    if (more > 0) lines.push(`… and ${more} more.`)
    lines.push(`Nothing was written. ${report.rows} rows, ${quantity(report.problemCount, 'problem')}.`)
    return [...lines, ...where].join('\n')
  }
  const { rows, added, updated, unchanged, changedCells, conflicts } = report
  if (rows === 0) return ['The file has no rows.', ...where].join('\n')
  const counts = [`${rows} rows: ${added} added, ${updated} updated, ${unchanged} unchanged.`]
  if (changedCells > 0) counts.push(`Cleaning changed ${quantity(changedCells, 'cell')}.`)
  if (conflicts > 0) counts.push(`${quantity(conflicts, 'cell')} of later files said something else.`)
  if (dryRun) counts.push('Nothing was written, as asked.')
  else if (!report.written) counts.push('Everything was there already.')
  return [counts.join(' '), ...where].join('\n')
}

function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

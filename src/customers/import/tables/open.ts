/** Opens the table of a source, whatever its format. */

import type { ImportSource } from '../source.ts'
import { openCsv } from './csv.ts'
import { openExcel } from './excel.ts'
import { openJsonLines } from './json-lines.ts'
import type { Table } from './table.ts'

/** @throws LiukeError what the format's own reader throws */
export function openTable(source: ImportSource): Promise<Table> {
  if (source.format === 'xlsx') return openExcel(source)
  return source.format === 'jsonl' ? openJsonLines(source) : openCsv(source)
}

/** Corpora as a table (CSV, Excel): an entry a row, or a row for each of its phrases. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import writeSheet from 'write-excel-file/node'
import type { EntryContent, Validity } from '../../corpus/revisions/types.ts'
import type { EntryKind, Language } from '../../corpus/types.ts'
import { sheetRows, textOfCell } from '../../customers/import/tables/excel.ts'
import { SPREADSHEET_MARK, spreadsheetRow } from '../../customers/spreadsheet-cell.ts'
import { LiukeError } from '../../errors.ts'
import { type ExchangedFile, Gathering, type Given, Ids, isBackground, Losses } from './given.ts'
import { MAX_EXCHANGE_BYTES, plainText } from './plain-text.ts'

/** The columns we write. `id` and any phrase or answer are enough to be read; their order does not matter. */
export const columns = [
  'id',
  'kind',
  'dialog',
  'title_zh',
  'title_en',
  'related',
  'tags',
  'valid_from',
  'valid_until',
  'phrases_zh',
  'phrases_en',
  'answer_zh',
  'answer_en',
] as const
type Column = (typeof columns)[number]

/** Excel shows no more in a cell; longer lists go on in a further row of the same id. */
const CELL_LENGTH = 32_000
const MAX_ROW = 400_000
const MAX_ROWS = 100_000
/** Stands alone on a line between two wordings of an answer. */
const VARIANT = '---'
const KINDS: ReadonlySet<string> = new Set<EntryKind>(['faq', 'dialog', 'small-talk'])
/** Marks the row of questions that are nobody's business. */
const NONE = 'none'

/** @throws LiukeError `exchange_unreadable`, `exchange_too_large`, `exchange_not_utf8`, `excel_damaged`, `excel_too_large` */
export async function readTable(files: readonly ExchangedFile[]): Promise<Given> {
  const losses = new Losses()
  const ids = new Ids(losses)
  const gathered = new Gathering(losses)
  const background: string[] = []
  for (const file of files)
    for (const cell of rowsIn(file, await cellsOf(file))) {
      const name = cell('id').trim()
      if (isBackground(name)) {
        background.push(...linesOf(cell('phrases_zh')), ...linesOf(cell('phrases_en')))
        continue
      }
      const id = ids.of(name)
      gathered.facts(id, factsOf(cell, losses))
      for (const language of ['zh', 'en'] as const satisfies readonly Language[]) {
        for (const line of linesOf(cell(`phrases_${language}`))) gathered.phrase(id, language, line)
        for (const said of variantsOf(cell(`answer_${language}`))) gathered.answer(id, language, said)
      }
    }
  return { entries: gathered.entries, background, lost: losses.all }
}

type Cells = (column: Column) => string

function factsOf(cell: Cells, losses: Losses) {
  const kind = cell('kind').trim()
  if (kind !== '' && !KINDS.has(kind)) losses.add('kinds', kind)
  const title = { zh: cell('title_zh').trim(), en: cell('title_en').trim() }
  const [from, until] = [cell('valid_from').trim(), cell('valid_until').trim()]
  const valid: Validity = { ...(from && { from }), ...(until && { until }) }
  return {
    // Just looked up.
    kind: KINDS.has(kind) ? (kind as EntryKind) : undefined,
    dialog: cell('dialog').trim() || undefined,
    title:
      title.zh || title.en
        ? { ...(title.zh && { zh: title.zh }), ...(title.en && { en: title.en }) }
        : undefined,
    related: cell('related').trim() ? namesOf(cell('related')) : undefined,
    tags: cell('tags').trim() ? namesOf(cell('tags')) : undefined,
    valid: from || until ? valid : undefined,
  }
}

function namesOf(cell: string): string[] {
  return cell.split(/[\s,;，；]+/).filter(Boolean)
}

function linesOf(cell: string): string[] {
  return cell
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter(Boolean)
}

function variantsOf(cell: string): string[] {
  return cell
    .replace(/\r\n?/g, '\n')
    .split(`\n${VARIANT}\n`)
    .map((said) => said.trim())
    .filter(Boolean)
}

function rowsIn(file: ExchangedFile, [header = [], ...rows]: readonly (readonly string[])[]): Cells[] {
  const places = new Map(header.map((name, at) => [name.trim().toLowerCase(), at]))
  if (!places.has('id')) throw unreadable(file, 'its first row has no column id')
  if (rows.length > MAX_ROWS) throw unreadable(file, `it has more than ${MAX_ROWS} rows`)
  return rows.flatMap((row, at) => {
    if (row.every((cell) => cell.trim() === '')) return []
    const cell: Cells = (column) => plain(row[places.get(column) ?? -1] ?? '')
    if (cell('id').trim() === '') throw unreadable(file, `row ${at + 2} has no id`)
    return [cell]
  })
}

/** An apostrophe keeps spreadsheets from computing what follows; ours are taken off again. */
const GUARDED = /^'(?='*[\s\0\u200b\ufeff]*[=+\-@＝＋－＠]|'*[\t\r\n])/
function plain(cell: string): string {
  return cell.replace(GUARDED, '')
}

/** The other way round: what would lose an apostrophe by `plain` gets one more. */
function guarded(cell: string): string {
  return GUARDED.test(cell) ? `'${cell}` : cell
}

async function cellsOf(file: ExchangedFile): Promise<string[][]> {
  return /\.xlsx$/i.test(file.name) ? cellsOfExcel(file) : cellsOfCsv(file)
}

function cellsOfCsv(file: ExchangedFile): string[][] {
  const written = plainText(file)
  const [first = ''] = written.split('\n', 1)
  const delimiter = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]
  try {
    return parse(written, {
      delimiter: delimiter ?? ',',
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW,
    })
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw unreadable(file, `it cannot be read from line ${Number(cause['lines'] ?? 0) + 1} on`)
  }
}

/** The reader of Excel files wants a file, whose size it checks before it is unpacked. */
async function cellsOfExcel({ name, bytes }: ExchangedFile): Promise<string[][]> {
  if (bytes.length > MAX_EXCHANGE_BYTES)
    throw new LiukeError(
      'exchange_too_large',
      `${name} is larger than ${MAX_EXCHANGE_BYTES / 1024 / 1024} MB.`,
      'Split it.',
    )
  const folder = await mkdtemp(path.join(tmpdir(), 'liuke-exchange-'))
  const file = path.join(folder, 'table.xlsx')
  try {
    await writeFile(file, bytes)
    const rows = await sheetRows(file, null)
    return rows.map((row) => row.map((cell) => textOfCell(cell) ?? ''))
  } catch (error) {
    if (!(error instanceof LiukeError)) throw error
    throw new LiukeError(error.code, error.message.replaceAll(file, name), error.advice, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function unreadable({ name }: ExchangedFile, why: string): LiukeError {
  return new LiukeError(
    'exchange_unreadable',
    `${name} cannot be read as a table: ${why}.`,
    `Its first row names the columns: ${columns.join(', ')}.`,
  )
}

/** The cells of each row, header included. */
function tableOf(entries: readonly EntryContent[], background: readonly string[]): string[][] {
  const rows = entries.flatMap((entry) => {
    const { id, kind, dialog = '', title, related, tags, valid = {}, phrases, answer } = entry
    const lists = { zh: cellsFor(phrases.zh), en: cellsFor(phrases.en) }
    const more = Math.max(lists.zh.length, lists.en.length, 1)
    return Array.from({ length: more }, (_, at) => [
      id,
      ...(at > 0
        ? ['', '', '', '', '', '', '', '']
        : [
            ...[kind, dialog, title.zh, title.en, related.join(' '), tags.join(' ')],
            ...[valid.from ?? '', valid.until ?? ''],
          ]),
      lists.zh[at] ?? '',
      lists.en[at] ?? '',
      ...(at > 0 ? ['', ''] : [answer.zh, answer.en].map((said) => said.join(`\n${VARIANT}\n`))),
    ])
  })
  const none = cellsFor(background).map((cell) => [NONE, ...Array(8).fill(''), cell, '', '', ''])
  return [[...columns], ...rows, ...none]
}

function cellsFor(lines: readonly string[]): string[] {
  const cells: string[] = []
  for (const line of lines) {
    const last = cells.at(-1)
    if (last !== undefined && last.length + line.length < CELL_LENGTH)
      cells[cells.length - 1] = `${last}\n${line}`
    else cells.push(line)
  }
  return cells
}

/** As CSV that is safe to open in a spreadsheet. */
export function writeCsv(
  entries: readonly EntryContent[],
  background: readonly string[],
): { files: ExchangedFile[]; lost: Losses } {
  const rows = tableOf(entries, background).map((row) => spreadsheetRow(row.map(guarded)))
  return {
    files: [{ name: 'corpus.csv', bytes: Buffer.from(`${SPREADSHEET_MARK}${rows.join('')}`) }],
    lost: new Losses(),
  }
}

/** As an Excel file; every cell is text, so that nothing is computed. */
export async function writeExcel(
  entries: readonly EntryContent[],
  background: readonly string[],
): Promise<{ files: ExchangedFile[]; lost: Losses }> {
  const [header = [], ...rows] = tableOf(entries, background)
  const cell = (value: string) => (value === '' ? null : { value: guarded(value), type: String, wrap: true })
  const sheet = writeSheet(
    [
      header.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(cell)),
    ],
    { sheet: 'corpus', stickyRowsCount: 1, columns: columns.map((name) => ({ width: WIDTHS[name] ?? 16 })) },
  )
  return { files: [{ name: 'corpus.xlsx', bytes: await sheet.toBuffer() }], lost: new Losses() }
}

/** In characters. */
const WIDTHS: Partial<Record<Column, number>> = {
  id: 24,
  title_zh: 20,
  title_en: 24,
  phrases_zh: 40,
  phrases_en: 40,
  answer_zh: 50,
  answer_en: 50,
}

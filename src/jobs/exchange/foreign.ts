/** Reads and writes corpora in the formats of others. */

import type { EntryContent } from '../../corpus/revisions/types.ts'
import type { Language } from '../../corpus/types.ts'
import type { ExchangedFile, ForeignFormat, Given, Losses } from './given.ts'
import { readNlpjs, writeNlpjs } from './nlpjs.ts'
import { readQna, writeQna } from './qna.ts'
import { readRasa, writeRasa } from './rasa.ts'
import { readTable, writeCsv, writeExcel } from './table.ts'

/** What is exported to another format. */
export interface Exported {
  /** Of the company; formats that have a name for a corpus get it. */
  readonly name: string
  readonly entries: readonly EntryContent[]
  readonly background: readonly string[]
}

/**
 * @param language of texts whose file does not say it; told text by text where it is null
 * @throws LiukeError `exchange_unreadable`, `exchange_too_large`, `exchange_not_utf8`, `excel_damaged`
 */
export async function readForeign(
  format: ForeignFormat,
  files: readonly ExchangedFile[],
  language: Language | null,
): Promise<Given> {
  switch (format) {
    case 'nlpjs':
      return readNlpjs(files, language)
    case 'qna':
      return readQna(files, language)
    case 'rasa':
      return readRasa(files, language)
    case 'csv':
    case 'xlsx':
      return readTable(files)
  }
}

/** @returns the files, and what of the entries they do not hold */
export async function writeForeign(
  format: ForeignFormat,
  { name, entries, background }: Exported,
): Promise<{ files: ExchangedFile[]; lost: Losses }> {
  switch (format) {
    case 'nlpjs':
      return writeNlpjs(name, entries, background)
    case 'qna':
      return writeQna(entries, background)
    case 'rasa':
      return writeRasa(entries, background)
    case 'csv':
      return writeCsv(entries, background)
    case 'xlsx':
      return writeExcel(entries, background)
  }
}

/** Knowledge bases of QnA Maker and custom question answering, as their TSV export: a question and its answer a row. */

import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { EntryContent } from '../../corpus/revisions/types.ts'
import type { Language } from '../../corpus/types.ts'
import { LiukeError } from '../../errors.ts'
import { type ExchangedFile, Gathering, type Given, Ids, isBackground, Losses, languageOf } from './given.ts'
import { notKept } from './nlpjs.ts'
import { plainText } from './plain-text.ts'

const COLUMNS = [
  'Question',
  'Answer',
  'Source',
  'Metadata',
  'SuggestedQuestions',
  'IsContextOnly',
  'Prompts',
  'QnaId',
] as const
type Column = (typeof COLUMNS)[number]

/** Longest row, in characters, and most of them. */
const MAX_ROW = 100_000
const MAX_ROWS = 100_000
/** Our own metadata, by which an export of ours finds its entries again. */
const ENTRY = 'entry'

/**
 * Reads the rows. Rows of one answer (and id) are one entry; it is named after our own metadata, else after its first
 * question.
 * @throws LiukeError `exchange_unreadable`
 */
export function readQna(files: readonly ExchangedFile[], language: Language | null): Given {
  const losses = new Losses()
  const ids = new Ids(losses)
  const gathered = new Gathering(losses)
  const background: string[] = []
  for (const file of files) {
    const names = new Map<string, string>()
    for (const row of rowsOf(file)) {
      const metadata = metadataOf(row('Metadata'))
      const answer = unescaped(row('Answer'))
      const question = unescaped(row('Question'))
      if (question.trim() === '' && answer.trim() === '') continue
      const spoken = languageIn(metadata) ?? language
      const own = metadata.get(ENTRY)
      if (own !== undefined && isBackground(own)) {
        background.push(question.trim())
        continue
      }
      const pair = `${row('QnaId')} ${answer}`
      const named = own ?? names.get(pair) ?? nameOf(question)
      names.set(pair, named)
      const id = ids.of(named)
      gathered.phrase(id, languageOf(question, spoken), question)
      gathered.answer(id, languageOf(answer, spoken ?? languageOf(question, null)), answer)
      if (![...metadata.keys()].every((key) => key === ENTRY || key === 'language'))
        losses.add('metadata', row('Metadata'))
      if (!['', '[]'].includes(row('Prompts').trim())) losses.add('prompts', question)
      if (!['', '[]'].includes(row('SuggestedQuestions').trim())) losses.add('prompts', question)
      if (!['', 'Editorial', 'Liuke'].includes(row('Source').trim())) losses.add('sources', row('Source'))
    }
  }
  return { entries: gathered.entries, background, lost: losses.all }
}

type Row = (column: Column) => string

function rowsOf(file: ExchangedFile): Row[] {
  const written = plainText(file)
  let cells: string[][]
  try {
    // Quotes mean nothing in these files.
    cells = parse(written, {
      delimiter: '\t',
      quote: false,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW,
    })
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw unreadable(file, `it cannot be read from line ${Number(cause['lines'] ?? 0) + 1} on`)
  }
  const [header = [], ...rows] = cells
  const places = new Map(header.map((name, at) => [name.trim().toLowerCase(), at]))
  for (const column of ['question', 'answer'])
    if (!places.has(column)) throw unreadable(file, `it has no column ${column}`)
  if (rows.length > MAX_ROWS) throw unreadable(file, `it has more than ${MAX_ROWS} rows`)
  return rows.map((row) => (column) => row[places.get(column.toLowerCase()) ?? -1] ?? '')
}

function unreadable({ name }: ExchangedFile, why: string): LiukeError {
  return new LiukeError(
    'exchange_unreadable',
    `${name} is no TSV of QnA Maker: ${why}.`,
    `Its first line names the columns, separated by tabs: ${COLUMNS.join(', ')}.`,
  )
}

/** `name:value|name:value`. */
function metadataOf(written: string): Map<string, string> {
  return new Map(
    written
      .split('|')
      .filter((pair) => pair.includes(':'))
      .map((pair) => {
        const at = pair.indexOf(':')
        return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()] as const
      }),
  )
}

function languageIn(metadata: ReadonlyMap<string, string>): Language | null {
  const said = metadata.get('language')
  return said === 'zh' || said === 'en' ? said : null
}

/** Words of a question that make a name; a Chinese one gives none, and `Ids` numbers those. */
function nameOf(question: string): string {
  const words = question.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return `import.${words.slice(0, 6).join('-') || 'entry'}${words.length > 0 ? '' : question.slice(0, 200)}`
}

/** Line ends and tabs are written as `\n` and `\t`. */
function unescaped(text: string): string {
  return text.replace(/\\([nrt\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '', t: ' ', '\\': '\\' }

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replace(/\r\n?|\n/g, '\\n')
    .replaceAll('\t', ' ')
}

/** One file for each language, as its projects have one. */
export function writeQna(
  entries: readonly EntryContent[],
  background: readonly string[],
): { files: ExchangedFile[]; lost: Losses } {
  const lost = new Losses()
  for (const entry of entries) {
    notKept(lost, entry)
    for (const language of ['zh', 'en'] as const) {
      const [, ...others] = entry.answer[language]
      lost.add('variants', others[0] ?? null, others.length)
    }
  }
  const files = (['zh', 'en'] as const).map((language) => {
    const lines = entries.flatMap(({ id, phrases, answer }, at) =>
      phrases[language].map((phrase) =>
        [
          ...[escaped(phrase), escaped(answer[language][0] ?? ''), 'Liuke'],
          ...[`${ENTRY}:${id}|language:${language}`, '[]', 'False', '[]', String(at + 1)],
        ].join('\t'),
      ),
    )
    const none = background
      .filter((line) => languageOf(line, null) === language)
      .map((line) => [escaped(line), '', 'Liuke', `${ENTRY}:none`, '[]', 'False', '[]', '0'].join('\t'))
    const text = [COLUMNS.join('\t'), ...lines, ...none].map((line) => `${line}\r\n`).join('')
    return { name: `qna-${language}.tsv`, bytes: Buffer.from(`\ufeff${text}`) }
  })
  return { files, lost }
}

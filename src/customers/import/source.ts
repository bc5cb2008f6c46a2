/** Which files an import reads, and how: as a mapping says of each kind of file. */

import path from 'node:path'
import { LiukeError } from '../../errors.ts'
import type { Mapping, MappingSource } from '../mapping.ts'
import { columnOf } from './read-row.ts'

/** One file of an import. */
export interface ImportSource {
  readonly file: string
  /** What the report calls it: its name, with its folder where two files have the same name. */
  readonly name: string
  /** With the columns and fields that files of this kind have. */
  readonly mapping: Mapping
  readonly format: NonNullable<MappingSource['format']>
  /** Told from the file itself where it is null. */
  readonly encoding: NonNullable<MappingSource['encoding']> | null
  readonly delimiter: string
  /** The first one where it is null. */
  readonly sheet: string | null
}

/** Formats by the end of a file's name; everything else is CSV. */
const FORMATS = {
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.xlsx': 'xlsx',
} as const

/**
 * How files are read. Those with a column of accounts come first, each group in the order given: whoever is
 * to be found by e-mail address or phone number has to be there already.
 * @throws LiukeError `import_mapping` for a mapping that no customer can be found or made with, `import_format`
 */
export function sourcesOf(
  files: readonly { readonly file: string; readonly mapping: Mapping }[],
): ImportSource[] {
  const names = namesIn(files.map(({ file }) => file))
  const sources = files.map(({ file, mapping }, at) => sourceOf(file, names[at] ?? file, mapping))
  for (const { mapping } of sources) checkFields(mapping)
  const hasAccount = ({ mapping }: ImportSource) => columnOf(mapping, 'account') !== null
  return [...sources.filter(hasAccount), ...sources.filter((source) => !hasAccount(source))]
}

/** Names that tell files apart. */
function namesIn(files: readonly string[]): string[] {
  const bare = files.map((file) => path.basename(file))
  const isTwice = (names: readonly string[], at: number) =>
    names.filter((name) => name === names[at]).length > 1
  const longer = files.map((file, at) =>
    isTwice(bare, at) ? `${path.basename(path.dirname(path.resolve(file)))}/${bare[at]}` : (bare[at] ?? file),
  )
  return longer.map((name, at) => (isTwice(longer, at) ? `${name} (${at + 1})` : name))
}

function sourceOf(file: string, shown: string, mapping: Mapping): ImportSource {
  const name = path.basename(file)
  const own = mapping.sources.find(({ files }) => files.some((pattern) => matches(name, pattern)))
  if (mapping.sources.length > 0 && own === undefined && columnOf(mapping, 'account') === null)
    throw new LiukeError(
      'import_mapping',
      `${name} is none of the files under \`sources\` of the mapping ${mapping.name}.`,
      'Add its name there, or give it a mapping of its own: FILE --map MAPPING.',
    )
  const extension = path.extname(name).toLowerCase()
  if (extension === '.xls')
    throw new LiukeError('import_format', `${name} is of an old Excel.`, 'Save it as .xlsx or as CSV.')
  const byName = Object.hasOwn(FORMATS, extension) ? FORMATS[extension as keyof typeof FORMATS] : 'csv'
  const format = own?.format ?? byName
  return {
    file,
    name: shown,
    mapping: {
      ...mapping,
      columns: own?.columns ?? mapping.columns,
      customers: own?.customers ?? mapping.customers,
    },
    format,
    encoding: own?.encoding ?? null,
    delimiter: own?.delimiter ?? (format === 'tsv' ? '\t' : ','),
    sheet: own?.sheet ?? null,
  }
}

/** Whether a name fits a pattern, in which * stands for anything. Capitals make no difference. */
function matches(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name)
}

function checkFields(mapping: Mapping): void {
  const fields = (['account', 'phone', 'email'] as const).filter((field) => columnOf(mapping, field) !== null)
  if (fields.length === 0)
    throw new LiukeError(
      'import_mapping',
      'The mapping does not say which column holds the account number.',
      'Add `customers:` with `account: COLUMN`; further files may have `email` or `phone` instead.',
    )
  const numbers = (['account', 'phone'] as const).filter((field) => {
    const column = columnOf(mapping, field)
    return column !== null && mapping.columns[column]?.type === 'number'
  })
  if (numbers.length === 0) return
  throw new LiukeError(
    'import_mapping',
    `The mapping reads ${numbers.join(' and ')} as a number, which would drop leading zeros.`,
    'Give the column `type: category`.',
  )
}

/** Reads rows of a table of customers as a mapping says: typed, cleaned, and the personal part kept apart. */

import { addMonthsToDay } from '../calendar.ts'
import { type ColumnSpec, type CustomerField, customerFields, type Mapping } from '../mapping.ts'
import type { Profile } from '../profile.ts'
import {
  type Cleaned,
  cleanAccount,
  cleanBoolean,
  cleanDay,
  cleanEmail,
  cleanLanguage,
  cleanMoneyOrNumber,
  cleanMonths,
  cleanNumber,
  cleanPhone,
  cleanStatus,
  cleanText,
  cleanYuan,
  looksPersonal,
  looksPersonalNumber,
} from './cells.ts'
import type { Reason, ReasonCode } from './reasons.ts'

/** What is told about a cell. Never holds what stands in it: that may tell who somebody is. */
export interface CellNote {
  /** Null where the row as a whole is meant. */
  readonly column: string | null
  readonly reason: Reason
}

/** Fields of the record that a table can fill. */
export interface ImportedRecord {
  readonly status: 'active' | 'cancelled'
  readonly plan: string | null
  readonly district: string | null
  readonly contract: string | null
  readonly joined: string | null
  readonly payment: string | null
  readonly monthlyFen: number | null
}

/** What a row says. A field the mapping has no column for is not there; null where the cell is empty. */
export interface ImportedCustomer {
  /** Null in a table that has no accounts. */
  readonly account: string | null
  readonly profile: Partial<Omit<Profile, 'account' | 'birthYear'>>
  readonly record: Partial<ImportedRecord>
  /** First day by the months the row gives, where it gives no day; counted back from the import. */
  readonly joinedByTenure: string | null
  readonly churned: boolean | null
  /** All columns that do not tell who it is, as the churn model reads them. */
  readonly attributes: Readonly<Record<string, string | number | null>>
}

/** A row as it was read; `customer` is null when something is wrong with it. */
export interface ReadRow {
  readonly customer: ImportedCustomer | null
  readonly problems: readonly CellNote[]
  /** What cleaning did beyond cutting off spaces. */
  readonly changes: readonly CellNote[]
}

/** Fields that tell who somebody is, or are kept with that: their columns never become attributes. */
const PERSONAL = ['account', 'name', 'phone', 'email', 'language', 'address', 'gender'] as const

/** Columns of a mapping that are kept out of the attributes. */
export function personalColumns(mapping: Mapping): Set<string> {
  return new Set([mapping.id, ...PERSONAL.flatMap((field) => columnOf(mapping, field) ?? [])])
}

/** The column a field is read from; null where the mapping has none. */
export function columnOf(mapping: Pick<Mapping, 'customers'>, field: CustomerField): string | null {
  const from = mapping.customers[field]
  return (typeof from === 'object' ? from.column : from) ?? null
}

type Value = string | number | null

interface FieldReader {
  readonly field: CustomerField
  readonly values: Readonly<Record<string, string>> | null
  readonly clean: (cell: string) => Cleaned<string | number>
  /** What a value that differs from what was written is told as. */
  readonly told: ReasonCode
}

interface ColumnReader {
  readonly name: string
  readonly at: number
  readonly spec: ColumnSpec
  readonly isPersonal: boolean
  readonly isLabel: boolean
  /** How the cell becomes a value; null for text. */
  readonly clean: ((cell: string) => Cleaned<string | number>) | null
  readonly told: ReasonCode
  readonly fields: readonly FieldReader[]
}

/** Reads one row after the other. */
export interface RowReader {
  readonly read: (cells: readonly string[]) => ReadRow
  /** How many cells of each column were empty so far. */
  readonly empty: Readonly<Record<string, number>>
}

/** Most fields of a row say nothing; lists are made only for those that do. */
const NOTHING: readonly CellNote[] = []

/**
 * What reads the rows of one table.
 * @param columns names of the columns in the order of the cells
 * @param today day of the import, `YYYY-MM-DD`
 * @param timeZone of the company, IANA name
 */
export function rowReader(
  mapping: Mapping,
  columns: readonly string[],
  today: string,
  timeZone: string,
): RowReader {
  const readers = columnReaders(mapping, columns, today, timeZone)
  const marks = new Set(mapping.missing.marks)
  const accountColumn = columnOf(mapping, 'account')
  const empty: Record<string, number> = Object.create(null)
  for (const column of columns) empty[column] = 0
  const read = (cells: readonly string[]): ReadRow => {
    let problems: CellNote[] | null = null
    let changes: CellNote[] | null = null
    const attributes: Record<string, Value> = Object.create(null)
    const found = new Map<CustomerField, Value>()
    let churned: boolean | null = null
    const fail = (column: ColumnReader, reason: Reason): null => {
      if (column.spec.on_error === 'empty' && !isKey(column)) {
        const { code, detail } = reason
        const inner = detail === undefined ? code : `${code} ${detail}`
        changes = noted(changes, column.name, { code: 'emptied', detail: inner })
      } else problems = noted(problems, column.name, reason)
      return null
    }
    const change = (column: ColumnReader, code: ReasonCode) => {
      changes = noted(changes, column.name, { code })
    }
    for (const column of readers) {
      const written = unguarded((cells[column.at] ?? '').trim())
      const text = written === '' || marks.has(written) ? null : written
      if (text === null) empty[column.name] = (empty[column.name] ?? 0) + 1
      const value = text === null ? null : readValue(column, text, fail, change)
      if (column.isLabel) churned = churnedOf(mapping, column, value, fail)
      if (!column.isPersonal) attributes[column.name] = value
      for (const field of column.fields) found.set(field.field, fieldOf(column, field, value, fail, change))
    }
    if (accountColumn !== null && found.get('account') === null && problems === null)
      problems = noted(problems, accountColumn, { code: 'account_empty' })
    return {
      customer: problems === null ? customerOf(found, attributes, churned, today) : null,
      problems: problems ?? NOTHING,
      changes: changes ?? NOTHING,
    }
  }
  return { read, empty }
}

/** Spreadsheets, and our own exports, put an apostrophe before what would start a formula. */
function unguarded(cell: string): string {
  return cell.charCodeAt(0) === 39 && /^'[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell
}

type Fail = (column: ColumnReader, reason: Reason) => null
type Change = (column: ColumnReader, code: ReasonCode) => void

function noted(notes: CellNote[] | null, column: string, reason: Reason): CellNote[] {
  const list = notes ?? []
  // Two fields may be read from one column, and find the same.
  if (!list.some((note) => note.column === column && note.reason.code === reason.code))
    list.push({ column, reason })
  return list
}

/** Without an account nobody knows whose row it is: it is never emptied. */
function isKey(column: ColumnReader): boolean {
  return column.fields.some(({ field }) => field === 'account')
}

function readValue(column: ColumnReader, text: string, fail: Fail, change: Change): Value {
  if (column.clean !== null) {
    const cleaned = column.clean(text)
    if ('problem' in cleaned) return fail(column, cleaned.problem)
    if (typeof cleaned.value === 'string') {
      if (cleaned.value !== text) change(column, column.told)
    } else {
      if (looksPersonalNumber(text, cleaned.value)) return fail(column, { code: 'looks_personal' })
      if (!PLAIN_NUMBER.test(text))
        change(column, PLAIN_NUMBER.test(text.normalize('NFKC')) ? 'width' : 'money')
    }
    return cleaned.value
  }
  if (column.isPersonal) return text
  const cleaned = cleanAttribute(text)
  if ('problem' in cleaned) return fail(column, cleaned.problem)
  if (looksPersonal(cleaned.value)) return fail(column, { code: 'looks_personal' })
  if (cleaned.value !== text) change(column, 'width')
  return cleaned.value
}

/** A number as it is usually written; with anything before or after the digits it was something else. */
const PLAIN_NUMBER = /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/
const cleanAttribute = cleanText(200)

function churnedOf({ label }: Mapping, column: ColumnReader, value: Value, fail: Fail): boolean | null {
  if (value === null) return null
  if (String(value) === label.churned) return true
  if (String(value) === label.stayed) return false
  return fail(column, { code: 'label_value', detail: `${label.churned}, ${label.stayed}` })
}

function fieldOf(
  column: ColumnReader,
  { values, clean, told }: FieldReader,
  value: Value,
  fail: Fail,
  change: Change,
): Value {
  let cell = value
  if (cell === null) {
    const { missing } = column.spec
    if (missing === undefined) return null
    cell = missing
    change(column, 'filled')
  }
  const key = String(cell)
  if (values !== null && Object.hasOwn(values, key)) cell = values[key] ?? null
  if (cell === null) return null
  const cleaned = clean(String(cell))
  if ('problem' in cleaned) return fail(column, cleaned.problem)
  if (typeof cell === 'string' && typeof cleaned.value === 'string' && cleaned.value !== cell)
    change(column, told)
  return cleaned.value === '' ? null : cleaned.value
}

function customerOf(
  found: ReadonlyMap<CustomerField, Value>,
  attributes: Record<string, Value>,
  churned: boolean | null,
  today: string,
): ImportedCustomer {
  const profile: Record<string, Value> = {}
  for (const field of PERSONAL)
    if (field !== 'account' && found.has(field)) profile[field] = found.get(field) ?? null
  const record: Record<string, Value> = {}
  for (const [field, name] of RECORD_FIELDS) if (found.has(field)) record[name] = found.get(field) ?? null
  // Who is a customer is either said or not.
  if (record['status'] === null) delete record['status']
  const tenure = found.get('tenure_months')
  const hasDay = typeof record['joined'] === 'string'
  return {
    account: textOrNull(found.get('account')),
    // Each field was read by the cleaner that belongs to it, which gives the type the field has.
    profile: profile as ImportedCustomer['profile'],
    record: record as ImportedCustomer['record'],
    joinedByTenure: hasDay || typeof tenure !== 'number' ? null : addMonthsToDay(today, -tenure),
    churned,
    attributes,
  }
}

const RECORD_FIELDS = [
  ['status', 'status'],
  ['plan', 'plan'],
  ['district', 'district'],
  ['contract', 'contract'],
  ['joined', 'joined'],
  ['payment', 'payment'],
  ['monthly_charge', 'monthlyFen'],
] as const

function textOrNull(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function columnReaders(
  mapping: Mapping,
  columns: readonly string[],
  today: string,
  timeZone: string,
): ColumnReader[] {
  const personal = personalColumns(mapping)
  const byField = cleaners(today, timeZone)
  return columns.map((name, at) => {
    const spec = mapping.columns[name] ?? { type: 'category' as const }
    const fields = customerFields.flatMap((field) => {
      const from = mapping.customers[field]
      if (from === undefined || columnOf(mapping, field) !== name) return []
      return [{ field, values: typeof from === 'object' ? from.values : null, ...byField[field] }]
    })
    return {
      name,
      at,
      spec,
      isPersonal: personal.has(name),
      isLabel: name === mapping.label.column,
      ...valueReader(spec, fields, timeZone),
      fields,
    }
  })
}

function valueReader(
  { type, clean }: ColumnSpec,
  fields: readonly { readonly field: CustomerField }[],
  timeZone: string,
): Pick<ColumnReader, 'clean' | 'told'> {
  const isFee = fields.some(({ field }) => field === 'monthly_charge')
  if (type === 'number')
    return clean === 'money' || isFee
      ? { clean: cleanMoneyOrNumber, told: 'money' }
      : { clean: cleanNumber, told: 'width' }
  if (clean === 'boolean') return { clean: cleanBoolean, told: 'boolean' }
  if (clean === 'date') return { clean: cleanDay(null, timeZone), told: 'day' }
  return { clean: null, told: 'form' }
}

const word = cleanText(60)

/** How each field is read, and what is told where that changes it. */
function cleaners(
  today: string,
  timeZone: string,
): Record<CustomerField, { clean: (cell: string) => Cleaned<string | number>; told: ReasonCode }> {
  return {
    account: { clean: cleanAccount, told: 'form' },
    name: { clean: cleanText(120), told: 'width' },
    phone: { clean: cleanPhone, told: 'form' },
    email: { clean: cleanEmail, told: 'form' },
    language: { clean: cleanLanguage, told: 'form' },
    district: { clean: word, told: 'width' },
    address: { clean: cleanText(300), told: 'width' },
    gender: { clean: cleanText(20), told: 'width' },
    plan: { clean: word, told: 'width' },
    contract: { clean: word, told: 'width' },
    joined: { clean: cleanDay(today, timeZone), told: 'day' },
    tenure_months: { clean: cleanMonths, told: 'width' },
    payment: { clean: word, told: 'width' },
    monthly_charge: { clean: cleanYuan, told: 'money' },
    status: { clean: cleanStatus, told: 'form' },
  }
}

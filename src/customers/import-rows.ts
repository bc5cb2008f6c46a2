/** Reads one row of a table of customers as a mapping says: typed, cleaned, and the personal part kept apart. */

import { addMonthsToDay } from './calendar.ts'
import {
  type Cleaned,
  cleanAccount,
  cleanDay,
  cleanEmail,
  cleanLanguage,
  cleanMonths,
  cleanPhone,
  cleanStatus,
  cleanText,
  cleanYuan,
  looksPersonal,
} from './import-cells.ts'
import { type CustomerField, customerValue, type Mapping, type Row } from './mapping.ts'
import type { Profile } from './profile.ts'

/** What is wrong in a row. Never holds what stands in the cell: that may tell who somebody is. */
export interface RowProblem {
  readonly column: string
  readonly message: string
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
  readonly account: string
  readonly profile: Partial<Omit<Profile, 'account' | 'birthYear'>>
  readonly record: Partial<ImportedRecord>
  /** First day by the months the row gives, where it gives no day; counted back from the import. */
  readonly joinedByTenure: string | null
  readonly churned: boolean | null
  /** All columns that do not tell who it is, as the churn model reads them. */
  readonly attributes: Row
}

/** Fields that tell who somebody is, or are kept with that: their columns never become attributes. */
const PERSONAL = ['account', 'name', 'phone', 'email', 'language', 'address', 'gender'] as const

/** Columns of a mapping that are kept out of the attributes. */
export function personalColumns(mapping: Mapping): Set<string> {
  return new Set([mapping.id, ...PERSONAL.flatMap((field) => columnOf(mapping, field) ?? [])])
}

/** The column a field is read from; null where the mapping has none. */
export function columnOf(mapping: Mapping, field: CustomerField): string | null {
  const from = mapping.customers[field]
  return (typeof from === 'object' ? from.column : from) ?? null
}

/**
 * Reads a row.
 * @param today day of the import, `YYYY-MM-DD`
 * @param personal of `personalColumns`, which is the same for all rows
 * @returns the customer, or null and everything that is wrong
 */
export function readCustomer(
  mapping: Mapping,
  row: Row,
  today: string,
  personal: ReadonlySet<string>,
): { customer: ImportedCustomer | null; problems: RowProblem[] } {
  const problems: RowProblem[] = []
  /** Nothing without a column, null for an empty cell, and null with a problem for one that is wrong. */
  const read = <Field extends CustomerField, Value>(
    field: Field,
    clean: (cell: string) => Cleaned<Value>,
  ): { [F in Field]?: Value | null } => {
    const column = columnOf(mapping, field)
    if (column === null) return {}
    const cell = customerValue(mapping, field, row)
    const cleaned = cell === null ? { value: null } : clean(String(cell))
    if ('problem' in cleaned) problems.push({ column, message: cleaned.problem })
    // The one field is the one asked for; TypeScript sees a computed name as any text.
    return { [field]: 'problem' in cleaned ? null : cleaned.value } as { [F in Field]?: Value | null }
  }
  const word = cleanText(60)
  const { account = null } = read('account', cleanAccount)
  if (account === null && problems.length === 0)
    problems.push({ column: columnOf(mapping, 'account') ?? mapping.id, message: 'is empty.' })
  const profile = {
    ...{ ...read('name', cleanText(120)), ...read('phone', cleanPhone), ...read('email', cleanEmail) },
    ...{ ...read('language', cleanLanguage), ...read('address', cleanText(300)) },
    ...read('gender', cleanText(20)),
  }
  const { status, ...words } = {
    ...{ ...read('status', cleanStatus), ...read('plan', word), ...read('district', word) },
    ...{ ...read('contract', word), ...read('payment', word), ...read('joined', cleanDay(today)) },
  }
  const { monthly_charge: monthlyFen } = read('monthly_charge', cleanYuan)
  const { tenure_months: tenure = null } = read('tenure_months', cleanMonths)
  const record = {
    ...words,
    ...(status === undefined || status === null ? {} : { status }),
    ...(monthlyFen === undefined ? {} : { monthlyFen }),
  }
  const churned = churnedIn(mapping, row, problems)
  const attributes = attributesOf(row, personal, problems)
  if (problems.length > 0 || account === null) return { customer: null, problems }
  const hasDay = record.joined !== undefined && record.joined !== null
  const joinedByTenure = hasDay || tenure === null ? null : addMonthsToDay(today, -tenure)
  return { customer: { account, profile, record, joinedByTenure, churned, attributes }, problems }
}

function churnedIn({ label }: Mapping, row: Row, problems: RowProblem[]): boolean | null {
  const cell = row[label.column] ?? null
  if (cell === null) return null
  if (String(cell) === label.churned) return true
  if (String(cell) !== label.stayed)
    problems.push({ column: label.column, message: `is neither ${label.churned} nor ${label.stayed}.` })
  return false
}

function attributesOf(row: Row, personal: ReadonlySet<string>, problems: RowProblem[]): Row {
  const attributes: Record<string, string | number | null> = {}
  for (const [column, cell] of Object.entries(row)) {
    if (personal.has(column)) continue
    attributes[column] = cell
    if (typeof cell !== 'string') continue
    const cleaned = cleanText(200)(cell)
    if ('problem' in cleaned) problems.push({ column, message: cleaned.problem })
    else if (looksPersonal(cleaned.value)) problems.push({ column, message: PERSONAL_ADVICE })
    else attributes[column] = cleaned.value
  }
  return attributes
}

const PERSONAL_ADVICE =
  'holds what looks like an e-mail address or a phone number: map it under `customers`, or take it out of `columns`.'

/** What a customer's record becomes when a row is imported over it, and over rows of earlier files. */

import type { CustomersTable } from '../../storage/schema.ts'
import { IMPORTED } from '../churn-rows.ts'
import type { CustomerField, Mapping } from '../mapping.ts'
import type { Profile } from '../profile.ts'
import type { CustomerDraft } from '../records.ts'
import { columnOf, type ImportedCustomer } from './read-row.ts'
import type { Together } from './together.ts'

/** Columns of a record that a draft is made from, beside its profile. */
export type RecordRow = Pick<
  CustomersTable,
  | 'source'
  | 'status'
  | 'plan'
  | 'home'
  | 'district'
  | 'contract'
  | 'contract_end'
  | 'joined'
  | 'payment'
  | 'monthly_fen'
  | 'churned'
  | 'attributes'
>

/** What is known of a customer before a row is taken over. */
export interface Known {
  readonly draft: CustomerDraft
  /** As it was before the import; what the import makes of it, where the import has added it. */
  readonly original: CustomerDraft
  /** Fields that earlier sources of the same import have filled; they count. */
  readonly filled: ReadonlySet<string>
}

/** What a row makes of it. */
export interface Merged {
  readonly draft: CustomerDraft
  readonly filled: ReadonlySet<string>
  /** Columns that say something else than an earlier source. */
  readonly conflicts: readonly string[]
}

const EMPTY = { name: null, phone: null, email: null, language: null, address: null, gender: null }
const NO_RECORD = {
  ...{ status: 'active' as const, plan: null, home: null, district: null, contract: null },
  ...{ contractEnd: null, joined: null, payment: null, monthlyFen: null, churned: null },
}
const NOBODY: ReadonlySet<string> = new Set()
/** Stands for the source among the filled fields. */
const SOURCE = 'source'

/** Fields by the names of the mapping, where the record calls them otherwise. */
const COLUMN_FIELDS: Readonly<Record<string, CustomerField>> = { monthlyFen: 'monthly_charge' }

/**
 * What the record becomes. What a row says replaces what was known before the import, and an empty cell
 * empties it; what an earlier source of this import says stays.
 * @param before null for a customer who is new
 * @param account of the row, or of the customer it was found to be
 */
export function mergeRow(
  row: ImportedCustomer,
  mapping: Mapping,
  before: Known | null,
  account: string,
  together: Together,
): Merged {
  const filled = new Set(before?.filled ?? NOBODY)
  const conflicts = new Set<string>()
  const take = <Value>(field: string, column: string, old: Value, said: Value | undefined): Value => {
    if (said === undefined) return old
    if (filled.has(field)) {
      if (said !== null && said !== old) conflicts.add(column)
      return old
    }
    if (said !== null) filled.add(field)
    return said
  }
  const of = (field: string) => columnOf(mapping, COLUMN_FIELDS[field] ?? (field as CustomerField)) ?? field
  const old = before?.draft ?? NO_RECORD
  const oldProfile: Profile = before?.draft.profile ?? { ...EMPTY, birthYear: null, account }
  const { profile: p, record: r } = row
  const profile: Profile = {
    account,
    name: take('name', of('name'), oldProfile.name, p.name),
    phone: take('phone', of('phone'), oldProfile.phone, p.phone),
    email: take('email', of('email'), oldProfile.email, p.email),
    language: take('language', of('language'), oldProfile.language, p.language),
    address: take('address', of('address'), oldProfile.address, p.address),
    gender: take('gender', of('gender'), oldProfile.gender, p.gender),
    birthYear: oldProfile.birthYear,
  }
  const churned = row.churned ?? (Object.hasOwn(row.attributes, mapping.label.column) ? null : undefined)
  const draft: CustomerDraft = {
    profile,
    source: sourceOf(mapping, before, filled, together),
    status: take('status', of('status'), old.status, r.status),
    plan: take('plan', of('plan'), old.plan, r.plan),
    home: old.home,
    district: take('district', of('district'), old.district, r.district),
    contract: take('contract', of('contract'), old.contract, r.contract),
    contractEnd: old.contractEnd,
    joined: take('joined', of('joined'), old.joined, joinedOf(row, mapping, before)),
    payment: take('payment', of('payment'), old.payment, r.payment),
    monthlyFen: take('monthlyFen', of('monthlyFen'), old.monthlyFen, r.monthlyFen),
    churned: take('churned', mapping.label.column, old.churned, churned),
    attributes: attributesOf(row, mapping, before, together, take),
  }
  return { draft, filled, conflicts: [...conflicts] }
}

/** The record of a customer nobody knew. */
export function newDraft(row: ImportedCustomer, mapping: Mapping, account: string): CustomerDraft {
  const { profile, record, churned, attributes } = row
  return {
    profile: { account, ...EMPTY, birthYear: null, ...profile },
    source: IMPORTED + mapping.name,
    ...NO_RECORD,
    ...record,
    joined: row.joinedByTenure ?? record.joined ?? null,
    churned,
    attributes,
  }
}

/** A table without accounts, or of a mapping that comes after another, adds to a record and does not become its source. */
function sourceOf(mapping: Mapping, before: Known | null, filled: Set<string>, together: Together): string {
  if (before !== null && (filled.has(SOURCE) || columnOf(mapping, 'account') === null))
    return before.draft.source
  filled.add(SOURCE)
  if (before !== null && together.adds(mapping.name, before.draft.source)) return before.draft.source
  return IMPORTED + mapping.name
}

/** Counted back from today the day would move with every import: it moves only with the months in the file. */
function joinedOf(row: ImportedCustomer, mapping: Mapping, before: Known | null): string | null | undefined {
  const byTenure = row.joinedByTenure
  if (byTenure === null) return row.record.joined
  const column = columnOf(mapping, 'tenure_months')
  const { joined = null, attributes = {} } = before?.original ?? {}
  if (joined === null || column === null) return byTenure
  return attributes[column] === row.attributes[column] ? joined : byTenure
}

/**
 * Attributes are those of the tables of mappings that are imported together: a first row of another mapping
 * begins anew. Columns that none of them has any longer are dropped, where all of them are at hand.
 */
function attributesOf(
  row: ImportedCustomer,
  mapping: Mapping,
  before: Known | null,
  together: Together,
  take: <Value>(field: string, column: string, old: Value, said: Value | undefined) => Value,
): CustomerDraft['attributes'] {
  const attributes: Record<string, string | number | null> = {}
  const known = before?.draft.attributes ?? {}
  const isOwn =
    before !== null &&
    (before.filled.size > 0 ||
      before.draft.source === IMPORTED + mapping.name ||
      together.goWith(mapping.name, before.draft.source) ||
      columnOf(mapping, 'account') === null)
  if (isOwn) {
    const kept = before.filled.size > 0 ? null : together.columns(before.draft.source)
    for (const [column, value] of Object.entries(known))
      if (kept === null || kept.has(column)) attributes[column] = value
  }
  for (const [column, value] of Object.entries(row.attributes)) {
    const old = Object.hasOwn(attributes, column) ? (attributes[column] ?? null) : null
    attributes[column] = take(`attribute ${column}`, column, old, value)
  }
  return attributes
}

/** The draft a record would be written from. */
export function draftOf(row: RecordRow, profile: Profile): CustomerDraft {
  return {
    profile,
    ...{ source: row.source, status: row.status, plan: row.plan, home: row.home, district: row.district },
    ...{ contract: row.contract, contractEnd: row.contract_end, joined: row.joined },
    ...{ payment: row.payment, monthlyFen: row.monthly_fen },
    churned: row.churned === null ? null : row.churned === 1,
    // Written from a draft, of text, numbers and null.
    attributes: JSON.parse(row.attributes) as CustomerDraft['attributes'],
  }
}

/** The fields of a record that only earlier sources of the running import can have filled: all that are not empty. */
export function filledIn(draft: CustomerDraft, statusIsSaid: boolean): Set<string> {
  const filled = new Set([SOURCE])
  const { account: _, birthYear: __, ...personal } = draft.profile
  const { district, plan, contract, joined, payment, monthlyFen, churned } = draft
  const record = { ...personal, district, plan, contract, joined, payment, monthlyFen, churned }
  for (const [field, value] of Object.entries(record)) if (value !== null) filled.add(field)
  for (const [column, value] of Object.entries(draft.attributes))
    if (value !== null) filled.add(`attribute ${column}`)
  if (statusIsSaid) filled.add('status')
  return filled
}

/** Whether writing the draft would change nothing. */
export function isSame(before: CustomerDraft, draft: CustomerDraft): boolean {
  return canonical(before) === canonical(draft)
}

/** JSON that does not depend on the order of fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

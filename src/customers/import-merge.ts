/** What a customer's record becomes when a table is imported over it. */

import type { CustomersTable } from '../storage/schema.ts'
import { IMPORTED } from './churn-rows.ts'
import { columnOf, type ImportedCustomer } from './import-rows.ts'
import type { Mapping } from './mapping.ts'
import type { Profile } from './profile.ts'
import type { CustomerDraft } from './records.ts'

const EMPTY = { name: null, phone: null, email: null, language: null, address: null, gender: null }

/** What the record becomes: what the row says over what is known. */
export function draftOf(
  { account, profile, record, joinedByTenure, churned, attributes }: ImportedCustomer,
  mapping: Mapping,
  before: CustomersTable | null,
  known: Profile | null,
): CustomerDraft {
  const old = before === null ? NO_RECORD : recordOf(before)
  const merged = { ...old, ...record }
  return {
    profile: { ...EMPTY, birthYear: null, ...known, ...profile, account },
    source: IMPORTED + mapping.name,
    ...{ status: merged.status, plan: merged.plan, home: old.home, district: merged.district },
    ...{ contract: merged.contract, contractEnd: old.contractEnd },
    ...{ payment: merged.payment, monthlyFen: merged.monthlyFen },
    joined: joinedByTenure === null ? merged.joined : joinedOf(mapping, before, attributes, joinedByTenure),
    churned: churned ?? (label(mapping, attributes) ? null : old.churned),
    attributes,
  }
}

/** Whether the file has the column that says who left, be it empty in this row. */
function label(mapping: Mapping, attributes: ImportedCustomer['attributes']): boolean {
  return Object.hasOwn(attributes, mapping.label.column)
}

/** Counted back from today the day would move with every import: it moves only with the months in the file. */
function joinedOf(
  mapping: Mapping,
  before: CustomersTable | null,
  attributes: ImportedCustomer['attributes'],
  byTenure: string,
): string {
  const column = columnOf(mapping, 'tenure_months')
  if (before === null || before.joined === null || column === null) return byTenure
  return attributesOf(before)[column] === attributes[column] ? before.joined : byTenure
}

function attributesOf(row: CustomersTable): CustomerDraft['attributes'] {
  // Written by insertCustomers and below, from records of text, numbers and null.
  return JSON.parse(row.attributes) as CustomerDraft['attributes']
}

const NO_RECORD = {
  ...{ status: 'active' as const, plan: null, home: null, district: null, contract: null },
  ...{ contractEnd: null, joined: null, payment: null, monthlyFen: null, churned: null },
}

type OldRecord = Omit<CustomerDraft, 'profile' | 'source' | 'attributes'>

function recordOf(row: CustomersTable): OldRecord {
  return {
    ...{ status: row.status, plan: row.plan, home: row.home, district: row.district },
    ...{ contract: row.contract, contractEnd: row.contract_end, joined: row.joined },
    ...{ payment: row.payment, monthlyFen: row.monthly_fen },
    churned: row.churned === null ? null : row.churned === 1,
  }
}

/** Whether writing the draft would change nothing. */
export function isSame(row: CustomersTable, profile: Profile, draft: CustomerDraft): boolean {
  const before: CustomerDraft = {
    profile,
    source: row.source,
    ...recordOf(row),
    attributes: attributesOf(row),
  }
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

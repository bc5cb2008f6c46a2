/** Customer records: written with their keys, found through keyed hashes, opened for those who may read them. */

import { newId, type Store, type Trx } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'
import type { SubjectKey, Vault } from '../storage/vault.ts'
import { accountForm, emailForm, type Profile, phoneForm, profileShape } from './profile.ts'

/** A record without who it is. */
export type CustomerRow = Omit<CustomersTable, 'profile'>

/** What a record is made from. Days are `YYYY-MM-DD`. */
export interface CustomerDraft {
  readonly profile: Profile
  readonly source: string
  readonly status: CustomersTable['status']
  readonly plan: string | null
  /** Broadband product. */
  readonly home: string | null
  readonly district: string | null
  /** `month`, `one-year`, `two-year`, or as the mapping says. */
  readonly contract: string | null
  readonly contractEnd: string | null
  readonly joined: string | null
  readonly payment: string | null
  /** What is due each month, in fen. */
  readonly monthlyFen: number | null
  readonly churned: boolean | null
  readonly attributes: Readonly<Record<string, string | number | null>>
}

/** A draft with its ids and a key of its own. */
export interface NewCustomer {
  readonly id: string
  readonly subjectId: string
  readonly draft: CustomerDraft
}

/** The keyed hash an account is found by. */
export function accountHash(vault: Vault, account: string): string {
  return vault.hash('customers.account', accountForm(account))
}

/** The keyed hash a phone number is found by. */
export function phoneHash(vault: Vault, phone: string): string {
  return vault.hash('customers.phone', phoneForm(phone))
}

/** The keyed hash an e-mail address is found by. */
export function emailHash(vault: Vault, email: string): string {
  return vault.hash('customers.email', emailForm(email))
}

/** Gives drafts their ids, and keys in the key database. Keys come first: nothing is ever sealed without one. */
export async function prepareCustomers(
  store: Store,
  drafts: readonly CustomerDraft[],
): Promise<NewCustomer[]> {
  const prepared = drafts.map((draft) => ({ id: newId(), subjectId: newId(), draft }))
  await store.vault.createMany(prepared.map(({ subjectId }) => subjectId))
  return prepared
}

/** Rows put into one statement; PostgreSQL takes 65,535 values. */
const BATCH = 500

/** Writes prepared customers and their subjects. */
export async function insertCustomers(
  store: Store,
  trx: Trx,
  prepared: readonly NewCustomer[],
): Promise<void> {
  const now = store.now()
  for (let at = 0; at < prepared.length; at += BATCH) {
    const batch = prepared.slice(at, at + BATCH)
    await trx
      .insertInto('subjects')
      .values(batch.map(({ subjectId }) => ({ id: subjectId, created_at: now })))
      .execute()
    const rows = await Promise.all(batch.map((customer) => rowOf(store, customer, now)))
    await trx.insertInto('customer_records').values(rows).execute()
  }
}

async function rowOf({ vault }: Store, customer: NewCustomer, now: number): Promise<CustomersTable> {
  return recordRow(vault, await vault.keyOf(customer.subjectId), customer, now)
}

/** The row of a record. @param key of its subject */
export function recordRow(
  vault: Vault,
  key: SubjectKey,
  { id, subjectId, draft }: NewCustomer,
  now: number,
): CustomersTable {
  const { profile } = draft
  return {
    id,
    subject_id: subjectId,
    account_hash: accountHash(vault, profile.account),
    phone_hash: profile.phone === null ? null : phoneHash(vault, profile.phone),
    email_hash: profile.email === null ? null : emailHash(vault, profile.email),
    source: draft.source,
    status: draft.status,
    plan: draft.plan,
    home: draft.home,
    district: draft.district,
    contract: draft.contract,
    contract_end: draft.contractEnd,
    joined: draft.joined,
    payment: draft.payment,
    monthly_fen: draft.monthlyFen,
    churned: draft.churned === null ? null : Number(draft.churned),
    attributes: JSON.stringify(draft.attributes),
    profile: key.seal(profileContext(id), JSON.stringify(profile)),
    created_at: now,
    updated_at: now,
  }
}

function profileContext(id: string): string {
  return `customers.profile:${id}`
}

/** A record by its id. */
export async function findCustomer(store: Store, id: string): Promise<CustomersTable | undefined> {
  return store.db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A record by its account number, however it is written. */
export async function findByAccount(store: Store, account: string): Promise<CustomersTable | undefined> {
  return store.db
    .selectFrom('customers')
    .selectAll()
    .where('account_hash', '=', accountHash(store.vault, account))
    .executeTakeFirst()
}

/**
 * Who a customer is.
 * @throws LiukeError `subject_erased`
 */
export async function openProfile(
  store: Store,
  row: Pick<CustomersTable, 'id' | 'subject_id' | 'profile'>,
): Promise<Profile> {
  const key = await store.vault.keyOf(row.subject_id)
  return profileShape.parse(JSON.parse(key.open(profileContext(row.id), row.profile)))
}

/**
 * Lets one transaction at a time change what belongs to a customer: on PostgreSQL two could read the same and write
 * over each other; SQLite has one writer anyway.
 */
export async function lockCustomer(store: Store, trx: Trx, customerId: string): Promise<void> {
  if (store.engine === 'sqlite') return
  await trx.selectFrom('customer_records').select('id').where('id', '=', customerId).forUpdate().execute()
}

/**
 * Changes how a customer is reached, and by what they are found.
 * @param value null takes it away
 * @throws LiukeError `customer_unknown`, `subject_erased`
 */
export async function changeContact(
  store: Store,
  trx: Trx,
  customerId: string,
  field: 'address' | 'email' | 'phone',
  value: string | null,
): Promise<void> {
  const { vault } = store
  // Phone number and address stand in one sealed text.
  await lockCustomer(store, trx, customerId)
  const row = await trx
    .selectFrom('customer_records')
    .select(['id', 'subject_id', 'profile'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  if (!row) throw unknownCustomer()
  const key = await vault.keyOf(row.subject_id)
  const opened = profileShape.parse(JSON.parse(key.open(profileContext(row.id), row.profile)))
  const profile = profileShape.parse({ ...opened, [field]: value })
  await trx
    .updateTable('customer_records')
    .set({
      profile: key.seal(profileContext(row.id), JSON.stringify(profile)),
      phone_hash: profile.phone === null ? null : phoneHash(vault, profile.phone),
      email_hash: profile.email === null ? null : emailHash(vault, profile.email),
      updated_at: store.now(),
    })
    .where('id', '=', customerId)
    .execute()
}

/** The error for an id or account that leads nowhere. */
export function unknownCustomer(): LiukeError {
  return new LiukeError('customer_unknown', 'There is no such customer.', 'Check the id or account number.')
}

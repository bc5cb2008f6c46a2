/** Finds whose row it is in a table without accounts: by e-mail address and phone number. */

import type { Store } from '../../conversations/store.ts'
import { emailHash, phoneHash } from '../records.ts'
import type { ImportedCustomer } from './read-row.ts'
import type { ReasonCode } from './reasons.ts'

/** Whom a row leads to, or why it leads to nobody. */
export type Match = { readonly customerId: string } | { readonly problem: ReasonCode }

interface Contact {
  readonly id: string
  readonly phone_hash: string | null
  readonly email_hash: string | null
}

type Column = 'phone_hash' | 'email_hash'

/** With so many accounts a number or address tells nobody apart; more are never asked for. */
const MANY = 3
/** Hashes asked for in one query; SQLite takes 500 parts. */
const AT_ONCE = 50

/**
 * Whom rows lead to: the one account that has the e-mail address and the phone number, as records will be
 * when the import is complete. A row with only one of them known leads to the one account that has it.
 */
export async function matchContacts(store: Store, rows: readonly ImportedCustomer[]): Promise<Match[]> {
  const wanted = rows.map(({ profile: { phone = null, email = null } }) => ({
    phone: phone === null ? null : phoneHash(store.vault, phone),
    email: email === null ? null : emailHash(store.vault, email),
  }))
  const hashesIn = (hashes: readonly (string | null)[]) =>
    [...new Set(hashes)].filter((hash) => hash !== null)
  const byPhone = await contactsWith(store, 'phone_hash', hashesIn(wanted.map(({ phone }) => phone)))
  const byEmail = await contactsWith(store, 'email_hash', hashesIn(wanted.map(({ email }) => email)))
  const matches: Match[] = []
  for (const { phone, email } of wanted) {
    const phones = (phone === null ? undefined : byPhone.get(phone)) ?? []
    const emails = (email === null ? undefined : byEmail.get(email)) ?? []
    const isCut = phones.length >= MANY && emails.length >= MANY
    if (isCut && phone !== null && email !== null)
      matches.push(only(await contactsWithBoth(store, phone, email)))
    else matches.push(matchOf(phones, emails, phone, email))
  }
  return matches
}

/** One account from those with the phone number and those with the e-mail address, of which one list is complete. */
function matchOf(
  phones: readonly Contact[],
  emails: readonly Contact[],
  phone: string | null,
  email: string | null,
): Match {
  if (phones.length === 0 && emails.length === 0) return { problem: 'match_none' }
  if (phones.length === 0) return only(emails)
  if (emails.length === 0) return only(phones)
  const both =
    phones.length < MANY
      ? phones.filter((contact) => contact.email_hash === email)
      : emails.filter((contact) => contact.phone_hash === phone)
  return only(both)
}

/** None that has both belongs to several: one has the address, another the number. */
function only(candidates: readonly Contact[]): Match {
  const [one, ...more] = candidates
  return one !== undefined && more.length === 0 ? { customerId: one.id } : { problem: 'match_many' }
}

/** For each hash the first few accounts that have it when the import is complete. */
async function contactsWith(
  store: Store,
  column: Column,
  hashes: readonly string[],
): Promise<Map<string, Contact[]>> {
  const found = new Map<string, Map<string, Contact>>()
  for (let at = 0; at < hashes.length; at += AT_ONCE) {
    const [first, ...more] = hashes
      .slice(at, at + AT_ONCE)
      .flatMap((hash) => [recordsWith(store, { [column]: hash }), changesWith(store, { [column]: hash })])
    if (first === undefined) continue
    const query = more.reduce((union, part) => union.unionAll(part), first)
    for (const contact of await query.execute()) {
      const hash = contact[column] ?? ''
      const known = found.get(hash) ?? new Map<string, Contact>()
      found.set(hash, known.set(contact.id, contact))
    }
  }
  return new Map([...found].map(([hash, contacts]) => [hash, [...contacts.values()]]))
}

async function contactsWithBoth(store: Store, phone: string, email: string): Promise<Contact[]> {
  const hashes = { phone_hash: phone, email_hash: email }
  const found = await recordsWith(store, hashes).unionAll(changesWith(store, hashes)).execute()
  return [...new Map(found.map((contact) => [contact.id, contact])).values()]
}

type Hashes = Partial<Record<Column, string>>

/** What this import makes of a record counts, not what the record still says. */
function recordsWith(store: Store, hashes: Hashes) {
  let records = store.db
    .selectFrom('customer_records as r')
    .leftJoin('import_changes as c', 'c.customer_id', 'r.id')
    .select('r.id')
    .select((e) => {
      const now = (column: Column) =>
        e
          .case()
          .when('c.customer_id', 'is', null)
          .then(e.ref(`r.${column}`))
          .else(e.ref(`c.${column}`))
          .end()
      return [now('phone_hash').as('phone_hash'), now('email_hash').as('email_hash')]
    })
    .limit(MANY)
  for (const [column, hash] of entriesOf(hashes))
    records = records
      .where(`r.${column}`, '=', hash)
      .where((e) => e.or([e('c.customer_id', 'is', null), e(`c.${column}`, '=', hash)]))
  return store.db.selectFrom(records.as('found')).selectAll()
}

function changesWith(store: Store, hashes: Hashes) {
  let changes = store.db
    .selectFrom('import_changes')
    .select(['customer_id as id', 'phone_hash', 'email_hash'])
    .limit(MANY)
  for (const [column, hash] of entriesOf(hashes)) changes = changes.where(column, '=', hash)
  return store.db.selectFrom(changes.as('found')).selectAll()
}

function entriesOf(hashes: Hashes): [Column, string][] {
  // Object.entries gives strings; these are the columns of the object.
  return Object.entries(hashes) as [Column, string][]
}

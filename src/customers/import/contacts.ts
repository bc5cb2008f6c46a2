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

/**
 * Whom rows lead to: the one account that has the e-mail address and the phone number, as records will be
 * when the import is complete. A row with only one of them known leads to the one account that has it.
 */
export async function matchContacts(store: Store, rows: readonly ImportedCustomer[]): Promise<Match[]> {
  const wanted = rows.map(({ profile: { phone = null, email = null } }) => ({
    phone: phone === null ? null : phoneHash(store.vault, phone),
    email: email === null ? null : emailHash(store.vault, email),
  }))
  const contacts = await contactsWith(
    store,
    wanted.flatMap(({ phone }) => phone ?? []),
    wanted.flatMap(({ email }) => email ?? []),
  )
  const byPhone = Map.groupBy(contacts, ({ phone_hash: hash }) => hash)
  const byEmail = Map.groupBy(contacts, ({ email_hash: hash }) => hash)
  return wanted.map(({ phone, email }) =>
    matchOf(
      phone === null ? [] : (byPhone.get(phone) ?? []).map(({ id }) => id),
      email === null ? [] : (byEmail.get(email) ?? []).map(({ id }) => id),
    ),
  )
}

/** One account from those with the phone number and those with the e-mail address. */
export function matchOf(byPhone: readonly string[], byEmail: readonly string[]): Match {
  const both = byPhone.filter((id) => byEmail.includes(id))
  const candidates = byPhone.length === 0 ? byEmail : byEmail.length === 0 ? byPhone : both
  const [only, ...more] = candidates
  if (only === undefined)
    return { problem: byPhone.length + byEmail.length === 0 ? 'match_none' : 'match_many' }
  return more.length === 0 ? { customerId: only } : { problem: 'match_many' }
}

async function contactsWith(
  store: Store,
  phones: readonly string[],
  emails: readonly string[],
): Promise<Contact[]> {
  const found = new Map<string, Contact>()
  for (const [column, hashes] of [
    ['phone_hash', phones],
    ['email_hash', emails],
  ] as const) {
    if (hashes.length === 0) continue
    const rows = await store.db
      .selectFrom('customer_records')
      .select(['id', 'phone_hash', 'email_hash'])
      .where(column, 'in', hashes)
      .execute()
    for (const row of rows) found.set(row.id, row)
  }
  // What this import makes of a record counts, not what the record still says.
  const changed = store.db
    .selectFrom('import_changes')
    .select(['customer_id as id', 'phone_hash', 'email_hash'])
  const lists = [
    ['customer_id', [...found.keys()]],
    ['phone_hash', phones],
    ['email_hash', emails],
  ] as const
  for (const [column, values] of lists)
    if (values.length > 0)
      for (const row of await changed.where(column, 'in', values).execute()) found.set(row.id, row)
  return [...found.values()]
}

/** `liuke customers list` and `show`: customers as agents see them, masked. */

import { invoicesOf } from '../customers/billing.ts'
import { masked, type Profile, revealable } from '../customers/profile.ts'
import { findByAccount, openProfile, unknownCustomer } from '../customers/records.ts'
import { ticketsOf } from '../customers/tickets.ts'
import { LiukeError } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'
import type { OpenInstallation } from './open-installation.ts'

/** Shows the newest customers. */
export async function list(
  { store }: OpenInstallation,
  { last, json }: { readonly last: number; readonly json: boolean },
): Promise<void> {
  const rows = await store.db
    .selectFrom('customers')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(last)
    .execute()
  const shown: Shown[] = []
  for (const row of rows) shown.push(await shownOf(store, row))
  if (json) return console.log(JSON.stringify(shown))
  if (shown.length === 0) return console.log('There are no customers.')
  for (const { account, name, status, plan, district, source } of shown)
    console.log(
      plain(
        `${account ?? 'erased'}  ${name ?? '—'}  ${status}  ${plan ?? '—'}  ${district ?? '—'}  ${source}`,
      ),
    )
}

interface Shown extends Record<string, string | number | boolean | null> {
  readonly account: string | null
  readonly name: string | null
  readonly status: string
  readonly plan: string | null
  readonly district: string | null
  readonly source: string
}

async function shownOf(store: OpenInstallation['store'], row: CustomersTable): Promise<Shown> {
  const profile = await profileOf(store, row)
  const personal = Object.fromEntries(
    revealable.map((field) => [field, profile === null ? null : masked(field, profile[field])]),
  )
  return {
    ...personal,
    account: personal['account'] ?? null,
    name: personal['name'] ?? null,
    language: profile?.language ?? null,
    ...{ status: row.status, plan: row.plan, home: row.home, district: row.district },
    ...{ contract: row.contract, contractEnd: row.contract_end, joined: row.joined, payment: row.payment },
    monthlyYuan: row.monthly_fen === null ? null : row.monthly_fen / 100,
    source: row.source,
  }
}

async function profileOf(store: OpenInstallation['store'], row: CustomersTable): Promise<Profile | null> {
  try {
    return await openProfile(store, row)
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return null
    throw error
  }
}

/**
 * Shows one customer.
 * @throws LiukeError `customer_unknown`
 */
export async function show(
  { store }: OpenInstallation,
  { what, json }: { readonly what: string; readonly json: boolean },
): Promise<void> {
  const row = await findByAccount(store, what)
  if (row === undefined) throw unknownCustomer()
  const erased = (await profileOf(store, row)) === null
  const shown = await shownOf(store, row)
  const invoices = erased ? [] : await invoicesOf(store, row, 1)
  const tickets = erased ? [] : await ticketsOf(store, row, 5)
  const more = {
    lastInvoice: invoices.map(({ month, totalFen }) => ({ month, yuan: totalFen / 100 }))[0] ?? null,
    tickets: tickets.map(({ number, topic, status }) => ({ number, topic, status })),
  }
  if (json) return console.log(JSON.stringify({ ...shown, ...more }))
  if (erased) console.log('This customer was erased.')
  for (const [name, value] of Object.entries(shown))
    if (value !== null) console.log(plain(`${name.padEnd(12)} ${value}`))
  if (more.lastInvoice !== null)
    console.log(`${'last invoice'.padEnd(12)} ${more.lastInvoice.month}, ${more.lastInvoice.yuan} yuan`)
  for (const { number, topic, status } of more.tickets)
    console.log(plain(`${'ticket'.padEnd(12)} ${number} ${topic}, ${status}`))
}

/** Control characters would be commands to the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
}

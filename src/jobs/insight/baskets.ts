/** Reads what goes into one basket: the products a customer has, and the questions of one visit. */

import type { Store } from '../../conversations/store.ts'
import { dayIn } from '../../customers/calendar.ts'
import { constant } from '../../storage/constant.ts'
import { activeCustomers } from './active-customers.ts'
import { BASKET_MOST } from './rules.ts'

const CONVERSATIONS_AT_ONCE = 300
/** Whoever asks something else after so long has come again: conversations of WeChat and Teams never end. */
export const VISIT_MS = 4 * 3_600_000
/** Decisions by which a question was understood as one entry. */
const UNDERSTOOD = ['answer', 'dialog'] as const

/**
 * What each customer has now: `plan:…`, `home:…`, and products by their names.
 * @param onProgress hears 0..1
 */
export async function productBaskets(
  store: Store,
  timeZone: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<string[][]> {
  const today = dayIn(store.now(), timeZone)
  const baskets: string[][] = []
  for await (const page of activeCustomers(store, onProgress)) {
    const held = new Map(page.map(({ id }) => [id, new Set<string>()]))
    for (const { customer_id: id, product } of await store.db
      .selectFrom('products')
      .select(['customer_id', 'product'])
      .where(
        'customer_id',
        'in',
        page.map(({ id }) => id),
      )
      .where('since', '<=', today)
      .where((e) => e.or([e('until', 'is', null), e('until', '>=', today)]))
      .execute())
      held.get(id)?.add(product)
    for (const { id, plan, home } of page) baskets.push(basketOf(plan, home, [...(held.get(id) ?? [])]))
  }
  return baskets
}

/** The names rules are told in, of what one customer has. */
export function basketOf(plan: string | null, home: string | null, products: readonly string[]): string[] {
  return [
    ...(plan === null ? [] : [`plan:${plan}`]),
    ...(home === null || home === 'none' ? [] : [`home:${home}`]),
    ...products,
  ]
}

/** A question that was understood. */
interface Asked {
  readonly conversation_id: string
  readonly entry: string | null
  readonly created_at: number
}

/**
 * The entries asked in each visit of the days before now.
 * @param entries those that count; small talk does not
 * @param onProgress hears 0..1
 */
export async function questionBaskets(
  store: Store,
  days: number,
  entries: ReadonlySet<string>,
  onProgress: (share: number) => void = () => undefined,
): Promise<string[][]> {
  const to = store.now()
  const from = to - days * 86_400_000
  const conversations = await store.db
    .selectFrom('decisions')
    .select('conversation_id')
    .distinct()
    .where('entry', 'is not', null)
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .execute()
  const ids = conversations.map(({ conversation_id }) => conversation_id).sort()
  const baskets: string[][] = []
  for (let at = 0; at < ids.length; at += CONVERSATIONS_AT_ONCE) {
    const asked = await store.db
      .selectFrom('decisions')
      .select(['conversation_id', 'entry', 'created_at'])
      .where('conversation_id', 'in', ids.slice(at, at + CONVERSATIONS_AT_ONCE))
      .where('created_at', '>=', from)
      .where('created_at', '<', to)
      .where('entry', 'is not', null)
      .where('decision', 'in', UNDERSTOOD.map(constant))
      .orderBy('conversation_id')
      .orderBy('created_at')
      .execute()
    baskets.push(...visitsOf(asked, entries))
    onProgress(Math.min(1, (at + CONVERSATIONS_AT_ONCE) / ids.length))
  }
  return baskets
}

/** Divides questions, ordered by conversation and time, into visits; each entry once in a visit. */
export function visitsOf(asked: readonly Asked[], entries: ReadonlySet<string>): string[][] {
  const visits: Set<string>[] = []
  let last: Asked | undefined
  for (const one of asked) {
    const goesOn =
      last?.conversation_id === one.conversation_id && one.created_at - last.created_at < VISIT_MS
    last = one
    if (!goesOn) visits.push(new Set())
    const visit = visits.at(-1)
    if (visit && one.entry !== null && entries.has(one.entry) && visit.size < BASKET_MOST)
      visit.add(one.entry)
  }
  return visits.filter((visit) => visit.size > 0).map((visit) => [...visit])
}

/** Orders that customers confirmed, over the public API: read only, without what they wrote and how they are reached. */

import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type Store, unlessErased } from '../conversations/store.ts'
import { orderRequest } from '../services/order-body.ts'
import type { OrdersTable } from '../storage/schema.ts'
import { ApiError } from './errors.ts'
import { idShape, isoTime, isoTimeOrNull, moment, pageOf, pageQuery, positionFrom } from './pages.ts'
import { type Route, route } from './route.ts'

const listQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['accepted', 'done', 'refused', 'undoing', 'undone', 'replaced']).optional(),
  kind: z
    .string()
    .regex(/^[a-z.-]{1,40}$/)
    .optional(),
  customer: idShape.optional(),
  updated_since: moment.optional(),
})

/** Fields of a request that are the customer's own: their words, and a new address or number. */
const PERSONAL: ReadonlySet<string> = new Set(['words', 'value', 'before'])

/** The routes. */
export function orderRoutes(store: Store): Route[] {
  return [
    route({
      method: 'get',
      path: '/orders',
      scope: 'orders:read',
      query: listQuery,
      act: async (_call, { query }) => ({ body: await list(store, query) }),
    }),
    route({
      method: 'get',
      path: '/orders/:id',
      scope: 'orders:read',
      act: async (call) => {
        const id = call.param('id')
        const row = await store.db
          .selectFrom('orders')
          .selectAll()
          .where((e) => e.or([e('id', '=', id), e('reference', '=', id)]))
          .executeTakeFirst()
        if (row) return { body: await orderItem(store, row) }
        throw new ApiError(404, 'order_unknown', 'There is no such order.', 'Check the id or reference.')
      },
    }),
  ]
}

async function list(store: Store, query: z.output<typeof listQuery>): Promise<object> {
  const { status, kind, customer, updated_since: since, limit } = query
  const from = positionFrom(query.cursor)
  let rows = store.db
    .selectFrom('orders')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (status !== undefined) rows = rows.where('status', '=', status)
  if (kind !== undefined) rows = rows.where('kind', '=', kind)
  if (customer !== undefined) rows = rows.where('customer_id', '=', customer)
  if (since !== undefined) rows = rows.where('updated_at', '>=', since)
  if (from)
    rows = rows.where((e) =>
      e.or([e('created_at', '<', from.at), e.and([e('created_at', '=', from.at), e('id', '<', from.id)])]),
    )
  return pageOf(
    await rows.execute(),
    limit,
    ({ created_at: at, id }) => ({ at, id }),
    (row) => orderItem(store, row),
  )
}

async function orderItem(store: Store, row: Selectable<OrdersTable>): Promise<object> {
  const key = await unlessErased(store.vault.keyOf(row.subject_id))
  return {
    id: row.id,
    reference: row.reference,
    kind: row.kind,
    status: row.status,
    customer: row.customer_id,
    conversation: row.conversation_id,
    request:
      key === null
        ? null
        : Object.fromEntries(Object.entries(orderRequest(key, row)).filter(([name]) => !PERSONAL.has(name))),
    undo_until: isoTimeOrNull(row.undo_until),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

/** Customers over the public API: read, masked; and one field in full, on record. Never changed: that is the import's. */

import { z } from 'zod'
import type { Brain } from '../bot/turn.ts'
import { bilingualValue } from '../company/variables.ts'
import type { Store } from '../conversations/store.ts'
import { revealable } from '../customers/profile.ts'
import { type CustomerRow, findByAccount, unknownCustomer } from '../customers/records.ts'
import { maskedCustomer, revealField } from '../services/customer-card.ts'
import { isoTime, moment, pageOf, pageQuery, positionFrom } from './pages.ts'
import { type Route, route } from './route.ts'
import { lineShape } from './text.ts'

const listQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['active', 'cancelled']).optional(),
  updated_since: moment.optional(),
})
const findBody = z.strictObject({ account: z.string().min(1).max(40) })
const revealBody = z.strictObject({
  field: z.enum(revealable),
  /** Why it is asked for; stands in the audit log. */
  reason: lineShape(3, 200),
})

/** The routes. */
export function customerRoutes(store: Store, brain: () => Brain): Route[] {
  return [
    route({
      method: 'get',
      path: '/customers',
      scope: 'customers:read',
      query: listQuery,
      act: async (_call, { query }) => ({ body: await list(store, query) }),
    }),
    route({
      method: 'post',
      path: '/customers/find',
      scope: 'customers:read',
      body: findBody,
      act: async (_call, { body }) => {
        const row = await findByAccount(store, body.account)
        return { body: await customerAnswer(store, brain(), row?.id ?? '') }
      },
    }),
    route({
      method: 'get',
      path: '/customers/:id',
      scope: 'customers:read',
      act: async (call) => ({ body: await customerAnswer(store, brain(), call.param('id')) }),
    }),
    route({
      method: 'post',
      path: '/customers/:id/reveal',
      scope: 'customers:reveal',
      body: revealBody,
      act: async (call, { body: { field, reason } }) => ({
        body: { field, value: await revealField(store, call.actor, call.param('id'), field, { reason }) },
      }),
    }),
  ]
}

/** Rows of the list say nothing about who it is. */
async function list(store: Store, query: z.output<typeof listQuery>): Promise<object> {
  const { status, updated_since: since, limit } = query
  const from = positionFrom(query.cursor)
  let rows = store.db
    .selectFrom('customers')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1)
  if (status !== undefined) rows = rows.where('status', '=', status)
  if (since !== undefined) rows = rows.where('updated_at', '>=', since)
  if (from) rows = rows.where('id', '>', from.id)
  return pageOf(await rows.execute(), limit, ({ id }) => ({ at: 0, id }), recordOf)
}

function recordOf(row: CustomerRow): object {
  return {
    id: row.id,
    status: row.status,
    plan: row.plan,
    home: row.home,
    district: row.district,
    joined: row.joined,
    contract: row.contract,
    contract_end: row.contract_end,
    monthly_yuan: yuan(row.monthly_fen),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

/** @throws LiukeError `customer_unknown`, also for one whose data was erased */
async function customerAnswer(store: Store, { corpus }: Brain, id: string): Promise<object> {
  const customer = await maskedCustomer(store, id)
  if (!customer) throw unknownCustomer()
  const { row, fields, language, lastInvoice, tickets, conversations } = customer
  return {
    ...recordOf(row),
    plan_name: row.plan === null ? null : bilingualValue(`plan.${row.plan}.name`, corpus.company),
    language,
    masked: Object.fromEntries(fields.map(({ field, masked }) => [field, masked])),
    last_invoice: lastInvoice && {
      month: lastInvoice.month,
      total_yuan: lastInvoice.totalFen / 100,
      paid: lastInvoice.paid,
    },
    tickets: tickets.map(({ number, topic, status, createdAt }) => ({
      number,
      topic,
      status,
      created_at: isoTime(createdAt),
    })),
    conversations: conversations.map((one) => ({
      id: one.id,
      channel: one.channel,
      owner: one.owner,
      updated_at: isoTime(one.updated_at),
    })),
  }
}

function yuan(fen: number | null): number | null {
  return fen === null ? null : fen / 100
}

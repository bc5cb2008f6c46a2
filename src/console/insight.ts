/** The API of insight: segments, rules, forecast, words, how far their computing is, and what fits a customer. */

import type { Server } from 'restify'
import { HttpError, sendJson } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import { dayIn } from '../customers/calendar.ts'
import { choicesOf } from '../customers/choices.ts'
import { productsOf } from '../customers/products.ts'
import { findCustomer } from '../customers/records.ts'
import type { Insight } from '../jobs/insight/insight.ts'
import { type InsightKind, insightKinds } from '../jobs/insight/results.ts'
import type { Gate } from './gate.ts'
import type {
  EmptyReason,
  InsightAnswer,
  InsightStateAnswer,
  LikelyProductsAnswer,
  RefreshAnswer,
} from './insight-types.ts'

/** What the routes need. */
export interface ConsoleInsightOptions {
  readonly gate: Gate
  readonly store: Store
  readonly insight: Insight
  /** The company's, at the moment. */
  readonly timeZone: () => string
}

const BASE = '/api/console/insight'
const ID = /^[\w-]{1,100}$/

/** Adds the routes to a server. */
export function mountInsight(
  server: Server,
  { gate, store, insight, timeZone }: ConsoleInsightOptions,
): void {
  server.get(
    `${BASE}/state`,
    gate.route('insight.read', async (_request, response) => {
      sendJson(response, 200, {
        states: await insight.states(),
        now: store.now(),
      } satisfies InsightStateAnswer)
    }),
  )
  server.get(
    '/api/desk/customers/:id/likely-products',
    gate.route('customer.read', async (request, response) => {
      const id = String(request.params?.id ?? '')
      sendJson(response, 200, await likelyProductsOf(store, insight, id, timeZone()))
    }),
  )
  for (const kind of insightKinds) {
    server.get(
      `${BASE}/${kind}`,
      gate.route('insight.read', async (_request, response) => {
        sendJson(response, 200, await answerOf(insight, kind, { now: store.now(), timeZone: timeZone() }))
      }),
    )
    server.post(
      `${BASE}/${kind}/refresh`,
      gate.route('insight.read', async (_request, response) => {
        sendJson(response, 202, { state: await insight.refresh(kind) } satisfies RefreshAnswer)
      }),
    )
  }
}

async function answerOf(
  insight: Insight,
  kind: InsightKind,
  at: Pick<InsightAnswer, 'now' | 'timeZone'>,
): Promise<InsightAnswer> {
  const { state, computed } = await insight.read(kind)
  return {
    kind,
    state,
    computedAt: computed?.computedAt ?? null,
    took: computed?.took ?? null,
    result: computed?.result ?? null,
    empty: computed === null ? NEVER : computed.empty,
    ...at,
  }
}

async function likelyProductsOf(
  store: Store,
  insight: Insight,
  id: string,
  timeZone: string,
): Promise<LikelyProductsAnswer> {
  const customer = ID.test(id) ? await findCustomer(store, id) : undefined
  if (!customer) throw new HttpError(404, 'CustomerNotFound', 'There is no such customer.')
  if (!(await choicesOf(store, id)).automated) return { products: [] }
  const held = await productsOf(store, id, dayIn(store.now(), timeZone))
  const names = held.map(({ product }) => product)
  return { products: insight.likelyProducts(customer.plan, customer.home, names) }
}

const NEVER: EmptyReason = {
  code: 'never_computed',
  message: {
    zh: '还没有计算过。点“重新计算”，或等到今晚自动计算。',
    en: 'This was not computed yet. Compute it now, or wait for tonight.',
  },
  have: 0,
  need: 0,
}

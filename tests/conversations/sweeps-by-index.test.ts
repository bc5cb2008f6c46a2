/** What runs again and again looks at what is open, never through everything there ever was. */

import type { KyselyPlugin, RootOperationNode } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchDue } from '../../src/channels/files/fetching.ts'
import { releaseHeld } from '../../src/conversations/delivery.ts'
import { readEpisode } from '../../src/conversations/episodes.ts'
import { tidyFiles } from '../../src/conversations/files.ts'
import { idleWithBot, idleWithPeople } from '../../src/conversations/idle.ts'
import { endOffers, openOffers } from '../../src/conversations/offers.ts'
import { Outbox } from '../../src/conversations/outbox.ts'
import { listWaiting, queuedSince } from '../../src/conversations/ownership.ts'
import { usualLongestWaits } from '../../src/conversations/routing.ts'
import { listConversations } from '../../src/conversations/search.ts'
import { lookForUnindexed } from '../../src/conversations/search-index.ts'
import type { Store } from '../../src/conversations/store.ts'
import { readTurn } from '../../src/conversations/turn.ts'
import { takeWaiting } from '../../src/conversations/waiting.ts'
import { Notices } from '../../src/customers/notices.ts'
import { markAnswered } from '../../src/jobs/retention/contact-answers.ts'
import { dueContacts } from '../../src/jobs/retention/pending.ts'
import { createLogger } from '../../src/log.ts'
import { dueNews } from '../../src/services/order-news.ts'
import { dueOrders } from '../../src/services/order-sending.ts'
import { readByAgent, tidyPresence } from '../../src/services/presence.ts'
import { closedByAgents } from '../../src/services/rating-due.ts'
import { returnSnoozed } from '../../src/services/snooze.ts'
import { type TestServer, testServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

/** Every statement that runs on a store, as it was built. */
function watched(store: Store): { readonly store: Store; readonly nodes: RootOperationNode[] } {
  const nodes: RootOperationNode[] = []
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { store: { ...store, db: store.db.withPlugin(plugin) }, nodes }
}

/** Tables that are read through, by statement. */
async function scans({ db }: Store, nodes: readonly RootOperationNode[]): Promise<string[]> {
  const executor = db.getExecutor()
  const found: string[] = []
  for (const node of nodes) {
    const queryId = { queryId: 'explained' }
    const { sql, parameters } = executor.compileQuery(node, queryId)
    // Queries that are built once stand here with what marks their values.
    const values = parameters.map((value) => (typeof value === 'object' ? null : value))
    const explained = { query: node, queryId, sql: `explain query plan ${sql}`, parameters: values }
    const { rows } = await executor.executeQuery(explained)
    // SQLite's answer to `explain query plan`.
    for (const { detail } of rows as { detail: string }[])
      if (/^SCAN \w+/.test(detail) && !/^SCAN \w+ USING/.test(detail)) found.push(`${detail}: ${sql}`)
  }
  return found
}

const nobodys = { id: 'nobodys', owner: 'bot', customer_id: 'nobody' } as const
const sender = new Map([['post', async () => undefined]])

describe('on SQLite', () => {
  it.each<[string, (store: Store) => Promise<unknown>]>([
    ['deliveries', (store) => new Outbox(store, sender).deliverDue()],
    ['what is held until a customer writes', (store) => releaseHeld(store, 'somebody')],
    ['messages without an answer', (store) => takeWaiting(store, Date.now(), () => false)],
    ['files to be fetched', (store) => fetchDue(store, new Map([['wechat', never]]), createLogger('silent'))],
    ['files on trial', tidyFiles],
    ['offers nobody took', endOffers],
    ['open offers', openOffers],
    ['who waited in vain', (store) => queuedSince(store, Date.now())],
    ['who waits for an offer', (store) => listWaiting(store, ['general'], usualLongestWaits)],
    ['one-time codes', (store) => noticesOn(store).sendDue()],
    ['customers to be written to first', dueContacts],
    ['answers to what we wrote first', markAnswered],
    ['orders to be sent', (store) => dueOrders(store, 20)],
    ['conversations that were put aside', returnSnoozed],
    ['desks that were closed', tidyPresence],
    ['somebody who is blocked', (store) => readTurn(store, 'none', [], () => [], true).catch(() => null)],
    ['how far an agent has read', (store) => readByAgent(store, 'none')],
    ['news of orders', (store) => dueNews(store, 20)],
    ['words to be indexed', (store) => lookForUnindexed(store, { at: 1, id: 'a' }, 20)],
    ['words in the inbox', (store) => listConversations(store, { words: ['a', 'b'] }, null, 50)],
    ['a tag', (store) => listConversations(store, { tag: 'vip' }, null, 50)],
    ['conversations of the bot that are idle', (store) => idleWithBot(store, Date.now(), 200)],
    ['conversations of agents that are idle', (store) => idleWithPeople(store, Date.now())],
    ['conversations agents have closed', closedByAgents],
    ['what became of a conversation', (store) => readEpisode(store.db, nobodys)],
  ])('looking for %s goes by an index', async (_what, look) => {
    const { store, nodes } = watched(server.open.store)
    await look(store)
    expect(nodes.length).toBeGreaterThan(0)
    expect(await scans(server.open.store, nodes)).toEqual([])
  })

  it('is noticed when it does not', async () => {
    const { store, nodes } = watched(server.open.store)
    await store.db.selectFrom('outbox').selectAll().where('last_error', '=', 'x').execute()
    expect(await scans(server.open.store, nodes)).toHaveLength(1)
  })
})

async function never(): Promise<never> {
  throw new Error('Nothing is to be fetched here.')
}

function noticesOn(store: Store): Notices {
  return new Notices(
    store,
    async () => undefined,
    () => undefined,
  )
}

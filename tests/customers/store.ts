/** A store with customers and conversations in it, and codes as their receivers get them; for tests of identity. */

import { randomBytes, randomUUID } from 'node:crypto'
import { commitTurn } from '../../src/conversations/commit-turn.ts'
import { Live } from '../../src/conversations/live.ts'
import { findConversation, startConversation } from '../../src/conversations/start.ts'
import type { Store } from '../../src/conversations/store.ts'
import type { Identity, Write } from '../../src/conversations/turn.ts'
import { requestCode } from '../../src/customers/identity.ts'
import { insertCustomers, prepareCustomers } from '../../src/customers/records.ts'
import { Audit } from '../../src/storage/audit.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { ConversationsTable, CustomersTable, KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { Vault } from '../../src/storage/vault.ts'
import { type Engine, testHome } from '../databases.ts'

/** What a customer of a test is like. */
export interface TestCustomer {
  readonly status?: CustomersTable['status']
  readonly phone?: string | null
  readonly email?: string | null
}

/** A store with a clock that stands still, and what tests ask of it. */
export type CustomerStore = Awaited<ReturnType<typeof customerStore>>

/** Opens a fresh one. */
export async function customerStore(engine: Engine) {
  const home = await testHome(engine)
  const database = await openDatabase<Schema>(home.databaseUrl, migrations)
  const keystore = await openDatabase<KeystoreSchema>(home.keystoreUrl, keystoreMigrations)
  const clock = { now: 1_800_000_000_000 }
  const now = () => clock.now
  const masterKey = randomBytes(32)
  const vault = new Vault(keystore.db, masterKey, now)
  const audit = new Audit(masterKey, vault, now)
  const store: Store = { db: database.db, engine, vault, audit, live: new Live(), now }
  return {
    store,
    clock,
    home,
    /** Makes a customer. @returns the account number */
    customer: async (account: string, { status = 'active', phone, email }: TestCustomer = {}) => {
      const profile = {
        account,
        name: 'Lin',
        phone: phone === undefined ? '13900000001' : phone,
        email: email === undefined ? 'lin@example.com' : email,
        language: null,
        address: null,
        gender: null,
        birthYear: null,
      }
      const nothing = { plan: null, home: null, district: null, contract: null, contractEnd: null }
      const nor = { joined: null, payment: null, monthlyFen: null, churned: null, attributes: {} }
      const drafts = [{ profile, source: 'test', status, ...nothing, ...nor }]
      const prepared = await prepareCustomers(store, drafts)
      await database.db.transaction().execute((trx) => insertCustomers(store, trx, prepared))
      return account
    },
    /** Starts a conversation of a new person. */
    conversation: async (): Promise<ConversationsTable> => {
      const id = randomUUID()
      return (await startConversation(store, { id, channel: 'directline', userId: id, locale: null }))
        .conversation
    },
    notices: () =>
      database.db.selectFrom('notices').selectAll().orderBy('created_at').orderBy('id').execute(),
    verifications: () =>
      database.db.selectFrom('verifications').selectAll().orderBy('created_at').orderBy('id').execute(),
    close: async () => {
      await database.close()
      await keystore.close()
      await home.remove()
    },
  }
}

/**
 * Commits what came of a step as a turn does: all of it, if the conversation has not moved on.
 * @returns false when it has
 */
export async function commit(
  { store }: CustomerStore,
  conversation: ConversationsTable,
  { write, identity }: { readonly write: Write; readonly identity?: Identity | undefined },
): Promise<boolean> {
  const key = await store.vault.keyOf(conversation.subject_id)
  return commitTurn(
    store,
    { conversation, key, states: new Map(), waiting: new Set(), attempts: 0, block: null },
    {
      answered: [],
      replies: [],
      states: new Map(),
      decisions: [],
      owner: conversation.owner,
      language: conversation.language,
      deliver: false,
      writes: [write],
      identity,
    },
  )
}

/** The conversation as it is now. */
export async function latest(
  { store }: CustomerStore,
  { id }: { readonly id: string },
): Promise<ConversationsTable> {
  const found = await findConversation(store, id)
  if (!found) throw new Error('The conversation of the test is gone.')
  return found
}

/** Asks for a code in a conversation, a new one unless given. @returns the code as its receiver reads it */
export async function codeFor(
  customers: CustomerStore,
  account: string,
  conversation?: ConversationsTable,
): Promise<{ code: string; conversation: ConversationsTable }> {
  const where = await latest(customers, conversation ?? (await customers.conversation()))
  const before = new Set((await customers.notices()).map(({ id }) => id))
  const request = await requestCode(customers.store, where, account, 'zh')
  if (request.result !== 'sent') throw new Error(`No code: ${request.result}.`)
  if (!(await commit(customers, where, request))) throw new Error('The conversation moved on.')
  const notice = (await customers.notices()).find(({ id }) => !before.has(id))
  if (!notice) throw new Error('There is no notice.')
  const key = await customers.store.vault.keyOf(notice.subject_id)
  // Written by codeNotice.
  const body = JSON.parse(key.open(`notices.body:${notice.id}`, notice.body)) as { code: string }
  return { code: body.code, conversation: await latest(customers, where) }
}

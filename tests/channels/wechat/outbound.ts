/** A store with WeChat conversations in it, beside a fake WeChat on the same clock; for tests of what we send. */

import { randomBytes, randomUUID } from 'node:crypto'
import type { WechatAccount } from '../../../src/channels/wechat/accounts.ts'
import { WechatTokens } from '../../../src/channels/wechat/tokens.ts'
import { openWindow, saveAddress } from '../../../src/conversations/addresses.ts'
import { Live } from '../../../src/conversations/live.ts'
import type { Outgoing } from '../../../src/conversations/outbox.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import type { Store } from '../../../src/conversations/store.ts'
import { createLogger } from '../../../src/log.ts'
import { Audit } from '../../../src/storage/audit.ts'
import { openDatabase } from '../../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../../src/storage/schema.ts'
import { Vault } from '../../../src/storage/vault.ts'
import { type Engine, testHome } from '../../databases.ts'
import { type FakeWeixin, startFakeWeixin } from './fake-weixin.ts'

export const APPID = 'wx0123456789abcdef'
export const SECRET = 'appsecret-of-the-test-account'
const HOUR = 3_600_000

/** An account as it is set up. */
export const account: WechatAccount = {
  appid: APPID,
  name: 'Test',
  token: 'token',
  aesKey: null,
  mode: 'plain',
  secret: SECRET,
  choices: 'numbers',
}

/** See {@link outbound}. */
export interface Outbound {
  readonly clock: { now: number }
  readonly weixin: FakeWeixin
  readonly store: Store
  /** What a process that starts on the same databases has. */
  process(): Promise<{ store: Store; tokens: WechatTokens }>
  /** A customer who has just written, and the conversation with them. */
  customer(openid?: string): Promise<{ conversationId: string; openid: string }>
  /** How many messages may still be sent. */
  left(conversationId: string): Promise<number | null>
  close(): Promise<void>
}

/** Opens a fresh one. */
export async function outbound(engine: Engine = 'sqlite'): Promise<Outbound> {
  const home = await testHome(engine)
  const clock = { now: 1_800_000_000_000 }
  const now = () => clock.now
  const masterKey = randomBytes(32)
  const weixin = await startFakeWeixin(now)
  weixin.addAccount(APPID, SECRET)
  const closers: (() => Promise<unknown>)[] = []
  const openStore = async (): Promise<Store> => {
    const database = await openDatabase<Schema>(home.databaseUrl, migrations)
    const keystore = await openDatabase<KeystoreSchema>(home.keystoreUrl, keystoreMigrations)
    closers.push(database.close, keystore.close)
    const vault = new Vault(keystore.db, masterKey, now)
    const audit = new Audit(masterKey, vault, now)
    return { db: database.db, engine, vault, audit, live: new Live(), now }
  }
  const store = await openStore()
  return {
    clock,
    weixin,
    store,
    process: async () => {
      const own = await openStore()
      const tokens = new WechatTokens({ store: own, apiUrl: weixin.url, log: createLogger('silent') })
      closers.unshift(() => tokens.settled())
      return { store: own, tokens }
    },
    customer: async (openid = `o${randomBytes(13).toString('hex')}`) => {
      const conversationId = `wx_${randomUUID()}`
      await startConversation(store, {
        ...{ id: conversationId, channel: 'wechat', userId: `${APPID}:${openid}`, locale: null },
      })
      await saveAddress(store, conversationId, { channel: 'wechat', account: APPID, details: { openid } })
      await openWindow(store, conversationId, clock.now + 48 * HOUR, 5)
      weixin.userWrote(APPID, openid)
      return { conversationId, openid }
    },
    left: async (conversationId) => {
      const row = await store.db
        .selectFrom('addresses')
        .select('messages_left')
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst()
      return row?.messages_left ?? null
    },
    close: async () => {
      for (const close of closers) await close()
      await weixin.close()
      await home.remove()
    },
  }
}

/** A message on its way, and how many of its parts were reported as gone. */
export function outgoing(
  conversationId: string,
  activity: Outgoing['activity'],
  more: Partial<Outgoing> = {},
): Outgoing & { readonly parts: { sent: number } } {
  const parts = { sent: more.partsSent ?? 0 }
  return {
    ...{ conversationId, messageId: '0190a1b2-0000-7000-8000-000000000001', role: 'bot', activity },
    partsSent: 0,
    partSent: async () => {
      parts.sent += 1
    },
    ...more,
    parts,
  }
}

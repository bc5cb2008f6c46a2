/** A server with the routes of WeChat over a real store and real turns, and a sender that keeps what the API would get. */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import restify from 'restify'
import type { Turn } from '../../../src/bot/turn.ts'
import type { WechatAccount } from '../../../src/channels/wechat/accounts.ts'
import { mountWechat, type WechatOptions, type WechatRoutes } from '../../../src/channels/wechat/routes.ts'
import { MAX_TEXT_BYTES, splitText, wechatText } from '../../../src/channels/wechat/text.ts'
import { Outbox, type Outgoing } from '../../../src/conversations/outbox.ts'
import { createLogger } from '../../../src/log.ts'
import type { OutboxStatus } from '../../../src/storage/schema.ts'
import type { Engine } from '../../databases.ts'
import { type TestServer, testServer } from '../../server.ts'
import { account, Weixin } from './weixin.ts'

/** What the customer-service API was given. */
export interface Sent {
  readonly conversationId: string
  readonly text: string
}

/** What a test may choose. */
export interface StageOptions extends Partial<WechatOptions> {
  /** The bot in place of ours. */
  readonly think?: (turn: Turn) => Promise<void>
  /** Whether the API carries what is due; otherwise it waits for ever. */
  readonly api?: boolean
  readonly engine?: Engine
}

/** Everything of a test. */
export interface Stage {
  readonly server: TestServer
  readonly url: string
  readonly routes: WechatRoutes
  readonly sent: readonly Sent[]
  /** WeChat for an account; the first one if none is given. */
  weixin(account?: WechatAccount): Weixin
  /** Carries what is due, now. */
  deliverDue(): Promise<void>
  /** How far the messages of a conversation are, in order. */
  statuses(conversationId: string): Promise<OutboxStatus[]>
  close(): Promise<void>
}

/** Starts a server; the sweep of its outbox carries messages by itself unless `api` is false. */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { think, api = true, engine = 'sqlite', accounts = [account()], ...rest } = options
  const sent: Sent[] = []
  const sender = async (outgoing: Outgoing): Promise<void> => {
    const { activity, conversationId, partsSent } = outgoing
    for (const text of splitText(wechatText(activity, 'zh'), MAX_TEXT_BYTES).slice(partsSent)) {
      sent.push({ conversationId, text })
      await outgoing.partSent()
    }
  }
  const senders = new Map([['wechat', sender]])
  const server = await testServer({
    engine,
    ...(api ? { senders } : {}),
    ...(think ? { wrapThink: () => think } : {}),
  })
  const { store } = server.open
  const wechat = restify.createServer({ name: 'wechat' })
  const routes = mountWechat(wechat, {
    store,
    turns: server.turns,
    accounts,
    replyMs: 4_000,
    log: createLogger('silent'),
    ...rest,
  })
  wechat.listen(0, '127.0.0.1')
  await once(wechat.server, 'listening')
  // A server that listens on a port has an address of this kind.
  const { port } = wechat.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    server,
    url,
    routes,
    sent,
    weixin: (chosen = accounts[0]) => new Weixin(url, chosen ?? account()),
    deliverDue: async () => {
      const outbox = new Outbox(store, senders)
      while ((await outbox.deliverDue()) > 0);
    },
    statuses: async (conversationId) => {
      const rows = await store.db
        .selectFrom('outbox')
        .select('status')
        .where('conversation_id', '=', conversationId)
        .orderBy('seq')
        .execute()
      return rows.map(({ status }) => status)
    },
    close: async () => {
      wechat.server.closeAllConnections()
      wechat.close()
      await routes.idle()
      await server.close()
    },
  }
}

/** A bot that says these texts. */
export function saying(...texts: readonly string[]): (turn: Turn) => Promise<void> {
  return async (turn) => {
    for (const text of texts) turn.capture({ type: 'message', text, locale: 'zh-CN' })
  }
}

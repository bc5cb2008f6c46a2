/** The Teams route over HTTP, on the store and turns of a real server, and a Microsoft that brings activities. */

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import restify from 'restify'
import { RateLimit } from '../../../src/channels/rate-limit.ts'
import {
  type AuthenticationSettings,
  teamsAuthentication,
} from '../../../src/channels/teams/authentication.ts'
import { CHANNEL, teamsUserId } from '../../../src/channels/teams/inbound.ts'
import { mountTeams, type TeamsOptions } from '../../../src/channels/teams/routes.ts'
import type { StoredActivity } from '../../../src/conversations/activity.ts'
import { transcript } from '../../../src/conversations/reading.ts'
import { userHash } from '../../../src/conversations/start.ts'
import { createLogger } from '../../../src/log.ts'
import { type Answer, call } from '../../direct-line.ts'
import { type TestServer, type TestServerOptions, testServer } from '../../server.ts'
import { until } from '../deadline.ts'
import {
  type FakeKey,
  type FakeOpenId,
  fakeKey,
  fakeOpenId,
  fakeToken,
  type TokenWish,
} from './fake-openid.ts'

export const APP_ID = '6f1d1b1c-1111-4222-8333-944455556666'
export const TENANT = '72f988bf-0000-4000-8000-2d7cd011db47'
export const BOT = `28:${APP_ID}`
export const SERVICE_URL = 'https://smba.example.com/emea/'

/** Settings of a bot of one company. */
export const SETTINGS: AuthenticationSettings = {
  TEAMS_APP_ID: APP_ID,
  TEAMS_APP_TYPE: 'SingleTenant',
  TEAMS_TENANT_ID: TENANT,
  TEAMS_TENANTS: undefined,
  TEAMS_CLOUD: 'public',
  TEAMS_OPENID_URL: undefined,
  TEAMS_DEVELOPMENT: false,
}

/** A user of Teams. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly aadObjectId: string
}

/** Somebody nobody has met. */
export function somebody(name = 'Megan Bowen'): Person {
  return { id: `29:${randomUUID()}`, name, aadObjectId: randomUUID() }
}

/** An activity as Teams sends it in somebody's personal chat. */
export function personal(person: Person, rest: object): Record<string, unknown> {
  return {
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: SERVICE_URL,
    from: person,
    recipient: { id: BOT, name: 'Liuke' },
    conversation: { id: `a:${person.id}`, conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web' }],
    ...rest,
  }
}

/** A message or event on record. */
export interface Line {
  readonly conversation: string
  readonly role: string
  readonly activity: StoredActivity
}

/** The route of a test. */
export interface TeamsServer {
  readonly server: TestServer
  readonly openid: FakeOpenId
  readonly key: FakeKey
  readonly url: string
  /** Conversations for which typing was shown. */
  readonly typed: string[]
  /** Files that were handed over. */
  readonly taken: unknown[]
  /** Posts an activity, with a good token unless wished otherwise. */
  post(activity: object, wish?: TokenWish): Promise<Answer>
  /** Posts with headers of the test's own. */
  postWith(activity: unknown, headers: Record<string, string>): Promise<Answer>
  /** What is in the conversations of a user, or in all, in order. */
  stored(person?: Person, tenant?: string): Promise<Line[]>
  /** How many messages and events are on record once nothing is being thought about. */
  count(): Promise<number>
  /** What the bot has said, once there are so many messages of it. */
  answers(count: number): Promise<string[]>
  close(): Promise<void>
}

/** Starts the route. */
export async function teamsServer(
  options: TestServerOptions & {
    readonly settings?: Partial<AuthenticationSettings>
    readonly route?: Partial<TeamsOptions>
  } = {},
): Promise<TeamsServer> {
  const { settings = {}, route = {}, ...rest } = options
  const key = fakeKey('first')
  const openid = await fakeOpenId(key)
  const server = await testServer(rest)
  const { store } = server.open
  const log = createLogger('silent')
  const authenticate = teamsAuthentication(
    { ...SETTINGS, TEAMS_OPENID_URL: openid.url, ...settings },
    store.now,
    log,
  )
  if (!authenticate) throw new Error('The settings of the test open no way in.')
  const typed: string[] = []
  const taken: unknown[] = []
  const http = restify.createServer({ name: 'Liuke' })
  mountTeams(http, {
    store,
    turns: server.turns,
    authenticate,
    account: APP_ID,
    verifiedMs: 30 * 60_000,
    messageRate: new RateLimit(100_000, store.now),
    log,
    typing: async (conversationId) => void typed.push(conversationId),
    takeFile: async (conversationId, file) => {
      taken.push({ conversationId, ...file })
      return { contentType: file.mediaType, name: file.name, contentUrl: `liuke-file:${taken.length}` }
    },
    ...route,
  })
  http.listen(0, '127.0.0.1')
  await once(http.server, 'listening')
  const address = http.server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const postWith = (activity: unknown, headers: Record<string, string>): Promise<Answer> =>
    call(url, 'POST', '/api/messages', { body: activity, headers })
  const stored: TeamsServer['stored'] = async (person, tenant = TENANT) => {
    const own = person && userHash(store, CHANNEL, teamsUserId(tenant, person.aadObjectId))
    const all = store.db.selectFrom('conversations').select('id').orderBy('created_at')
    const rows = await (own === undefined ? all : all.where('user_hash', '=', own)).execute()
    const lines = await Promise.all(
      rows.map(async ({ id }) =>
        (await transcript(store, id)).map(({ role, activity }) => ({ conversation: id, role, activity })),
      ),
    )
    return lines.flat()
  }
  return {
    server,
    openid,
    key,
    url,
    typed,
    taken,
    postWith,
    post: async (activity, wish) => {
      const token = await fakeToken(key, { appId: APP_ID, serviceUrl: SERVICE_URL, now: store.now() }, wish)
      return postWith(activity, { authorization: `Bearer ${token}` })
    },
    stored,
    count: async () => {
      await server.turns.idle()
      const { count } = await store.db
        .selectFrom('messages')
        .select((e) => e.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    answers: async (count) => {
      let said: string[] = []
      await until(`the bot has said ${count} things`, async () => {
        const all = await stored()
        said = all
          .filter(({ role, activity }) => role === 'bot' && activity.type === 'message')
          .map(({ activity }) => activity.text ?? '')
        return said.length >= count
      })
      return said
    },
    close: async () => {
      await new Promise<void>((resolve) => {
        http.close(() => resolve())
        http.server.closeAllConnections()
      })
      await server.close()
      await openid.close()
    },
  }
}

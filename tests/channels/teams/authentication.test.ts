import { createSecretKey, type KeyObject, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HttpError } from '../../../src/channels/http.ts'
import type { Origin } from '../../../src/channels/teams/admission.ts'
import {
  type AuthenticationSettings,
  teamsAuthentication,
} from '../../../src/channels/teams/authentication.ts'
import { createLogger } from '../../../src/log.ts'
import { type FakeOpenId, fakeKey, fakeOpenId, fakeToken, type TokenWish } from './fake-openid.ts'
import {
  APP_ID,
  personal,
  SERVICE_URL,
  SETTINGS,
  somebody,
  TENANT,
  type TeamsServer,
  teamsServer,
} from './teams-server.ts'

const HOUR = 3_600_000
const good = fakeKey('first')
const forged = fakeKey('forged')
const OTHER_TENANT = '11111111-2222-4333-8444-555555555555'

/** How often each of these is out by: seconds since 1970, so many from now. */
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds
/** Public keys are no secret; a verifier that takes any algorithm takes one for the secret of HS256. */
const publicAsSecret = (key: KeyObject): Uint8Array =>
  new Uint8Array(Buffer.from(key.export({ format: 'pem', type: 'spki' })))

interface Case {
  readonly name: string
  readonly wish?: TokenWish
  /** Instead of a signed token. */
  readonly authorization?: (token: string) => string | undefined
  /** Changes of the activity. */
  readonly activity?: object
  readonly expected: 200 | 401 | 403
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const CASES: readonly Case[] = [
  { name: 'a good token', expected: 200 },
  { name: 'a scheme in lower case', authorization: (token) => `bearer ${token}`, expected: 200 },
  { name: 'a token signed with RS512', wish: { header: { alg: 'RS512' } }, expected: 200 },
  { name: 'one that ran out within the skew', wish: { claims: { exp: inSeconds(-200) } }, expected: 200 },
  { name: 'one that begins within the skew', wish: { claims: { nbf: inSeconds(200) } }, expected: 200 },
  { name: 'an app id in capitals', wish: { claims: { aud: APP_ID.toUpperCase() } }, expected: 200 },

  { name: 'no header', authorization: () => undefined, expected: 401 },
  { name: 'an empty token', authorization: () => 'Bearer ', expected: 401 },
  { name: 'another scheme', authorization: (token) => `Basic ${token}`, expected: 401 },
  { name: 'a token without a scheme', authorization: (token) => token, expected: 401 },
  { name: 'garbage', authorization: () => 'Bearer garbage', expected: 401 },
  { name: 'three parts of garbage', authorization: () => 'Bearer a.b.c', expected: 401 },
  { name: 'a token and more', authorization: (token) => `Bearer ${token} ${token}`, expected: 401 },
  { name: 'a token of 12 KB', wish: { claims: { filler: 'x'.repeat(9_000) } }, expected: 401 },
  {
    name: 'no signature at all (alg none)',
    authorization: (token) => `Bearer ${part({ alg: 'none', kid: 'first' })}.${token.split('.')[1]}.`,
    expected: 401,
  },
  {
    name: 'alg none with a signature',
    authorization: (token) => `Bearer ${part({ alg: 'none', kid: 'first' })}.${token.split('.')[1]}.AAAA`,
    expected: 401,
  },
  {
    name: 'the public key as the secret of HS256',
    wish: { header: { alg: 'HS256' }, signWith: publicAsSecret(good.publicKey) },
    expected: 401,
  },
  {
    name: 'a secret of its own',
    wish: { header: { alg: 'HS256' }, signWith: createSecretKey(Buffer.alloc(32, 1)) },
    expected: 401,
  },
  { name: 'another key under a good id', wish: { signWith: forged.privateKey }, expected: 401 },
  { name: 'PS256, which Microsoft does not use', wish: { header: { alg: 'PS256' } }, expected: 401 },
  {
    name: 'a key that comes in the token itself',
    wish: {
      header: { jwk: forged.publicKey.export({ format: 'jwk' }), kid: undefined },
      signWith: forged.privateKey,
    },
    expected: 401,
  },
  {
    name: 'a changed payload',
    authorization: (token) => {
      const [header, , signature] = token.split('.')
      const claims = { iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: SERVICE_URL, exp: 9e9 }
      return `Bearer ${header}.${part(claims)}.${signature}`
    },
    expected: 401,
  },
  {
    name: 'an unknown extension it insists on',
    authorization: (token) => {
      const header = part({ alg: 'RS256', kid: 'first', crit: ['made-up'], 'made-up': true })
      return `Bearer ${header}.${token.split('.').slice(1).join('.')}`
    },
    expected: 401,
  },
  { name: 'another audience', wish: { claims: { aud: randomUUID() } }, expected: 401 },
  { name: 'no audience', wish: { claims: { aud: undefined } }, expected: 401 },
  { name: 'several audiences', wish: { claims: { aud: [APP_ID, randomUUID()] } }, expected: 401 },
  { name: 'another issuer', wish: { claims: { iss: 'https://api.botframework.us' } }, expected: 401 },
  {
    name: 'a token of the emulator or of a skill',
    wish: { claims: { iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0', appid: APP_ID } },
    expected: 401,
  },
  { name: 'no issuer', wish: { claims: { iss: undefined } }, expected: 401 },
  { name: 'an unknown key id', wish: { header: { kid: 'unknown' } }, expected: 401 },
  { name: 'no key id', wish: { header: { kid: undefined } }, expected: 401 },
  { name: 'one that ran out six minutes ago', wish: { claims: { exp: inSeconds(-360) } }, expected: 401 },
  { name: 'one that never runs out', wish: { claims: { exp: undefined } }, expected: 401 },
  { name: 'one that runs out at a word', wish: { claims: { exp: 'tomorrow' } }, expected: 401 },
  { name: 'one that begins in six minutes', wish: { claims: { nbf: inSeconds(360) } }, expected: 401 },
  {
    name: 'a token for another service address',
    wish: { claims: { serviceurl: 'https://evil.example.com/' } },
    expected: 401,
  },
  { name: 'no service address', wish: { claims: { serviceurl: undefined } }, expected: 401 },
  {
    name: 'an activity that names another',
    activity: { serviceUrl: 'https://evil.example.com/' },
    expected: 401,
  },
  { name: 'an activity that names none', activity: { serviceUrl: '' }, expected: 401 },
  {
    name: 'a service address without TLS',
    wish: { claims: { serviceurl: 'http://smba.example.com/' } },
    activity: { serviceUrl: 'http://smba.example.com/' },
    expected: 401,
  },
  {
    name: 'a service address that is none',
    wish: { claims: { serviceurl: 'smba' } },
    activity: { serviceUrl: 'smba' },
    expected: 401,
  },
  { name: 'a key endorsed for other channels', wish: { header: { kid: 'skype' } }, expected: 401 },
  { name: 'another channel under a key for Teams', activity: { channelId: 'webchat' }, expected: 401 },
  {
    name: 'another channel under a key without endorsements',
    wish: { header: { kid: 'plain' } },
    activity: { channelId: 'webchat' },
    expected: 403,
  },
  {
    name: 'the emulator under a key without endorsements',
    wish: { header: { kid: 'plain' } },
    activity: { channelId: 'emulator' },
    expected: 403,
  },
  { name: 'a key without endorsements', wish: { header: { kid: 'plain' } }, expected: 200 },
  {
    name: 'a user of another tenant',
    activity: { conversation: { id: 'a:1', conversationType: 'personal', tenantId: OTHER_TENANT } },
    expected: 403,
  },
  {
    name: 'a user of no tenant',
    activity: { conversation: { id: 'a:1', conversationType: 'personal' }, channelData: {} },
    expected: 403,
  },
]

/** The key that signs a case by the id its header names. */
const signers: Readonly<Record<string, KeyObject>> = {
  skype: fakeKey('skype').privateKey,
  plain: fakeKey('plain').privateKey,
}

describe('a request to /api/messages', () => {
  let teams: TeamsServer
  beforeAll(async () => {
    teams = await teamsServer()
    teams.openid.published.push(fakeKey('skype', ['skype', 'webchat']), {
      ...fakeKey('plain'),
      endorsements: undefined,
    })
  })
  afterAll(() => teams.close())

  it.each(CASES)('with $name gets $expected', async ({ wish = {}, authorization, activity, expected }) => {
    const before = await teams.count()
    const { db } = teams.server.open.store
    const conversations = async () => (await db.selectFrom('conversations').select('id').execute()).length
    const known = await conversations()
    const kid = String(wish.header?.['kid'] ?? '')
    const signed = signers[kid] ? { signWith: signers[kid], ...wish } : wish
    const token = await fakeToken(good, { appId: APP_ID, serviceUrl: SERVICE_URL, now: Date.now() }, signed)
    const header = authorization ? authorization(token) : `Bearer ${token}`
    const sent = personal(somebody(), { type: 'message', text: 'How do I set up autopay?', ...activity })
    const { status, body } = await teams.postWith(sent, header === undefined ? {} : { authorization: header })
    expect({ status, code: body?.error?.code }).toEqual({
      status: expected,
      code: expected === 200 ? undefined : expect.any(String),
    })
    // A good one is stored by the time it is acknowledged; of a bad one nothing is.
    expect((await teams.count()) > before).toBe(expected === 200)
    expect((await conversations()) > known).toBe(expected === 200)
  })

  it('is refused before its body is read', async () => {
    const { status } = await teams.postWith('{ this is no JSON', {})
    expect(status).toBe(401)
  })

  it('is refused for a token larger than any header may be', async () => {
    const { status } = await teams
      .postWith({}, { authorization: `Bearer ${'x'.repeat(100_000)}` })
      .catch(() => ({ status: 431 }))
    expect([401, 431]).toContain(status)
  })
})

describe('the app', () => {
  let openid: FakeOpenId
  beforeAll(async () => {
    openid = await fakeOpenId(good)
  })
  afterAll(() => openid.close())

  const origin = (tenantId: string | undefined): Origin => ({
    channelId: 'msteams',
    serviceUrl: SERVICE_URL,
    tenantId,
  })
  const types: readonly (readonly [string, Partial<AuthenticationSettings>, string | undefined, number])[] = [
    ['single tenant, its own', { TEAMS_APP_TYPE: 'SingleTenant' }, TENANT.toUpperCase(), 200],
    ['single tenant, another', { TEAMS_APP_TYPE: 'SingleTenant' }, OTHER_TENANT, 403],
    ['managed identity, its own', { TEAMS_APP_TYPE: 'UserAssignedMSI' }, TENANT, 200],
    ['managed identity, another', { TEAMS_APP_TYPE: 'UserAssignedMSI' }, OTHER_TENANT, 403],
    ['multi tenant, any', { TEAMS_APP_TYPE: 'MultiTenant', TEAMS_TENANT_ID: undefined }, OTHER_TENANT, 200],
    ['multi tenant, none', { TEAMS_APP_TYPE: 'MultiTenant', TEAMS_TENANT_ID: undefined }, undefined, 200],
    [
      'a list, one of it',
      { TEAMS_APP_TYPE: 'MultiTenant', TEAMS_TENANTS: [TENANT, OTHER_TENANT] },
      TENANT,
      200,
    ],
    ['a list, none of it', { TEAMS_APP_TYPE: 'MultiTenant', TEAMS_TENANTS: [OTHER_TENANT] }, TENANT, 403],
    ['a list beside its own', { TEAMS_APP_TYPE: 'SingleTenant', TEAMS_TENANTS: [OTHER_TENANT] }, TENANT, 403],
  ]
  it.each(types)('%s tenant: of %s %s gets %s', async (_name, settings, tenant, expected) => {
    const statusOf = await verifier(openid, settings)
    expect(await statusOf({ origin: origin(tenant) })).toBe(expected)
  })

  it.each([
    ['usgov', 'https://api.botframework.us'],
    ['china', 'https://api.botframework.azure.cn'],
  ] as const)('in the cloud %s takes tokens of %s, and no others', async (cloud, iss) => {
    const statusOf = await verifier(openid, { TEAMS_CLOUD: cloud })
    expect(await statusOf({ origin: origin(TENANT), wish: { claims: { iss } } })).toBe(200)
    expect(await statusOf({ origin: origin(TENANT) })).toBe(401)
  })

  it('is not reachable at all without settings', () => {
    const settings = { ...SETTINGS, TEAMS_APP_ID: undefined }
    expect(teamsAuthentication(settings, Date.now, createLogger('silent'))).toBeNull()
  })
})

describe('the keys of the issuer', () => {
  let openid: FakeOpenId
  let clock = Date.now()
  afterEach(() => openid.close())

  const origin: Origin = { channelId: 'msteams', serviceUrl: SERVICE_URL, tenantId: TENANT }
  const begin = async (...published: Parameters<typeof fakeOpenId>) => {
    clock = Date.now()
    openid = await fakeOpenId(...published)
    return verifier(openid, {}, () => clock)
  }
  const second = fakeKey('second')

  it('are fetched once, however many requests come at a time', async () => {
    const statusOf = await begin(good)
    expect(await Promise.all(Array.from({ length: 20 }, () => statusOf({ origin })))).toEqual(
      Array(20).fill(200),
    )
    expect(openid.asked).toEqual({ document: 1, keys: 1 })
  })

  it('are fetched again once for a new key, and at most once a minute', async () => {
    const statusOf = await begin(good)
    expect(await statusOf({ origin })).toBe(200)
    openid.published.push(second)
    expect(await statusOf({ origin, key: second })).toBe(401)
    clock += 61_000
    expect(await Promise.all([1, 2, 3].map(() => statusOf({ origin, key: second })))).toEqual([200, 200, 200])
    expect(openid.asked.keys).toBe(2)
    for (let at = 0; at < 30; at++)
      expect(await statusOf({ origin, wish: { header: { kid: `made up ${at}` } } })).toBe(401)
    expect(openid.asked.keys).toBe(2)
  })

  it('are asked for by nobody whose token is not even meant for us', async () => {
    const statusOf = await begin(good)
    expect(await statusOf({ origin, wish: { claims: { aud: randomUUID() } } })).toBe(401)
    expect(await statusOf({ origin, wish: { claims: { iss: 'https://evil.example.com' } } })).toBe(401)
    expect(openid.asked).toEqual({ document: 0, keys: 0 })
  })

  it('are no longer believed once they are withdrawn', async () => {
    const statusOf = await begin(good, second)
    expect(await statusOf({ origin, key: second })).toBe(200)
    openid.published.pop()
    clock += 25 * HOUR
    expect(await statusOf({ origin })).toBe(200)
    expect(await statusOf({ origin, key: second })).toBe(401)
  })

  it.each(['down', 'redirecting', 'endless', 'no json'] as const)(
    'give 503 while the issuer is %s, without a request for each, and then work',
    async (mood) => {
      const statusOf = await begin(good)
      openid.mood = mood
      expect(await statusOf({ origin })).toBe(503)
      expect(await statusOf({ origin })).toBe(503)
      expect(openid.asked.document).toBe(1)
      openid.mood = 'well'
      clock += 6_000
      expect(await statusOf({ origin })).toBe(200)
    },
  )

  it('outlast an outage of two days, but not of four', async () => {
    const statusOf = await begin(good)
    expect(await statusOf({ origin })).toBe(200)
    openid.mood = 'down'
    clock += 48 * HOUR
    expect(await statusOf({ origin })).toBe(200)
    expect(await statusOf({ origin, key: second })).toBe(503)
    clock += 48 * HOUR
    expect(await statusOf({ origin })).toBe(503)
  })
})

/** An app whose clock the test sets; gives the status a request would get. */
async function verifier(
  openid: FakeOpenId,
  settings: Partial<AuthenticationSettings>,
  now: () => number = Date.now,
) {
  const all = { ...SETTINGS, TEAMS_OPENID_URL: openid.url, ...settings }
  const authenticate = teamsAuthentication(all, now, createLogger('silent'))
  if (!authenticate) throw new Error('The settings of the test open no way in.')
  return async ({
    origin,
    key = good,
    wish,
  }: {
    origin: Origin
    key?: typeof good
    wish?: TokenWish
  }): Promise<number> => {
    const token = await fakeToken(key, { appId: APP_ID, serviceUrl: SERVICE_URL, now: now() }, wish)
    try {
      // Only the headers of a request are read.
      const request = { headers: { authorization: `Bearer ${token}` } } as IncomingMessage
      const admit = await authenticate(request)
      admit(origin)
      return 200
    } catch (error) {
      if (error instanceof HttpError) return error.status
      throw error
    }
  }
}

/** A running server with Teams, WeChat, mail and a gateway set up, and what is found when one of them is not right. */

import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Group, groups } from '../../../src/channels/checks/check.ts'
import { saveAddress } from '../../../src/conversations/addresses.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import { type TestServer, testEnvironment, testServer } from '../../server.ts'
import { type FakeLogin, fakeLogin } from '../teams/fake-login.ts'
import { type FakeOpenId, fakeKey, fakeOpenId } from '../teams/fake-openid.ts'
import { type FakeWeixin, startFakeWeixin } from '../wechat/fake-weixin.ts'
import { lookedAt } from './looked-at.ts'

const APP_ID = '6f1d1b1c-1111-4222-8333-944455556666'
const TENANT = '72f988bf-0000-4000-8000-2d7cd011db47'
const APPID = 'wx0123456789abcdef'
const SECRETS = {
  TEAMS_APP_PASSWORD: 'teams-password-of-tests',
  WECHAT_SECRET: 'wechat-secret-of-tests',
  WECHAT_TOKEN: 'wechatTokenOfTests',
  WECHAT_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  CODE_WEBHOOK_SECRET: 'gateway-secret-of-tests',
}
const MAIL_PASSWORD = 'mail-password-of-tests'

// Their keys are those of the type.
const ALL = Object.keys(groups) as Group[]

let login: FakeLogin
let openid: FakeOpenId
let weixin: FakeWeixin
let server: TestServer
let env: Record<string, string> = {}
/** An address nobody answers at. */
let nowhere = ''
const TEAMS = { only: ['teams'] } as const
const WECHAT = { only: ['wechat'] } as const
const CODES = { only: ['codes'] } as const
/** What the gateway was asked. */
const asked: IncomingMessage[] = []
const gateway = createServer((request, response) => {
  asked.push(request)
  response.statusCode = request.method === 'HEAD' ? 405 : 200
  response.end()
})
const mail = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  logger: false,
  onAuth: ({ username, password }, _session, done) =>
    password === MAIL_PASSWORD ? done(null, { user: username ?? '' }) : done(new Error('no')),
})

beforeAll(async () => {
  login = await fakeLogin({ appId: APP_ID, password: SECRETS.TEAMS_APP_PASSWORD, tenant: TENANT })
  openid = await fakeOpenId(fakeKey('first'))
  weixin = await startFakeWeixin()
  weixin.addAccount(APPID, SECRETS.WECHAT_SECRET)
  gateway.listen(0, '127.0.0.1')
  mail.listen(0, '127.0.0.1')
  await Promise.all([once(gateway, 'listening'), once(mail.server, 'listening')])
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  nowhere = `127.0.0.1:${portOf(closed)}`
  await new Promise((resolve) => closed.close(resolve))
  const channels = {
    ...SECRETS,
    TEAMS_APP_ID: APP_ID,
    TEAMS_TENANT_ID: TENANT,
    TEAMS_LOGIN_URL: login.url,
    TEAMS_OPENID_URL: openid.url,
    WECHAT_APPID: APPID,
    WECHAT_API_URL: weixin.url,
    CODE_WEBHOOK_URL: `http://gate:keeper@127.0.0.1:${portOf(gateway)}/codes`,
    SMTP_URL: `smtp://care:${MAIL_PASSWORD}@127.0.0.1:${portOf(mail.server)}`,
    MAIL_FROM: 'care@example.com',
  }
  server = await testServer({ env: channels })
  env = {
    ...(await testEnvironment(server.home)),
    ...channels,
    PORT: new URL(server.url).port,
    PUBLIC_URL: server.url,
  }
})
afterAll(async () => {
  await server.close()
  await Promise.all([login.close(), openid.close(), weixin.close()])
  gateway.close()
  await new Promise((resolve) => mail.close(() => resolve(undefined)))
})
beforeEach(() => {
  asked.length = 0
})
afterEach(() => {
  openid.mood = 'well'
  login.next.length = 0
})

/** Listening on TCP, so it has a port. */
function portOf(listening: { address(): unknown }): number {
  return (listening.address() as AddressInfo).port
}

describe('a server whose peers are well', () => {
  it('has nothing wrong, seen from beside it while it runs', async () => {
    const { of, those } = await lookedAt(env, { only: ALL })
    expect(those('fail')).toEqual([])
    // Test databases are not backed up, and nobody can sign in to a server without its demo accounts.
    expect(those('warn').filter((id) => !/^(storage|website\.accounts)/.test(id))).toEqual([])
    expect(those('ok')).toEqual(
      expect.arrayContaining([
        'storage.main',
        'storage.keys',
        'storage.master-key',
        'content.model',
        'website.running',
        'website.public',
        'clock.offset',
        'teams.token',
        'teams.keys',
        'teams.endpoint',
        `wechat.${APPID}.token`,
        `wechat.${APPID}.callback`,
        'codes.webhook',
        'codes.mail',
        'deliveries.messages',
      ]),
    )
    expect(of('teams.connectors').seen.en).toBe('Nobody has written yet.')
  })

  it('sends no code, no mail, and nothing to a customer', async () => {
    await lookedAt(env)
    expect(asked.map(({ method, url }) => [method, url])).toEqual([['HEAD', '/codes']])
    // User and password of the gateway are for codes.
    expect(asked[0]?.headers.authorization).toBeUndefined()
    expect(weixin.received).toEqual([])
  })

  it('takes the token of WeChat that is in use, and no new one', async () => {
    await lookedAt(env)
    expect(weixin.tokens.forced(APPID)).toBe(0)
    const asked = weixin.calls.filter(({ path }) => path === '/cgi-bin/stable_token')
    expect(asked.at(-1)?.body).toMatchObject({ force_refresh: false })
  })

  it('asks nobody with --offline', async () => {
    const before = [login.requests.length, openid.asked.document, weixin.calls.length]
    const { of } = await lookedAt(env, { offline: true })
    expect([login.requests.length, openid.asked.document, weixin.calls.length]).toEqual(before)
    expect(asked).toEqual([])
    expect(of('teams.token').status).toBe('skipped')
    expect(of('storage.main').status).toBe('ok')
  })

  it('has its report free of secrets, whatever is right or wrong', async () => {
    const good = await lookedAt(env)
    const bad = await lookedAt({ ...env, PUBLIC_URL: login.url, TEAMS_APP_PASSWORD: 'another-password' })
    for (const { everything } of [good, bad])
      for (const secret of [
        ...Object.values(SECRETS),
        MAIL_PASSWORD,
        'another-password',
        'keeper',
        env['DIRECTLINE_SECRET'] ?? '',
      ])
        expect(everything).not.toContain(secret)
  })
})

describe('Teams', () => {
  it('is told what Entra ID refuses, in both languages', async () => {
    const { of } = await lookedAt({ ...env, TEAMS_APP_PASSWORD: 'another-password' }, TEAMS)
    const { status, seen, advice } = of('teams.token')
    expect(status).toBe('fail')
    expect(seen.en).toContain('AADSTS7000215')
    expect(advice?.en).toContain('not the ID of the secret')
    expect(advice?.zh).toContain('不是它的 ID')
  })

  it.each([
    ['down', /503/],
    ['no json', /cannot be fetched/],
  ] as const)('is warned when the signing keys are not to be had: %s', async (mood, seen) => {
    openid.mood = mood
    const found = (await lookedAt(env, TEAMS)).of('teams.keys')
    expect(found.status).toBe('fail')
    expect(found.seen.en).toMatch(seen)
  })

  it('names who cannot be reached, and why', async () => {
    const { of } = await lookedAt({ ...env, TEAMS_OPENID_URL: `http://${nowhere}/openid` }, TEAMS)
    expect(of('teams.keys').seen.en).toBe(`${nowhere} cannot be reached: the connection was refused.`)
    expect(of('teams.keys').seen.zh).toContain('连接被拒绝')
  })

  it('waits for nobody for ever', async () => {
    let answer = (): void => undefined
    login.wait = new Promise((resolve) => {
      answer = () => resolve()
    })
    try {
      const { of } = await lookedAt(env, { ...TEAMS, timeoutMs: 300 })
      expect(of('teams.token')).toMatchObject({ status: 'fail' })
      expect(of('teams.token').seen.en).toBe('There was no answer within 0.3 s.')
    } finally {
      answer()
      login.wait = Promise.resolve()
    }
  })

  it('is asked whether the newest chats can be answered', async () => {
    const { store } = server.open
    const chats = [
      ['gone', `http://${nowhere}/emea/`],
      ['here', `${login.url}/amer/`],
    ] as const
    for (const [id, serviceUrl] of chats) {
      await startConversation(store, { id, channel: 'msteams', userId: `t:${id}`, locale: null })
      await saveAddress(store, id, { channel: 'msteams', account: APP_ID, details: { serviceUrl } })
    }
    const { of, everything } = await lookedAt(env, TEAMS)
    expect(of('teams.connectors').seen.en).toContain(`${nowhere} cannot be reached`)
    await saveAddress(store, 'gone', {
      channel: 'msteams',
      account: APP_ID,
      details: { serviceUrl: `${openid.url}/other` },
    })
    expect((await lookedAt(env, TEAMS)).of('teams.connectors').status).toBe('ok')
    expect(everything).not.toContain('t:here')
  })

  it('is warned of development, which lets anybody in', async () => {
    const { TEAMS_APP_ID: _, ...rest } = env
    const { of } = await lookedAt({ ...rest, TEAMS_DEVELOPMENT: '1' }, TEAMS)
    expect(of('teams.settings').status).toBe('warn')
  })
})

describe('WeChat', () => {
  it('names the address that is missing on the IP whitelist', async () => {
    const body = JSON.stringify({
      errcode: 40_164,
      errmsg: 'invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 6f1d1b1c-1111',
    })
    weixin.next('/cgi-bin/stable_token', { status: 200, body })
    const { status, seen, advice } = (await lookedAt(env, WECHAT)).of(`wechat.${APPID}.token`)
    expect(status).toBe('fail')
    expect(seen.en).toContain('203.0.113.9')
    expect(seen.zh).toContain('IP 203.0.113.9')
    expect(advice?.zh).toContain('IP 白名单')
  })

  it('says that the AppSecret is wrong', async () => {
    const found = (await lookedAt({ ...env, WECHAT_SECRET: 'other' }, WECHAT)).of(`wechat.${APPID}.token`)
    expect(found.seen.zh).toMatch(/^微信返回错误码 40125（rid /)
    expect(found.advice?.zh).toContain('AppSecret 不对')
  })

  it('says in words when it cannot be reached', async () => {
    const { of } = await lookedAt({ ...env, WECHAT_API_URL: `http://${nowhere}` }, WECHAT)
    expect(of(`wechat.${APPID}.token`).seen.zh).toBe('微信接口没有正常回应：连接被拒绝。')
  })

  it('says what is not possible without an AppSecret', async () => {
    const { WECHAT_SECRET: _, ...rest } = env
    expect((await lookedAt(rest, WECHAT)).of(`wechat.${APPID}.token`).status).toBe('warn')
  })

  it('notices that the running server has another token than the settings', async () => {
    const found = (await lookedAt({ ...env, WECHAT_TOKEN: 'another' }, WECHAT)).of(`wechat.${APPID}.callback`)
    expect(found.status).toBe('fail')
    expect(found.seen.en).toContain('runs with another token')
  })

  it.each([
    ['a port that WeChat does not call', 'https://chat.example.com:8443', 'fail', '8443'],
    ['plain http', 'http://chat.example.com', 'warn', 'https'],
  ] as const)('refuses %s without asking anybody', async (_case, PUBLIC_URL, status, seen) => {
    const found = (await lookedAt({ ...env, PUBLIC_URL }, WECHAT)).of(`wechat.${APPID}.callback`)
    expect(found.status).toBe(status)
    expect(found.seen.en).toContain(seen)
  })

  it('shows which lines of the list of accounts are wrong', async () => {
    const { WECHAT_APPID: _, ...rest } = env
    const { of } = await lookedAt({ ...rest, WECHAT_ACCOUNTS: 'package.json' }, WECHAT)
    expect(of('wechat.settings').status).toBe('fail')
    expect(of('wechat.settings').seen.en).toContain('package.json:1')
  })
})

describe('the public address', () => {
  it('must lead to this server', async () => {
    const { of } = await lookedAt({ ...env, PUBLIC_URL: login.url })
    for (const id of ['website.public', 'teams.endpoint', `wechat.${APPID}.callback`]) {
      expect(of(id).status).toBe('fail')
      expect(of(id).seen.en).toContain('which is not this server')
    }
  })

  it('is not judged while the server does not run', async () => {
    const { of } = await lookedAt({ ...env, PORT: new URL(`http://${nowhere}`).port, PUBLIC_URL: login.url })
    expect(of('website.running').status).toBe('skipped')
    expect(of('website.public')).toMatchObject({ status: 'skipped' })
  })

  it('may be out of reach from the server itself, which some networks do not allow', async () => {
    const { of } = await lookedAt({ ...env, PUBLIC_URL: `http://${nowhere}` })
    expect(of('website.public').status).toBe('warn')
    expect(of('website.public').advice?.en).toContain('from another network')
  })
})

describe('one-time codes', () => {
  it('are not sent by a mail server that does not let us in', async () => {
    const SMTP_URL = `smtp://care:wrong-password@127.0.0.1:${portOf(mail.server)}`
    const { of, everything } = await lookedAt({ ...env, SMTP_URL }, CODES)
    expect(of('codes.mail').seen.en).toContain('does not accept user and password')
    expect(everything).not.toContain('wrong-password')
  })

  it('cannot be sent where nobody listens', async () => {
    const { of } = await lookedAt({
      ...env,
      SMTP_URL: `smtp://${nowhere}`,
      CODE_WEBHOOK_URL: `http://${nowhere}/codes`,
    })
    expect([of('codes.mail').status, of('codes.webhook').status]).toEqual(['fail', 'fail'])
  })

  it('need a way to be sent in production', async () => {
    const { CODE_WEBHOOK_URL: _, SMTP_URL: __, ...rest } = env
    expect((await lookedAt(rest, CODES)).of('codes.settings').status).toBe('skipped')
    const LIUKE_MASTER_KEY = Buffer.alloc(32, 1).toString('base64')
    const { of } = await lookedAt({ ...rest, LIUKE_MASTER_KEY }, { mode: 'serve', offline: true })
    expect(of('codes.settings').status).toBe('warn')
    // And the key is not the one of these databases.
    expect(of('storage.master-key').status).toBe('fail')
  })
})

describe('the clock', () => {
  it('is wrong when all peers say so', async () => {
    const { of } = await lookedAt(env, { only: ['clock'], now: () => Date.now() - 400_000 })
    expect(of('clock.offset').status).toBe('fail')
    expect(of('clock.offset').seen.en).toMatch(/^It is \d+ s slow\.$/)
  })
})

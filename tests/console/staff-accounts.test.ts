/** Accounts over HTTP: what admins do to others, what has to be done first, and the audit log. */

import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount, setPassword } from '../../src/accounts/accounts.ts'
import { browserName } from '../../src/accounts/browser-name.ts'
import { checkPassword } from '../../src/accounts/password.ts'
import { STRETCH_ROWS } from '../../src/storage/audit-search.ts'
import { dayBounds } from '../../src/web/console/audit-words.ts'
import { passwordVerdict } from '../../src/web/staff/password-check.ts'
import { call } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const PASSWORD = 'kuzo-mira-tepa-lodu'

describe('accounts over HTTP', () => {
  let server: TestServer
  let boss: Desk
  beforeAll(async () => {
    server = await testServer({ env: { STAFF_TOTP: 'optional' } })
    await addAccount(server.open.store, 'test', { name: 'boss', role: 'admin', password: PASSWORD })
    boss = await Desk.signIn(server.url, { name: 'boss', password: PASSWORD })
  })
  afterAll(() => server.close())

  const at = (name: string, more = '') => `/api/console/accounts/${encodeURIComponent(name)}${more}`
  const add = (name: string) =>
    boss.call('POST', '/api/console/accounts', { name, displayName: name, role: 'agent', languages: ['zh'] })
  const item = async (name: string) => {
    const { body } = await boss.call('GET', '/api/console/accounts')
    return body.accounts.find((one: { name: string }) => one.name === name)
  }

  it('gives a new person a password that serves until they have chosen their own', async () => {
    const { status, body } = await add('Li.Mei')
    expect([status, body.account]).toMatchObject([200, { name: 'li.mei', mustChange: true, own: false }])
    const mei = await Desk.signIn(server.url, { name: 'li.mei', password: body.password })
    expect((await mei.call('GET', '/api/session')).body.need).toBe('password')
    expect(await mei.queue()).toMatchObject({
      status: 403,
      body: { error: { code: 'PasswordChangeNeeded' } },
    })
    const put = (next: string) => mei.call('PUT', '/api/session/password', { current: body.password, next })
    expect((await put(body.password)).body.error.code).toBe('PasswordSame')
    expect((await put('four-words-of-mine')).status).toBe(200)
    expect((await mei.call('GET', '/api/session')).body.need).toBeUndefined()
    expect((await mei.queue()).status).toBe(200)
    expect(await item('li.mei')).toMatchObject({ mustChange: false, lastSeen: expect.any(Number) })
  })

  it('changes, shuts out, lets in and unlocks, each on record', async () => {
    const { password } = (await add('wu')).body
    const wu = await Desk.signIn(server.url, { name: 'wu', password })
    const wanted = { displayName: '吴', role: 'lead', languages: ['en', 'zh'] }
    expect((await boss.call('PUT', at('wu'), wanted)).body.account).toMatchObject({
      displayName: '吴',
      role: 'lead',
      languages: ['zh', 'en'],
    })
    await boss.call('POST', at('wu', '/disable'))
    expect((await wu.call('GET', '/api/session')).status).toBe(401)
    await boss.call('POST', at('wu', '/enable'))
    for (let n = 0; n < 5; n++)
      await call(server.url, 'POST', '/api/session', { body: { name: 'wu', password: 'wrong' } })
    expect((await item('wu')).lockedUntil).toEqual(expect.any(Number))
    await boss.call('POST', at('wu', '/unlock'))
    expect((await item('wu')).lockedUntil).toBeNull()
    const { body } = await boss.call('GET', '/api/console/audit?target=account:wu&limit=100')
    expect(body.entries.map(({ action }: { action: string }) => action).reverse()).toEqual([
      'account.add',
      'session.open',
      'account.change',
      'account.disable',
      'account.enable',
      ...Array.from({ length: 5 }, () => 'session.refuse'),
      'account.unlock',
    ])
    const change = body.entries.find(({ action }: { action: string }) => action === 'account.change')
    expect(JSON.parse(change.detail).role).toEqual({ before: 'agent', after: 'lead' })
  })

  it.each([
    ['nobody-here', '/disable', 404, 'AccountNotFound'],
    ['boss', '/reset-password', 409, 'OwnAccount'],
    ['BOSS', '/reset-second-factor', 409, 'OwnAccount'],
  ])('refuses %s%s', async (name, deed, status, code) =>
    expect(await boss.call('POST', at(name, deed))).toMatchObject({ status, body: { error: { code } } }),
  )

  it.each([
    [{ name: 'boss' }, 409, 'AccountTaken'],
    [{ name: '../x' }, 400, 'BadArgument'],
    [{ languages: [] }, 400, 'BadArgument'],
    [{ role: 'root' }, 400, 'BadArgument'],
    [{ displayName: 'a\u202Eb' }, 400, 'BadArgument'],
  ])('adds nobody made of %j', async (change, status, code) => {
    const fresh = { name: 'fresh', displayName: 'Fresh', role: 'agent', languages: ['zh'], ...change }
    expect(await boss.call('POST', '/api/console/accounts', fresh)).toMatchObject({
      status,
      body: { error: { code } },
    })
  })

  it('shows people where they are signed in, and ends it from elsewhere', async () => {
    await addAccount(server.open.store, 'test', { name: 'zhou', role: 'agent', password: PASSWORD })
    const enter = () => Desk.signIn(server.url, { name: 'zhou', password: PASSWORD })
    const [one, two, three] = [await enter(), await enter(), await enter()]
    const { sessions } = (await one.call('GET', '/api/session/sessions')).body
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1)
    const mine = sessions.find(({ current }: { current: boolean }) => current).id
    const other = (await two.call('GET', '/api/session/sessions')).body.sessions.find(
      ({ current }: { current: boolean }) => current,
    ).id
    expect((await one.call('DELETE', `/api/session/sessions/${other}`)).status).toBe(200)
    expect((await two.queue()).status).toBe(401)
    expect((await one.call('DELETE', `/api/session/sessions/${other}`)).status).toBe(404)
    // Nobody ends those of others so.
    expect((await boss.call('DELETE', `/api/session/sessions/${mine}`)).status).toBe(404)
    await one.call('DELETE', '/api/session/sessions')
    expect([(await one.queue()).status, (await three.queue()).status]).toEqual([200, 401])
    await boss.call('DELETE', at('zhou', '/sessions'))
    expect((await one.queue()).status).toBe(401)
  })

  it('finds entries of the log by who, what, on what and when, page by page', async () => {
    const find = async (query: string) => (await boss.call('GET', `/api/console/audit?${query}`)).body
    const all: number[] = []
    for (let before: number | null = 1e9; before !== null; ) {
      const page: { entries: { seq: number }[]; next: number | null } = await find(`before=${before}&limit=4`)
      all.push(...page.entries.map(({ seq }) => seq))
      before = page.next
    }
    expect(all).toEqual([...all].sort((a, b) => b - a))
    expect(all.at(-1)).toBe(1)
    const { entries } = await find('action=account.add&actor=BOSS')
    expect(entries.length).toBeGreaterThan(0)
    for (const { action, actor } of entries) expect([action, actor]).toEqual(['account.add', 'boss'])
    // Neither % nor _ finds others.
    expect((await find('action=%25')).entries).toEqual([])
    expect((await find('target=account_')).entries).toEqual([])
    const { at: moment } = entries[0]
    expect((await find(`from=${moment + 86_400_000}`)).entries).toEqual([])
    expect((await find(`to=${moment - 86_400_000}`)).entries).toEqual([])
    expect((await find('limit=0')).error.code).toBe('BadArgument')
    expect(STRETCH_ROWS).toBeGreaterThan(all.length)
  })

  it('proves that the log is whole, and tells when it is not', async () => {
    const verify = async () => (await boss.call('POST', '/api/console/audit/verify')).body
    expect(await verify()).toMatchObject({ ok: true, head: expect.stringMatching(/^\d+:[\w-]{43}$/) })
    const { db } = server.open.store
    await db.updateTable('audit').set({ actor: 'x' }).where('seq', '=', 2).execute()
    expect(await verify()).toMatchObject({ ok: false, problems: [{ kind: 'changed', seq: 2 }] })
  })
})

describe('where everybody needs a second factor', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ env: { STAFF_TOTP: 'required' } })
    await addAccount(server.open.store, 'test', { name: 'li', role: 'agent', password: PASSWORD })
  })
  afterAll(() => server.close())

  it('is set up at sign-in before anything else, and after a new password', async () => {
    await setPassword(server.open.store, 'test', 'li', PASSWORD, { mustChange: true })
    const li = await Desk.signIn(server.url, { name: 'li', password: PASSWORD })
    const need = async () => (await li.call('GET', '/api/session')).body.need
    expect(await need()).toBe('password')
    // Not yet: a password that others know is not enough to begin with.
    expect((await li.call('POST', '/api/session/second-factor', {})).status).toBe(403)
    await li.call('PUT', '/api/session/password', { current: PASSWORD, next: 'four-words-of-mine' })
    expect(await need()).toBe('second-factor')
    expect((await li.queue()).body.error.code).toBe('SecondFactorNeeded')
    expect((await li.listen()).status).toBe(403)
    // An open page of long ago is not enough.
    const { db } = server.open.store
    const away = (minutes: number) =>
      db
        .updateTable('sessions')
        .set((e) => ({ expires_at: e('expires_at', '-', minutes * 60_000) }))
        .execute()
    const begin = (body: object) => li.call('POST', '/api/session/second-factor', body)
    await away(16)
    expect(await begin({})).toMatchObject({ status: 403, body: { error: { code: 'PasswordNeeded' } } })
    expect((await begin({ password: 'wrong' })).body.error.code).toBe('PasswordWrong')
    expect((await begin({ password: 'four-words-of-mine' })).status).toBe(200)
    await away(-16)
    const { secret } = (await begin({})).body
    const code = TOTP.generate({ secret: Secret.fromBase32(secret) })
    const { body } = await li.call('PUT', '/api/session/second-factor', { code })
    expect(body.recoveryCodes).toHaveLength(10)
    expect([await need(), (await li.queue()).status]).toEqual([undefined, 200])
    const enter = (code?: string) =>
      call(server.url, 'POST', '/api/session', { body: { name: 'li', password: 'four-words-of-mine', code } })
    expect((await enter()).body.error.code).toBe('CodeNeeded')
    expect(await enter('000000')).toMatchObject({ status: 403, body: { error: { code: 'CodeWrong' } } })
    expect((await enter(body.recoveryCodes[0])).status).toBe(200)
    expect((await li.call('GET', '/api/session/account')).body.secondFactor.recoveryCodes).toBe(9)
  })
})

describe('what browsers call themselves', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Edge 131',
      'Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Safari 18',
      'macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari 18',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
      'Chrome 131',
      'Android',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox 132', 'Linux'],
    ['curl/8.5.0', null, null],
    ['', null, null],
  ])('%s', (agent, browser, system) => expect(browserName(agent)).toEqual({ browser, system }))
})

describe('what a page says of a new password', () => {
  it.each([
    '',
    'short',
    'aaaaaaaaaaaa',
    'li.meili.mei1',
    'ｌｉ．ｍｅｉ-1234',
    PASSWORD,
    '今天的天气非常好啊呀',
  ])('is what the server decides: "%s"', (password) => {
    let accepted = true
    try {
      checkPassword(password, 'li.mei')
    } catch {
      accepted = false
    }
    expect(passwordVerdict(password, 'li.mei') === 'good').toBe(accepted)
  })
})

describe('the days of a search', () => {
  it.each([
    ['2026-11-22', '2026-11-22', 'Asia/Shanghai', '2026-11-21T16:00:00Z', '2026-11-22T16:00:00Z'],
    ['2026-03-29', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ])('%s to %s in %s', (from, to, zone, start, end) =>
    expect(dayBounds(from, to, zone)).toEqual({ from: Date.parse(start), to: Date.parse(end) }),
  )

  it('may be left open', () => expect(dayBounds('', '', 'UTC')).toEqual({ from: undefined, to: undefined }))
})

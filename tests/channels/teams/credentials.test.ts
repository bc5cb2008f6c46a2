import { afterEach, describe, expect, it } from 'vitest'
import { type TeamsIdentity, teamsToken } from '../../../src/channels/teams/credentials.ts'
import { LiukeError } from '../../../src/errors.ts'
import { type FakeLogin, type FakeLoginOptions, fakeLogin } from './fake-login.ts'

const APP = '00000000-0000-4000-8000-000000000001'
const TENANT = '00000000-0000-4000-8000-00000000000f'

let login: FakeLogin
afterEach(() => login.close())

const start = async (options: Partial<FakeLoginOptions> = {}): Promise<void> => {
  login = await fakeLogin({ appId: APP, tenant: TENANT, ...options })
}
const identity = (more: Partial<TeamsIdentity> = {}): TeamsIdentity => ({
  appId: APP,
  appType: 'SingleTenant',
  password: 'password',
  tenantId: TENANT,
  cloud: 'public',
  loginUrl: login.url,
  ...more,
})
const failureOf = async (asking: Promise<unknown>): Promise<LiukeError> => {
  const error: unknown = await asking.catch((thrown: unknown) => thrown)
  if (error instanceof LiukeError) return error
  throw new Error('It should have failed with an error of ours.')
}

describe('the access token of the bot', () => {
  it('is asked of the tenant of a single-tenant bot, for the Bot Connector', async () => {
    await start()
    expect(await teamsToken(identity())()).toBe('token-1')
    expect(login.requests[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
  })

  it('is asked of the shared tenant for a multi-tenant bot', async () => {
    await start({ tenant: 'botframework.com' })
    expect(await teamsToken(identity({ appType: 'MultiTenant' }))()).toBe('token-1')
  })

  it.each([
    ['usgov', 'https://api.botframework.us', 'MicrosoftServices.onmicrosoft.us'],
    ['china', 'https://api.botframework.azure.cn', 'microsoftservices.partner.onmschina.cn'],
  ] as const)('is asked for the Bot Connector of the cloud %s', async (cloud, resource, tenant) => {
    await start({ resource, tenant })
    expect(await teamsToken(identity({ cloud, appType: 'MultiTenant' }))()).toBe('token-1')
  })

  it('comes from the identity service of the machine for a managed identity', async () => {
    await start()
    const token = teamsToken(identity({ appType: 'UserAssignedMSI', password: undefined }))
    expect([await token(), await token()]).toEqual(['token-1', 'token-1'])
  })

  it('comes from the identity endpoint of App Service where there is one', async () => {
    await start({ identityHeader: 'header-secret' })
    const msi = { appType: 'UserAssignedMSI', identityEndpoint: `${login.url}/msi/token` } as const
    expect(await teamsToken(identity({ ...msi, identityHeader: 'header-secret' }))()).toBe('token-1')
    const wrong = await failureOf(teamsToken(identity({ ...msi, identityHeader: 'other' }))())
    expect(wrong.code).toBe('teams_sign_in_refused')
  })

  it('is kept until five minutes before it expires, and then renewed', async () => {
    await start({ seconds: 3_600 })
    let clock = 1_800_000_000_000
    const token = teamsToken(identity(), () => clock)
    expect(await token()).toBe('token-1')
    clock += 54 * 60_000
    expect(await token()).toBe('token-1')
    clock += 2 * 60_000
    expect(await token()).toBe('token-2')
    expect(login.requests).toHaveLength(2)
  })

  it('is fetched once, however many wait for it', async () => {
    await start()
    const token = teamsToken(identity())
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => token())))).toEqual(
      new Set(['token-1']),
    )
    expect(login.requests).toHaveLength(1)
  })

  it('is another one when the connector refused the first, also for all who ask at once', async () => {
    await start()
    const token = teamsToken(identity())
    const refused = await token()
    expect(await Promise.all([token(refused), token(refused)])).toEqual(['token-2', 'token-2'])
    expect(await token(refused)).toBe('token-2')
  })

  it('goes on to be the old one while the login server is away, as long as it holds', async () => {
    await start({ seconds: 600 })
    let clock = 1_800_000_000_000
    const token = teamsToken(identity(), () => clock)
    await token()
    clock += 400_000
    login.next.push('hang up', { status: 503, body: 'busy' })
    expect([await token(), await token()]).toEqual(['token-1', 'token-1'])
    clock += 300_000
    login.next.push('hang up')
    expect((await failureOf(token())).code).toBe('teams_sign_in_unreachable')
    expect(await token()).toBe('token-2')
  })
})

describe('when there is no token, the error says what to set', () => {
  it.each([
    ['a wrong password', { password: 'secret-id' }, 'teams_sign_in_refused', /TEAMS_APP_PASSWORD is wrong/],
    ['a wrong app', { appId: TENANT }, 'teams_sign_in_refused', /TEAMS_APP_ID/],
    ['a wrong tenant', { tenantId: APP }, 'teams_sign_in_refused', /TEAMS_TENANT_ID/],
    ['a wrong cloud', { cloud: 'china' }, 'teams_sign_in_refused', /TEAMS_APP_ID/],
    ['an address in the clear', { loginUrl: 'http://login.example' }, 'teams_login_url_insecure', /https/],
  ] as const)('for %s', async (_name, wrong, code, advice) => {
    await start()
    const error = await failureOf(teamsToken(identity(wrong))())
    expect([error.code, error.advice]).toEqual([code, expect.stringMatching(advice)])
  })

  it('for an expired password, a proxy in between, an answer that is none', async () => {
    await start()
    const token = teamsToken(identity())
    const expired = { error: 'invalid_client', error_description: 'AADSTS7000222: keys are expired.' }
    login.next.push({ status: 401, body: expired })
    expect((await failureOf(token())).advice).toMatch(/expired/)
    login.next.push({ status: 502, body: '<html>' })
    expect((await failureOf(token())).code).toBe('teams_sign_in_failed')
    login.next.push({ status: 200, body: { access_token: '' } })
    expect((await failureOf(token())).code).toBe('teams_sign_in_failed')
    login.next.push({ status: 200, body: `{"access_token":"${'x'.repeat(100_000)}"}` })
    expect((await failureOf(token())).code).toBe('teams_sign_in_failed')
  })

  it('and never shows the password', async () => {
    await start()
    const echo = { error: 'password', error_description: 'AADSTS1: password' }
    login.next.push({ status: 400, body: { ...echo, error: 'my password is hunter2\n' } })
    const error = await failureOf(teamsToken(identity({ password: 'hunter3' }))())
    expect(`${error} ${error.stack}`).not.toContain('hunter3')
  })
})

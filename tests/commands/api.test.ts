/** `liuke api` as it reads its arguments, and what it does with them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokenFor } from '../../src/api/tokens.ts'
import { performToken, readTokenCall, type TokenCall } from '../../src/commands/api-token.ts'
import { performWebhook, readWebhookCall, type WebhookCall } from '../../src/commands/api-webhook.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'

const POLICY = { allowLoopback: false, privateHosts: [] }
const DAY = 86_400_000

let customers: CustomerStore
beforeAll(async () => {
  customers = await customerStore('sqlite')
})
afterAll(() => customers.close())

function read<Call extends object>(call: Call | string): Call {
  if (typeof call === 'string') throw new Error(call)
  return call
}
const token = (line: string): Promise<string> =>
  performToken(customers.store, 'cli:ann', read<TokenCall>(readTokenCall(line.split(' '))))
const webhook = (line: string): Promise<string> =>
  performWebhook(customers.store, 'cli:ann', read<WebhookCall>(readWebhookCall(line.split(' '))), POLICY)

describe('liuke api token', () => {
  it('makes a token that is shown once, lists it, and revokes it', async () => {
    const made = await token('create --name crm --scopes corpus:read,tasks:read --expires 90d')
    const [secret = ''] = made.split('\n')
    const found = await tokenFor(customers.store, secret)
    expect(found).toMatchObject({ name: 'crm', scopes: ['tasks:read', 'corpus:read'], createdBy: 'cli:ann' })
    expect(found?.expiresAt).toBe(customers.clock.now + 90 * DAY)
    const listed = await token('list')
    expect(listed).toContain('in force')
    expect(listed).not.toContain(secret.slice(15))
    expect(await token('list --json')).not.toContain(secret.slice(15))
    await token('revoke crm')
    expect(await tokenFor(customers.store, secret)).toBeNull()
    await expect(token('revoke crm')).rejects.toMatchObject({ code: 'api_token_unknown' })
    await token('create --name till --scopes corpus:read --expires 2030-12-31')
    customers.clock.now = Date.parse('2031-01-01T00:00:00Z')
    expect(await token('list')).toContain('expired')
  })

  it.each([
    ['', 'Say create'],
    ['create', '--name'],
    ['create --name a --scopes all', 'There is no scope all'],
    ['create --name a --scopes corpus:read --expires soon', '--expires takes'],
    ['revoke', 'Which token'],
    ['list crm', 'Say create'],
    ['create --secret x', 'Unknown option'],
  ])('explains what is wrong with "%s"', (line, told) => {
    expect(readTokenCall(line.split(' ').filter((word) => word !== ''))).toContain(told)
  })

  it.each([
    ['create --name Big --scopes corpus:read', 'api_token_name'],
    ['create --name none', 'api_token_scopes'],
    ['create --name past --scopes corpus:read --expires 2001-01-01', 'api_token_expiry'],
  ])('refuses "%s"', async (line, code) => {
    await expect(token(line)).rejects.toMatchObject({ code })
  })
})

describe('liuke api webhook', () => {
  it('adds, lists, changes and removes webhooks', async () => {
    const [id = '', secret = ''] = (await webhook('add https://example.com/hook --events all')).split('\n')
    expect(secret).toMatch(/^whsec_/)
    expect(await webhook('list')).toContain(`${id}  active`)
    expect(await webhook('list --json')).not.toContain(secret)
    expect(await webhook(`rotate ${id}`)).toMatch(/^whsec_/)
    await webhook(`disable ${id}`)
    expect(await webhook('list')).toContain('disabled by hand')
    await webhook(`enable ${id}`)
    expect(await webhook(`deliveries ${id}`)).toBe('There is nothing.')
    expect(await webhook(`deliveries ${id} --status dead --json`)).toBe('[]')
    expect(await webhook(`resend ${id}`)).toContain('0 deliveries')
    await webhook(`remove ${id}`)
    await expect(webhook(`remove ${id}`)).rejects.toMatchObject({ code: 'webhook_unknown' })
    await expect(webhook('add https://10.0.0.1/ --events all')).rejects.toMatchObject({
      code: 'webhook_url_refused',
    })
    const { ok } = await customers.store.audit.verify(customers.store.db)
    expect(ok).toBe(true)
  })

  it.each([
    ['add', 'Say what to do'],
    ['add https://example.com/', '--events'],
    ['add https://example.com/ --events message.created,nothing', 'There is no event nothing'],
    ['deliveries x --status lost', '--status is one of'],
    ['paint x', 'Say add'],
    ['add a b c', 'too much'],
  ])('explains what is wrong with "%s"', (line, told) => {
    expect(readWebhookCall(line.split(' '))).toContain(told)
  })
})

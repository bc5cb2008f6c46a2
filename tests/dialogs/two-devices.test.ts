/** The same confirmed on two devices at the same moment, or twice on one: it happens once, and both hear so. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedBrain } from '../brain.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'

async function signedIn(server: TestServer, account: string): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const { body: generated } = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, account },
  })
  const { body: started } = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer: generated.token,
    body: { locale: 'en-US' },
  })
  return Customer.of(server.url, started.conversationId, started.token, user)
}

const said = async (customer: Customer, text: string): Promise<string> =>
  (await customer.ask(text)).map(readable).join('\n')

describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ engine, loadBrain: sharedBrain, env: { SAMPLE_CUSTOMERS: '5' } })
  })
  afterAll(() => server.close())

  it.each([
    ['8000000045', 'change my plan to Lite', 'plan.change'],
    ['8000000052', 'change my plan to Plus', 'plan.change'],
    ['8000000052', 'I lost my phone, please block my SIM', 'sim.block'],
  ])('%s: “%s” confirmed on two devices is one order', async (account, wish, kind) => {
    const devices = [await signedIn(server, account), await signedIn(server, account)]
    // Both are asked before either answers; the second is asked about what the first began, and begins it itself.
    for (const device of devices) expect(await said(device, wish)).toMatch(/\?|confirm/i)
    const answers = await Promise.all(devices.map((device) => said(device, 'yes, go ahead')))
    const references = new Set(answers.flatMap((answer) => answer.match(/Q\d{6}-\w{4}/g) ?? []))
    expect(references.size, answers.join('\n---\n')).toBe(1)
    const orders = await server.open.store.db
      .selectFrom('orders')
      .selectAll()
      .where('reference', 'in', [...references])
      .execute()
    expect(orders).toMatchObject([{ kind, status: 'done' }])
  })

  it('a double click on one device, under two ids, is one order', async () => {
    const customer = await signedIn(server, '8000000029')
    await said(customer, 'change my plan to Basic')
    const both = await Promise.all([customer.say('yes, go ahead'), customer.say('yes, go ahead')])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const orders = await server.open.store.db
      .selectFrom('orders')
      .select('id')
      .where('conversation_id', '=', customer.id)
      .execute()
    expect(orders).toHaveLength(1)
  })
})

/** The same confirmed on two devices at the same moment, or twice on one: it happens once, and both hear so. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findByAccount } from '../../src/customers/records.ts'
import { sharedBrain } from '../brain.ts'
import { Customer, readable } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'

const signedIn = (server: TestServer, account: string): Promise<Customer> =>
  Customer.signedIn(server.url, account, 'en-US')

const said = async (customer: Customer, text: string): Promise<string> =>
  (await customer.ask(text)).map(readable).join('\n')

describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
  let server: TestServer
  let ahead = 0
  beforeAll(async () => {
    server = await testServer({
      ...{ engine, loadBrain: sharedBrain, env: { SAMPLE_CUSTOMERS: '5' } },
      now: () => Date.now() + ahead,
    })
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

  it('a double tap answers one question, not also the one that comes after it', async () => {
    const customer = await signedIn(server, '8000000052')
    expect(await said(customer, 'cancel my TV')).toContain('one thing we can offer')
    await Promise.all([customer.say('Go on and cancel'), customer.say('Go on and cancel')])
    expect(await server.open.store.db.selectFrom('cancellations').select('id').execute()).toEqual([])
    expect(await said(customer, 'yes, go ahead')).toMatch(/Q\d{6}-/)
  })

  it('what somebody else arranges meanwhile is not what "it wasn’t me" takes back', async () => {
    const thief = await signedIn(server, '8000000011')
    await said(thief, 'change my email to thief@example.com')
    expect(await said(thief, 'yes, go ahead')).toMatch(/Q\d{6}-/)
    const owner = await signedIn(server, '8000000011')
    await said(owner, 'Lock my account now')
    expect(await said(owner, 'yes, go ahead')).toContain('E-mail address changed')
    // What the site says of somebody before everybody was signed out does not count any more.
    ahead += 2_000
    const other = await signedIn(server, '8000000011')
    await said(other, 'change my plan to Lite')
    expect(await said(other, 'yes, go ahead')).toMatch(/Q\d{6}-/)
    const next = await said(owner, "It wasn't me, undo it")
    expect(next).toMatch(/E-mail address changed" has been undone/)
    expect(next).toMatch(/Lite.*Was that you/)
    expect(await said(owner, "I'm not sure, leave it")).toContain('stays for now')
    const { db } = server.open.store
    const orders = db
      .selectFrom('orders')
      .select(['kind', 'status'])
      .where('conversation_id', 'in', [thief.id, other.id])
    expect(await orders.orderBy('kind').execute()).toEqual([
      { kind: 'contact.change', status: 'undone' },
      { kind: 'plan.change', status: 'done' },
    ])
    const tasks = db.selectFrom('tasks').select('kind').where('conversation_id', '=', owner.id)
    expect(await tasks.execute()).toEqual([{ kind: 'follow-up' }])
  })

  it('an account without a mobile line has none to block', async () => {
    const customer = await signedIn(server, '8000000037')
    const { db } = server.open.store
    const { id, plan } = (await findByAccount(server.open.store, '8000000037')) ?? expect.fail()
    const setPlan = (to: string | null) =>
      db.updateTable('customer_records').set({ plan: to }).where('id', '=', id).execute()
    await setPlan(null)
    expect(await said(customer, 'I lost my phone, please block my SIM')).toContain('no mobile line')
    await setPlan(plan)
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

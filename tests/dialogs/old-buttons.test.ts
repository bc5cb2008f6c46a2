/** Neither a button of an earlier message, nor an "ok" to somebody else, answers what the bot asks. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { claim, release, say } from '../../src/conversations/ownership.ts'
import { sharedBrain } from '../brain.ts'
import { Customer, readable } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer({ loadBrain: sharedBrain, env: { SAMPLE_CUSTOMERS: '5' } })
})
afterAll(() => server.close())

async function ordersPlaced(): Promise<number> {
  return (await server.open.store.db.selectFrom('orders').select('id').execute()).length
}

const signedIn = (account: string): Promise<Customer> => Customer.signedIn(server.url, account, 'en-US')

it.each([
  ['change my plan to Lite', 'Shall I change your plan', 'yes', 'orders'],
  ['change my plan to Max', 'Shall I change your plan', 'yes, the Max plan', 'orders'],
  ['I would like to make a complaint about your hold music', 'hold music', 'yes', 'tickets'],
] as const)(
  '“%s”: a yes to a person who has taken over and left confirms nothing',
  async (wish, asked, yes, table) => {
    const { store } = server.open
    const rows = async () => (await store.db.selectFrom(table).select('id').execute()).length
    const customer = await signedIn('8000000052')
    expect((await customer.ask(wish)).map(readable).join('\n')).toContain(asked)
    const before = await rows()
    await claim(store, customer.id, 'Lin')
    await say(store, customer.id, 'Lin', {
      type: 'message',
      text: 'We leave everything as it is, OK?',
      from: { id: 'Lin' },
    })
    await release(store, customer.id, 'Lin')
    expect((await customer.ask(yes)).map(readable).join('\n')).toContain(asked)
    expect(await rows()).toBe(before)
    // Asked again, it is the bot's question that is answered.
    expect((await customer.ask(yes)).map(readable).join('\n')).toMatch(/[QT]\d{6}-\w{4}/)
    expect(await rows()).toBe(before + 1)
  },
)

it('an old “yes, go ahead” confirms nothing, and the new one does', async () => {
  const customer = await signedIn('8000000045')
  const before = await ordersPlaced()
  const tap = async (messageId: string | undefined): Promise<string> => {
    const { body } = await customer.post({ type: 'message', text: 'Yes, go ahead', value: { messageId } })
    return (await customer.repliesTo(body.id)).map(readable).join('\n')
  }
  const [old] = await customer.ask('change my plan to Lite')
  await customer.ask('no')
  const [asked] = await customer.ask('change my plan to Plus')
  const said = await tap(old?.id)
  expect(said).toContain('earlier question')
  expect(said).toContain('Plus')
  expect(await ordersPlaced()).toBe(before)
  // The question was asked again, so the first time it was asked is old as well.
  expect(await tap(asked?.id)).toContain('earlier question')
  const newest = (await customer.read()).findLast(({ suggestedActions }) => suggestedActions)
  expect(await tap(newest?.id)).toMatch(/Q\d{6}-\w{4}/)
  expect(await ordersPlaced()).toBe(before + 1)
})

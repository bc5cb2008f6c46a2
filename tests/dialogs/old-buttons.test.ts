/** Neither a button of an earlier message, nor an "ok" to somebody else, answers what the bot asks. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { claim, release, say } from '../../src/conversations/ownership.ts'
import { sharedBrain } from '../brain.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer({ loadBrain: sharedBrain, env: { SAMPLE_CUSTOMERS: '5' } })
})
afterAll(() => server.close())

async function ordersPlaced(): Promise<number> {
  return (await server.open.store.db.selectFrom('orders').select('id').execute()).length
}

async function signedIn(account: string): Promise<Customer> {
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

it('an “ok” to a person who has taken over and left confirms nothing', async () => {
  const { store } = server.open
  const customer = await signedIn('8000000052')
  await customer.ask('change my plan to Lite')
  await claim(store, customer.id, 'Lin')
  await say(store, customer.id, 'Lin', {
    type: 'message',
    text: 'We leave your plan as it is, OK?',
    from: { id: 'Lin' },
  })
  await release(store, customer.id, 'Lin')
  const said = (await customer.ask('yes')).map(readable).join('\n')
  expect(said).toContain('yes, go ahead')
  expect(await store.db.selectFrom('orders').select('id').execute()).toEqual([])
  // Asked again, it is the bot's question that is answered.
  expect((await customer.ask('yes')).map(readable).join('\n')).toMatch(/Q\d{6}-\w{4}/)
})

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

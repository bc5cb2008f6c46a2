/** A button of an earlier message does not answer what is asked now. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sharedBrain } from '../brain.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer({ loadBrain: sharedBrain, env: { SAMPLE_CUSTOMERS: '5' } })
})
afterAll(() => server.close())

it('an old “yes, go ahead” confirms nothing, and the new one does', async () => {
  const user = `dl_${randomUUID()}`
  const { body: generated } = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, account: '8000000045' },
  })
  const { body: started } = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer: generated.token,
    body: { locale: 'en-US' },
  })
  const customer = Customer.of(server.url, started.conversationId, started.token, user)
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
  expect(await server.open.store.db.selectFrom('orders').select('id').execute()).toEqual([])
  // The question was asked again, so the first time it was asked is old as well.
  expect(await tap(asked?.id)).toContain('earlier question')
  const newest = (await customer.read()).findLast(({ suggestedActions }) => suggestedActions)
  expect(await tap(newest?.id)).toMatch(/Q\d{6}-\w{4}/)
  expect(await server.open.store.db.selectFrom('orders').select('id').execute()).toHaveLength(1)
})

/** A short walk of the fuzzing customer; tests/long has the long one. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { sharedBrain } from '../brain.ts'
import { type TestServer, testServer } from '../server.ts'
import { type WalkClock, walk } from './fuzzing-customer.ts'

const clock: WalkClock = { now: Date.parse('2026-11-23T10:00:00+08:00') }
let server: TestServer

beforeAll(async () => {
  server = await testServer({
    now: () => clock.now,
    loadBrain: sharedBrain,
    env: { SAMPLE_CUSTOMERS: '40', DIRECTLINE_TOKEN_MINUTES: '1440' },
  })
})
afterAll(() => server.close())

it('a customer who says anything is always answered, and changes only what they confirm', async () => {
  const walked = await walk(server, clock, { seed: 20261122, turns: 250 })
  expect(walked.faults).toEqual([])
  // The walk gets somewhere.
  expect(walked.changes['order.place'] ?? 0).toBeGreaterThan(0)
}, 120_000)

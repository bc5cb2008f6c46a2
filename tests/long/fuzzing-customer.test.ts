/** The fuzzing customer walks ten thousand turns; another seed with FUZZ_SEED. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { sharedBrain } from '../brain.ts'
import { type WalkClock, walk } from '../fuzzing/fuzzing-customer.ts'
import { type TestServer, testServer } from '../server.ts'

const TURNS = 10_000
const seed = Number(process.env['FUZZ_SEED'] ?? 7)
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

it(`${TURNS} turns: always answered, never stuck, nothing lost, nothing unconfirmed`, async () => {
  const began = performance.now()
  const { faults, ...walked } = await walk(server, clock, { seed, turns: TURNS })
  console.log({ seed, ...walked, faults: faults.length, seconds: (performance.now() - began) / 1_000 })
  expect(faults.slice(0, 20)).toEqual([])
})

import { expect, it } from 'vitest'
import { testHome } from '../databases.ts'
import { runChaos } from './kill9-driver.ts'

// The long form has two hundred rounds.
it('a server killed five times at any moment loses nothing and answers nothing twice', {
  timeout: 300_000,
}, async () => {
  const home = await testHome('sqlite')
  const report = await runChaos({ home, seed: 20_261_122, rounds: 5, customers: 4, servers: 1 })
  await home.remove()
  expect(report.problems).toEqual([])
  // The test would hold by itself if hardly anything was said, or nothing interrupted.
  expect(report.messages).toBeGreaterThan(20)
  expect(report.repeated).toBeGreaterThan(0)
})

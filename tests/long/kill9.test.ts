import { describe, expect, it } from 'vitest'
import { type ChaosReport, runChaos } from '../chaos/kill9-driver.ts'
import { testHome } from '../databases.ts'

describe('servers killed at any moment lose nothing and answer nothing twice', () => {
  it('one on SQLite, 200 times', async () => {
    const home = await testHome('sqlite')
    const report = await runChaos({ home, seed: 200, rounds: 200, customers: 5, servers: 1 })
    await home.remove()
    expectWhole(report)
  })

  it('two on one PostgreSQL database, one of them 20 times', async () => {
    const home = await testHome('postgres')
    const report = await runChaos({ home, seed: 20, rounds: 20, customers: 5, servers: 2 })
    await home.remove()
    expectWhole(report)
  })
})

function expectWhole(report: ChaosReport): void {
  console.log({ ...report, problems: report.problems.length })
  expect(report.problems).toEqual([])
  expect(report.repeated).toBeGreaterThan(report.kills / 4)
  expect(report.interrupted).toBeGreaterThan(0)
}

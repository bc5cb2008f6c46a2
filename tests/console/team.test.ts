/** The team's numbers over real HTTP: they follow what customers and agents do. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TeamNowAnswer, TeamReportAnswer } from '../../src/console/team-types.ts'
import { addDays, dayIn } from '../../src/customers/calendar.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/team'
let server: TestServer
let lead: Desk

beforeAll(async () => {
  server = await testServer()
  lead = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'lead')!)
})
afterAll(() => server.close())

const report = (from: string, to: string) => lead.call('GET', `${BASE}/report?from=${from}&to=${to}`)

it('follow a hand-over from the wish to its end', async () => {
  const customer = await Customer.start(server.url)
  await customer.ask('转人工')
  const before = (await lead.call('GET', `${BASE}/now`)).body as TeamNowAnswer
  expect(before.conversations).toMatchObject({ queued: 1, human: 0 })
  expect(before.queues.find(({ id }) => id === 'general')).toMatchObject({ waiting: 1 })
  await lead.act(customer.id, 'claim')
  await lead.act(customer.id, 'messages', { text: '您好' })
  expect((await lead.call('GET', `${BASE}/now`)).body).toMatchObject({
    conversations: { queued: 0, human: 1 },
  })
  await lead.act(customer.id, 'close')
  const today = dayIn(Date.now(), before.timeZone)
  const { current, previous, days, agents, rules } = (await report(today, today)).body as TeamReportAnswer
  expect(current.service).toMatchObject({ handoffs: 1, claimed: 1, inTime: 1, late: 0 })
  expect(previous.service.handoffs).toBe(0)
  expect(days.map(({ day, service }) => [day, service.handoffs])).toEqual([[today, 1]])
  expect(Object.values(current.resolutions).reduce((sum, n) => sum + n, 0)).toBe(1)
  expect(agents).toMatchObject([{ agent: 'lead', service: { handoffs: 1 } }])
  expect(rules).toMatchObject([{ rule: 'fixed.person', handoffs: 1, right: 0 }])
  const last = (await lead.call('GET', `${BASE}/report?days=7`)).body as TeamReportAnswer
  expect([last.from, last.to, last.current.service.handoffs]).toEqual([addDays(today, -6), today, 1])
})

it('are of a period that can be added up', async () => {
  const { before, days } = (await report('2026-03-01', '2026-03-07')).body as TeamReportAnswer
  expect(before).toEqual({ from: '2026-02-22', to: '2026-02-28' })
  expect(days).toHaveLength(7)
  for (const [from, to] of [
    ['2026-03-02', '2026-03-01'],
    ['2026-01-01', addDays('2026-01-01', 366)],
    ['2026-13-01', '2026-13-02'],
    ['yesterday', 'today'],
    ['2026-03-01', '2026-03-01&x=1'],
  ])
    expect((await report(from ?? '', to ?? '')).status, `${from} ${to}`).toBe(400)
  for (const days of ['0', '367', '1.5', 'x', '7&from=2026-01-01'])
    expect((await lead.call('GET', `${BASE}/report?days=${days}`)).status, days).toBe(400)
  const saves = (await lead.call('GET', `${BASE}/saves`)).body
  expect(saves.kinds.map(({ kind }: { kind: string }) => kind)).toEqual(['offer', 'contact'])
})

/** Figures about customers' questions over real HTTP: they follow what customers ask. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { QuestionsAnswer } from '../../src/console/questions-types.ts'
import { addDays, dayIn } from '../../src/customers/calendar.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/questions'
let server: TestServer
let lead: Desk

beforeAll(async () => {
  server = await testServer()
  lead = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'lead')!)
})
afterAll(() => server.close())

const read = async (query: string): Promise<QuestionsAnswer> =>
  (await lead.call('GET', `${BASE}?${query}`)).body as QuestionsAnswer

it('follow what customers ask', async () => {
  const customer = await Customer.start(server.url)
  for (const text of ['漫游怎么收费', '谢谢', 'qwrt zxcv plmk', '转人工']) await customer.ask(text)
  const answer = await read('days=7')
  expect(answer.totals).toMatchObject({ questions: 3, answered: 1, declined: 1, handedOver: 1 })
  expect(answer.before.totals.questions).toBe(0)
  expect(answer.days).toHaveLength(7)
  expect(answer.days.at(-1)?.questions).toBe(3)
  expect(answer.hours.reduce((sum, count) => sum + count, 0)).toBe(3)
  expect(answer.entries.find(({ entry }) => entry.startsWith('roam.'))).toMatchObject({
    questions: 1,
    questionsBefore: 0,
  })
  expect(answer.topics.find(({ topic }) => topic === 'roam')?.title.en).toBe('roaming')
  expect(answer.channels.map(({ channel }) => channel)).toEqual(['directline'])
  expect(answer.languages.reduce((sum, { questions }) => sum + questions, 0)).toBe(3)
  const unused = answer.neverUsed.map(({ entry }) => entry)
  expect(unused).toContain('bill.view')
  for (const { entry } of answer.entries) expect(unused).not.toContain(entry)
  expect(unused.some((entry) => entry.startsWith('talk.'))).toBe(false)
  // Words are counted at night.
  expect(answer.risingPeriod).toBeNull()
  const none = await read('days=7&channel=wechat')
  expect([none.totals.questions, none.allChannels]).toEqual([0, ['directline']])
})

it('are of a period that can be added up', async () => {
  const today = dayIn(Date.now(), 'Asia/Shanghai')
  const { from, to, before, days } = await read(`from=${addDays(today, -1)}&to=${today}`)
  expect([from, to, days.length]).toEqual([addDays(today, -1), today, 2])
  expect(before).toMatchObject({ from: addDays(today, -3), to: addDays(today, -2) })
  for (const query of [
    '',
    'days=0',
    'days=367',
    'days=7&language=fr',
    'from=2026-03-02&to=2026-03-01',
    `from=2026-01-01&to=${addDays('2026-01-01', 366)}`,
    'days=7&x=1',
  ])
    expect((await lead.call('GET', `${BASE}?${query}`)).status, query).toBe(400)
})

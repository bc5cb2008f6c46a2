/** Entries with days of their own, as customers meet them: the clock is the server's, the day is the company's. */

import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testHome } from '../databases.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'

const SAMPLE = path.join(import.meta.dirname, '../../corpus')
const DAYS = '  valid: { from: 2026-11-22, until: 2026-11-23 }\n'
/** Title and file of each entry that gets days. */
const DATED = [
  ['缴费截止日', 'faq/bill.yaml'],
  ['剩余流量结转', 'faq/data.yaml'],
] as const

let server: TestServer
let now = Date.parse('2026-11-21T12:00:00+08:00')

beforeAll(async () => {
  const home = await testHome('sqlite')
  const folder = path.join(home.folder, 'corpus')
  await cp(SAMPLE, folder, { recursive: true })
  for (const [title, file] of DATED) {
    const place = path.join(folder, file)
    const yaml = await readFile(place, 'utf8')
    const dated = yaml.replace(new RegExp(`^  title: \\{ zh: ${title},.*\n`, 'm'), (line) => line + DAYS)
    expect(dated).not.toBe(yaml)
    await writeFile(place, dated)
  }
  server = await testServer({ home, now: () => now, env: { LIUKE_CORPUS: folder } })
}, 60_000)
afterAll(() => server.close())

/** What the bot decides for somebody new, and what they may tap. */
async function ask(text: string): Promise<{ decision: string; entry: string | null; offered: string[] }> {
  const customer = await Customer.start(server.url)
  const replies = await customer.ask(text)
  const decided = await server.open.store.db
    .selectFrom('decisions')
    .select(['decision', 'entry'])
    .where('conversation_id', '=', customer.id)
    .executeTakeFirstOrThrow()
  const offered = replies.flatMap(({ suggestedActions }) => suggestedActions?.actions ?? [])
  return { ...decided, offered: offered.map(({ title }) => title) }
}

it.each([
  ['not a second before its first', '2026-11-21T23:59:59+08:00', false],
  ['from the beginning of its first', '2026-11-22T00:00:00+08:00', true],
  ['until the end of its last', '2026-11-23T23:59:59+08:00', true],
  ['not after its last', '2026-11-24T00:00:00+08:00', false],
])('an entry is answered, offered and asked back about on its days alone: %s', async (_, moment, isValid) => {
  now = Date.parse(moment)
  const [[due], [rollover]] = DATED
  const { decision, entry } = await ask('话费最晚几号交')
  expect([decision, entry]).toEqual(isValid ? ['answer', 'bill.due-date'] : ['decline', null])
  const related = await ask('滞纳金怎么算')
  expect([related.entry, related.offered.includes(due)]).toEqual(['pay.late-fee', isValid])
  const choice = await ask('data')
  expect([choice.decision, choice.offered.includes(rollover)]).toEqual(['ask', isValid])
})

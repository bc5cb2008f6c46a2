import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrainSource } from '../../src/bot/load-brain.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { createCodeSender } from '../../src/channels/code-sender.ts'
import { codeTextOf } from '../../src/channels/code-text.ts'
import { readConfig } from '../../src/config.ts'
import { createDemoInbox } from '../../src/console/demo-inbox.ts'
import type { InboxAnswer } from '../../src/console/demo-inbox-types.ts'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { claim, close, say as sayAs } from '../../src/conversations/ownership.ts'
import type { Inbound } from '../../src/conversations/record.ts'
import { defaultDeskSettings } from '../../src/corpus/desk-settings.ts'
import type { Phrases } from '../../src/corpus/phrases.ts'
import type { Entry } from '../../src/corpus/types.ts'
import { addDays, dayIn, daysBetween } from '../../src/customers/calendar.ts'
import { Notices } from '../../src/customers/notices.ts'
import { askForRatings, closeIdle } from '../../src/jobs/idle.ts'
import { createLogger } from '../../src/log.ts'
import type { VisitsTable } from '../../src/storage/schema.ts'
import { sharedBrain } from '../brain.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { type Dialogue, type DialogueStep, holds, listOf, readDialogues } from './dialogues.ts'

/** Monday, ten in the morning where the company is. */
const MONDAY = '2026-11-23T10:00:00+08:00'
/** Conversations begin an hour apart, so that what one did is not held against the next. */
const APART_MS = 61 * 60_000

const dialogues = await readDialogues()
/** The server of the conversation that is on. */
let server: TestServer
/** Of the company's systems on our own tables, and, from when it is first needed, of some that do not answer. */
let own: TestServer
let down: TestServer | undefined
let clock = Date.parse(MONDAY)
let beginning = clock
/** Share of customers that is drawn to be left without an offer. */
let held = 0
/** Those of the corpus, and its words. */
let entries: ReadonlyMap<string, Entry> = new Map()
let phrases: Phrases
/** Visits of the sample, as they were booked at the beginning. */
let visits: VisitsTable[] = []
/** Ids of the tickets of the sample, and the moment to which they are as old as they were made. */
let samples: string[] = []
let agedTo = Date.parse(MONDAY)
const ZONE = 'Asia/Shanghai'

/** The brain of the sample, with the share of the conversation that is on. */
async function heldOutBrain(source: BrainSource): Promise<Brain> {
  const brain = await sharedBrain(source)
  const { offers, desk } = brain
  ;({ entries, phrases } = brain.corpus)
  const terms = {
    ...offers.terms,
    get hold_out() {
      return held
    },
  }
  return {
    ...brain,
    offers: { ...offers, terms },
    desk: { ...desk, rating: { ...desk.rating, ask: true, withinHours: 12 } },
  }
}

beforeAll(async () => {
  own = await started()
  server = own
  visits = await own.open.store.db.selectFrom('visits').selectAll().execute()
  samples = (await own.open.store.db.selectFrom('tickets').select('id').execute()).map(({ id }) => id)
})
afterAll(async () => {
  await own.close()
  await down?.close()
})

function started(env: Record<string, string> = {}): Promise<TestServer> {
  return testServer({
    now: () => clock,
    loadBrain: heldOutBrain,
    env: { SAMPLE_CUSTOMERS: '40', DIRECTLINE_TOKEN_MINUTES: '1440', ...env },
  })
}

/** A server whose company's systems are at a port nobody listens on. */
async function withSystemsDown(): Promise<TestServer> {
  down ??= await started({
    COMPANY_SYSTEMS_URL: 'http://127.0.0.1:9',
    COMPANY_SYSTEMS_TOKEN: 'token-of-tests-only',
    COMPANY_SYSTEMS_TIMEOUT_MS: '200',
  })
  return down
}

/** Tickets of the sample are as old as on the first day. */
async function ticketsAsBegun(): Promise<void> {
  const passed = clock - agedTo
  agedTo = clock
  await server.open.store.db
    .updateTable('tickets')
    .set((e) => ({ created_at: e('created_at', '+', passed), updated_at: e('updated_at', '+', passed) }))
    .where('id', 'in', samples)
    .execute()
}

/** Visits of the sample are as many days ahead as on the first day. */
async function visitsAsBegun(): Promise<void> {
  const { db } = server.open.store
  await db.deleteFrom('visits').execute()
  const days = daysBetween(dayIn(Date.parse(MONDAY), ZONE), dayIn(clock, ZONE))
  const rows = visits.map((visit) => {
    const day = addDays(visit.day, days)
    return { ...visit, day, seat: visit.seat?.replace(visit.day, day) ?? null, updated_at: 0 }
  })
  await db.insertInto('visits').values(rows).execute()
}

function start({ locale = 'zh-CN', signed_in }: Dialogue): Promise<Customer> {
  return signed_in === undefined
    ? Customer.start(server.url, locale)
    : Customer.signedIn(server.url, signed_in, locale)
}

/** What was sent here in place of by the server. */
const inbox = createDemoInbox(() => clock)
const sender = createCodeSender(readConfig({}, 'demo'), { textOf: codeTextOf(() => phrases), inbox })

/**
 * Resolves when all codes are sent. The server looks for them twice a second; nothing is gained by waiting for it, so
 * they are sent here as another process beside it would.
 */
async function codesSent(): Promise<void> {
  await new Notices(server.open.store, sender).sendDue()
  for (let tries = 0; tries < 500; tries++) {
    const waiting = await server.open.store.db
      .selectFrom('notices')
      .select('id')
      .where('status', 'in', ['pending', 'sending'])
      .execute()
    if (waiting.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('The codes were not sent.')
}

/** The newest code that was sent. */
async function newestCode(after: number): Promise<string> {
  await codesSent()
  const { body } = await call(server.url, 'GET', '/demo/inbox.json')
  const newest = [...(body as InboxAnswer).messages, ...inbox.list().messages]
    .filter(({ kind }) => kind === 'code')
    .sort((a, b) => b.at - a.at)[0]
  if (newest?.code && newest.at >= after) return newest.code
  throw new Error('No code arrived.')
}

/** One that is not the code. */
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** What happens by itself, as the jobs of the server do it: with half an hour, and half a day: no token is good for longer than a day. */
const job = {
  get store() {
    return server.open.store
  },
  desk: () => ({
    ...defaultDeskSettings,
    idle: { botMinutes: 30, agentHours: 12 },
  }),
  receive: (inbound: Inbound) => server.turns.receive(inbound),
  log: createLogger('silent'),
}

/** Has done what does not come from the customer. @returns what they are told */
async function happens(customer: Customer, step: DialogueStep): Promise<StoredActivity[]> {
  const before = (await customer.read()).length
  if (step.agent) {
    await claim(server.open.store, customer.id, 'lin')
    await sayAs(server.open.store, customer.id, 'lin', { type: 'message', text: '已经处理好了。' })
  }
  if (step.closed !== undefined) {
    const notice = { type: 'message', text: '本次服务已结束。' }
    const resolution = step.closed === 'spam' ? 'abandoned' : 'confirmed'
    await close(server.open.store, customer.id, 'lin', [notice], { reason: step.closed, resolution })
    clock += 1_000
    await askForRatings(job)
  }
  if (step.idle) {
    // Of the other conversations the server need not tell anybody.
    await server.open.store.db
      .updateTable('conversations')
      .set({ owner: 'closed' })
      .where('id', '!=', customer.id)
      .execute()
    await closeIdle(job)
  }
  const said = (await customer.read()).slice(before)
  return said.filter(({ type, text }) => type === 'message' && text !== '本次服务已结束。')
}

async function say(customer: Customer, step: DialogueStep): Promise<StoredActivity[]> {
  // A code that waits to be sent would be too old when minutes pass at once.
  if (step.after !== undefined) await codesSent()
  clock += (step.after ?? 0) * 60_000 + 1_000
  const told = await happens(customer, step)
  let text = step.you
  if (text === undefined) return told
  if (text.includes('{code}')) text = text.replace('{code}', await newestCode(beginning))
  if (text.includes('{wrong code}')) text = text.replace('{wrong code}', other(await newestCode(beginning)))
  return customer.ask(text)
}

function nameOf({ you, idle, closed }: DialogueStep): string {
  return you ?? (idle ? '(idle)' : closed === undefined ? '(an agent)' : `(closed: ${closed})`)
}

function check(step: DialogueStep, replies: readonly StoredActivity[]): void {
  const said = replies.map(readable).join('\n')
  for (const expected of listOf(step.bot))
    expect(holds(said, expected), `after “${nameOf(step)}” expected ${expected} in:\n${said}`).toBe(true)
  for (const unwanted of listOf(step.not))
    expect(holds(said, unwanted), `after “${nameOf(step)}” did not expect ${unwanted} in:\n${said}`).toBe(
      false,
    )
  const trace = replies.findLast(({ channelData }) => channelData?.['liuke'])?.channelData?.['liuke']
  const { entry, decision } = step
  const wanted = { ...(entry ? { entry } : {}), ...(decision ? { decision } : {}) }
  if (entry ?? decision) expect(trace, `after “${nameOf(step)}”:\n${said}`).toMatchObject(wanted)
}

async function ownerOf(customer: Customer): Promise<string> {
  const { owner } = await conversation(customer)
  return owner
}

function conversation(customer: Customer) {
  return server.open.store.db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', customer.id)
    .executeTakeFirstOrThrow()
}

/** Rows of the conversation and its customer since it began. */
async function rowsOf(table: NonNullable<Dialogue['then']>[number]['table'], customer: Customer) {
  const { id, subject_id, customer_id } = await conversation(customer)
  const { db } = server.open.store
  const since = beginning
  switch (table) {
    case 'conversations':
      return db.selectFrom(table).selectAll().where('id', '=', id).execute()
    case 'tickets':
    case 'tasks':
    case 'verifications':
      return db.selectFrom(table).selectAll().where('conversation_id', '=', id).execute()
    case 'cancellations':
      return db
        .selectFrom(table)
        .selectAll()
        .where('customer_id', '=', customer_id ?? '')
        .where('created_at', '>=', since)
        .execute()
    case 'treatments':
      return db
        .selectFrom(table)
        .selectAll()
        .where('customer_id', '=', customer_id ?? '')
        .where('at', '>=', since)
        .execute()
    case 'customer_choices':
      return db
        .selectFrom(table)
        .selectAll()
        .where('customer_id', '=', customer_id ?? '')
        .execute()
    case 'orders':
    case 'visits':
      return db
        .selectFrom(table)
        .selectAll()
        .where('customer_id', '=', customer_id ?? '')
        .where('updated_at', '>=', since)
        .execute()
    case 'links':
      return db.selectFrom(table).selectAll().where('subject_id', '=', subject_id).execute()
    case 'ratings':
    case 'episodes':
      return db.selectFrom(table).selectAll().where('conversation_id', '=', id).execute()
    case 'notices':
      return db.selectFrom(table).selectAll().where('created_at', '>=', since).execute()
    case 'audit':
      return db.selectFrom(table).selectAll().where('at', '>=', since).execute()
  }
}

describe('conversations', () => {
  it('are at least fifty, in both languages', () => {
    expect(dialogues.length).toBeGreaterThanOrEqual(50)
    const english = dialogues.filter(({ dialogue }) => dialogue.locale?.startsWith('en'))
    expect(english.length).toBeGreaterThanOrEqual(20)
    expect(dialogues.length - english.length).toBeGreaterThanOrEqual(20)
  })

  it('walk every dialog in both languages, and look at the database afterwards', () => {
    const walks = (id: string, english: boolean): boolean =>
      dialogues.some(
        ({ dialogue: { locale, say: steps, then } }) =>
          then !== undefined &&
          (locale ?? 'zh-CN').startsWith('en') === english &&
          steps.some(({ entry }) => entry === id),
      )
    const missing = [...entries].flatMap(([id, { kind }]) =>
      kind === 'dialog' && !(walks(id, true) && walks(id, false)) ? [id] : [],
    )
    expect(entries.size).toBeGreaterThan(100)
    expect(missing).toEqual([])
  })

  it.each(dialogues.map(({ file, dialogue }) => [`${file}: ${dialogue.name}`, dialogue] as const))(
    '%s',
    async (_name, dialogue) => {
      clock = dialogue.at === undefined ? clock + APART_MS : Math.max(clock + APART_MS, nextAt(dialogue.at))
      if (dialogue.at === undefined) clock = nextOpen(clock)
      beginning = clock
      server = dialogue.systems === 'down' ? await withSystemsDown() : own
      held = dialogue.held ? 1 : 0
      if (!dialogue.goes_on) {
        await server.open.store.db.deleteFrom('tasks').where('kind', '=', 'offer').execute()
        await server.open.store.db.deleteFrom('cancellations').execute()
        await server.open.store.db.deleteFrom('treatments').execute()
        await server.open.store.db.deleteFrom('customer_choices').execute()
        await server.open.store.db.deleteFrom('unfinished_tasks').execute()
        // Nothing that another conversation has arranged stands any more.
        await server.open.store.db.updateTable('orders').set({ slot: null }).execute()
        // Tickets of other conversations are nobody's, and those of the sample as old as on the first day.
        await server.open.store.db
          .updateTable('tickets')
          .set({ status: 'closed', customer_id: null })
          .where('id', 'not in', samples)
          .execute()
        if (server === own) await ticketsAsBegun()
        await server.open.store.db
          .updateTable('tasks')
          .set({ status: 'dropped' })
          .where('kind', '=', 'callback')
          .execute()
        await server.open.store.db.deleteFrom('plan_changes').execute()
        await server.open.store.db
          .updateTable('line_states')
          .set({ blocked: null, port_code: null })
          .execute()
        if (server === own) await visitsAsBegun()
      }
      let customer = await start(dialogue)
      for (const step of dialogue.say) {
        if (step.elsewhere) customer = await start(dialogue)
        check(step, await say(customer, step))
        if (step.owner) expect(await ownerOf(customer), `after “${nameOf(step)}”`).toBe(step.owner)
      }
      for (const { table, count, where } of dialogue.then ?? []) {
        const rows: Record<string, unknown>[] = await rowsOf(table, customer)
        const found = where
          ? rows.filter((row) => Object.entries(where).every(([column, value]) => row[column] === value))
          : rows
        if (count !== undefined) expect(found, `rows of ${table}`).toHaveLength(count)
        else expect(found.length, `rows of ${table} ${JSON.stringify(where)}`).toBeGreaterThan(0)
      }
    },
  )
})

/** The next time of the day `HH:MM` where the company is, from the clock on. */
function nextAt(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const day = 86_400_000
  const midnight = Math.floor((clock + 8 * 3_600_000) / day) * day - 8 * 3_600_000
  const at = midnight + hour * 3_600_000 + minute * 60_000
  return at > clock ? at : at + day
}

/** The same moment, or ten in the morning of the next day when people are no longer there for long. */
function nextOpen(at: number): number {
  const hour = new Date(at + 8 * 3_600_000).getUTCHours()
  if (hour >= 9 && hour < 18) return at
  const saved = clock
  clock = at
  const next = nextAt('10:00')
  clock = saved
  return next
}

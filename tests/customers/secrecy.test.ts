/** Searches everything the server leaves behind for who its customers are and what they wrote. */

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { InboxAnswer } from '../../src/console/demo-inbox-types.ts'
import { openProfile } from '../../src/customers/records.ts'
import { ticketsOf } from '../../src/customers/tickets.ts'
import { createLogger } from '../../src/log.ts'
import { createBackup } from '../../src/storage/backup/create.ts'
import { readDump } from '../../src/storage/backup/dump.ts'
import { until } from '../channels/deadline.ts'
import { Desk } from '../console/desk-client.ts'
import { type Engine, engines } from '../databases.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { sinkTo } from '../sink.ts'
import { Needles } from './needles.ts'

/** Words that are nowhere in product or corpus. */
const COMPLAINT = '上周四预约的师傅赖长庚没有来，还在系统里写我不在家，门禁密码 7749#2'
const COMPLAINT_EN = 'The engineer, Mr Quasimodo Featherstonehaugh, never came and told you I was out.'
const CALLBACK_PHONE = '13800138477'
const AGENT_TEXT = '翡翠女士您好，您的旧号码尾数是 quagmire-blunderbuss 吗？'
const WRONG_PASSWORD = 'saxifrage-opprobrium-palimpsest'
const UNKNOWN_ACCOUNT = '8999999998'
const CLIENT_NAME = 'Zebulon Quasimodo 欧阳翡翠'

/** Files that hold a secret, as they must, readable by their owner alone. */
const KEEPERS: Readonly<Record<string, readonly string[]>> = {
  'secrets.json': ['master key', 'secret'],
  'demo-accounts.json': ['password'],
}

let server: TestServer
let output = ''
let elsewhere = ''
const log = createLogger(
  'trace',
  sinkTo((text) => {
    output += text
  }),
)

beforeEach(async () => {
  output = ''
  elsewhere = await mkdtemp(path.join(tmpdir(), 'liuke-secrecy-'))
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const)
    vi.spyOn(console, method).mockImplementation((...args) => {
      output += args.map(String).join(' ')
    })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server.close()
  await rm(elsewhere, { recursive: true, force: true })
})

/** Where something was found, by place. Places where nothing was are there too. */
type Findings = Map<string, string[]>

describe.each(engines)('what the server leaves behind on %s', (engine) => {
  it('tells nobody who its customers are, what they wrote, or how to get in', async () => {
    server = await testServer({ engine, log, env: { SAMPLE_CUSTOMERS: '60', LOG_LEVEL: 'trace' } })
    const needles = new Needles()
    await addCustomers(needles)
    await addSecrets(needles)
    await talk(needles)
    expect([...needles.samples.keys()].sort()).toEqual(KINDS)
    expect(output).toContain('a request failed')
    const clean = await search(needles, engine)
    for (const [place, found] of clean) expect(found, place).toEqual([])

    // And the search finds one of each kind wherever it looks.
    await plant(needles)
    const planted = await search(needles, engine)
    expect([...planted.keys()].sort()).toEqual([...clean.keys()].sort())
    const wanted = [...needles.samples].map(([kind, text]) => `${kind}: ${text}`).sort()
    for (const place of placesOf(engine)) expect(planted.get(place)?.toSorted(), place).toEqual(wanted)
  }, 120_000)
})

const KINDS = [
  'account',
  'address',
  'client name',
  'code',
  'csrf',
  'email',
  'master key',
  'message',
  'name',
  'password',
  'phone',
  'secret',
  'session',
  'ticket',
  'token',
]

/** Everything personal of every customer. */
async function addCustomers(needles: Needles): Promise<void> {
  const { store } = server.open
  const names: string[] = []
  for (const row of await store.db.selectFrom('customers').selectAll().execute()) {
    const profile = await openProfile(store, row)
    for (const kind of ['account', 'name', 'phone', 'email', 'address'] as const) {
      const text = profile[kind]
      if (text !== null) needles.add(kind, text)
    }
    names.push(profile.name ?? '')
    for (const { text } of await ticketsOf(store, row)) needles.add('ticket', text)
  }
  expect(names).toHaveLength(60)
  for (const script of [/^\p{Script=Han}+$/u, /^[A-Z][a-z]+ /])
    expect(names.some((name) => script.test(name))).toBe(true)
}

/** What opens doors. */
async function addSecrets(needles: Needles): Promise<void> {
  const { home, accounts } = server
  for (const name of Object.keys(KEEPERS))
    expect((await stat(path.join(home.folder, name))).mode & 0o777, name).toBe(0o600)
  const kept = JSON.parse(await readFile(path.join(home.folder, 'secrets.json'), 'utf8'))
  const key = Buffer.from(kept.LIUKE_MASTER_KEY, 'base64')
  needles.add('master key', kept.LIUKE_MASTER_KEY)
  needles.add('master key', key.toString('hex'))
  needles.addBytes('master key', 'as it is', key)
  needles.add('secret', SECRET)
  for (const { password } of accounts) needles.add('password', password)
  needles.add('password', WRONG_PASSWORD)
}

/** Starts a conversation, of somebody the site vouches for when it says who. */
async function visitor(needles: Needles, locale: string, account?: string): Promise<Customer> {
  const user = { id: `dl_${crypto.randomUUID()}`, name: CLIENT_NAME }
  const path = '/v3/directline/tokens/generate'
  const body = { user, ...(account === undefined ? {} : { account }) }
  const generated = await call(server.url, 'POST', path, { bearer: SECRET, body })
  const bearer = generated.body.token
  const started = await call(server.url, 'POST', '/v3/directline/conversations', { bearer, body: { locale } })
  needles.add('client name', CLIENT_NAME)
  for (const token of [bearer, started.body.token]) needles.add('token', token)
  return Customer.of(server.url, started.body.conversationId, started.body.token, user.id)
}

/** Says one thing after the other. @returns what the bot says to the last */
async function say(customer: Customer, ...texts: readonly string[]): Promise<string> {
  let answer = ''
  for (const text of texts) answer = (await customer.ask(text)).map(readable).join('\n')
  return answer
}

/** The newest of the codes sent, once there are so many. */
async function codeNumber(needles: Needles, count: number): Promise<string> {
  let inbox: InboxAnswer = { messages: [], now: 0 }
  await until(`code ${count} is sent`, async () => {
    inbox = (await call(server.url, 'GET', '/demo/inbox.json')).body
    return inbox.messages.length >= count
  })
  for (const { code } of inbox.messages) if (code !== null) needles.add('code', code)
  return inbox.messages[0]?.code ?? ''
}

/** A day at the server: customers who prove who they are, complain and leave a number, and an agent at work. */
async function talk(needles: Needles): Promise<void> {
  const wang = await visitor(needles, 'zh-CN')
  await say(wang, '我这个月的话费为什么这么高', '8000000011')
  expect(await say(wang, await codeNumber(needles, 1))).toContain('漫游')
  expect(await say(wang, '我要投诉', COMPLAINT, '是的')).toMatch(/T\d{6}-/)
  expect(await say(wang, '请给我回电话', CALLBACK_PHONE, '尽快', '是的')).toContain(CALLBACK_PHONE)

  const bennett = await visitor(needles, 'en-US')
  await say(bennett, 'why is my bill so high this month', '8000000029')
  const code = await codeNumber(needles, 2)
  expect(await say(bennett, code === '123456' ? '654321' : '123456')).toMatch(/isn't right/)
  expect(await say(bennett, code)).toMatch(/roaming/i)
  expect(await say(bennett, 'I want to make a complaint', COMPLAINT_EN, 'yes')).toMatch(/T\d{6}-/)

  const nobody = await visitor(needles, 'zh-CN')
  await say(nobody, '我这个月的话费为什么这么高', UNKNOWN_ACCOUNT)

  const waiting = await visitor(needles, 'zh-CN', '8000000037')
  await say(waiting, '我的套餐是什么', '转人工')
  await work(needles, waiting)

  for (const text of [COMPLAINT, COMPLAINT_EN]) needles.add('ticket', text)
  for (const text of [AGENT_TEXT, UNKNOWN_ACCOUNT]) needles.add('message', text)
  needles.add('phone', CALLBACK_PHONE)
  await fail(wang)
}

/** An agent takes over, looks, reveals and answers. */
async function work(needles: Needles, { id }: Customer): Promise<void> {
  const [account] = server.accounts
  if (!account) throw new Error('The demo has no agent.')
  const refused = await call(server.url, 'POST', '/api/session', {
    body: { name: account.name, password: WRONG_PASSWORD },
  })
  expect(refused.status).toBe(401)
  const desk = await Desk.signIn(server.url, account)
  needles.add('session', desk.token)
  needles.add('csrf', desk.headers['x-liuke-csrf'] ?? '')
  expect((await desk.act(id, 'claim')).status).toBe(200)
  expect((await desk.queue()).status).toBe(200)
  for (const field of ['account', 'name', 'phone', 'email', 'address']) {
    const { status, body } = await desk.act(id, 'reveal', { field })
    expect([status, typeof body.value]).toEqual([200, 'string'])
  }
  expect((await desk.act(id, 'messages', { text: AGENT_TEXT })).status).toBe(200)
  expect((await desk.read(id)).body.transcript.length).toBeGreaterThan(4)
  expect((await desk.act(id, 'release')).status).toBe(200)
}

/** Requests that go wrong, some of them for the database. */
async function fail({ id, token }: Customer): Promise<void> {
  const activities = `/v3/directline/conversations/${id}/activities`
  for (const body of [`{"type":"message","text":"${COMPLAINT}`, { type: 'message', text: [COMPLAINT] }])
    expect((await call(server.url, 'POST', activities, { bearer: token, body })).status).toBe(400)
  expect(
    (await call(server.url, 'GET', `/nothing?t=${token}&name=${encodeURIComponent(CLIENT_NAME)}`)).status,
  ).toBe(404)
  const { db } = server.open.store
  await sql`alter table messages rename to messages_away`.execute(db)
  try {
    const body = { type: 'message', text: COMPLAINT }
    expect((await call(server.url, 'POST', activities, { bearer: token, body })).status).toBe(500)
  } finally {
    await sql`alter table messages_away rename to messages`.execute(db)
  }
}

/** Where what is planted must be found. */
function placesOf(engine: Engine): string[] {
  const places = [
    'the log',
    'tables of the database',
    'tables of the key database',
    'dump of the database',
    'dump of the keys',
  ]
  return engine === 'postgres'
    ? places
    : [...places, 'liuke.sqlite', 'keys.sqlite', 'copy of liuke.sqlite', 'copy of keys.sqlite']
}

/** One of each kind into log and tables, there by turns as text and as bytes. */
async function plant(needles: Needles): Promise<void> {
  const { store, keystore } = server.open
  const task = await store.db.selectFrom('tasks').selectAll().limit(1).executeTakeFirstOrThrow()
  const created_at = store.now()
  for (const [place, [kind, text]] of [...needles.samples].entries()) {
    const value = `[ ${text} ]`
    const id = `planted ${kind}`
    log.info(value)
    if (place % 2 === 0) {
      await store.db.insertInto('settings').values({ key: id, value }).execute()
      await keystore.db.insertInto('settings').values({ key: id, value }).execute()
    } else {
      const body = Buffer.from(value)
      await store.db
        .insertInto('tasks')
        .values({ ...task, id, body })
        .execute()
      await keystore.db
        .insertInto('subject_keys')
        .values({ subject_id: id, wrapped: body, created_at })
        .execute()
    }
  }
}

/** Looks everywhere. */
async function search(needles: Needles, engine: Engine): Promise<Findings> {
  const { home, open } = server
  const findings: Findings = new Map()
  const add = (place: string, found: readonly string[]): void => {
    findings.set(place, [...new Set([...(findings.get(place) ?? []), ...found])])
  }
  add('the log', needles.in(Buffer.from(output)))
  add('tables of the database', needles.in(await tablesOf(open.store.db, engine)))
  add('tables of the key database', needles.in(await tablesOf(open.keystore.db, engine)))
  const files = await filesIn(home.folder)
  if (engine === 'sqlite')
    for (const name of ['liuke.sqlite-wal', 'keys.sqlite-wal'])
      expect(files.map((file) => file.name)).toContain(name)
  for (const { name, bytes } of files) {
    const allowed = KEEPERS[name] ?? []
    // A write-ahead log belongs to its database.
    add(
      name.replace(/-(wal|shm)$/, ''),
      needles.in(bytes).filter((found) => !allowed.includes(found.split(':')[0] ?? '')),
    )
  }
  for (const logical of engine === 'sqlite' ? [true, false] : [true]) {
    const { databaseUrl, keystoreUrl } = home
    const backup = await createBackup({
      databaseUrl,
      keystoreUrl,
      folder: elsewhere,
      kind: 'manual',
      logical,
    })
    for (const { name, bytes } of await filesIn(backup.folder)) add(`copy of ${name}`, needles.in(bytes))
    if (!logical) continue
    add('dump of the database', needles.in(await cellsOfDump(path.join(backup.folder, 'liuke.ndjson.gz'))))
    add('dump of the keys', needles.in(await cellsOfDump(path.join(backup.folder, 'keys/keys.ndjson.gz'))))
  }
  return findings
}

/** Every file below a folder; links are not followed. */
async function filesIn(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => ({ name, bytes: await readFile(path.join(parentPath, name)) })),
  )
}

/** Every cell of every table there is, one a line. */
async function tablesOf<S>(db: Kysely<S>, engine: Engine): Promise<Buffer> {
  const names =
    engine === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : sql<{
          name: string
        }>`select table_name as name from information_schema.tables where table_schema = 'public'`
  const cells: unknown[] = []
  const { rows: tables } = await names.execute(db)
  expect(tables.length).toBeGreaterThan(3)
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
    for (const row of rows) cells.push(...Object.values(row))
  }
  return linesOf(cells)
}

async function cellsOfDump(file: string): Promise<Buffer> {
  const cells: unknown[] = []
  for await (const { rows } of (await readDump(file)).batches()) for (const row of rows) cells.push(...row)
  return linesOf(cells)
}

function linesOf(cells: readonly unknown[]): Buffer {
  const newline = Buffer.from('\n')
  return Buffer.concat(
    cells
      // Numbers of six digits are amounts and volumes; a code among them would be a text.
      .filter((cell) => typeof cell !== 'number' || Math.abs(cell) >= 1e9)
      .flatMap((cell) => [Buffer.isBuffer(cell) ? cell : Buffer.from(String(cell)), newline]),
  )
}

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { sinkTo } from '../sink.ts'
import { statusOfStream } from './raw-http.ts'

/** Words that are nowhere in product or corpus. */
const CUSTOMER = 'Zebulon Quasimodo 欧阳翡翠'
const USER = 'dl_zebulon-quasimodo'
const MESSAGES = [
  '我叫欧阳翡翠，身份证 110101199003071233，怎么设置自动扣费',
  'my password is hunter2-xylophone, how do i set up autopay',
  'quagmire-blunderbuss 转人工',
  'break now: kumquat-firmament',
]
const EVENT = 'saxifrage-opprobrium'
const CLIENT_ID = 'palimpsest-client-activity'

let server: TestServer
let output = ''
const tokens: string[] = []

beforeEach(async () => {
  output = ''
  tokens.length = 0
  const sink = sinkTo((text) => {
    output += text
  })
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const)
    vi.spyOn(console, method).mockImplementation((...args) => {
      output += args.map(String).join(' ')
    })
  server = await testServer({
    log: createLogger('trace', sink),
    wrapThink: (think) => async (turn) => {
      // The worst a library can do: an error that repeats what it was given.
      if (turn.text.includes('break now')) throw new Error(`cannot read ${turn.text}`)
      await think(turn)
    },
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server.close()
})

/** A customer says everything there is to say, well and badly formed. */
async function talk(): Promise<void> {
  const generated = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: USER, name: CUSTOMER } },
  })
  const bearer = generated.body.token
  const started = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer,
    body: { locale: 'zh-CN' },
  })
  const customer = Object.assign(await Customer.start(server.url, 'en-US', USER), {
    id: started.body.conversationId,
    token: started.body.token,
  })
  tokens.push(bearer, started.body.token, new URL(started.body.streamUrl).searchParams.get('t') ?? '')
  for (const text of MESSAGES) await customer.say(text, CLIENT_ID + text.length)
  // The second failure is answered with an apology.
  await customer.say(MESSAGES[3]!, CLIENT_ID + MESSAGES[3]!.length)
  await customer.post({ type: 'event', name: 'note', value: { note: EVENT } })
  const activities = `/v3/directline/conversations/${customer.id}/activities`
  for (const body of [`{"type":"message","text":"${MESSAGES[0]}`, { type: 'message', text: [MESSAGES[0]] }])
    expect((await call(server.url, 'POST', activities, { bearer, body })).status).toBe(400)
  expect((await call(server.url, 'GET', `/nothing?t=${bearer}`, { bearer })).status).toBe(404)
  expect(await statusOfStream(started.body.streamUrl)).toBe(101)
  expect(await statusOfStream(`${started.body.streamUrl}x`)).toBe(403)
}

/** What must not be found, by name. */
function secrets(): [string, string][] {
  const words = [
    ...MESSAGES,
    EVENT,
    CUSTOMER,
    USER,
    CLIENT_ID,
    'hunter2',
    '欧阳翡翠',
    '110101199003071233',
    'kumquat',
  ]
  return [
    ...words.map((word): [string, string] => [word, word]),
    ['the secret', SECRET],
    ...tokens.map((token): [string, string] => ['a token', token]),
  ]
}

it('no log line holds what customers write, who they are, a token or the secret', async () => {
  await talk()
  await server.stop()
  // The failure was logged, so the log was on.
  expect(output).toContain('the bot failed on a message')
  for (const [name, secret] of secrets()) {
    expect(output.includes(secret), `${name} is in the log`).toBe(false)
    expect(output.includes(JSON.stringify(secret).slice(1, -1)), `${name} is in the log`).toBe(false)
  }
  server = await testServer({ home: server.home })
})

it('no file of the server holds what customers write or who they are', async () => {
  await talk()
  const planted = 'gobbledygook-planted 翡翠'
  await server.open.store.db.insertInto('settings').values({ key: 'planted', value: planted }).execute()
  // Once with the write-ahead log beside the database, once after it was folded in.
  const folder = server.home.folder
  expect((await filesIn(folder)).map(({ name }) => name)).toContain('liuke.sqlite-wal')
  await scan(folder, planted)
  await server.stop()
  await scan(folder, planted)
  server = await testServer({ home: server.home })
})

/** Looks for every secret in every file, in the encodings a text can be in. */
async function scan(folder: string, planted: string): Promise<void> {
  const files = await filesIn(folder)
  expect(found(files, planted)).toContain('liuke.sqlite')
  // Secret and key files hold the secret, as they must.
  for (const [name, secret] of secrets()) {
    if (name === 'the secret') continue
    expect(found(files, secret), `${name} is on disk`).toEqual([])
  }
}

function found(files: readonly { name: string; bytes: Buffer }[], text: string): string[] {
  const forms = [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
  ]
  // A WAL file is found beside its database: both count as one.
  const holding = files.filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
  return [...new Set(holding.map(({ name }) => name.replace(/-(wal|shm)$/, '')))]
}

async function filesIn(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async ({ parentPath, name }) => ({ name, bytes: await readFile(path.join(parentPath, name)) })),
  )
}

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { storedMessages } from './stored-messages.ts'

const BASE = '/v3/directline'
const QUESTION = '怎么设置自动扣费'

let server: TestServer
let customer: Customer

beforeAll(async () => {
  // PostgreSQL is the stricter engine: it takes no NUL and no half a character.
  server = await testServer({ engine: 'postgres' })
  customer = await Customer.start(server.url)
})
afterAll(() => server.close())

/** Posts bytes as an activity, announced as given. */
async function postBytes(
  bytes: string | Uint8Array<ArrayBuffer>,
  chunked = false,
): Promise<{ status: number; code: string | undefined }> {
  const response = await fetch(`${server.url}${BASE}/conversations/${customer.id}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${customer.token}`, 'content-type': 'application/json' },
    body: chunked ? new Blob([bytes as string]).stream() : bytes,
    duplex: 'half',
  })
  // The shape of every error; its absence is the point where there is none.
  const body = (await response.json()) as { error?: { code: string } }
  return { status: response.status, code: body.error?.code }
}

const nested = (depth: number): string =>
  `{"type":"message","value":${'['.repeat(depth)}${']'.repeat(depth)}}`
const large = (bytes: number): string =>
  JSON.stringify({ type: 'message', text: 'a', padding: 'x'.repeat(bytes) })

describe('a body', () => {
  const refused: [string, string | Uint8Array<ArrayBuffer>, number, string][] = [
    ['nothing', '', 400, 'BadArgument'],
    ['half of JSON', '{"type":"message","text":"he', 400, 'BadSyntax'],
    ['no JSON', 'type=message&text=hello', 400, 'BadSyntax'],
    ['null', 'null', 400, 'BadArgument'],
    ['a number', '5', 400, 'BadArgument'],
    ['a string', '"message"', 400, 'BadArgument'],
    ['a list', '[{"type":"message"}]', 400, 'BadArgument'],
    ['not UTF-8', Buffer.from('{"type":"message","text":"\xff\xfe"}', 'latin1'), 415, 'BadArgument'],
    ['half a character', Buffer.from('{"type":"message","text":"\xe4\xbd"}', 'latin1'), 415, 'BadArgument'],
    ['nested deeply', nested(40), 400, 'BadArgument'],
    ['nested extremely', nested(100_000), 400, 'BadArgument'],
    ['large', large(300_000), 413, 'RequestTooLarge'],
    ['huge', large(5_000_000), 413, 'RequestTooLarge'],
  ]
  it.each(refused)('that is %s is refused, and nothing of it is kept', async (_name, bytes, status, code) => {
    const before = await storedMessages(server)
    expect(await postBytes(bytes)).toEqual({ status, code })
    expect(await storedMessages(server)).toBe(before)
  })

  it.each([300_000, 5_000_000])(
    'of %i bytes is refused when its length is not announced, too',
    async (bytes) => {
      const before = await storedMessages(server)
      expect(await postBytes(large(bytes), true)).toEqual({ status: 413, code: 'RequestTooLarge' })
      expect(await storedMessages(server)).toBe(before)
    },
  )

  it.each([
    ['as deep as allowed', nested(20)],
    ['a list of 50,000', JSON.stringify({ type: 'message', text: QUESTION, value: Array(50_000).fill(1) })],
    [
      '1,000 fields',
      JSON.stringify({
        type: 'message',
        text: QUESTION,
        ...Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`f${at}`, at])),
      }),
    ],
  ])('that is %s is answered', async (_name, bytes) => {
    expect(await postBytes(bytes)).toEqual({ status: 200, code: undefined })
  })

  it('with keys of the prototype changes no prototype, and is stored as it is', async () => {
    const bytes = `{"type":"message","text":"${QUESTION}","__proto__":{"polluted":1},
      "channelData":{"__proto__":{"polluted":2},"constructor":{"prototype":{"polluted":3}}},
      "value":{"__proto__":{"polluted":4},"toString":5,"hasOwnProperty":6}}`
    expect(await postBytes(bytes)).toEqual({ status: 200, code: undefined })
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    const [message] = (await customer.read()).filter(({ value }) => value !== undefined).slice(-1)
    expect(Object.entries(Object(message?.value))).toEqual([
      ['__proto__', { polluted: 4 }],
      ['toString', 5],
      ['hasOwnProperty', 6],
    ])
  })
})

describe('a field', () => {
  const wrong: [string, unknown][] = [
    ...[null, 5, true, {}, [], 'trace', 'handoff', 'installationUpdate', 'Message', 'message\0'].map(
      (type) => ['type', type] as [string, unknown],
    ),
    ...[null, 5, true, {}, ['a']].map((text) => ['text', text] as [string, unknown]),
    ...[null, 'dl_x', 5, { id: 5 }, { id: 'x'.repeat(201) }, { name: {} }, { role: [] }].map(
      (from) => ['from', from] as [string, unknown],
    ),
    ...[null, 5, {}, 'x'.repeat(201)].map((name) => ['name', name] as [string, unknown]),
    ...[null, 5, 'x'.repeat(41)].map((locale) => ['locale', locale] as [string, unknown]),
    ['localTimezone', 5],
    ['textFormat', {}],
    ...[
      null,
      {},
      'a',
      [null],
      ['a'],
      [{}],
      [{ contentType: 5 }],
      Array(11).fill({ contentType: 'image/png' }),
    ].map((attachments) => ['attachments', attachments] as [string, unknown]),
    ...[
      null,
      'a',
      5,
      [],
      { clientActivityID: 5 },
      { clientActivityID: {} },
      { clientActivityID: 'x'.repeat(201) },
    ].map((channelData) => ['channelData', channelData] as [string, unknown]),
  ]
  it.each(wrong)('%s that is %j is refused by name, and nothing is kept', async (field, value) => {
    const before = await storedMessages(server)
    const { status, body } = await customer.post({ type: 'message', text: QUESTION, [field]: value })
    expect([status, body.error.code]).toEqual([400, 'BadArgument'])
    expect(body.error.message.startsWith(field)).toBe(true)
    expect(await storedMessages(server)).toBe(before)
  })

  it('the server sets is never taken from the client', async () => {
    const forged = {
      type: 'message',
      text: QUESTION,
      id: 'forged',
      timestamp: '1999-01-01T00:00:00Z',
      channelId: 'msteams',
      serviceUrl: 'https://evil.example',
      conversation: { id: 'forged' },
      recipient: { id: 'forged' },
      from: { id: 'dl_forged', role: 'bot', aadObjectId: 'forged' },
    }
    const { body } = await customer.post(forged)
    const stored = (await customer.read()).find(({ id }) => id === body.id)
    expect(stored).toMatchObject({
      channelId: 'directline',
      conversation: { id: customer.id },
      from: { id: customer.user, role: 'user' },
      text: QUESTION,
    })
    expect(JSON.stringify(stored)).not.toMatch(/forged|evil|1999/)
  })

  it.each(['expectReplies', 'notification', 'stream', 'x'])(
    'deliveryMode %s changes nothing',
    async (deliveryMode) => {
      const { body } = await customer.post({ type: 'message', text: QUESTION, deliveryMode })
      expect(await customer.repliesTo(body.id)).toHaveLength(1)
    },
  )

  it.each(['zh\0', '\ud800', '<script>', '中文', '', 'en us; q=1'])(
    'locale %j starts a conversation as if there were none',
    async (locale) => {
      const started = await Customer.start(server.url, locale)
      expect(await started.ask(QUESTION)).toHaveLength(1)
    },
  )
})

describe('an activity', () => {
  it.each(['typing', 'conversationUpdate', 'messageReaction'])(
    'of type %s is taken and not kept',
    async (type) => {
      const before = await storedMessages(server)
      const { status, body } = await customer.post({ type, membersAdded: [{ id: 'liuke' }], name: 'x' })
      expect([status, typeof body.id]).toEqual([200, 'string'])
      expect(await storedMessages(server)).toBe(before)
    },
  )

  it('of type invoke is refused', async () => {
    const { status, body } = await customer.post({ type: 'invoke', name: 'adaptiveCard/action' })
    expect([status, body.error.code]).toEqual([400, 'BadArgument'])
  })

  it.each([
    'liuke.queueTimeout',
    'liuke.owner',
    'handoff.status',
    'handoff.initiate',
    'feedback',
    '__proto__',
  ])('of type event, named %s, moves nothing and says nothing', async (name) => {
    const waiting = await Customer.start(server.url)
    await waiting.ask('转人工')
    const before = await waiting.read()
    const value = { owner: 'human', state: 'completed', messageId: customer.id, helpful: 5 }
    expect((await waiting.post({ type: 'event', name, value })).status).toBe(200)
    // The client gets its own event back, as from the customer, and nothing else.
    const [own, ...more] = (await waiting.read()).slice(before.length)
    expect(own).toMatchObject({ type: 'event', name, from: { id: waiting.user, role: 'user' } })
    expect(more).toEqual([])
    const { owner } = await server.open.store.db
      .selectFrom('conversations')
      .select('owner')
      .where('id', '=', waiting.id)
      .executeTakeFirstOrThrow()
    expect(owner).toBe('queued')
  })

  it('with a file that is not what it says is refused, and says why', async () => {
    const before = await storedMessages(server)
    const form = new FormData()
    form.append('activity', new Blob(['{"type":"message"}'], { type: 'application/vnd.microsoft.activity' }))
    form.append('file', new Blob(['x'.repeat(100_000)], { type: 'image/png' }), 'bill.png')
    const response = await fetch(`${server.url}${BASE}/conversations/${customer.id}/upload?userId=dl_x`, {
      method: 'POST',
      headers: { authorization: `Bearer ${customer.token}` },
      body: form,
    })
    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({ error: { code: 'FileTypeNotSupported' } })
    expect(await storedMessages(server)).toBe(before)
  })
})

describe('a path', () => {
  it.each(['unknown', '', '%00', '%E0%A4%A', '%2e%2e', 'x'.repeat(300), "'; drop table messages; --"])(
    'to conversation %j is not found',
    async (id) => {
      const before = await storedMessages(server)
      const path = `${BASE}/conversations/${id}`
      const body = { type: 'message', text: QUESTION }
      const answers = await Promise.all([
        call(server.url, 'GET', `${path}/activities`, { bearer: SECRET }),
        call(server.url, 'POST', `${path}/activities`, { bearer: SECRET, body }),
        call(server.url, 'POST', `${path}/activities`, { bearer: SECRET, body: { type: 'typing' } }),
      ])
      if (id !== '') answers.push(await call(server.url, 'GET', path, { bearer: SECRET }))
      // What is too long to be an id matches no route at all.
      for (const answer of answers) expect([404, 405]).toContain(answer.status)
      expect(await storedMessages(server)).toBe(before)
    },
  )

  it.each([
    ['GET', '/nothing', 404],
    ['POST', '/nothing', 404],
    ['GET', '/%', 404],
    ['GET', '//', 404],
    ['GET', '/..%2f..%2fetc%2fpasswd', 404],
    ['GET', '/<script>alert(1)</script>', 404],
    ['POST', '/api/messages', 404],
    ['GET', '/api/messages', 404],
    ['DELETE', `${BASE}/conversations`, 405],
    ['PUT', `${BASE}/tokens/generate`, 405],
    ['GET', `${BASE}/nothing`, 405],
  ])('%s %s gets a small answer in JSON', async (method, path, status) => {
    const body = { type: 'message', text: QUESTION, serviceUrl: 'http://127.0.0.1:9/' }
    const response = await fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    const text = await response.text()
    expect(text.length).toBeLessThan(300)
    // Neither a stack nor a page.
    expect(text).not.toMatch(/\bat .*\.(ts|js)|<!doctype/i)
  })
})

describe('polling', () => {
  it.each(['', 'abc', '-1', '1e3', '0x10', '9999999999999', '%00', '٣', 'Infinity', 'null', 'undefined'])(
    'from watermark %j begins at the beginning',
    async (watermark) => {
      const all = await customer.read('0')
      expect(all.length).toBeGreaterThan(2)
      expect(await customer.read(encodeURI(watermark))).toEqual(all)
    },
  )

  it('page by page gives everything once', async () => {
    const all: unknown[] = []
    const path = `${BASE}/conversations/${customer.id}/activities?watermark=`
    let watermark = ''
    for (;;) {
      const { body } = await call(server.url, 'GET', path + watermark, { bearer: customer.token })
      expect(typeof body.watermark).toBe('string')
      if (body.watermark === watermark) break
      all.push(...body.activities)
      watermark = body.watermark
    }
    expect(all).toEqual(await customer.read())
  })

  it('gets nothing new instead of an error while the database fails', async () => {
    const asking = await Customer.start(server.url)
    await asking.ask(QUESTION)
    const path = `${BASE}/conversations/${asking.id}/activities?watermark=`
    const before = await call(server.url, 'GET', path, { bearer: asking.token })
    const { db } = server.open.store
    await sql`alter table messages rename to messages_away`.execute(db)
    try {
      const during = await call(server.url, 'GET', `${path}1`, { bearer: asking.token })
      expect([during.status, during.body]).toEqual([200, { activities: [], watermark: '1' }])
      const { status, body } = await asking.say(QUESTION)
      expect([status, body.error.code]).toEqual([500, 'ServiceError'])
    } finally {
      await sql`alter table messages_away rename to messages`.execute(db)
    }
    const after = await call(server.url, 'GET', path, { bearer: asking.token })
    expect(after.body).toEqual(before.body)
    expect(await asking.ask(QUESTION)).toHaveLength(1)
  })
})

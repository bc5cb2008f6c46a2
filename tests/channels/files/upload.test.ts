import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import restify, { type Server as Restify } from 'restify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import XMLHttpRequest from 'xhr2'
import { mountDirectLine } from '../../../src/channels/directline/routes.ts'
import { Tokens } from '../../../src/channels/directline/tokens.ts'
import { RateLimit } from '../../../src/channels/rate-limit.ts'
import { tidyFiles } from '../../../src/conversations/files.ts'
import { createLogger } from '../../../src/log.ts'
import { Customer, call } from '../../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../../server.ts'
import { Chat } from '../chat.ts'
import { until } from '../deadline.ts'
import { openRaw } from '../raw-http.ts'
import { storedMessages } from '../stored-messages.ts'
import { activityPart, attachmentsOf, filePart, formBytes, send, upload } from './multipart-form.ts'
import { hostile, PNG, samples } from './samples.ts'

const KILOBYTE = 1024
/** Largest file of the server with small limits. */
const SMALL = 64 * KILOBYTE

let server: TestServer
let small: Restify
let customer: Customer
let ahead = 0
let failures = 0

beforeAll(async () => {
  server = await testServer({
    now: () => Date.now() + ahead,
    wrapThink: (think) => async (turn) => {
      if (failures > 0 && turn.activity.type === 'message') {
        failures -= 1
        throw new Error('broken on purpose')
      }
      await think(turn)
    },
  })
  small = await another(SMALL)
})
beforeEach(async () => {
  customer = await Customer.start(server.url)
})
afterAll(async () => {
  small.close()
  await server.close()
})

/** A second border over the same conversations, with other limits. */
async function another(uploadMaxBytes: number): Promise<Restify> {
  const { store } = server.open
  const border = restify.createServer()
  mountDirectLine(border, {
    store,
    turns: server.turns,
    tokens: new Tokens(new Uint8Array(32), SECRET, 86_400, store.now),
    origins: { allowed: [], publicUrl: undefined, trustedProxies: 0, allowLoopback: true },
    messageRate: new RateLimit(100_000, store.now),
    tokenRate: new RateLimit(100_000, store.now),
    verifiedMs: 60_000,
    uploadMaxBytes,
    log: createLogger('silent'),
  })
  border.listen(0, '127.0.0.1')
  await once(border.server, 'listening')
  return border
}

/** Somebody at the border with small limits. */
async function smallCustomer(border = small): Promise<Customer> {
  const address = border.address()
  return Customer.start(`http://127.0.0.1:${address.port}`)
}

/** A JPEG of so many bytes. */
const jpeg = (size: number): Buffer => Buffer.concat([samples.jpg, Buffer.alloc(size - samples.jpg.length)])

async function storedFiles(): Promise<[files: number, contents: number]> {
  const { db } = server.open.store
  const files = await db.selectFrom('files').select('id').execute()
  const contents = await db.selectFrom('file_contents').select('file_id').execute()
  return [files.length, contents.length]
}

/** Runs an upload that must change nothing. */
async function refused(act: () => Promise<{ status: number; body: { error?: { code: string } } }>) {
  const before = [await storedFiles(), await storedMessages(server)]
  const { status, body } = await act()
  expect([await storedFiles(), await storedMessages(server)]).toEqual(before)
  return [status, body.error?.code]
}

describe('an upload', () => {
  it('as directlinejs sends it is a message with its file, which the client can fetch', async () => {
    const { status, body } = await send(customer, [filePart('七月账单.png', PNG, 'image/png')], {
      channelData: { clientActivityID: 'c1' },
      attachments: [
        { contentType: 'image/png', name: '七月账单.png', thumbnailUrl: 'data:image/png;base64,AA' },
      ],
    })
    expect(status).toBe(200)
    const message = (await customer.read()).find(({ id }) => id === body.id)
    expect(message).toMatchObject({ type: 'message', channelData: { clientActivityID: 'c1' } })
    const [attachment, ...more] = await attachmentsOf(customer, body.id)
    expect(more).toEqual([])
    expect(attachment).toEqual({
      contentType: 'image/png',
      name: '七月账单.png',
      contentUrl: expect.stringMatching(`^${server.url}/files/[\\w-]+\\?e=\\d+&s=[\\w-]{22}$`),
    })
    const file = await fetch(attachment!.contentUrl)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG)
    // It was answered, and says that it arrived.
    expect(await customer.repliesTo(body.id)).toHaveLength(1)
  })

  it('may have a text, which is answered, and five files', async () => {
    const files = [1, 2, 3, 4, 5].map((at) => filePart(`${at}.pdf`, samples.pdf))
    const { body } = await send(customer, files, { text: '怎么设置自动扣费' })
    const [received, answer] = await customer.repliesTo(body.id)
    expect(received?.text).toContain('收到')
    expect(answer?.channelData?.['liuke']).toMatchObject({ entry: 'pay.autopay-setup' })
    expect((await attachmentsOf(customer, body.id)).map(({ name }) => name)).toEqual(
      files.map((f) => f.filename),
    )
  })

  it('may be the file alone, with its name in a header', async () => {
    for (const [disposition, name] of [
      ['name="file"; filename="bill.pdf"', 'bill.pdf'],
      [`attachment; filename="x.pdf"; filename*=UTF-8''%E8%B4%A6%E5%8D%95.pdf`, '账单.pdf'],
      [Buffer.from('attachment; filename="账单.pdf"').toString('latin1'), '账单.pdf'],
      ['attachment', 'file.pdf'],
    ] as const) {
      const headers = { 'content-type': 'application/pdf', 'content-disposition': disposition }
      const { status, body } = await upload(customer, Buffer.from(samples.pdf), headers)
      expect(status).toBe(200)
      expect((await attachmentsOf(customer, body.id)).map((each) => each.name)).toEqual([name])
    }
  })

  it('is from whoever the token says, whatever the query and the message say', async () => {
    const forged = { ...customer, user: 'dl_forged' }
    const activity = { type: 'message', from: { id: 'dl_forged', role: 'bot' } }
    const { body } = await upload(forged, formBytes([activityPart(activity), filePart('a.png', PNG)]))
    const message = (await customer.read()).find(({ id }) => id === body.id)
    expect(message?.from).toMatchObject({ id: customer.user, role: 'user' })
  })

  it('that is repeated is one message with one file', async () => {
    const message = { channelData: { clientActivityID: 'same' } }
    const before = await storedFiles()
    const [first, second] = await Promise.all([
      send(customer, [filePart('a.png', PNG)], message),
      send(customer, [filePart('a.png', PNG)], message),
    ])
    const third = await send(customer, [filePart('a.png', PNG)], message)
    expect([second.body, third.body]).toEqual([first.body, first.body])
    expect(await storedFiles()).toEqual([before[0] + 1, before[1] + 1])
    const [attachment] = await attachmentsOf(customer, first.body.id)
    expect((await fetch(attachment!.contentUrl)).status).toBe(200)
  })

  it('on which the bot fails keeps its file, and a repeat is answered', async () => {
    failures = 1
    const message = { channelData: { clientActivityID: 'again' } }
    const before = await storedFiles()
    expect((await send(customer, [filePart('a.png', PNG)], message)).status).toBe(502)
    const { status, body } = await send(customer, [filePart('a.png', PNG)], message)
    expect(status).toBe(200)
    expect(await storedFiles()).toEqual([before[0] + 1, before[1] + 1])
    const [attachment] = await attachmentsOf(customer, body.id)
    expect((await fetch(attachment!.contentUrl)).status).toBe(200)
    expect(await customer.repliesTo(body.id)).toHaveLength(1)
  })

  it('stays when everything is tidied', async () => {
    const { body } = await send(customer, [filePart('a.png', PNG)])
    const { db, ...rest } = server.open.store
    await tidyFiles({ ...rest, db, now: () => Date.now() + 24 * 3_600_000 })
    const [attachment] = await attachmentsOf(customer, body.id)
    expect((await fetch(attachment!.contentUrl)).status).toBe(200)
  })
})

describe('what is refused leaves nothing behind:', () => {
  it.each(hostile)('$what', async ({ name, bytes, mediaType = 'image/jpeg' }) => {
    // A quote ends the name in a form.
    const part = filePart(name.replaceAll('"', '%22'), bytes, mediaType)
    expect(await refused(() => send(customer, [filePart('good.png', PNG), part]))).toEqual([
      415,
      'FileTypeNotSupported',
    ])
  })

  const whole = formBytes([activityPart({ type: 'message' }), filePart('a.png', PNG)])
  const form = { 'content-type': 'multipart/form-data; boundary=liuke-test' }
  it.each([
    ['no file', formBytes([activityPart({ type: 'message', text: 'hi' })]), form, 400, 'NoFile'],
    ['nothing at all', Buffer.alloc(0), form, 400, 'BadMultipart'],
    ['no boundary', whole, { 'content-type': 'multipart/form-data' }, 400, 'BadMultipart'],
    [
      'another boundary',
      whole,
      { 'content-type': 'multipart/form-data; boundary=other' },
      400,
      'BadMultipart',
    ],
    ['a form that breaks off in a file', whole.subarray(0, -40), form, 400, 'BadMultipart'],
    ['a form without its end', whole.subarray(0, -6), form, 400, 'BadMultipart'],
    ['noise', Buffer.alloc(5_000, 'x'), form, 400, 'BadMultipart'],
    [
      'a message that is no JSON',
      formBytes([{ ...activityPart({}), body: '{"type":' }, filePart('a.png', PNG)]),
      form,
      400,
      'BadSyntax',
    ],
    [
      'a message that is not UTF-8',
      formBytes([
        { ...activityPart({}), body: Buffer.from('{"text":"\xff"}', 'latin1') },
        filePart('a.png', PNG),
      ]),
      form,
      415,
      'BadArgument',
    ],
    [
      'a message nested without end',
      formBytes([
        {
          ...activityPart({}),
          body: `{"type":"message","value":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
        },
        filePart('a.png', PNG),
      ]),
      form,
      400,
      'BadArgument',
    ],
    [
      'an event',
      formBytes([activityPart({ type: 'event', name: 'x' }), filePart('a.png', PNG)]),
      form,
      400,
      'BadArgument',
    ],
    [
      'two messages',
      formBytes([
        activityPart({ type: 'message' }),
        activityPart({ type: 'message' }),
        filePart('a.png', PNG),
      ]),
      form,
      400,
      'BadArgument',
    ],
    [
      'a huge message',
      formBytes([activityPart({ type: 'message', x: 'x'.repeat(300_000) }), filePart('a.png', PNG)]),
      form,
      413,
      'RequestTooLarge',
    ],
    [
      'six files',
      formBytes([1, 2, 3, 4, 5, 6].map((at) => filePart(`${at}.png`, PNG))),
      form,
      413,
      'TooManyFiles',
    ],
    [
      'a thousand parts',
      formBytes(Array.from({ length: 1_000 }, (_, at) => filePart(`${at}.png`, PNG))),
      form,
      413,
      'TooManyFiles',
    ],
    [
      'a thousand fields',
      formBytes(Array.from({ length: 1_000 }, (_, at) => ({ field: `f${at}`, body: 'x' }))),
      form,
      413,
      'TooManyFiles',
    ],
    [
      'a file without a type or a name',
      Buffer.from('{}'),
      { 'content-type': 'application/json' },
      415,
      'FileTypeNotSupported',
    ],
  ] as const)('%s', async (_what, body, headers, status, code) => {
    expect(await refused(() => upload(customer, body, headers))).toEqual([status, code])
  })

  it.each(['announced', 'not announced'])(
    'a byte too much, its length %s; the limit itself is taken',
    async (how) => {
      const someone = await smallCustomer()
      const post = (body: Buffer, headers?: Record<string, string>) =>
        upload(someone, how === 'announced' ? body : new Blob([new Uint8Array(body)]).stream(), headers)
      const raw = { 'content-type': 'image/jpeg' }
      expect((await post(jpeg(SMALL), raw)).status).toBe(200)
      expect((await post(formBytes([filePart('a.jpg', jpeg(SMALL))]))).status).toBe(200)
      expect(await refused(() => post(jpeg(SMALL + 1), raw))).toEqual([413, 'FileTooLarge'])
      expect(await refused(() => post(formBytes([filePart('a.jpg', jpeg(SMALL + 1))])))).toEqual([
        413,
        'FileTooLarge',
      ])
    },
  )

  it('far too much', async () => {
    const someone = await smallCustomer()
    expect(await refused(() => upload(someone, jpeg(5_000 * KILOBYTE)))).toEqual([413, 'FileTooLarge'])
  })

  it('more in an hour than ten of the largest files', async () => {
    const someone = await smallCustomer()
    const body = formBytes([filePart('a.jpg', jpeg(SMALL - KILOBYTE))])
    for (let files = 0; files < 10; files++) expect((await upload(someone, body)).status).toBe(200)
    expect(await refused(() => upload(someone, body))).toEqual([429, 'TooManyBytes'])
    // Somebody else has an hour of their own.
    expect((await upload(await smallCustomer(), body)).status).toBe(200)
    ahead += 3_600_000
    expect((await upload(someone, body)).status).toBe(200)
  })

  it('any file where none are taken', async () => {
    const border = await another(0)
    const someone = await smallCustomer(border)
    expect(await refused(() => send(someone, [filePart('a.png', PNG)]))).toEqual([415, 'UploadsNotSupported'])
    border.close()
  })

  it('without a token, with another one, or into a conversation that is not there', async () => {
    const body = formBytes([filePart('a.png', PNG)])
    const other = await Customer.start(server.url)
    expect(await refused(() => upload({ ...customer, token: 'x' }, body))).toEqual([403, 'TokenInvalid'])
    expect(await refused(() => upload({ ...customer, token: other.token }, body))).toEqual([
      403,
      'TokenMismatch',
    ])
    const nobody = { ...customer, id: randomUUID(), token: SECRET }
    expect(await refused(() => upload(nobody, body))).toEqual([404, 'ConversationNotFound'])
  })

  it('an upload that breaks off', async () => {
    const before = [await storedFiles(), await storedMessages(server)]
    const path = `/v3/directline/conversations/${customer.id}/upload`
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${customer.token}\r\nContent-Type: multipart/form-data; boundary=liuke-test\r\nContent-Length: ${whole.length}\r\n\r\n`
    const socket = await openRaw(server.url, head + whole.subarray(0, -30).toString('latin1'))
    socket.destroy()
    // Whoever comes after is served.
    expect((await send(await Customer.start(server.url), [filePart('a.png', PNG)])).status).toBe(200)
    expect((await storedFiles())[0]).toBe((before[0] as number[])[0]! + 1)
    expect((await customer.read()).filter(({ from }) => from?.role === 'user')).toEqual([])
  })
})

describe('a reference to a file', () => {
  it('that a client writes itself leads nowhere', async () => {
    const { body } = await send(customer, [filePart('secret.png', PNG)])
    const [attachment] = await attachmentsOf(customer, body.id)
    const id = new URL(attachment!.contentUrl).pathname.split('/').at(-1)
    const thief = await Customer.start(server.url)
    const stolen = [{ contentType: 'image/png', name: 'x', contentUrl: `liuke-file:${id}` }]
    const posted = await thief.post({ type: 'message', text: 'hi', attachments: stolen })
    const [link] = await attachmentsOf(thief, posted.body.id)
    expect((await fetch(link!.contentUrl)).status).toBe(404)
  })
})

describe('directlinejs', () => {
  interface Sending {
    send(data?: unknown): void
    setRequestHeader(name: string, value: string): void
  }
  // The package brings no types.
  const NodeRequest = XMLHttpRequest as new () => Sending
  /** What a browser does by itself: sends forms. */
  class BrowserRequest extends NodeRequest {
    override send(data?: unknown): void {
      if (!(data instanceof FormData)) {
        super.send(data)
        return
      }
      const response = new Response(data)
      void response.arrayBuffer().then((bytes) => {
        this.setRequestHeader('content-type', response.headers.get('content-type') ?? '')
        super.send(Buffer.from(bytes))
      })
    }
  }
  let files: Server
  let fileUrl = ''

  beforeAll(async () => {
    // Stands for the blob: address of a file that was picked.
    files = createServer((_request, response) => response.end(PNG))
    files.listen(0, '127.0.0.1')
    await once(files, 'listening')
    const address = files.address()
    fileUrl = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/`
    Object.assign(globalThis, { XMLHttpRequest: BrowserRequest })
  })
  afterAll(() => {
    Object.assign(globalThis, { XMLHttpRequest })
    files.close()
  })

  it.each([true, false])('unmodified sends files and gets them back (WebSocket: %s)', async (webSocket) => {
    const generated = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
      bearer: SECRET,
      body: { user: { id: 'dl_customer' } },
    })
    const chat = new Chat(server.url, { token: generated.body.token, webSocket })
    const id = await chat.post({
      type: 'message',
      text: '怎么设置自动扣费',
      channelData: { clientActivityID: 'f1' },
      attachments: [
        { contentType: 'image/png', contentUrl: fileUrl, name: '截图.png' },
        { contentType: 'image/png', contentUrl: fileUrl, name: '截图.png' },
      ],
    })
    await chat.answerTo(id)
    await until('the message comes back', () => chat.own.some((activity) => activity.id === id))
    const own = chat.own.find((activity) => activity.id === id)
    const attachments = own?.attachments as { name: string; contentUrl: string }[]
    expect(attachments.map(({ name }) => name).sort()).toEqual(['截图 (1).png', '截图.png'])
    expect(own?.channelData?.['clientActivityID']).toBe('f1')
    for (const { contentUrl } of attachments)
      expect(Buffer.from(await (await fetch(contentUrl)).arrayBuffer())).toEqual(PNG)
    await expect(
      chat.post({ type: 'message', attachments: [{ contentType: 'x', contentUrl: fileUrl, name: 'a.exe' }] }),
    ).rejects.toMatchObject({ status: 415 })
    chat.end()
  })
})

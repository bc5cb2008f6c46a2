import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { type BodyLimits, type Part, readFileBody, readMultipart } from '../../../src/channels/files/body.ts'
import { ByteBudget, ByteQuota } from '../../../src/channels/files/byte-quota.ts'
import { HttpError } from '../../../src/channels/http.ts'
import { within } from '../deadline.ts'
import { openRaw } from '../raw-http.ts'
import { filePart, formBytes } from './multipart-form.ts'

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const LIMITS: BodyLimits = { maxPartBytes: 1_000, maxParts: 6, deadlineMs: 20_000, onBytes: () => undefined }
type Outcome = HttpError | Part[] | Buffer

/** A server that reads one body. @returns its address, and what came of the body */
async function reader(
  limits: Partial<BodyLimits>,
  read: typeof readMultipart | typeof readFileBody = readMultipart,
): Promise<{ url: string; outcome: Promise<Outcome> }> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  server = createServer((request, response) => {
    read(request, { ...LIMITS, ...limits }).then(
      (parts) => {
        response.end()
        resolve(parts)
      },
      (error: unknown) => {
        response.end()
        if (error instanceof HttpError) resolve(error)
        else reject(error)
      },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, outcome: within('a body is read or refused', promise) }
}

const TYPE = 'multipart/form-data; boundary=liuke-test'
const head = (length: number, type = TYPE): string =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`

describe('a form', () => {
  it('is read in order however its bytes are cut', async () => {
    const form = formBytes([
      filePart('账单.txt', 'one'),
      { field: 'x', body: '' },
      filePart('b', '--liuke-tes\r\n'),
    ])
    const { url, outcome } = await reader({})
    const socket = await openRaw(url, head(form.length))
    for (const byte of form) socket.write(Buffer.of(byte))
    expect(await outcome).toEqual([
      {
        field: 'file',
        filename: '账单.txt',
        mediaType: 'application/octet-stream',
        bytes: Buffer.from('one'),
      },
      { field: 'x', filename: '', mediaType: 'text/plain', bytes: Buffer.alloc(0) },
      {
        field: 'file',
        filename: 'b',
        mediaType: 'application/octet-stream',
        bytes: Buffer.from('--liuke-tes\r\n'),
      },
    ])
    socket.destroy()
  })

  it('that never ends is refused when its time is over', async () => {
    const { url, outcome } = await reader({ deadlineMs: 100 })
    const socket = await openRaw(url, `${head(5_000)}--liuke-test\r\n`)
    expect(await outcome).toMatchObject({ status: 408, code: 'UploadTimeout' })
    socket.destroy()
  })

  it('whose sender hangs up is refused at once', async () => {
    const { url, outcome } = await reader({})
    const socket = await openRaw(url, `${head(5_000)}--liuke-test\r\n`)
    socket.destroy()
    expect(await outcome).toMatchObject({ status: 400, code: 'UploadIncomplete' })
  })

  it('with endless headers of a part is read with their beginning', async () => {
    const part = `--liuke-test\r\nContent-Disposition: form-data; name="${'x'.repeat(40_000)}"\r\n\r\nx\r\n--liuke-test--\r\n`
    const { url, outcome } = await reader({ maxPartBytes: 100_000 })
    await fetch(url, { method: 'POST', headers: { 'content-type': TYPE }, body: part })
    const parts = await outcome
    for (const { field } of Array.isArray(parts) ? parts : []) expect(field.length).toBeLessThan(8 * 1024)
    expect(parts).toHaveLength(1)
  })

  it('stops when whoever counts its bytes says so, before they are kept', async () => {
    let count = 0
    const { url, outcome } = await reader({
      onBytes: (bytes) => {
        count += bytes
        throw new HttpError(429, 'TooManyBytes', 'no')
      },
    })
    const body = formBytes([filePart('a', 'x'.repeat(900))])
    await fetch(url, { method: 'POST', headers: { 'content-type': TYPE }, body: new Uint8Array(body) })
    expect(await outcome).toMatchObject({ status: 429 })
    expect(count).toBeLessThanOrEqual(body.length)
  })
})

it('a single file is read to its last byte', async () => {
  const { url, outcome } = await reader({}, readFileBody)
  await fetch(url, { method: 'POST', body: new Uint8Array(1_000) })
  expect(await outcome).toEqual(Buffer.alloc(1_000))
})

describe('bytes of an hour', () => {
  it('are counted for each sender, and come back with time', () => {
    server = createServer()
    let now = 0
    const quota = new ByteQuota(1_000, () => now)
    quota.take('a', 600)
    quota.take('a', 400)
    quota.take('b', 1_000)
    expect(() => quota.take('a', 1)).toThrow(expect.objectContaining({ status: 429, retryAfter: 4 }))
    now += 1_800_000
    quota.take('a', 499)
    expect(() => quota.take('a', 10)).toThrow(HttpError)
    now += 10 * 3_600_000
    quota.take('a', 1_000)
    expect(() => quota.take('a', 1)).toThrow(HttpError)
  })
})

it('bytes of all uploads together are bounded, and given back', () => {
  server = createServer()
  const budget = new ByteBudget(100)
  budget.hold(60)
  expect(() => budget.hold(41)).toThrow(expect.objectContaining({ status: 503, retryAfter: 5 }))
  budget.hold(40)
  budget.release(100)
  expect(budget.held).toBe(0)
})

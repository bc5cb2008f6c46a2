import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Customer, call } from '../direct-line.ts'
import { testServer } from '../server.ts'
import { within } from './deadline.ts'
import { firstBytes, openRaw, upgradeRequest } from './raw-http.ts'
import { storedMessages } from './stored-messages.ts'

/** A server waits this long for clients that do not go by themselves, in milliseconds; a loaded machine takes longer. */
const CLOSING_MS = 15_000

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

async function hold(url: string, bytes: string): Promise<Socket> {
  const socket = await openRaw(url, bytes)
  sockets.push(socket)
  return socket
}

async function streamPath(customer: Customer): Promise<string> {
  const path = `/v3/directline/conversations/${customer.id}`
  const { body } = await call(customer.url, 'GET', path, { bearer: customer.token })
  const { pathname, search } = new URL(body.streamUrl)
  return pathname + search
}

describe('a server closes although clients', { timeout: 60_000 }, () => {
  it('send half a request, or keep their side open after an answer', async () => {
    const server = await testServer()
    const { id, token } = await Customer.start(server.url)
    const before = await storedMessages(server)
    const head = `POST /v3/directline/conversations/${id}/activities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`
    for (let at = 0; at < 20; at++) {
      await hold(server.url, head)
      await hold(server.url, `${head}Content-Length: 60\r\n\r\n{"type":"message","text":"half`)
    }
    await firstBytes(await hold(server.url, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'))
    expect(await storedMessages(server)).toBe(before)
    await within('the server closes', server.stop(), CLOSING_MS)
    await server.home.remove()
  })

  it('keep their side open after a refused stream, or never answer the end of theirs', async () => {
    const server = await testServer()
    const customer = await Customer.start(server.url)
    const refused = upgradeRequest(`/v3/directline/conversations/${customer.id}/stream?t=x`)
    expect(await firstBytes(await hold(server.url, refused))).toMatch(/^HTTP\/1.1 403 /)
    const opened = upgradeRequest(await streamPath(customer))
    expect(await firstBytes(await hold(server.url, opened))).toMatch(/^HTTP\/1.1 101 /)
    await within('the server closes', server.stop(), CLOSING_MS)
    await server.home.remove()
  })
})

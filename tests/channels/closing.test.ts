import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Customer, call } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { within } from './deadline.ts'
import { firstBytes, openRaw, upgradeRequest } from './raw-http.ts'
import { storedMessages } from './stored-messages.ts'

/** A server waits this long for clients that do not go by themselves, in milliseconds; a loaded machine takes longer. */
const CLOSING_MS = 10_000

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

const stubborn: [string, (server: TestServer, customer: Customer) => Promise<void>][] = [
  [
    'send half a head',
    async ({ url }) => {
      for (let at = 0; at < 20; at++)
        await hold(url, 'POST /v3/directline/conversations HTTP/1.1\r\nHost: x\r\n')
    },
  ],
  [
    'send half a body',
    async (server, customer) => {
      const before = await storedMessages(server)
      const head = `POST /v3/directline/conversations/${customer.id}/activities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${customer.token}\r\n`
      for (let at = 0; at < 20; at++)
        await hold(server.url, `${head}Content-Length: 60\r\n\r\n{"type":"message","text":"half`)
      expect(await storedMessages(server)).toBe(before)
    },
  ],
  [
    'keep their side open after an answer',
    async ({ url }) => {
      await firstBytes(await hold(url, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'))
    },
  ],
  [
    'keep their side open after a refused stream',
    async ({ url }, customer) => {
      const path = `/v3/directline/conversations/${customer.id}/stream?t=x`
      expect(await firstBytes(await hold(url, upgradeRequest(path)))).toMatch(/^HTTP\/1.1 403 /)
    },
  ],
  [
    'never answer the end of their stream',
    async ({ url }, customer) => {
      const request = upgradeRequest(await streamPath(customer))
      expect(await firstBytes(await hold(url, request))).toMatch(/^HTTP\/1.1 101 /)
    },
  ],
]

describe('a server closes although clients', () => {
  it.each(stubborn)('%s', async (_name, misbehave) => {
    const server = await testServer()
    await misbehave(server, await Customer.start(server.url))
    await within('the server closes', server.stop(), CLOSING_MS)
    await server.home.remove()
  })
})

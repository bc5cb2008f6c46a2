/** Connections below what HTTP clients allow: half requests, refused upgrades, clients that never say goodbye. */

import { connect, type Socket } from 'node:net'
import { WebSocket } from 'ws'
import { within } from './deadline.ts'

/** Opens a connection, sends bytes as they are, and keeps it open whatever the server does. */
export async function openRaw(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  // A server that closes may also reset.
  socket.on('error', () => undefined)
  await within('a connection', new Promise<void>((resolve) => socket.once('connect', resolve)))
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
  return socket
}

/** What the server says first, such as the status line and headers of its answer. */
export async function firstBytes(socket: Socket): Promise<string> {
  const heard = new Promise<string>((resolve) =>
    socket.once('data', (bytes) => {
      socket.pause()
      resolve(bytes.toString('latin1'))
    }),
  )
  return within('an answer', heard)
}

/** The bytes that ask for a WebSocket. @param path path and query */
export function upgradeRequest(path: string): string {
  const headers = [
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
  ]
  return [`GET ${path} HTTP/1.1`, ...headers, 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''].join(
    '\r\n',
  )
}

/** Tries to open a stream. @returns 101 when it opens, else the status of the refusal */
export function statusOfStream(url: string, origin?: string): Promise<number> {
  const socket = new WebSocket(url, origin === undefined ? {} : { origin })
  const status = new Promise<number>((resolve, reject) => {
    socket.once('open', () => resolve(101))
    socket.once('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode ?? 0)
    })
    socket.once('error', reject)
  })
  return within(
    'a stream opens or is refused',
    status.finally(() => socket.terminate()),
  )
}

/** Listens on a port so that a burst of new connections is taken up at once, not one in each round of the event loop. */

import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'

/**
 * Listeners that share the port. libuv accepts one connection for each in a round of the event loop, and a
 * round of a busy server takes tens of milliseconds: with one listener, customers who come by new
 * connections (WeChat's do) would wait for seconds while others are served in milliseconds.
 */
const LISTENERS = 16

/**
 * Closes the further listeners; the server itself is closed by its owner, and does not count their
 * connections. Resolves when the last of these has ended.
 */
export type CloseListeners = () => Promise<void>

/**
 * Starts listening.
 * @param port 0 takes a free one
 * @throws the system's error, such as `EADDRINUSE`
 */
export async function listen(server: HttpServer, port: number, host: string): Promise<CloseListeners> {
  // Only Linux shares the connections of a port out among its listeners.
  if (process.platform !== 'linux') {
    await bound(server, { port, host })
    return () => Promise.resolve()
  }
  if (port !== 0) await requireFree(port, host)
  await bound(server, { port, host, reusePort: true })
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  const further = Array.from({ length: LISTENERS - 1 }, () =>
    // As Node's own HTTP server sets up its sockets.
    createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket)),
  )
  try {
    for (const each of further) await bound(each, { port: actual, host, reusePort: true })
  } catch (error) {
    for (const each of further) each.close()
    server.close()
    throw error
  }
  return async () => {
    await Promise.all(further.map((each) => new Promise((resolve) => each.close(resolve))))
  }
}

/** A port that others of ours share is taken all the same: two servers would get each other's customers. */
async function requireFree(port: number, host: string): Promise<void> {
  const probe = createServer()
  await bound(probe, { port, host })
  probe.close()
  await once(probe, 'close')
}

async function bound(
  server: Server,
  options: { port: number; host: string; reusePort?: boolean },
): Promise<void> {
  const listening = once(server, 'listening')
  server.listen(options)
  await listening
}

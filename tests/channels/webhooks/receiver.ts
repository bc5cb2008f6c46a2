/** A real receiver of webhooks: keeps what it gets, and answers as it is told. */

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'

/** One try that arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly event: {
    readonly id: string
    readonly type: string
    readonly timestamp: string
    readonly data: Readonly<Record<string, unknown>>
  }
}

/** A running receiver. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** What it answers next: a status; 200 when there is nothing. */
  readonly answers: number[]
  /** Called before it answers. */
  onReceived: (() => Promise<void> | void) | undefined
  /** Types in the order of arrival. */
  types(): string[]
  close(): Promise<void>
}

/** Starts one on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answers: number[] = []
  const receiver: Receiver = {
    url: '',
    received,
    answers,
    onReceived: undefined,
    types: () => received.map(({ event }) => event.type),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers, body, event: JSON.parse(body) })
    const status = answers.shift() ?? 200
    await receiver.onReceived?.()
    response.writeHead(status, status === 429 ? { 'retry-after': '600' } : {})
    response.end('thank you')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The receiver has no port.')
  return Object.assign(receiver, { url: `http://127.0.0.1:${address.port}/hook` })
}

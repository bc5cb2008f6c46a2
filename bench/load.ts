/** Drives an HTTP server over a fixed number of connections and measures every request. */

import { Agent, request } from 'node:http'

/** One request to send. */
export interface Shot {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a round measured. */
export interface Round {
  readonly perSecond: number
  /** Milliseconds of each request, unsorted. */
  readonly times: readonly number[]
  readonly failures: number
}

/**
 * Sends requests for so many milliseconds, each connection one after another.
 * @param shotOf the request of a connection, by connection and number
 */
export async function drive(
  port: number,
  connections: number,
  milliseconds: number,
  shotOf: (connection: number, number: number) => Shot,
): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let failures = 0
  const started = performance.now()
  const until = started + milliseconds
  const client = async (connection: number): Promise<void> => {
    for (let number = 0; performance.now() < until; number++) {
      const before = performance.now()
      const status = await send(agent, port, shotOf(connection, number))
      times.push(performance.now() - before)
      if (status !== 200) failures++
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, connection) => client(connection)))
  agent.destroy()
  return { perSecond: (times.length * 1_000) / (performance.now() - started), times, failures }
}

/** Sends one request and reads the whole answer. @returns its status */
function send(agent: Agent, port: number, shot: Shot): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: shot.path,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(shot.body),
          ...shot.headers,
        },
      },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(shot.body)
  })
}

/** The value below which this share (0..1) of the times lies. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

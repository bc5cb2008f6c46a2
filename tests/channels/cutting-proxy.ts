/** A TCP proxy that cuts connections after a random number of bytes, in the middle of whatever passes. */

import { connect, createServer, type Socket } from 'node:net'
import type { Random } from '../../src/understanding/classifier/random.ts'

/** How long connections live. */
export interface Cuts {
  readonly random: Random
  /** Fewest and most bytes, both ways together, before a connection is cut. */
  readonly bytes: readonly [number, number]
}

/** A proxy in front of one server. */
export class CuttingProxy {
  /** Connections cut so far. */
  cuts = 0
  /** Whether new connections will be cut; those that are open keep their fate. */
  cutting = true
  readonly #cuts: Cuts
  readonly #target: number
  readonly #open = new Set<Socket>()
  readonly #server = createServer((client) => this.#carry(client))

  private constructor(target: number, cuts: Cuts) {
    this.#target = target
    this.#cuts = cuts
  }

  /** Starts a proxy on a free port. @param target port of the server on this machine */
  static async start(target: number, cuts: Cuts): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target, cuts)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  /** Where clients reach the server through this proxy. */
  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy is closed.')
    return `http://127.0.0.1:${address.port}`
  }

  /** Cuts everything that is open. */
  cutAll(): void {
    for (const socket of this.#open) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.cutAll()
    await closed
  }

  #carry(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1')
    const [fewest, most] = this.#cuts.bytes
    let left = this.cutting
      ? Math.floor(fewest + this.#cuts.random() * (most - fewest))
      : Number.POSITIVE_INFINITY
    const cut = (): void => {
      client.destroy()
      server.destroy()
    }
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#open.add(from)
      from.setNoDelay(true)
      from.on('data', (bytes) => {
        if (left <= 0) return
        const passed = bytes.subarray(0, left)
        left -= bytes.length
        if (left > 0) {
          to.write(passed)
          return
        }
        this.cuts += 1
        // The last bytes still go out, so that the other side sees half a message and then nothing.
        to.write(passed, cut)
      })
      from.on('error', cut)
      from.on('close', () => {
        this.#open.delete(from)
        cut()
      })
      from.on('end', () => to.end())
    }
  }
}

/** The desk as a program uses it: signs in, calls, listens. */

import type { DeskEvent } from '../../src/console/desk-types.ts'
import { type Answer, call } from '../direct-line.ts'

/** Whoever can sign in. */
export interface Credentials {
  readonly name: string
  readonly password: string
}

/** Somebody signed in, or nobody. */
export class Desk {
  readonly #url: string
  readonly headers: Readonly<Record<string, string>>

  private constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#url = url
    this.headers = headers
  }

  /** Signs in. */
  static async signIn(url: string, { name, password }: Credentials): Promise<Desk> {
    const answer = await call(url, 'POST', '/api/session', { body: { name, password } })
    if (answer.status !== 200) throw new Error(`${name} cannot sign in: ${answer.status}.`)
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    return new Desk(url, { cookie, 'x-liuke-csrf': answer.body.csrf })
  }

  /** The token in the cookie. */
  get token(): string {
    return this.headers['cookie']?.split('=')[1] ?? ''
  }

  /** The same session with other headers; undefined leaves one out. */
  with(changes: Readonly<Record<string, string | undefined>>): Desk {
    const headers = Object.entries({ ...this.headers, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    return new Desk(this.#url, Object.fromEntries(headers))
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(this.#url, method, path, { headers: this.headers, ...(body === undefined ? {} : { body }) })
  }

  queue(): Promise<Answer> {
    return this.call('GET', '/api/desk/queue')
  }

  read(id: string): Promise<Answer> {
    return this.call('GET', `/api/desk/conversations/${id}`)
  }

  /** `claim`, `release`, `close`, `messages`, `reveal`. */
  act(id: string, action: string, body?: unknown): Promise<Answer> {
    return this.call('POST', `/api/desk/conversations/${id}/${action}`, body)
  }

  /** Opens the stream of changes, of this server or of another on the same database. */
  listen(url = this.#url): Promise<Listener> {
    return Listener.open(url, this.headers)
  }
}

/** An open stream of changes and what it has told. */
export class Listener {
  readonly events: DeskEvent[] = []
  readonly status: number
  readonly type: string | null
  /** Resolves when the server ends it. */
  readonly ended: Promise<void>
  readonly #abort: AbortController

  private constructor(response: Response, abort: AbortController) {
    this.status = response.status
    this.type = response.headers.get('content-type')
    this.#abort = abort
    this.ended = this.#read(response)
    // Who hangs up itself does not wait for the end.
    this.ended.catch(() => undefined)
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<Listener> {
    const abort = new AbortController()
    const response = await fetch(`${url}/api/desk/events`, { headers, signal: abort.signal })
    return new Listener(response, abort)
  }

  close(): void {
    this.#abort.abort()
  }

  /** Whether it was told that something changed in a conversation. */
  heardOf(id: string): boolean {
    return this.events.some((event) => event.type === 'conversation' && event.id === id)
  }

  async #read(response: Response): Promise<void> {
    if (!response.ok) return
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true })
      const parts = rest.split('\n\n')
      rest = parts.pop() ?? ''
      // The server writes one line of JSON for each event.
      for (const part of parts) this.events.push(JSON.parse(part.replace(/^data: /, '')) as DeskEvent)
    }
  }
}

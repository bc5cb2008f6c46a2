/** Customers who talk through crashes: what is not acknowledged they send again, as the same message. */

import { randomUUID } from 'node:crypto'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import type { Random } from '../../src/understanding/classifier/random.ts'
import { until } from '../channels/deadline.ts'
import { type Answer, call } from '../direct-line.ts'
import { SECRET } from '../server.ts'

const BASE = '/v3/directline'
/** How long a message may stay without an acknowledgement, over all repeats, in milliseconds. */
const PATIENCE_MS = 120_000

/** Questions the bot answers with exactly one message. */
export const QUESTIONS = [
  '怎么设置自动扣费',
  'how do i set up autopay',
  '怎么开通国际漫游',
  'how do i switch on roaming',
  '宽带多久能装好',
  'how long does broadband installation take',
]

/** A message and what became of it. */
export interface Sent {
  readonly clientId: string
  /** The server's id, once acknowledged. */
  id: string | null
  attempts: number
}

/** One customer in one conversation. */
export class ChaoticCustomer {
  readonly user = `dl_${randomUUID()}`
  readonly sent: Sent[] = []
  /** Everything polled, in order, as a client that keeps its watermark is given it. */
  readonly polled: StoredActivity[] = []
  conversationId = ''
  token = ''
  #watermark = ''
  readonly #random: Random
  /** Addresses of the servers that are up; empty while there is none. */
  readonly #servers: () => readonly string[]

  constructor(random: Random, servers: () => readonly string[]) {
    this.#random = random
    this.#servers = servers
  }

  /** Starts the conversation, however often it takes. */
  async start(): Promise<void> {
    const body = { user: { id: this.user } }
    const generated = await this.#insist('POST', '/tokens/generate', SECRET, body)
    const started = await this.#insist('POST', '/conversations', generated.body.token, { locale: 'zh-CN' })
    this.conversationId = started.body.conversationId
    this.token = started.body.token
  }

  /** Asks questions, some at the same time, until told to stop; then everything is acknowledged. */
  async talk(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      const burst = 1 + Math.floor(this.#random() * 3)
      await Promise.all(Array.from({ length: burst }, () => this.#ask()))
      await this.poll()
    }
  }

  /** Fetches what is new, as often as there is more. */
  async poll(): Promise<void> {
    for (;;) {
      const path = `/conversations/${this.conversationId}/activities?watermark=${this.#watermark}`
      const { body } = await this.#insist('GET', path, this.token)
      if (body.watermark === this.#watermark) return
      this.#watermark = body.watermark
      this.polled.push(...body.activities)
    }
  }

  async #ask(): Promise<void> {
    const message: Sent = { clientId: `${this.user} ${this.sent.length}`, id: null, attempts: 0 }
    this.sent.push(message)
    const text = QUESTIONS[Math.floor(this.#random() * QUESTIONS.length)]
    const path = `/conversations/${this.conversationId}/activities`
    const activity = { type: 'message', text, channelData: { clientActivityID: message.clientId } }
    const { body } = await this.#insist('POST', path, this.token, activity, () => {
      message.attempts += 1
    })
    message.id = body.id
  }

  /** Calls until a server answers well. A refusal is a fault, and so is a failing bot: nothing here makes it fail. */
  async #insist(
    method: string,
    path: string,
    bearer: string,
    body?: object,
    onAttempt: () => void = () => undefined,
  ): Promise<Answer> {
    let answer: Answer | undefined
    await until(
      `an acknowledgement of ${method} ${path}`,
      async () => {
        const servers = this.#servers()
        const server = servers[Math.floor(this.#random() * servers.length)]
        if (server === undefined) return false
        onAttempt()
        answer = await call(server, method, BASE + path, { bearer, ...(body ? { body } : {}) }).catch(
          unreachable,
        )
        return answer !== undefined
      },
      PATIENCE_MS,
    )
    // The condition above holds.
    const { status } = answer!
    if (status >= 300) throw new Error(`${method} ${path} got ${status}: ${JSON.stringify(answer!.body)}`)
    return answer!
  }
}

/** A connection that broke or was refused; any other error is a fault. */
function unreachable(error: unknown): undefined {
  if (error instanceof TypeError && /fetch failed|terminated/.test(error.message)) return undefined
  // Half an answer is cut in the middle of its JSON.
  if (error instanceof SyntaxError) return undefined
  throw error
}

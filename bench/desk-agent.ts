/** An agent of the bench: listens, takes what is offered or first in line, answers, notes, passes on, closes. */

import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { SentReply, Take } from './desk-faults.ts'
import { fetchAgain } from './fetch-again.ts'

interface QueueLine {
  readonly id: string
  readonly owner: string
  readonly mine: boolean
  readonly offeredTo: string | null
  readonly offeredToMe: boolean
  readonly offeredUntil: number | null
  readonly waitingSince: number | null
}

interface Line {
  readonly seq: number
  readonly role: string
  readonly text: string
}

/** A conversation this agent has. */
interface Held {
  /** Number of the newest message that was read. */
  seen: number
  replies: number
  /** Replies after which it is closed or passed on. */
  readonly until: number
  isBusy: boolean
}

/** What an agent works with. */
interface Work {
  readonly capacity: number
  /** Whether this one takes what nobody was asked for; the others wait to be asked. */
  readonly picks: boolean
  readonly colleagues: readonly string[]
}

/** How long offers stand, in milliseconds; as the bench has it in its rules. */
export const OFFER_MS = 10_000
const LOOK_EVERY_MS = 1_500
/** Who has waited so long is taken whoever else is asked, in milliseconds. */
const LONG_WAIT_MS = 60_000
/** Conversations no agent answers within so long may be forgotten by the stream: they are read again, in milliseconds. */
const READ_AGAIN_MS = 5_000

export class DeskAgent {
  readonly sent: SentReply[] = []
  readonly takes: Take[] = []
  /** How long each claim took, in milliseconds, those refused included. */
  readonly claimMs: number[] = []
  readonly #readAt = new Map<string, number>()
  refused = 0
  accepted = 0
  transfers = 0
  notes = 0
  closed = 0
  failures = 0
  readonly #url: string
  readonly #name: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #abort = new AbortController()
  readonly #held = new Map<string, Held>()
  #isQueueNew = true
  #ended = 0

  private constructor(url: string, name: string, headers: Readonly<Record<string, string>>) {
    this.#url = url
    this.#name = name
    this.#headers = headers
  }

  /** Signs in and opens the stream. */
  static async signIn(
    url: string,
    { name, password }: { name: string; password: string },
  ): Promise<DeskAgent> {
    const response = await fetchAgain(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password }),
    })
    if (!response.ok) throw new Error(`${name} cannot sign in: ${response.status}.`)
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
    const { csrf } = (await response.json()) as { csrf: string }
    const agent = new DeskAgent(url, name, {
      cookie,
      'x-liuke-csrf': csrf,
      'content-type': 'application/json',
    })
    await agent.#call('GET', '/agents')
    void agent.#listen()
    return agent
  }

  /** Works until then (of `performance.now`). */
  async work(until: number, { capacity, colleagues, picks }: Work): Promise<void> {
    let looked = 0
    while (performance.now() < until) {
      const now = performance.now()
      if (
        this.#held.size < capacity &&
        (this.#isQueueNew || now - looked > LOOK_EVERY_MS) &&
        now - looked > 400
      ) {
        looked = now
        this.#isQueueNew = false
        await this.#take(capacity, picks)
      }
      for (const [id, held] of this.#held)
        if (!held.isBusy && (this.#readAt.get(id) ?? 0) < now - READ_AGAIN_MS)
          this.#attend(id, held, colleagues)
      await pause(100)
    }
    while ([...this.#held.values()].some(({ isBusy }) => isBusy)) await pause(100)
  }

  /** When messages of customers were first read here, of those that came while the agent had the conversation. */
  readonly readAt = new Map<string, number>()
  readonly #known = new Set<string>()

  close(): void {
    this.#abort.abort()
  }

  async #take(capacity: number, picks: boolean): Promise<void> {
    const { body } = await this.#call('GET', '/queue')
    // The desk's own answer, which its tests look at.
    const { items = [], now = 0 } = body as { items?: readonly QueueLine[]; now?: number }
    for (const { id, mine } of items) if (mine && !this.#held.has(id)) this.#hold(id)
    const waiting = items.filter(({ owner }) => owner === 'queued')
    const offered = waiting.filter(({ offeredToMe }) => offeredToMe)
    const next = waiting.filter(
      ({ offeredTo, waitingSince }) => offeredTo === null || now - (waitingSince ?? now) > LONG_WAIT_MS,
    )
    const [first] = offered.length > 0 ? offered : picks ? next : []
    if (!first || this.#held.size >= capacity) return
    const begun = performance.now()
    const { status } = await this.#call(
      'POST',
      `/conversations/${first.id}/${first.offeredToMe ? 'accept' : 'claim'}`,
      {},
      [409],
    )
    this.claimMs.push(performance.now() - begun)
    // Somebody else was faster: the next one now.
    this.#isQueueNew = true
    if (status === 409) this.refused += 1
    if (status !== 200) return
    if (first.offeredToMe) this.accepted += 1
    const { offeredToMe, offeredUntil } = first
    const chosenAt = offeredToMe ? (offeredUntil ?? now) - OFFER_MS : now
    this.takes.push({ conversation: first.id, chosenAt })
    this.#hold(first.id)
  }

  #hold(id: string): void {
    this.#held.set(id, { seen: 0, replies: 0, until: 3 + (this.#ended % 3), isBusy: false })
    this.#readAt.set(id, 0)
  }

  #attend(id: string, held: Held, colleagues: readonly string[]): void {
    held.isBusy = true
    void this.#answer(id, held, colleagues)
      .catch(() => {
        this.failures += 1
      })
      .finally(() => {
        held.isBusy = false
      })
  }

  async #answer(id: string, held: Held, colleagues: readonly string[]): Promise<void> {
    const isFirst = (this.#readAt.get(id) ?? 0) === 0
    this.#readAt.set(id, performance.now())
    const { body } = await this.#call('GET', `/conversations/${id}`)
    const { transcript = [], lastSeq = 0 } = body as { transcript?: readonly Line[]; lastSeq?: number }
    const read = performance.now()
    for (const { role, text } of transcript) {
      if (role !== 'user' || this.#known.has(text)) continue
      this.#known.add(text)
      if (!isFirst) this.readAt.set(text, read)
    }
    const isNew = transcript.some(({ role, seq }) => role === 'user' && seq > held.seen)
    if (!isNew) return
    held.seen = lastSeq
    await pause(300)
    const text = `${this.#name} 的第 ${this.sent.length + 1} 句：${randomUUID().slice(0, 8)}`
    const at = performance.now()
    const reply = { text, clientId: randomUUID(), seenSeq: lastSeq }
    const { status } = await this.#call('POST', `/conversations/${id}/messages`, reply, [409])
    // Read first what is new.
    if (status === 409) {
      this.#readAt.set(id, 1)
      held.seen = 0
      return
    }
    if (status !== 200) return
    this.sent.push({ conversation: id, text, at })
    held.replies += 1
    // An impatient page sends some twice, under the same name.
    if (this.sent.length % 20 === 0) await this.#call('POST', `/conversations/${id}/messages`, reply)
    if (held.replies >= held.until) await this.#finish(id, colleagues)
  }

  async #finish(id: string, colleagues: readonly string[]): Promise<void> {
    this.#ended += 1
    const isNoted = this.#ended % 5 === 0
    if (
      isNoted &&
      (await this.#call('POST', `/conversations/${id}/notes`, { text: '已核实，等客户确认。' })).status < 300
    )
      this.notes += 1
    if (this.#ended % 10 === 3) {
      const agent = colleagues[(this.#ended * 7) % colleagues.length]
      const target = this.#ended % 20 === 3 && agent !== this.#name ? { agent } : { queue: 'billing' }
      const note = '客户要核对账单，麻烦接着处理。'
      const { status } = await this.#call('POST', `/conversations/${id}/transfer`, { ...target, note }, [409])
      if (status === 200) {
        this.#held.delete(id)
        this.transfers += 1
        return
      }
    }
    const { status } = await this.#call('POST', `/conversations/${id}/close`, { reason: 'solved' })
    this.#held.delete(id)
    this.#isQueueNew = true
    if (status === 200) this.closed += 1
  }

  /** Reads what the stream tells; opens it again when it ends, as the page does. */
  async #listen(): Promise<void> {
    const { signal } = this.#abort
    while (!signal.aborted) {
      try {
        const response = await fetch(`${this.#url}/api/desk/events`, { headers: this.#headers, signal })
        const decoder = new TextDecoder()
        let rest = ''
        for await (const chunk of response.body ?? []) {
          rest += decoder.decode(chunk, { stream: true })
          const parts = rest.split('\n\n')
          rest = parts.pop() ?? ''
          for (const part of parts) this.#hear(part)
        }
      } catch {
        // Ended by us, or to be opened again.
        if (!signal.aborted) await pause(500)
      }
    }
  }

  #hear(part: string): void {
    const line = part.split('\n').find((each) => each.startsWith('data: '))
    if (!line) return
    const { type, id = '' } = JSON.parse(line.slice(6)) as { type: string; id?: string }
    if (type === 'queue') this.#isQueueNew = true
    // 1 is long ago, and not never.
    if (type === 'conversation' && this.#held.has(id) && this.#readAt.get(id) !== 0) this.#readAt.set(id, 1)
  }

  /** @param expected statuses besides 2xx that are no failure */
  async #call(
    method: string,
    path: string,
    body?: object,
    expected: readonly number[] = [],
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetchAgain(`${this.#url}/api/desk${path}`, {
      method,
      headers: this.#headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok && !expected.includes(response.status)) this.failures += 1
    return { status: response.status, body: await response.json() }
  }
}

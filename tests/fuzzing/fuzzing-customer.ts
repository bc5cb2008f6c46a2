/**
 * A customer who walks at random through all dialogs, from several devices, and checks after every message: there is
 * an answer; nothing changed without a plain yes; what was said to be done is done.
 */

import { randomUUID } from 'node:crypto'
import { isTitle } from '../../src/bot/choice.ts'
import type { InboxAnswer } from '../../src/console/demo-inbox-types.ts'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { Customer, call, readable } from '../direct-line.ts'
import type { TestServer } from '../server.ts'
import { ASIDES, LEAVING, NEVER_YES, NOISE, PLAIN_YES, VALUES, WISHES } from './utterances.ts'

/** What changes something for a customer, as it stands in the audit log; all of it needs a confirmation. */
const CHANGES = ['order.place', 'order.undo', 'ticket.open', 'callback.request', 'callback.change'] as const
/** Titles of one-tap answers that agree, whatever the question. */
const AGREEING = [
  '确认',
  'Yes, go ahead',
  '要这个优惠',
  "I'll take the offer",
  '继续取消',
  'Go on and cancel',
] as const

const ACCOUNTS = ['8000000011', '8000000029', '8000000037', '8000000045', '8000000052'] as const
/** Turns after which a customer comes back in a new conversation, at most. */
const MOST_TURNS = 60

/** Something the bot should not have done; the walk up to it, newest last. */
export interface Fault {
  readonly what: string
  readonly walk: readonly string[]
  /** What the bot had said before the last message of the walk, and to it. */
  readonly before: string
  readonly said: string
}

/** What a walk came to. */
export interface Walked {
  readonly turns: number
  /** Changes that were confirmed, by their names in the audit log. */
  readonly changes: Readonly<Record<string, number>>
  readonly conversations: number
  readonly faults: readonly Fault[]
}

/** A number from 0 to 1, the same for the same seed; mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The clock the server runs by; the walk moves it. */
export interface WalkClock {
  now: number
}

/** Walks so many turns. */
export async function walk(
  server: TestServer,
  clock: WalkClock,
  { seed, turns }: { readonly seed: number; readonly turns: number },
): Promise<Walked> {
  const walker = new Walker(server, clock, seed)
  await walker.begin()
  for (let turn = 0; turn < turns; turn++) await walker.step()
  await walker.end()
  return walker.result(turns)
}

class Walker {
  readonly #server: TestServer
  readonly #clock: WalkClock
  readonly #random: () => number
  readonly #faults: Fault[] = []
  readonly #changes: Record<string, number> = {}
  #customer!: Customer
  #account: string | null = null
  /** Accounts whose chats were erased: also a chat begun a moment later goes. */
  readonly #erasing = new Set<string>()
  #watermark = ''
  #walk: string[] = []
  #last: StoredActivity[] = []
  #before: StoredActivity[] = []
  #seq = 0
  #conversations = 0

  constructor(server: TestServer, clock: WalkClock, seed: number) {
    this.#server = server
    this.#clock = clock
    this.#random = randomOf(seed)
  }

  async begin(): Promise<void> {
    this.#seq = await this.#newestAudit()
    await this.#comeIn()
  }

  async step(): Promise<void> {
    // What the customer had erased is gone, with the conversation it was said in.
    if (this.#isErasing && !(await this.#exists())) await this.#comeIn()
    if (this.#walk.length >= MOST_TURNS || this.#chance(0.02)) await this.#comeIn()
    await this.#wait()
    const confirming = this.#isAsked()
    const text = await this.#fill(this.#next(confirming))
    const twice = this.#chance(0.05)
    this.#walk.push(`${twice ? '(twice) ' : ''}${text.slice(0, 60)}`)
    const replies = twice ? await this.#sayTwice(text) : await this.#say(text)
    this.#before = this.#last
    if (replies.length > 0) this.#last = replies
    await this.#check(text, replies, confirming)
    if (this.#walk.length % 25 === 0) await this.#checkWayOut()
  }

  /** What is in the tables is what the log says, and nothing else. */
  async end(): Promise<void> {
    const { db } = this.#server.open.store
    const placed = await db.selectFrom('audit').select('seq').where('action', '=', 'order.place').execute()
    const orders = await db.selectFrom('orders').select('id').execute()
    if (placed.length !== orders.length)
      this.#fault(`${orders.length} orders in the table, ${placed.length} in the log`)
  }

  result(turns: number): Walked {
    return { turns, changes: this.#changes, conversations: this.#conversations, faults: this.#faults }
  }

  /** Whether the customer has asked, here or in another chat, for their chats to be erased; that takes a minute. */
  get #isErasing(): boolean {
    const account = this.#account ?? ''
    if (this.#walk.some((said) => /ERASE|确认删除|確認刪除/.test(said))) this.#erasing.add(account)
    return this.#erasing.has(account)
  }

  async #exists(): Promise<boolean> {
    const row = await this.#server.open.store.db
      .selectFrom('conversations')
      .select('id')
      .where('id', '=', this.#customer.id)
      .executeTakeFirst()
    return row !== undefined
  }

  /** A new conversation: of an account the site vouches for, or of somebody unknown. */
  async #comeIn(): Promise<void> {
    const locale = this.#chance(0.5) ? 'zh-CN' : this.#chance(0.2) ? 'zh-TW' : 'en-US'
    this.#conversations++
    this.#watermark = ''
    this.#walk = []
    this.#last = []
    this.#account = this.#chance(0.75) ? this.#one(ACCOUNTS) : null
    const { url } = this.#server
    this.#customer =
      this.#account === null
        ? await Customer.start(url, locale)
        : await Customer.signedIn(url, this.#account, locale)
  }

  /** Mostly seconds, sometimes an hour, now and then two days; always within the hours in which people answer. */
  async #wait(): Promise<void> {
    const hours = this.#chance(0.9) ? 0 : this.#chance(0.7) ? 1 : 48
    this.#clock.now += 5_000
    const evening = new Date(this.#clock.now + 8 * 3_600_000).getUTCHours() >= 19 ? 14 : 0
    // A page that is open refreshes its token as time goes by.
    for (let left = hours + evening; left > 0; left -= 12) {
      this.#clock.now += Math.min(left, 12) * 3_600_000
      const { url, id, token, user } = this.#customer
      const { body } = await call(url, 'POST', '/v3/directline/tokens/refresh', { bearer: token })
      this.#customer = Customer.of(url, id, body.token, user)
    }
  }

  #next(confirming: boolean): string {
    const titles = this.#titles()
    if (confirming) {
      if (this.#chance(0.35)) return this.#one(PLAIN_YES)
      if (this.#chance(0.45)) return this.#one(NEVER_YES)
    }
    if (titles.length > 0 && this.#chance(0.35)) return this.#one(titles)
    const kinds = [WISHES, VALUES, ASIDES, NEVER_YES, PLAIN_YES, LEAVING, NOISE] as const
    // Up to which share of all draws each kind goes; who has said nothing yet wants something.
    const upTo = this.#walk.length === 0 ? [1] : [0.32, 0.66, 0.76, 0.84, 0.9, 0.95, 1]
    const drawn = this.#random()
    const at = upTo.findIndex((share) => drawn < share)
    return this.#one(kinds[Math.max(0, at)] ?? WISHES)
  }

  async #fill(text: string): Promise<string> {
    if (!text.includes('code}')) return text
    const { body } = await call(this.#server.url, 'GET', '/demo/inbox.json')
    const code = (body as InboxAnswer).messages[0]?.code ?? '123456'
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    return text.replace('{code}', code).replace('{wrong code}', wrong)
  }

  async #say(text: string): Promise<StoredActivity[]> {
    const { status, body } = await this.#customer.say(text)
    if (status !== 200 && !(status === 404 && this.#isErasing))
      this.#fault(`“${text.slice(0, 40)}” was answered with ${status}`)
    return this.#repliesTo([body?.id])
  }

  /** A double click, or a retry: the same message again, at once, under the same id or a new one. */
  async #sayTwice(text: string): Promise<StoredActivity[]> {
    const id = randomUUID()
    const again = this.#chance(0.5) ? id : randomUUID()
    const both = await Promise.all([this.#customer.say(text, id), this.#customer.say(text, again)])
    for (const { status } of both)
      if (status !== 200 && !(status === 404 && this.#isErasing))
        this.#fault(`“${text.slice(0, 40)}”, sent twice, was answered with ${status}`)
    return this.#repliesTo(both.map(({ body }) => body?.id))
  }

  async #repliesTo(ids: readonly unknown[]): Promise<StoredActivity[]> {
    const { url, id, token } = this.#customer
    const path = `/v3/directline/conversations/${id}/activities?watermark=${this.#watermark}`
    const { status, body } = await call(url, 'GET', path, { bearer: token })
    if (status === 404 && this.#isErasing) return []
    if (status !== 200) throw new Error(`Reading failed with ${status}: ${JSON.stringify(body)}`)
    this.#watermark = body.watermark ?? this.#watermark
    const activities: StoredActivity[] = body.activities
    return activities.filter(({ type, replyToId }) => type === 'message' && ids.includes(replyToId))
  }

  async #check(text: string, replies: readonly StoredActivity[], confirming: boolean): Promise<void> {
    const said = replies.map(readable).join('\n')
    if (this.#isErasing && !(await this.#exists())) return
    if (replies.length === 0 && (await this.#owner()) !== 'human') this.#fault('no answer')
    const changes = await this.#newChanges()
    for (const { action } of changes) this.#changes[action] = (this.#changes[action] ?? 0) + 1
    const agreed = [...PLAIN_YES, ...AGREEING].some((yes) => isTitle(text, yes))
    if (changes.length > 0 && !(confirming && agreed))
      this.#fault(`${changes.map(({ action }) => action).join(', ')} without a plain yes`)
    if (changes.length > 2) this.#fault(`${changes.length} changes after one yes`)
    await this.#checkReferences(said)
  }

  /** Every number the customer is given leads to something. */
  async #checkReferences(said: string): Promise<void> {
    const { db } = this.#server.open.store
    for (const [reference] of said.matchAll(/\bQ\d{6}-\w{4}\b/g)) {
      const found = await db
        .selectFrom('orders')
        .select('id')
        .where('reference', '=', reference)
        .executeTakeFirst()
      if (!found) this.#fault(`order ${reference} was promised and is not there`)
    }
    for (const [number] of said.matchAll(/\bT\d{6}-\w{4}\b/g)) {
      const found = await db
        .selectFrom('tickets')
        .select('id')
        .where('number', '=', number)
        .executeTakeFirst()
      if (!found) this.#fault(`ticket ${number} was promised and is not there`)
    }
  }

  /** From anywhere it takes at most three messages to be back where a plain question is answered. */
  async #checkWayOut(): Promise<void> {
    if (this.#walk.some((said) => /ERASE|确认删除|確認刪除/.test(said))) return
    for (const way of ['算了', '取消', '重新开始']) {
      this.#clock.now += 5_000
      await this.#say(way)
    }
    const replies = await this.#say('什么时候交话费')
    if (this.#isErasing && !(await this.#exists())) return
    const entry = replies.findLast(({ channelData }) => channelData?.['liuke'])?.channelData?.['liuke'] as
      | { entry?: string }
      | undefined
    if (entry?.entry !== 'bill.due-date' && (await this.#owner()) !== 'human')
      this.#fault(
        `stuck: a plain question was answered with ${replies.map(readable).join(' / ').slice(0, 200)}`,
      )
    this.#last = replies
    await this.#newChanges().then((changes) => {
      if (changes.length > 0) this.#fault(`${changes[0]?.action} while leaving`)
    })
  }

  /** Whether the newest message asks for a confirmation. */
  #isAsked(): boolean {
    return this.#titles().some((title) => AGREEING.some((yes) => isTitle(title, yes)))
  }

  #titles(): string[] {
    const actions = this.#last.at(-1)?.suggestedActions?.actions ?? []
    return actions.map(({ value, title }) => String(value ?? title))
  }

  async #owner(): Promise<string> {
    const { owner } = await this.#server.open.store.db
      .selectFrom('conversations')
      .select('owner')
      .where('id', '=', this.#customer.id)
      .executeTakeFirstOrThrow()
    return owner
  }

  async #newestAudit(): Promise<number> {
    const row = await this.#server.open.store.db.selectFrom('audit_head').select('seq').executeTakeFirst()
    return row?.seq ?? 0
  }

  async #newChanges(): Promise<{ action: string }[]> {
    const rows = await this.#server.open.store.db
      .selectFrom('audit')
      .select(['seq', 'action'])
      .where('seq', '>', this.#seq)
      .orderBy('seq')
      .execute()
    this.#seq = rows.at(-1)?.seq ?? this.#seq
    return rows.filter(({ action }) => (CHANGES as readonly string[]).includes(action))
  }

  #fault(what: string): void {
    const texts = (replies: readonly StoredActivity[]) => replies.map(readable).join(' ⏎ ').slice(0, 600)
    const account = this.#account ?? 'nobody'
    this.#faults.push({
      what,
      walk: [account, ...this.#walk.slice(-8)],
      before: texts(this.#before),
      said: texts(this.#last),
    })
  }

  #chance(share: number): boolean {
    return this.#random() < share
  }

  #one<T>(list: readonly T[]): T {
    // Never empty where it is called.
    return list[Math.floor(this.#random() * list.length)] as T
  }
}

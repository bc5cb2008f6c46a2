/** A customer's client as sites embed it: `botframework-directlinejs`, unmodified, in Node. */

import { randomUUID } from 'node:crypto'
import { type Activity, ConnectionStatus, DirectLine } from 'botframework-directlinejs'
import { afterAll, beforeAll } from 'vitest'
import { WebSocket } from 'ws'
import XMLHttpRequest from 'xhr2'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { until, within } from './deadline.ts'

/** Gives the tests of the calling file what a browser would have, and takes it back for the files after it. */
export function likeInABrowser(): void {
  const names = ['XMLHttpRequest', 'WebSocket'] as const
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name))
  beforeAll(() => {
    Object.assign(globalThis, { XMLHttpRequest, WebSocket })
  })
  afterAll(() => {
    for (const [at, name] of names.entries()) {
      Reflect.deleteProperty(globalThis, name)
      const own = before[at]
      if (own) Object.defineProperty(globalThis, name, own)
    }
  })
}

export type ChatOptions = ConstructorParameters<typeof DirectLine>[0]

/** Where a client left off, to go on from there with a new one. */
export interface Position {
  readonly token: string
  readonly conversationId: string
  readonly watermark: string
}

/** One client, and everything it was given. */
export class Chat {
  readonly line: DirectLine
  readonly user: string
  /** What the client handed on, in its order. */
  readonly activities: StoredActivity[] = []
  readonly statuses: ConnectionStatus[] = []

  constructor(url: string, options: ChatOptions, user = 'dl_customer') {
    this.user = user
    this.line = new DirectLine({ domain: `${url}/v3/directline`, pollingInterval: 200, ...options })
    this.line.connectionStatus$.subscribe((status) => this.statuses.push(status))
    this.line.activity$.subscribe(
      // Activities are JSON to us; the client's own type knows fewer kinds of them.
      (activity) => this.activities.push(activity as unknown as StoredActivity),
      // The end of a conversation arrives as an error; the statuses tell it as well.
      () => undefined,
    )
  }

  /** Messages of the bot, in the order they came. */
  get answers(): StoredActivity[] {
    return this.activities.filter(({ type, from }) => type === 'message' && from?.role === 'bot')
  }

  /** The customer's own messages, as they came back. */
  get own(): StoredActivity[] {
    return this.activities.filter(({ type, from }) => type === 'message' && from?.role === 'user')
  }

  get status(): ConnectionStatus {
    return this.line.connectionStatus$.getValue()
  }

  /** What the client itself keeps from one request to the next; it has no public way to read it. */
  get position(): Position {
    return {
      token: String(Reflect.get(this.line, 'token')),
      conversationId: String(Reflect.get(this.line, 'conversationId')),
      watermark: String(Reflect.get(this.line, 'watermark')),
    }
  }

  /** Posts an activity. @returns the server's id, or "retry" @throws what the client reports */
  post(activity: object): Promise<string> {
    // Activities of tests are meant to go beyond the client's own type.
    const sent = { from: { id: this.user }, ...activity } as unknown as Activity
    return within(
      'the client reports what became of an activity',
      new Promise<string>((resolve, reject) => {
        this.line.postActivity(sent).subscribe(resolve, reject)
      }),
    )
  }

  /** Says something once. */
  say(text: string, clientActivityID: string = randomUUID()): Promise<string> {
    return this.post({ type: 'message', text, channelData: { clientActivityID } })
  }

  /** Says something, and again as an app would while it is told to, until the server has taken it. */
  async sayUntilTaken(text: string, clientActivityID: string): Promise<string> {
    let id = 'retry'
    await until(
      `the server takes the message ${clientActivityID}`,
      async () => {
        id = await this.say(text, clientActivityID)
        return id !== 'retry'
      },
      60_000,
    )
    return id
  }

  /** Waits until the client was given the bot's answer to a message. */
  async answerTo(id: string): Promise<StoredActivity> {
    const find = () => this.answers.find(({ replyToId }) => replyToId === id)
    await until(
      () => `an answer to ${id} among ${this.activities.length} activities`,
      () => Boolean(find()),
    )
    // The condition above holds.
    return find()!
  }

  reached(status: ConnectionStatus): Promise<void> {
    return until(
      () =>
        `${ConnectionStatus[status]}; the client went through ${this.statuses.map((s) => ConnectionStatus[s])}`,
      () => this.statuses.includes(status),
    )
  }

  end(): void {
    this.line.end()
  }
}

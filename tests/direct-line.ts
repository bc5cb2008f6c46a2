/** A small Direct Line client over fetch, for tests that look at single calls. */

import { randomUUID } from 'node:crypto'
import type { StoredActivity } from '../src/conversations/activity.ts'
import { SECRET } from './server.ts'

/** A message as people read it: clients are given a card with its text as summary. */
export function readable({ text, summary }: StoredActivity): string {
  return text ?? (typeof summary === 'string' ? summary : '')
}

/** An HTTP answer with its body read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // Bodies are checked by the tests that read them.
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what is under test
  readonly body: any
}

/** Calls a path with a bearer value and a JSON body. */
export async function call(
  url: string,
  method: string,
  path: string,
  options: { bearer?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { bearer, body, headers } = options
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

/** One customer in one conversation. */
export class Customer {
  readonly url: string
  readonly id: string
  readonly token: string
  readonly user: string

  private constructor(url: string, id: string, token: string, user: string) {
    this.url = url
    this.id = id
    this.token = token
    this.user = user
  }

  /** Somebody who has started a conversation already. */
  static of(url: string, id: string, token: string, user: string): Customer {
    return new Customer(url, id, token, user)
  }

  /** Starts a conversation. */
  static async start(url: string, locale = 'zh-CN', user = `dl_${randomUUID()}`): Promise<Customer> {
    const generated = await call(url, 'POST', '/v3/directline/tokens/generate', {
      bearer: SECRET,
      body: { user: { id: user } },
    })
    const started = await call(url, 'POST', '/v3/directline/conversations', {
      bearer: generated.body.token,
      body: { locale },
    })
    return new Customer(url, started.body.conversationId, started.body.token, user)
  }

  /** Starts a conversation for somebody whom the site has signed in to an account. */
  static async signedIn(
    url: string,
    account: string,
    locale = 'zh-CN',
    user = `dl_${randomUUID()}`,
  ): Promise<Customer> {
    const generated = await call(url, 'POST', '/v3/directline/tokens/generate', {
      bearer: SECRET,
      body: { user: { id: user }, account },
    })
    const started = await call(url, 'POST', '/v3/directline/conversations', {
      bearer: generated.body.token,
      body: { locale },
    })
    return new Customer(url, started.body.conversationId, started.body.token, user)
  }

  /** Posts an activity. */
  post(activity: object): Promise<Answer> {
    return call(this.url, 'POST', `/v3/directline/conversations/${this.id}/activities`, {
      bearer: this.token,
      body: { from: { id: this.user }, ...activity },
    })
  }

  /** Says something and waits for the turn. */
  say(text: string, clientActivityID: string = randomUUID()): Promise<Answer> {
    return this.post({ type: 'message', text, channelData: { clientActivityID } })
  }

  /** Everything in the conversation from a watermark on. */
  async read(watermark = ''): Promise<StoredActivity[]> {
    const path = `/v3/directline/conversations/${this.id}/activities?watermark=${watermark}`
    const { body } = await call(this.url, 'GET', path, { bearer: this.token })
    return body.activities
  }

  /** The bot's messages to one message of the customer. */
  async repliesTo(messageId: string): Promise<StoredActivity[]> {
    const all = await this.read()
    return all.filter(({ type, replyToId }) => type === 'message' && replyToId === messageId)
  }

  /** Says something and gives the bot's messages to it. */
  async ask(text: string): Promise<StoredActivity[]> {
    const { body } = await this.say(text)
    return this.repliesTo(body.id)
  }
}

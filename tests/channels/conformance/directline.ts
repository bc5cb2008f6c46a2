/** The website's channel for the conformance suite: plain Direct Line, with a WebSocket open. */

import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import type { StoredActivity } from '../../../src/conversations/activity.ts'
import { Customer, call, readable } from '../../direct-line.ts'
import type { TestServer } from '../../server.ts'
import type { Channel, ChannelCustomer, SentFile, Shown } from './channel.ts'

export async function directLineChannel(): Promise<Channel> {
  let server: TestServer
  return {
    name: 'directline',
    env: {},
    hasCards: true,
    maxBytes: 256 * 1024,
    use: (next) => {
      server = next
    },
    // Its clients fetch what is new.
    refuse: () => false,
    close: async () => undefined,
    customer: async (language) => {
      const first = await Customer.start(server.url, language === 'zh' ? 'zh-CN' : 'en-US')
      return new DirectLineCustomer(() => server.url, first)
    },
  }
}

class DirectLineCustomer implements ChannelCustomer {
  readonly id: string
  readonly #url: () => string
  readonly #token: string
  readonly #user: string
  #socket: WebSocket | undefined
  #typing = 0

  constructor(url: () => string, { id, token, user }: Customer) {
    this.#url = url
    this.id = id
    this.#token = token
    this.#user = user
  }

  get #client(): Customer {
    return Customer.of(this.#url(), this.id, this.#token, this.#user)
  }

  async say(text: string, messageId: string = randomUUID()): Promise<void> {
    await this.#watch()
    const { status } = await this.#client.say(text, messageId)
    if (status !== 200) throw new Error(`The message was answered with ${status}.`)
  }

  async choose(at: number): Promise<void> {
    const choice = (await this.shown()).at(-1)?.choices[at]
    if (choice === undefined) throw new Error(`There is no choice ${at}.`)
    await this.say(choice)
  }

  async send({ name, mediaType, bytes }: SentFile): Promise<void> {
    const form = new FormData()
    const activity = {
      type: 'message',
      from: { id: this.#user },
      channelData: { clientActivityID: randomUUID() },
    }
    const part = new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' })
    form.append('activity', part, 'blob')
    form.append('file', new Blob([new Uint8Array(bytes)], { type: mediaType }), name)
    const path = `/v3/directline/conversations/${this.id}/upload?userId=${this.#user}`
    const headers = { authorization: `Bearer ${this.#token}` }
    const { status } = await fetch(this.#url() + path, { method: 'POST', headers, body: form })
    if (status !== 200) throw new Error(`The file was answered with ${status}.`)
  }

  async shown(): Promise<readonly Shown[]> {
    return (await this.#client.read())
      .filter(({ type, from }) => type === 'message' && from?.role !== 'user')
      .map(shownOf)
  }

  typing(): number {
    return this.#typing
  }

  async leave(): Promise<void> {
    this.#socket?.terminate()
  }

  /** Typing is told to those who watch, and never stored. */
  async #watch(): Promise<void> {
    if (this.#socket) return
    const { body } = await call(this.#url(), 'GET', `/v3/directline/conversations/${this.id}`, {
      bearer: this.#token,
    })
    const socket = new WebSocket(body.streamUrl)
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#socket = undefined
    })
    socket.on('message', (data) => {
      const text = String(data)
      if (text === '') return
      const { activities }: { activities: StoredActivity[] } = JSON.parse(text)
      this.#typing += activities.filter(({ type }) => type === 'typing').length
    })
    await new Promise((resolve) => socket.once('open', resolve))
  }
}

function shownOf(activity: StoredActivity): Shown {
  return {
    text: readable(activity),
    choices: (activity.suggestedActions?.actions ?? []).map(({ value }) => String(value)),
    isCard: (activity.attachments ?? []).some(
      (attachment) =>
        (attachment as { contentType?: string }).contentType === 'application/vnd.microsoft.card.adaptive',
    ),
  }
}

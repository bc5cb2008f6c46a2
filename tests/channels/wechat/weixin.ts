/** WeChat's side of the callbacks: signs and encrypts with an independent library, waits, gives up, tries again. */

import { createHash, randomInt } from 'node:crypto'
import WXBizMsgCrypt from 'wechat-crypto'
import type { WechatAccount } from '../../../src/channels/wechat/accounts.ts'
import { aesKeyOf } from '../../../src/channels/wechat/crypto.ts'

export const ENCODING_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
/** What the account calls itself in messages. */
export const SELF = 'gh_0123456789ab'

/** An account for tests. */
export function account(changes: Partial<WechatAccount> = {}): WechatAccount {
  return {
    appid: 'wxb11529c136998cb6',
    name: '客服号',
    token: 'pamtest',
    aesKey: aesKeyOf(ENCODING_KEY),
    mode: 'safe',
    secret: 'app-secret',
    choices: 'numbers',
    ...changes,
  }
}

export type Fields = Readonly<Record<string, string>>

/** A text message; every call is another message. */
export function text(content: string, changes: Fields = {}): Fields {
  return { ...head(changes), MsgType: 'text', Content: content, MsgId: messageId(), ...changes }
}

/** A message of another kind. */
export function message(type: string, fields: Fields): Fields {
  return { ...head(fields), MsgType: type, MsgId: messageId(), ...fields }
}

/** An event. */
export function event(name: string, fields: Fields = {}): Fields {
  return { ...head(fields), MsgType: 'event', Event: name, ...fields }
}

function head(changes: Fields): Fields {
  return {
    ToUserName: SELF,
    FromUserName: 'o_customer-1',
    CreateTime: String(Math.floor(Date.now() / 1_000)),
    ...changes,
  }
}

function messageId(): string {
  return String(randomInt(1e9, 1e12))
}

/** Fields as WeChat writes them: times and ids bare, texts as CDATA. */
export function xmlOf(fields: Fields): string {
  const lines = Object.entries(fields).map(([name, value]) =>
    /^(CreateTime|MsgId|Location_[XY]|Scale)$/.test(name)
      ? `<${name}>${value}</${name}>`
      : `<${name}><![CDATA[${value}]]></${name}>`,
  )
  return `<xml>\n${lines.join('\n')}\n</xml>`
}

/** What came back. */
export interface Answer {
  readonly status: number
  readonly body: string
  /** The text the customer reads; null when there is none. */
  readonly said: string | null
  /** All fields of the reply, in order. */
  readonly fields: readonly (readonly [string, string])[]
}

/** How a request differs from a good one. */
export interface Changes {
  /** In seconds since 1970. */
  readonly timestamp?: number
  readonly nonce?: string
  readonly body?: string
  /** Changes the query of the address. */
  readonly query?: Readonly<Record<string, string | null>>
  readonly appid?: string
  readonly signal?: AbortSignal
}

/** WeChat, for one account at one address. */
export class Weixin {
  readonly #url: string
  readonly #account: WechatAccount
  readonly #cryptor: WXBizMsgCrypt

  constructor(url: string, account: WechatAccount) {
    this.#url = url
    this.#account = account
    this.#cryptor = new WXBizMsgCrypt(account.token, ENCODING_KEY, account.appid)
  }

  /** The address of a request, signed. */
  address({
    timestamp = Math.floor(Date.now() / 1_000),
    nonce = String(randomInt(1e9)),
    ...changes
  }: Changes) {
    const url = new URL(`/wechat/${changes.appid ?? this.#account.appid}`, this.#url)
    const signature = createHash('sha1')
      .update([this.#account.token, String(timestamp), nonce].sort().join(''))
      .digest('hex')
    url.search = new URLSearchParams({ signature, timestamp: String(timestamp), nonce }).toString()
    return { url, timestamp: String(timestamp), nonce }
  }

  /** The URL check of the console. */
  async check(echostr: string, changes: Changes = {}): Promise<{ status: number; body: string }> {
    const { url } = this.address(changes)
    url.searchParams.set('echostr', echostr)
    change(url, changes.query)
    const response = await fetch(url)
    return { status: response.status, body: await response.text() }
  }

  /** A request for some fields, as it goes over the wire. */
  request(fields: Fields, changes: Changes = {}): { url: URL; body: string } {
    const { url, timestamp, nonce } = this.address(changes)
    let body = changes.body ?? xmlOf(fields)
    const { mode } = this.#account
    if (mode !== 'plain') {
      const encrypted = this.#cryptor.encrypt(body)
      url.searchParams.set('encrypt_type', 'aes')
      url.searchParams.set('msg_signature', this.#cryptor.getSignature(timestamp, nonce, encrypted))
      const plain = mode === 'compatible' ? Object.entries(fields) : [['ToUserName', SELF] as const]
      body = xmlOf({ ...Object.fromEntries(plain), Encrypt: encrypted })
    }
    change(url, changes.query)
    return { url, body }
  }

  /** Sends once. */
  async send(fields: Fields, changes: Changes = {}): Promise<Answer> {
    return this.post(this.request(fields, changes), changes.signal)
  }

  /** Sends a request that has been made. */
  async post({ url, body }: { url: URL; body: string }, signal?: AbortSignal): Promise<Answer> {
    const headers = { 'content-type': 'text/xml' }
    const response = await fetch(url, { method: 'POST', headers, body, ...(signal ? { signal } : {}) })
    return this.read(response.status, await response.text())
  }

  /** Reads what came back, checking signature and encryption. */
  read(status: number, body: string): Answer {
    if (!body.startsWith('<xml>')) return { status, body, said: null, fields: [] }
    const fields = fieldsOf(body)
    const sealed = new Map(fields)
    const encrypted = sealed.get('Encrypt')
    if (encrypted === undefined) return { status, body, said: sealed.get('Content') ?? null, fields }
    const { TimeStamp = '', Nonce = '', MsgSignature } = Object.fromEntries(sealed)
    if (this.#cryptor.getSignature(TimeStamp, Nonce, encrypted) !== MsgSignature)
      throw new Error('The reply is not signed as WeChat wants it.')
    const { message: opened, id } = this.#cryptor.decrypt(encrypted)
    if (id !== this.#account.appid) throw new Error('The reply is for another account.')
    const inner = fieldsOf(opened)
    return { status, body, said: new Map(inner).get('Content') ?? null, fields: inner }
  }

  /**
   * Delivers a message as WeChat does: up to three tries, each given up after a while, none after an answer.
   * @returns what the customer reads in reply; null for nothing
   */
  async deliver(fields: Fields, giveUpMs: number): Promise<string | null> {
    for (let tries = 0; tries < 3; tries++) {
      try {
        const { status, said } = await this.send(fields, { signal: AbortSignal.timeout(giveUpMs) })
        if (status === 200) return said
      } catch {
        // Given up, or cut: tried again.
      }
    }
    return null
  }
}

function change(url: URL, query: Changes['query'] = {}): void {
  for (const [name, value] of Object.entries(query)) {
    if (value === null) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
}

/** The fields of flat XML, read without the parser under test. */
function fieldsOf(xml: string): [string, string][] {
  const found = xml.matchAll(/<(\w+)>((?:<!\[CDATA\[[\s\S]*?\]\]>|[^<])*)<\/\1>/g)
  return [...found].map(([, name = '', value = '']) => [
    name,
    value.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1'),
  ])
}

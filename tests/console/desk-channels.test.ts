/** What the desk's API says of channels that are written to: where, how far messages came, what may still be sent, files. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ConversationAnswer, TranscriptItem } from '../../src/console/desk-types.ts'
import { openWindow, takeMessage } from '../../src/conversations/addresses.ts'
import { addFiles, fileReference, keepFiles } from '../../src/conversations/files.ts'
import { DeliveryError } from '../../src/conversations/outbox.ts'
import { type TestServer, testServer } from '../server.ts'
import { beginOn, sayIn, sendersRefusing } from './channel-customers.ts'
import { Desk } from './desk-client.ts'

let server: TestServer
let agent: Desk
/** What the channel says to a message, by its text. */
const answers = new Map<string, DeliveryError>()

beforeAll(async () => {
  server = await testServer({ senders: sendersRefusing(answers) })
  const account = server.accounts.find(({ name }) => name === 'agent')
  agent = await Desk.signIn(server.url, account!)
})
afterAll(() => server.close())

const store = () => server.open.store

const begin = (channel: 'wechat' | 'msteams', shared = false) => beginOn(store(), channel, shared)
const says = (id: string, text: string, attachments: unknown[] = []) => sayIn(server, id, text, attachments)

const read = async (id: string): Promise<ConversationAnswer> => (await agent.read(id)).body

/** The agent's line of a text, once the channel has said something to it. */
async function delivered(id: string, text: string): Promise<TranscriptItem> {
  return vi.waitFor(
    async () => {
      const line = (await read(id)).transcript.find((each) => each.role === 'agent' && each.text === text)
      if (!line || ['pending', 'sending'].includes(line.delivery?.status ?? 'pending')) throw new Error(text)
      return line
    },
    { timeout: 20_000, interval: 100 },
  )
}

describe('a conversation', () => {
  it('says its channel, and whether others read along, in the queue and by itself', async () => {
    const alone = await begin('wechat')
    const shared = await begin('msteams', true)
    for (const id of [alone, shared]) {
      await says(id, '转人工')
      await agent.act(id, 'claim')
    }
    const { body } = await agent.queue()
    const listed = (id: string) => body.items.find((item: { id: string }) => item.id === id)
    expect(listed(alone)).toMatchObject({ channel: 'wechat', shared: false })
    expect(listed(shared)).toMatchObject({ channel: 'msteams', shared: true })
    expect((await read(shared)).conversation).toMatchObject({ channel: 'msteams', shared: true })
  })

  it('says how often the channel still lets us write, and null where there is no limit', async () => {
    const id = await begin('wechat')
    expect((await read(id)).reach).toBeNull()
    const until = store().now() + 48 * 3_600_000
    await openWindow(store(), id, until, 5)
    expect((await read(id)).reach).toEqual({ windowUntil: until, messagesLeft: 5 })
    await takeMessage(store(), id)
    expect((await read(id)).reach).toEqual({ windowUntil: until, messagesLeft: 4 })
    expect((await read(await begin('msteams'))).reach).toBeNull()
  })
})

describe('a message of an agent', () => {
  it('says how far it came on its channel', async () => {
    const id = await begin('wechat')
    await agent.act(id, 'claim')
    answers.set('等等', new DeliveryError('held', 'WeChat takes no more until the customer writes again.'))
    answers.set('没有', new DeliveryError('never', 'WeChat answered 43004.'))
    answers.set('可能', new DeliveryError('unknown', 'WeChat did not answer in time.'))
    for (const text of ['你好', '等等', '可能', '没有']) await agent.act(id, 'messages', { text })
    const states = new Map<string, TranscriptItem['delivery']>()
    for (const text of ['你好', '等等', '可能', '没有'])
      states.set(text, (await delivered(id, text)).delivery)
    expect([...states]).toEqual([
      ['你好', { status: 'sent', problem: null }],
      ['等等', { status: 'held', problem: answers.get('等等')?.message }],
      ['可能', { status: 'unknown', problem: answers.get('可能')?.message }],
      ['没有', { status: 'dead', problem: answers.get('没有')?.message }],
    ])
  })
})

describe('files', () => {
  const png = Buffer.from('iVBORw0KGgo=', 'base64')

  async function withFile(name: string): Promise<{ id: string; file: string }> {
    const id = await begin('wechat')
    const [file = ''] = await addFiles(store(), id, [{ name, mediaType: 'image/png', bytes: png }])
    await says(id, '', [{ contentType: 'image/png', contentUrl: fileReference(file), name }])
    await keepFiles(store(), [file])
    return { id, file }
  }

  async function looksAt(file: string): Promise<string[]> {
    const rows = await store().audit.list(store().db, 1_000)
    return rows
      .filter(({ target }) => target === `file:${file}`)
      .map(({ actor, action }) => `${actor} ${action}`)
  }

  it('stand in the line they came with, and are given to who may read, each look on record', async () => {
    const { id, file } = await withFile('账单 “七月”.png')
    const line = (await read(id)).transcript.find(({ files }) => files.length > 0)
    expect(line).toMatchObject({
      role: 'user',
      text: '',
      files: [
        { id: file, name: '账单 “七月”.png', mediaType: 'image/png', size: png.length, status: 'stored' },
      ],
    })
    expect(await looksAt(file)).toEqual([])
    const response = await fetch(`${server.url}/api/desk/files/${file}`, { headers: agent.headers })
    expect([response.status, Buffer.from(await response.arrayBuffer())]).toEqual([200, png])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(await looksAt(file)).toEqual(['agent file.view'])
    // The same eyes a moment later are no other look.
    await fetch(`${server.url}/api/desk/files/${file}`, { headers: agent.headers })
    expect(await looksAt(file)).toEqual(['agent file.view'])
  })

  it('are given to nobody else, and to no page of others', async () => {
    const { file } = await withFile('a.png')
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${server.url}/api/desk/files/${file}`, { headers })).status
    expect(await status({})).toBe(401)
    expect(await status({ cookie: `liuke_session=${'a'.repeat(43)}` })).toBe(401)
    expect(await status({ ...agent.headers, origin: 'https://evil.example' })).toBe(403)
    expect(await status({ ...agent.headers, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await looksAt(file)).toEqual([])
  })

  it('that are not there are told apart from those still to come', async () => {
    const { file } = await withFile('late.png')
    await store().db.updateTable('files').set({ status: 'waiting' }).where('id', '=', file).execute()
    const ask = async (id: string) => (await agent.call('GET', `/api/desk/files/${id}`)).body.error.code
    expect(await ask(file)).toBe('FileNotHere')
    expect(await ask('nothing')).toBe('FileNotFound')
    expect(await ask('a%20b')).toBe('FileNotFound')
    expect(await looksAt(file)).toEqual([])
  })

  it('of somebody whose data was erased are gone', async () => {
    const { id, file } = await withFile('gone.png')
    const { subject_id } = await store()
      .db.selectFrom('conversations')
      .select('subject_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await store().vault.destroy(subject_id)
    const { status, body } = await agent.call('GET', `/api/desk/files/${file}`)
    expect([status, body.error.code]).toEqual([404, 'FileNotFound'])
    expect(await looksAt(file)).toEqual([])
  })
})

describe('times', () => {
  it('come with the time zone of the company', async () => {
    const id = await begin('wechat')
    const { body: tasks } = await agent.call('GET', '/api/desk/tasks')
    const zones = [(await agent.queue()).body.timeZone, (await read(id)).timeZone, tasks.timeZone]
    expect(zones).toEqual(Array(3).fill('Asia/Shanghai'))
  })
})

import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type Fetched,
  type FetchedChannel,
  type FileSource,
  fetchDue,
  takeFile,
  UnfetchableError,
} from '../../../src/channels/files/fetching.ts'
import { fileReference, filesOf, openFile, referredFile } from '../../../src/conversations/files.ts'
import { DeliveryError } from '../../../src/conversations/outbox.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import type { Store } from '../../../src/conversations/store.ts'
import { createLogger } from '../../../src/log.ts'
import { openedStore } from '../../customers/opened-store.ts'
import { type TestHome, testHome } from '../../databases.ts'
import { sinkTo } from '../../sink.ts'
import { PNG, samples } from './samples.ts'

let home: TestHome
let store: Store
let close: () => Promise<void>
let clock = 1_800_000_000_000
let conversationId: string
let output = ''
const log = createLogger(
  'trace',
  sinkTo((text) => {
    output += text
  }),
)

beforeEach(async () => {
  output = ''
  home = await testHome('sqlite')
  ;({ store, close } = await openedStore(home, 'sqlite', () => clock))
  conversationId = randomUUID()
  await startConversation(store, { id: conversationId, channel: 'wechat', userId: 'x', locale: null })
})
afterEach(async () => {
  await close()
  await home.remove()
})

const take = (name = '', mediaType = 'image/*', source: unknown = { mediaId: 'M1' }) =>
  takeFile(store, conversationId, { channel: 'wechat', source, name, mediaType })
const from = (
  fetched: Fetched | Error,
  channel: FetchedChannel = 'wechat',
): Map<FetchedChannel, FileSource> =>
  new Map([
    [
      channel,
      async () => {
        if (fetched instanceof Error) throw fetched
        return fetched
      },
    ],
  ])
const status = async () => {
  const row = await store.db.selectFrom('files').select(['status', 'last_error']).executeTakeFirstOrThrow()
  return [row.status, row.last_error]
}

it('a file that was pointed to is fetched, checked and stored under what it is', async () => {
  const attachment = await take()
  const id = referredFile(attachment) ?? ''
  expect(attachment).toEqual({ contentType: 'image/*', name: 'image', contentUrl: fileReference(id) })
  const asked: unknown[] = []
  const source: FileSource = async (what) => {
    asked.push(what)
    return { bytes: PNG, mediaType: 'image/jpeg', name: 'M1.jpg' }
  }
  expect(await fetchDue(store, new Map([['wechat', source]]), log)).toBe(1)
  expect(asked).toEqual([{ mediaId: 'M1' }])
  expect(await openFile(store, id)).toMatchObject({ name: 'M1.png', mediaType: 'image/png', bytes: PNG })
  expect(await fetchDue(store, new Map([['wechat', source]]), log)).toBe(0)
})

it('a message that comes again points to the same file', async () => {
  expect(await take()).toEqual(await take())
  expect(await filesOf(store, conversationId)).toHaveLength(1)
})

it.each([
  ['七月账单.pdf', 'application/octet-stream', '七月账单.pdf'],
  ['../../a\u202eb.PDF', 'application/pdf', 'ab.pdf'],
  ['', 'audio/amr', 'voice'],
  ['', 'video/mp4', 'video'],
  ['', 'application/x', 'file'],
  ['constructor', 'constructor/x', 'constructor'],
])('named %j of type %s is shown as %j', async (name, mediaType, shown) => {
  expect((await take(name, mediaType)).name).toBe(shown)
})

it('what is in the way for a while is tried again, what will not change is not', async () => {
  const id = referredFile(await take()) ?? ''
  await fetchDue(store, from(new DeliveryError('refused', 'busy')), log)
  await fetchDue(store, from(new UnfetchableError('gone', 'gone', 'x')), log)
  expect(await status()).toEqual(['waiting', 'DeliveryError'])
  clock += 6_000
  await fetchDue(store, from({ bytes: PNG }), log)
  expect(await openFile(store, id)).toMatchObject({ name: 'file.png' })
})

it.each([
  ['gone', new UnfetchableError('file_gone', 'hunter2', 'hunter2'), 'file_gone'],
  ['refused for good', new DeliveryError('never', 'hunter2'), 'DeliveryError'],
  ['of a kind that is not taken', { bytes: Buffer.from('MZ\0\0') }, 'file_type_refused'],
  ['not what it is called', { bytes: samples.jpg, name: 'hunter2.exe' }, 'file_type_refused'],
])(
  'one that is %s is given up at once, and the log says no more than why',
  async (_what, fetched, reason) => {
    await take('', 'image/*', { url: 'https://hunter2.example.com' })
    await fetchDue(store, from(fetched), log)
    expect(await status()).toEqual(['failed', reason])
    expect(output).toContain(reason)
    expect(output).not.toContain('hunter2')
  },
)

it('of a channel that is not set up here waits', async () => {
  await take()
  await fetchDue(store, from({ bytes: PNG }, 'msteams'), log)
  expect(await status()).toEqual(['waiting', 'file_channel_off'])
  expect(await fetchDue(store, new Map(), log)).toBe(0)
})

it('in a full conversation is named in the message and not fetched', async () => {
  for (let at = 0; at < 200; at++) await take('', 'image/*', { at })
  expect(await take()).toEqual({ contentType: 'image/*', name: 'image' })
})

import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  addFiles,
  conversationOfFile,
  dropFiles,
  fileReference,
  filesIn,
  filesOf,
  keepFiles,
  openFile,
  tidyFiles,
} from '../../src/conversations/files.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import { startConversation } from '../../src/conversations/start.ts'
import type { Store } from '../../src/conversations/store.ts'
import {
  addWaitingFile,
  failFile,
  finishFile,
  takeWaitingFiles,
} from '../../src/conversations/waiting-files.ts'
import { openedStore } from '../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

const MINUTE = 60_000
const NAME = '欧阳翡翠的账单 quagmire.pdf'
const CONTENT = Buffer.from('%PDF-1.7 saxifrage-opprobrium 翡翠')

describe.each(engines)('files on %s', (engine) => {
  let home: TestHome
  let store: Store
  let close: () => Promise<void>
  let clock = 1_800_000_000_000
  let conversationId: string

  beforeAll(async () => {
    home = await testHome(engine)
    ;({ store, close } = await openedStore(home, engine, () => clock))
  })
  beforeEach(async () => {
    await store.db.deleteFrom('file_contents').execute()
    await store.db.deleteFrom('files').execute()
    conversationId = await conversation()
  })
  afterAll(async () => {
    await close()
    await home.remove()
  })

  const conversation = async (): Promise<string> => {
    const id = randomUUID()
    await startConversation(store, { id, channel: 'directline', userId: id, locale: null })
    return id
  }
  const add = async (id = conversationId, bytes: Uint8Array = CONTENT): Promise<string> => {
    const [file = ''] = await addFiles(store, id, [{ name: NAME, mediaType: 'application/pdf', bytes }])
    return file
  }
  const wait = (source: unknown = { media: 'x' }): Promise<string> =>
    addWaitingFile(store, { conversationId, name: NAME, mediaType: 'image/*', source })
  const refer = (file: string): Promise<unknown> =>
    recordInbound(store, {
      conversationId,
      dedupe: null,
      role: 'user',
      visible: true,
      activity: { type: 'message', attachments: [{ contentType: 'x', contentUrl: fileReference(file) }] },
    })
  const subject = async (): Promise<string> => {
    const { subject_id } = await store.db
      .selectFrom('conversations')
      .select('subject_id')
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow()
    return subject_id
  }
  const rows = async (): Promise<[files: number, contents: number]> => {
    const [files, contents] = await Promise.all([
      store.db.selectFrom('files').select('id').execute(),
      store.db.selectFrom('file_contents').select('file_id').execute(),
    ])
    return [files.length, contents.length]
  }

  it('are given back as they came', async () => {
    const id = await add()
    expect(await openFile(store, id)).toEqual({
      id,
      conversationId,
      name: NAME,
      mediaType: 'application/pdf',
      bytes: CONTENT,
    })
    const known = { id, name: NAME, mediaType: 'application/pdf', size: CONTENT.length, status: 'stored' }
    expect(await filesOf(store, conversationId)).toEqual([known])
    expect(await conversationOfFile(store, id)).toBe(conversationId)
    expect(await openFile(store, 'unknown')).toBeNull()
  })

  it('of one message are stored all or none', async () => {
    const draft = { name: NAME, mediaType: 'application/pdf', bytes: CONTENT }
    await expect(addFiles(store, conversationId, Array(201).fill(draft))).rejects.toMatchObject({
      code: 'files_full',
    })
    expect(await rows()).toEqual([0, 0])
    await expect(addFiles(store, 'unknown', [draft])).rejects.toMatchObject({ code: 'conversation_unknown' })
  })

  it('cannot fill a conversation beyond its limit, and other conversations are not concerned', async () => {
    await add()
    await store.db
      .updateTable('files')
      .set({ size: 500 * 1024 * 1024 - CONTENT.length })
      .execute()
    await add()
    await expect(add()).rejects.toMatchObject({ code: 'files_full' })
    await add(await conversation())
  })

  it('cannot be read once the person is erased', async () => {
    const id = await add()
    const waiting = await wait()
    await store.vault.destroy(await subject())
    await expect(openFile(store, id)).rejects.toMatchObject({ code: 'subject_erased' })
    await expect(filesOf(store, conversationId)).rejects.toMatchObject({ code: 'subject_erased' })
    // Nothing is fetched for somebody who is forgotten, and what nobody can read goes.
    expect(await takeWaitingFiles(store)).toEqual([])
    const row = await store.db.selectFrom('files').selectAll().where('id', '=', waiting).executeTakeFirst()
    expect(row).toMatchObject({ status: 'failed', last_error: 'subject_erased' })
    clock += 11 * MINUTE
    expect(await tidyFiles(store)).toBe(1)
    expect((await rows())[1]).toBe(0)
  })

  it('of a process that died before their message was recorded are removed, others stay', async () => {
    const [kept, referred, lost] = [await add(), await add(), await add()]
    await keepFiles(store, [kept])
    await refer(referred)
    expect(await tidyFiles(store)).toBe(0)
    clock += 11 * MINUTE
    expect(await tidyFiles(store)).toBe(1)
    expect((await filesOf(store, conversationId)).map(({ id }) => id).sort()).toEqual([kept, referred].sort())
    expect(await openFile(store, lost)).toBeNull()
    expect(await rows()).toEqual([2, 2])
    expect(await tidyFiles(store)).toBe(0)
  })

  it('of another conversation are not kept by a message that refers to them', async () => {
    const foreign = await add(await conversation())
    await refer(foreign)
    clock += 11 * MINUTE
    expect(await tidyFiles(store)).toBe(1)
    expect(await openFile(store, foreign)).toBeNull()
  })

  it('that are dropped are gone with their bytes', async () => {
    await dropFiles(store, [await add()])
    await dropFiles(store, [])
    expect(await rows()).toEqual([0, 0])
  })

  describe('still to be fetched', () => {
    it('are noted once, taken by one process, and stored', async () => {
      const id = await wait({ media: 1 })
      expect(await wait({ media: 1 })).toBe(id)
      expect(await openFile(store, id)).toBeNull()
      const took = (await Promise.all([takeWaitingFiles(store), takeWaitingFiles(store)])).flat()
      expect(took).toEqual([
        { id, conversationId, name: NAME, mediaType: 'image/*', source: { media: 1 }, attempts: 1 },
      ])
      await finishFile(store, took[0]!, { name: 'a.png', mediaType: 'image/png', bytes: CONTENT })
      expect(await openFile(store, id)).toMatchObject({
        name: 'a.png',
        mediaType: 'image/png',
        bytes: CONTENT,
      })
      clock += 60 * MINUTE
      expect(await takeWaitingFiles(store)).toEqual([])
    })

    it('forget where they came from once they are here', async () => {
      const id = await wait({ url: 'https://files.example.com/?secret=hunter2' })
      const [file] = await takeWaitingFiles(store)
      await finishFile(store, file!, { name: 'a.png', mediaType: 'image/png', bytes: CONTENT })
      const { body } = await store.db
        .selectFrom('files')
        .select('body')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const key = await store.vault.keyOf(await subject())
      expect(JSON.parse(key.open(`files.body:${id}`, body))).toEqual({ name: 'a.png' })
    })

    it('are tried eight times, at growing intervals', async () => {
      const id = await wait()
      const waits: number[] = []
      for (let tries = 1; tries <= 8; tries++) {
        const [file] = await takeWaitingFiles(store)
        expect(file?.attempts).toBe(tries)
        await failFile(store, file!, 'file_unreachable', false)
        const started = clock
        while (tries < 8 && (await takeWaitingNothing())) clock += 1_000
        waits.push(clock - started)
      }
      expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 0].map((seconds) => seconds * 1_000))
      expect(await filesOf(store, conversationId)).toMatchObject([{ id, status: 'failed', size: null }])
    })

    it('are tried again when the process died, but not for ever', async () => {
      await wait()
      for (let tries = 1; tries <= 8; tries++) {
        expect(await takeWaitingFiles(store)).toHaveLength(1)
        expect(await takeWaitingFiles(store)).toEqual([])
        clock += 3 * MINUTE
      }
      expect(await takeWaitingFiles(store)).toEqual([])
      expect(await filesOf(store, conversationId)).toMatchObject([{ status: 'failed' }])
    })

    it('are not stored by a process whose lease is over', async () => {
      await wait()
      const [slow] = await takeWaitingFiles(store)
      clock += 3 * MINUTE
      const [next] = await takeWaitingFiles(store)
      const fetched = { name: 'a.png', mediaType: 'image/png', bytes: CONTENT }
      await finishFile(store, slow!, fetched)
      await failFile(store, slow!, 'late', true)
      expect(await rows()).toEqual([1, 0])
      await finishFile(store, next!, fetched)
      await finishFile(store, next!, fetched)
      expect(await rows()).toEqual([1, 1])
    })

    it('stay only if their message was recorded', async () => {
      const [referred, lost] = [await wait({ media: 1 }), await wait({ media: 2 })]
      await refer(referred)
      for (const file of await takeWaitingFiles(store))
        await finishFile(store, file, { name: 'a.png', mediaType: 'image/png', bytes: CONTENT })
      clock += 11 * MINUTE
      expect(await tidyFiles(store)).toBe(1)
      expect(await openFile(store, referred)).not.toBeNull()
      expect(await openFile(store, lost)).toBeNull()
    })

    /** Whether nothing is due, without taking what is. */
    const takeWaitingNothing = async (): Promise<boolean> => {
      const { due_at } = await store.db.selectFrom('files').select('due_at').executeTakeFirstOrThrow()
      return due_at > clock
    }
  })
})

it('nothing of a file, its name or where it comes from is in the database in clear', async () => {
  const home = await testHome('sqlite')
  const { store, close } = await openedStore(home, 'sqlite', Date.now)
  const id = randomUUID()
  await startConversation(store, { id, channel: 'wechat', userId: id, locale: null })
  await addFiles(store, id, [{ name: NAME, mediaType: 'application/pdf', bytes: CONTENT }])
  await addWaitingFile(store, {
    conversationId: id,
    name: NAME,
    mediaType: 'image/*',
    source: { url: 'https://kumquat.example.com' },
  })
  const planted = 'planted-xylophone'
  await store.db.insertInto('settings').values({ key: 'planted', value: planted }).execute()
  const files = await readdir(home.folder)
  const all = Buffer.concat(await Promise.all(files.map((file) => readFile(path.join(home.folder, file)))))
  expect(all.includes(planted)).toBe(true)
  for (const secret of ['翡翠', 'quagmire', 'saxifrage', '%PDF', 'kumquat'])
    expect(all.includes(secret), secret).toBe(false)
  await close()
  await home.remove()
})

it.each([
  [undefined, []],
  [[], []],
  ['liuke-file:a', []],
  [[null, 5, 'liuke-file:a', {}, { contentUrl: 5 }, { contentUrl: 'https://liuke-file:a' }], []],
  [
    [{ contentUrl: 'liuke-file:a' }, { contentType: 'x' }, { contentUrl: 'liuke-file:b' }],
    ['a', 'b'],
  ],
])('a message with attachments %j refers to %j', (attachments, ids) => {
  // What a client may have written there.
  expect(filesIn({ type: 'message', attachments: attachments as unknown[] })).toEqual(ids)
})

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { recordInbound } from '../../../src/conversations/record.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import { erasedAmong } from '../../../src/customers/erased-accounts.ts'
import { accountHash, findByAccount } from '../../../src/customers/records.ts'
import {
  countRows,
  erase,
  eraseLeftovers,
  replayErasures,
  resumeErasures,
} from '../../../src/jobs/erase/erase.ts'
import { eraseWithProof } from '../../../src/jobs/erase/erase-customer.ts'
import { copyOf } from '../../../src/jobs/erase/export.ts'
import { Needles, needlesOf } from '../../../src/jobs/erase/needles.ts'
import { chatsOfCustomer, customerAsPerson, findPerson } from '../../../src/jobs/erase/person.ts'
import { placesOf, scan } from '../../../src/jobs/erase/scan.ts'
import { personalStores, stores } from '../../../src/jobs/erase/stores.ts'
import { createBackup } from '../../../src/storage/backup/create.ts'
import { restoreBackup } from '../../../src/storage/backup/restore.ts'
import { orderErasure } from '../../../src/storage/erasure-orders.ts'
import { hasherOf } from '../../../src/storage/vault.ts'
import { engines } from '../../databases.ts'
import { addCurationRows } from './curation-rows.ts'
import { addDeskRows } from './desk-rows.ts'
import { addChat, addCustomer, addRest, freshHome, openHome, SECRETS } from './somebody.ts'

const OTHER = 'QX-11112222'
const nothingCommon = () => false

describe.each(engines)('erasing a customer on %s', (engine) => {
  let place: Awaited<ReturnType<typeof freshHome>>
  let customer: { id: string; subjectId: string }
  let other: { id: string; subjectId: string }
  let chat: Awaited<ReturnType<typeof addChat>>
  let shared: Awaited<ReturnType<typeof addChat>>
  let sharedOther: Awaited<ReturnType<typeof addChat>>
  let backup = ''
  const config = () =>
    readConfig(
      {
        LIUKE_HOME: place.home.folder,
        DATABASE_URL: place.home.databaseUrl,
        KEYSTORE_URL: place.home.keystoreUrl,
      },
      'demo',
    )

  const restore = async (folder: string) => {
    const { home, masterKey, clock } = place
    const { databaseUrl, keystoreUrl } = home
    await place.close()
    const restored = await restoreBackup({
      ...{ folder, databaseUrl, keystoreUrl, masterKey },
      overwrite: true,
      replay: (main, erased, keys) => replayErasures(main, { vault: hasherOf(keys), now: Date.now }, erased),
    })
    place = { ...place, ...(await openHome(home, engine, masterKey, clock)) }
    return restored
  }

  beforeAll(async () => {
    place = await freshHome(engine)
    const { store } = place
    customer = await addCustomer(store, SECRETS)
    other = await addCustomer(store, { account: OTHER, name: 'Lin' })
    chat = await addChat(store, { userId: 'ziling', customerId: customer.id, text: SECRETS.message })
    shared = await addChat(store, { userId: 'family', customerId: customer.id, text: SECRETS.message })
    sharedOther = await addChat(store, { userId: 'family', customerId: other.id, text: 'of somebody else' })
    await addRest(store, customer, chat)
    await addDeskRows(store, customer, chat, { note: SECRETS.message, comment: SECRETS.message })
    await addCurationRows(store, customer, chat, SECRETS.message)
  })
  afterAll(async () => {
    await place.close()
    await place.home.remove()
  })

  it('has something of them in every table of the register', async () => {
    const counts = await countRows(place.store, await customerAsPerson(place.store, customer.id))
    const counted = personalStores
      .filter(([, one]) => one.kept?.what !== 'everything')
      .map(([table]) => table)
    expect(Object.keys(counts).sort()).toEqual([...counted].sort())
  })

  it('registers every table of the database, or says why it is about nobody', async () => {
    const tables = (await place.store.db.introspection.getTables()).map(({ name }) => name)
    expect(Object.keys(stores).sort()).toEqual(tables.sort())
  })

  it('gives a complete copy that can be read', async () => {
    const person = await findPerson(place.store, 'qx-77301985')
    const copy = await copyOf(place.store, person, 'zh', 1_000_000)
    const text = JSON.stringify(copy)
    for (const secret of Object.values(SECRETS)) expect(text).toContain(secret)
    expect(copy.sections['invoices']).toEqual([
      expect.objectContaining({
        totalYuan: '129.00',
        lines: [{ item: 'plan', fen: 12_900, quantity: null }],
      }),
    ])
    expect(copy.sections['tasks']).toEqual([expect.objectContaining({ content: { phone: SECRETS.phone } })])
    const records = copy.sections['records']
    expect(records).toContainEqual(
      expect.objectContaining({ action: 'customer.reveal', detail: { field: 'phone' } }),
    )
    expect(records?.map((record) => Object(record).action).sort()).toEqual([
      'conversation.block',
      'conversation.tag',
      'customer.reveal',
      'note.add',
    ])
    expect(copy.fileContents).toHaveLength(2)
    expect(Buffer.from(copy.fileContents[0]?.base64 ?? '', 'base64').toString()).toBe(SECRETS.message)
    expect(text).not.toContain('of somebody else')
    expect((await copyOf(place.store, person, 'zh', 10)).filesLeftOut).toHaveLength(2)
  })

  it('refuses while a service runs, also one that is cancelled to a later day, changing nothing', async () => {
    const { store, clock } = place
    const { id } = await addCustomer(store, { account: 'QX-4' })
    await store.db
      .insertInto('products')
      .values({ customer_id: id, product: 'tv', since: '2024-01-01', until: null })
      .execute()
    const person = await customerAsPerson(store, id)
    const before = await countRows(store, person)
    const cancel = (service: string, effective: string) =>
      store.db
        .insertInto('cancellations')
        .values({ id: service, customer_id: id, service, effective, offer: null, created_at: clock.now })
        .execute()
    const attempt = () => eraseWithProof(store, person, { actor: 'test', force: false, search: null })
    const refused = (running: string) =>
      expect(attempt()).rejects.toMatchObject({
        code: 'customer_active',
        message: expect.stringContaining(`(${running})`),
      })
    await refused('mobile, tv')
    expect(await countRows(store, person)).toEqual(before)
    await cancel('mobile', '2026-11-20')
    await refused('tv')
    await cancel('tv', '2026-12-31')
    await refused('tv')
    const now = clock.now
    // It runs to the end of its last day.
    clock.now = Date.parse('2026-12-31T12:00:00Z')
    await refused('tv')
    clock.now = Date.parse('2027-01-01T12:00:00Z')
    expect(await attempt()).toMatchObject({ left: {} })
    clock.now = now
  })

  it('finds a copy that somebody planted, in a file and in a table of their own', async () => {
    const { store, home } = place
    const person = await customerAsPerson(store, customer.id)
    const needles = await needlesOf(store, person, nothingCommon)
    const clean = await scan(store, null, needles, placesOf(config()))
    expect(clean).toMatchObject({ ok: true, findings: [] })
    const file = path.join(home.folder, 'notes.txt')
    await writeFile(file, `see ${Buffer.from(`the ${SECRETS.name} case`).toString('base64')}`)
    await sql`create table made_up (note text)`.execute(store.db)
    await sql`insert into made_up values (${`call ${SECRETS.phone} back`})`.execute(store.db)
    const planted = await scan(store, null, needles, placesOf(config()))
    expect(planted.ok).toBe(false)
    expect(planted.findings).toContainEqual({ place: 'main.made_up.note', kind: 'phone', times: 1 })
    expect(planted.findings).toContainEqual({ place: file, kind: 'name', times: 1 })
    await writeFile(file, '')
    await sql`drop table made_up`.execute(store.db)
  })

  it('leaves nothing but amounts and sealed records, and spares whoever shares a device', async () => {
    const { store, home } = place
    if (engine === 'sqlite') await writeFile(path.join(home.folder, 'other.txt'), 'nothing of theirs')
    await store.db.updateTable('outbox').set({ status: 'dead' }).execute()
    backup = (
      await createBackup({
        ...home,
        folder: path.join(home.folder, 'backups'),
        kind: 'manual',
        logical: false,
      })
    ).folder
    const person = await customerAsPerson(store, customer.id)
    expect(person.subjectIds).not.toContain(shared.subjectId)
    const erased = await eraseWithProof(store, person, {
      actor: 'test',
      force: true,
      search: { places: placesOf(config()), isCommon: nothingCommon },
    })
    expect(erased.scan).toMatchObject({ ok: true, findings: [], rows: {} })
    // Five texts of who they are, a message in two chats, and the two keys as they were wrapped.
    expect(erased.scan?.needles).toBe(9)
    expect(erased.rows).toMatchObject({ messages: 2, files: 2, customer_records: 1, invoices: 1, links: 2 })
    await expect(store.vault.keyOf(customer.subjectId)).rejects.toMatchObject({ code: 'subject_erased' })
    expect(await findByAccount(store, SECRETS.account)).toBeUndefined()
    const kept = await store.db.selectFrom('kept_invoices').selectAll().execute()
    const hash = accountHash(store.vault, SECRETS.account)
    expect([...(await erasedAmong(store, [hash, 'another']))]).toEqual([hash])
    expect(kept).toEqual([expect.objectContaining({ month: '2026-10', total_fen: 12_900 })])
    const records = await store.audit.list(store.db, 10)
    expect(records.find(({ action }) => action === 'customer.reveal')).toMatchObject({ unreadable: 'erased' })
    expect(records.find(({ action }) => action === 'customer.erase')).toMatchObject({
      actor: 'test',
      detail: { customer: customer.id, rows: expect.objectContaining({ messages: 2 }) },
    })
    expect(await store.audit.verify(store.db)).toMatchObject({ ok: true })
    const theirs = await copyOf(store, await customerAsPerson(store, other.id), 'en', 0)
    expect(JSON.stringify(theirs)).toContain('of somebody else')
    expect(theirs.sections['conversations']).toEqual([expect.objectContaining({ id: sharedOther.id })])
  })

  it('lets the same person begin anew where they wrote before', async () => {
    const { store, clock } = place
    clock.now += 1
    const { conversation, fresh } = await startConversation(store, {
      id: chat.id,
      channel: 'teams',
      userId: 'ziling',
      locale: null,
    })
    expect(fresh).toBe(true)
    expect(conversation.subject_id).not.toBe(chat.subjectId)
    const recorded = await recordInbound(store, {
      conversationId: chat.id,
      activity: { type: 'message', text: '你好', from: { id: 'ziling' } },
      dedupe: null,
      role: 'user',
      visible: true,
    })
    expect(recorded.fresh).toBe(true)
  })

  it('finishes an erasure whose process died after the keys were gone', async () => {
    const { store } = place
    const id = await addCustomer(store, { account: 'QX-3' })
    const person = await customerAsPerson(store, id.id)
    await orderErasure(store.vault.keystore, {
      id: 'cut short',
      scope: 'customer',
      actor: 'test',
      ...person,
      accountHashes: [accountHash(store.vault, 'QX-3')],
      orderedAt: store.now(),
    })
    expect(await countRows(store, person)).toEqual({ customer_records: 1, subjects: 1 })
    expect(await resumeErasures(store)).toBe(1)
    expect(await countRows(store, person)).toEqual({})
    expect(await resumeErasures(store)).toBe(0)
    const said = await store.db
      .selectFrom('audit')
      .select('seq')
      .where('target', '=', 'erasure:cut short')
      .execute()
    expect(said).toHaveLength(1)
  })

  it('erases what an older version left of people whose keys it destroyed', async () => {
    const { store } = place
    const left = await addChat(store, { userId: 'left', customerId: null, text: 'x' })
    await store.vault.destroy(left.subjectId)
    expect(await eraseLeftovers(store)).toBeGreaterThan(5)
    const again = await startConversation(store, {
      id: left.id,
      channel: 'teams',
      userId: 'left',
      locale: null,
    })
    expect(again.fresh).toBe(true)
  })

  it('spares after a restore what was begun since the erasure, and brings no account back', async () => {
    const { store, clock } = place
    const chats = async () => {
      const rows = await place.store.db.selectFrom('conversations').select('id').orderBy('id').execute()
      return rows.map(({ id }) => id)
    }
    const gone = await addCustomer(store, { account: 'QX-5' })
    const person = await addCustomer(store, { account: 'QX-6' })
    const start = { id: 'always-the-same', channel: 'teams', userId: 'tina', locale: null } as const
    await startConversation(store, start)
    await addChat(store, { userId: 'uma', customerId: person.id, text: 'before' })
    const asked = { scope: 'chat', actor: 'bot' } as const
    await erase(store, await findPerson(store, start.id), asked)
    await erase(store, await chatsOfCustomer(store, person.id), asked)
    await erase(store, await customerAsPerson(store, gone.id), { scope: 'customer', actor: 'test' })
    clock.now += 86_400_000
    await startConversation(store, start)
    await addChat(store, { userId: 'uma', customerId: person.id, text: 'after' })
    await store.db.deleteFrom('erased_accounts').execute()
    const before = await chats()
    const links = await store.db.selectFrom('links').selectAll().orderBy('subject_id').execute()
    await store.db.updateTable('outbox').set({ status: 'dead' }).execute()
    const { folder } = await createBackup({
      ...place.home,
      folder: path.join(place.home.folder, 'backups', 'after'),
      kind: 'manual',
      logical: false,
    })
    await restore(folder)
    expect(before).toContain(start.id)
    expect(await chats()).toEqual(before)
    const { db, vault } = place.store
    expect(await db.selectFrom('links').selectAll().orderBy('subject_id').execute()).toEqual(links)
    const hash = accountHash(vault, 'QX-5')
    expect([...(await erasedAmong(place.store, [hash]))]).toEqual([hash])
  })

  it('erases again what a backup from before brings back', async () => {
    const restored = await restore(backup)
    expect(restored.keysDestroyed).toBe(2)
    expect(restored.rowsErased).toBeGreaterThan(20)
    const { store } = place
    expect(await findByAccount(store, SECRETS.account)).toBeUndefined()
    const chats = await store.db.selectFrom('conversations').select('id').execute()
    expect(chats).toEqual([{ id: sharedOther.id }])
    const needles = new Needles()
    for (const text of Object.values(SECRETS)) needles.add('given', text)
    expect(await scan(store, null, needles, placesOf(config()))).toMatchObject({ ok: true })
    // The order is known to the restored key database, and finished.
    expect(await resumeErasures(store)).toBe(0)
    await erase(store, await customerAsPerson(store, other.id), { scope: 'customer', actor: 'test' })
    expect(await store.db.selectFrom('messages').selectAll().execute()).toEqual([])
  })
})

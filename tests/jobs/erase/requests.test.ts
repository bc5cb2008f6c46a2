import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFile } from '../../../src/conversations/files.ts'
import { findConversation, startConversation } from '../../../src/conversations/start.ts'
import type { Write } from '../../../src/conversations/turn.ts'
import { erase } from '../../../src/jobs/erase/erase.ts'
import { customerAsPerson } from '../../../src/jobs/erase/person.ts'
import { eraseRequested, LAST_ANSWER_MS, PrivacyRequests } from '../../../src/jobs/erase/requests.ts'
import { exportFor, openRequests } from '../../../src/jobs/erase/staff-requests.ts'
import { addChat, addCustomer, addRest, freshHome, SECRETS } from './somebody.ts'

let place: Awaited<ReturnType<typeof freshHome>>
let privacy: PrivacyRequests

beforeAll(async () => {
  place = await freshHome('sqlite')
  privacy = new PrivacyRequests({
    store: place.store,
    timeZone: () => 'Asia/Shanghai',
    takesFiles: (channel) => channel === 'directline',
  })
})
afterAll(async () => {
  await place.close()
  await place.home.remove()
})

const commit = (write: Write) => place.store.db.transaction().execute(write)
const chatOf = async (id: string) => {
  const found = await findConversation(place.store, id)
  if (!found) throw new Error('The chat of the test is gone.')
  return found
}

describe('a chat whose owner wants it erased', () => {
  it('is erased when the last answer is delivered, not before, and then begins anew', async () => {
    const { store, clock } = place
    const { id } = await addChat(store, { userId: 'anna', customerId: null, text: SECRETS.message })
    await commit(privacy.eraseChats(await chatOf(id), null))
    expect(await eraseRequested(store)).toBe(0)
    clock.now += LAST_ANSWER_MS
    await store.db
      .updateTable('outbox')
      .set({ status: 'pending' })
      .where('conversation_id', '=', id)
      .execute()
    expect(await eraseRequested(store)).toBe(0)
    await store.db.updateTable('outbox').set({ status: 'sent' }).where('conversation_id', '=', id).execute()
    expect(await eraseRequested(store)).toBe(1)
    expect(await findConversation(store, id)).toBeUndefined()
    expect(await store.db.selectFrom('erase_requests').selectAll().execute()).toEqual([])
    const anew = await startConversation(store, { id, channel: 'teams', userId: 'anna', locale: null })
    expect(anew.fresh).toBe(true)
  })

  it('goes all the same when its channel does not take the answer', async () => {
    const { store, clock } = place
    const { id } = await addChat(store, { userId: 'bert', customerId: null, text: 'x' })
    await store.db
      .updateTable('outbox')
      .set({ status: 'pending' })
      .where('conversation_id', '=', id)
      .execute()
    await commit(privacy.eraseChats(await chatOf(id), null))
    clock.now += LAST_ANSWER_MS + 15 * 60_000
    expect(await eraseRequested(store)).toBe(1)
  })

  it('takes along the chats on other channels of whoever has proved who they are, and the record stays', async () => {
    const { store, clock } = place
    const customer = await addCustomer(store, SECRETS)
    const here = await addChat(store, { userId: 'here', customerId: customer.id, text: 'a' })
    const there = await addChat(store, { userId: 'there', customerId: customer.id, text: 'b' })
    await commit(privacy.eraseChats(await chatOf(here.id), customer.id))
    clock.now += LAST_ANSWER_MS
    expect(await eraseRequested(store)).toBe(1)
    expect(await findConversation(store, there.id)).toBeUndefined()
    expect(await store.db.selectFrom('links').selectAll().execute()).toEqual([])
    expect((await store.vault.keyOf(customer.subjectId)).subjectId).toBe(customer.subjectId)
    expect(await store.db.selectFrom('customers').select('id').execute()).toEqual([{ id: customer.id }])
  })

  it('waits while a person of ours has it, or is waited for', async () => {
    const { store, clock } = place
    const { id } = await addChat(store, { userId: 'dora', customerId: null, text: 'x' })
    await commit(privacy.eraseChats(await chatOf(id), null))
    clock.now += LAST_ANSWER_MS + 15 * 60_000
    for (const [owner, erased] of [
      ['queued', 0],
      ['human', 0],
      ['bot', 1],
    ] as const) {
      await store.db.updateTable('conversations').set({ owner }).where('id', '=', id).execute()
      expect(await eraseRequested(store)).toBe(erased)
    }
  })

  it('takes along nothing that was promised to the customer, nor how often we wrote to them', async () => {
    const { store, clock } = place
    const customer = await addCustomer(store, { account: 'QX-8' })
    const chat = await addChat(store, { userId: 'emil', customerId: customer.id, text: 'x' })
    await addRest(store, customer, chat)
    const kept = async () => {
      const of = (table: 'erase_requests' | 'data_copies' | 'contacts') =>
        store.db.selectFrom(table).select('conversation_id').where('customer_id', '=', customer.id).execute()
      return [...(await of('erase_requests')), ...(await of('data_copies')), ...(await of('contacts'))]
    }
    await commit(privacy.eraseChats(await chatOf(chat.id), customer.id))
    expect(await kept()).toHaveLength(4)
    clock.now += LAST_ANSWER_MS
    expect(await eraseRequested(store)).toBe(1)
    expect(await findConversation(store, chat.id)).toBeUndefined()
    // Whoever begins anew there has nothing to do with it.
    expect((await kept()).map(({ conversation_id }) => conversation_id)).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^erased:/)),
    )
    await erase(store, await customerAsPerson(store, customer.id), { scope: 'customer', actor: 'test' })
    expect(await kept()).toEqual([])
  })

  it('spares what others have proved on the same device when nobody is proved', async () => {
    const { store, clock } = place
    const customer = await addCustomer(store, { account: 'QX-2' })
    const theirs = await addChat(store, { userId: 'device', customerId: customer.id, text: 'a' })
    const mine = await addChat(store, { userId: 'device', customerId: null, text: 'b' })
    await commit(privacy.eraseChats(await chatOf(mine.id), null))
    clock.now += LAST_ANSWER_MS
    expect(await eraseRequested(store)).toBe(1)
    expect(await findConversation(store, mine.id)).toBeUndefined()
    expect((await store.vault.keyOf(theirs.subjectId)).subjectId).toBe(theirs.subjectId)
    expect((await chatOf(theirs.id)).customer_id).toBe(customer.id)
  })
})

describe('a copy', () => {
  it('is put into a chat that shows files, once a day', async () => {
    const { store, clock } = place
    const customer = await addCustomer(store, { ...SECRETS, account: 'QX-9' })
    const start = { id: 'web', channel: 'directline', userId: 'web', locale: null }
    const { conversation } = await startConversation(store, start)
    const copy = await privacy.copy(conversation, customer.id, 'en', 15)
    if (copy.result !== 'given') throw new Error(copy.result)
    await commit(copy.write)
    expect(copy.name).toMatch(/^liuke-data-2026-11-\d\d\.json$/)
    const file = await openFile(store, copy.reference.replace('liuke-file:', ''))
    expect(file?.bytes.toString()).toContain(SECRETS.address)
    expect(await privacy.copy(conversation, customer.id, 'en', 15)).toEqual({ result: 'had' })
    clock.now += 25 * 3_600_000
    expect(await privacy.copy(conversation, customer.id, 'en', 15)).toMatchObject({ result: 'given' })
  })

  it('is a promise where the channel shows none, until somebody hands it over', async () => {
    const { store, clock } = place
    const customer = await addCustomer(store, { account: 'QX-10' })
    const { id } = await addChat(store, { userId: 'carla', customerId: customer.id, text: 'x' })
    const copy = await privacy.copy(await chatOf(id), customer.id, 'zh', 15)
    if (copy.result !== 'promised') throw new Error(copy.result)
    await commit(copy.write)
    await commit(privacy.eraseAccount(await chatOf(id), customer.id, 3))
    clock.now += 2 * 86_400_000
    expect(await privacy.copy(await chatOf(id), customer.id, 'zh', 15)).toEqual({ result: 'had' })
    expect((await openRequests(store)).map(({ kind, customerId }) => [kind, customerId])).toEqual([
      ['erase', customer.id],
      ['copy', customer.id],
    ])
    expect(JSON.parse(await exportFor(store, 'wang', 'QX-10', 'zh'))).toMatchObject({
      schema: 'liuke-export/1',
      sections: { customer: [{ who: { account: 'QX-10' } }] },
    })
    expect((await openRequests(store)).map(({ kind }) => kind)).toEqual(['erase'])
    const [record] = await store.audit.list(store.db, 1)
    expect(record).toMatchObject({
      actor: 'wang',
      action: 'customer.export',
      target: `customer:${customer.id}`,
    })
  })
})

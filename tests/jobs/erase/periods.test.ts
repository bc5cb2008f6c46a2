import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCompany } from '../../../src/company/load.ts'
import { decisionsOf } from '../../../src/conversations/reading.ts'
import type { Write } from '../../../src/conversations/turn.ts'
import { countRows } from '../../../src/jobs/erase/erase.ts'
import { periodNames, policyOf } from '../../../src/jobs/erase/periods.ts'
import { findPerson } from '../../../src/jobs/erase/person.ts'
import { countDue, runPeriods } from '../../../src/jobs/erase/run-periods.ts'
import { engines } from '../../databases.ts'
import { addChat, addCustomer, addRest, freshHome, SECRETS } from './somebody.ts'

const DAY_MS = 86_400_000
const company = path.join(import.meta.dirname, '../../../data/company')

describe('the policy', () => {
  it('of the sample says how long everything is kept', async () => {
    const { policy, missing, unreadable } = policyOf(await loadCompany(company))
    expect({ missing, unreadable }).toEqual({ missing: [], unreadable: [] })
    expect(policy).toMatchObject({ chats_unverified_days: 180, verifications_days: 7 })
  })

  it('keeps for ever what it says nothing or nonsense about, and tells', () => {
    const variables = new Map([
      ['retention.files_days', '0'],
      ['retention.tickets_days', 'ten'],
      ['retention.tasks_days', '30'],
    ])
    const { policy, missing, unreadable } = policyOf({ variables })
    expect(unreadable).toEqual(['files_days', 'tickets_days'])
    expect(missing).toHaveLength(periodNames.length - 3)
    expect(policy).toMatchObject({ files_days: null, tickets_days: null, tasks_days: 30, copies_days: null })
  })
})

describe.each(engines)('periods on %s', (engine) => {
  let place: Awaited<ReturnType<typeof freshHome>>
  beforeAll(async () => {
    place = await freshHome(engine)
  })
  afterAll(async () => {
    await place.close()
    await place.home.remove()
  })

  it('take away what is due and nothing else, and say so before and afterwards', async () => {
    const { store, clock } = place
    const { policy } = policyOf(await loadCompany(company))
    const customer = await addCustomer(store, SECRETS)
    const old = await addChat(store, { userId: 'old', customerId: null, text: 'long ago' })
    const known = await addChat(store, { userId: 'known', customerId: customer.id, text: 'long ago too' })
    await addRest(store, customer, known)
    clock.now += 100 * DAY_MS
    expect(await runPeriods(store, policy, 'test')).toEqual({
      copies_days: 1,
      deliveries_days: 2,
      traces_days: 2,
      verifications_days: 2,
    })
    expect(await decisionsOf(store, old.id)).toEqual([
      expect.objectContaining({ entry: 'svc.complain', trace: null }),
    ])
    clock.now += 100 * DAY_MS
    const recent = await addChat(store, { userId: 'recent', customerId: null, text: 'today' })
    const due = await countDue(store, policy)
    expect(due).toEqual({ chats_unverified_days: 1 })
    expect(await runPeriods(store, policy, 'test')).toEqual(due)
    const chats = await store.db.selectFrom('conversations').select('id').execute()
    expect(chats.map(({ id }) => id).sort()).toEqual([known.id, recent.id].sort())
    // Of whom nothing else is kept, the key goes too; the order is not kept, as the next night would do it again.
    await expect(store.vault.keyOf(old.subjectId)).rejects.toMatchObject({ code: 'subject_erased' })
    expect((await store.vault.keyOf(known.subjectId)).subjectId).toBe(known.subjectId)
    expect(await store.vault.keystore.selectFrom('erasure_orders').selectAll().execute()).toEqual([])
    clock.now += 3_000 * DAY_MS
    await store.db.updateTable('tickets').set({ status: 'closed' }).execute()
    await store.db.updateTable('tasks').set({ status: 'done' }).execute()
    await store.db.updateTable('retention_items').set({ closed_at: 1, state: 'done' }).execute()
    expect(await runPeriods(store, policy, 'test')).toMatchObject({
      chats_verified_days: 1,
      chats_unverified_days: 1,
      tickets_days: 1,
      tasks_days: 1,
      worklist_days: 1,
    })
    expect(await runPeriods(store, policy, 'test')).toEqual({})
    const said = await store.audit.list(store.db, 10)
    expect(said.filter(({ action }) => action === 'retention.run')).toHaveLength(3)
  })

  it('spare a chat in which somebody writes while it is looked at', async () => {
    const { store, clock } = place
    const { policy } = policyOf(await loadCompany(company))
    const old = await addChat(store, { userId: 'back', customerId: null, text: 'long ago' })
    clock.now += 200 * DAY_MS
    const back = () =>
      store.db.updateTable('conversations').set({ updated_at: clock.now }).where('id', '=', old.id).execute()
    // They write after it was found that their time is over, and before anything is locked.
    const db = new Proxy(store.db, {
      get(real, name) {
        if (name === 'transaction')
          return () => ({
            async execute(work: Write) {
              await back()
              return real.transaction().execute(work)
            },
          })
        const value: unknown = Reflect.get(real, name, real)
        return typeof value === 'function' ? value.bind(real) : value
      },
    })
    expect(await countDue(store, policy)).toMatchObject({ chats_unverified_days: 1 })
    expect(await runPeriods({ ...store, db }, policy, 'test')).not.toHaveProperty('chats_unverified_days')
    expect(await store.vault.keyOf(old.subjectId)).toBeDefined()
    const { messages } = await countRows(store, await findPerson(store, old.id))
    expect(messages).toBe(1)
  })
})

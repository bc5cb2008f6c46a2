import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { named } from '../../src/churn/model.ts'
import { setChoice } from '../../src/customers/choices.ts'
import { customersAt, customersNow } from '../../src/customers/churn-outcomes.ts'
import { churnRows } from '../../src/customers/churn-rows.ts'
import { loadMapping } from '../../src/customers/mapping.ts'
import { insertCustomers, prepareCustomers } from '../../src/customers/records.ts'
import { ensureSample } from '../../src/customers/sample.ts'
import { currentModel, keptModels, MODELS_KEPT, putIntoForce, takeBack } from '../../src/jobs/churn-models.ts'
import { startChurnScores } from '../../src/jobs/churn-scores.ts'
import { outdatedCustomers, scoreAll, scoreCustomers } from '../../src/jobs/churn-scoring.ts'
import { firstTraining, trainChurnModel } from '../../src/jobs/churn-training.ts'
import { createLogger } from '../../src/log.ts'
import { NOW, openedStore, sampleCompany, sampleFolder } from '../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

const mapping = await loadMapping(path.join(import.meta.dirname, '../../data/mappings/sample.yaml'))
const company = await sampleCompany()
const CUSTOMERS = 520
const DAY_MS = 86_400_000
const NOBODY = { name: null, phone: null, email: null, language: null, address: null }
const CUTOFF = { day: '2026-07-31', horizon: 60 }

// One sample and its scores for each engine; the tests of a block follow one another.
describe.each(engines)('churn scores on %s', (engine) => {
  let home: TestHome
  let opened: Awaited<ReturnType<typeof openedStore>>
  let folder: string
  let clock = NOW

  beforeAll(async () => {
    home = await testHome(engine)
    folder = path.join(home.folder, 'churn')
    opened = await openedStore(home, engine, () => clock)
  })
  afterAll(async () => {
    await opened.close()
    await home.remove()
  })

  const options = () => ({
    ...{ store: opened.store, databaseUrl: home.databaseUrl },
    ...{ mapping, folder, actor: 'test' },
  })
  const scores = () => opened.store.db.selectFrom('scores').selectAll().orderBy('customer_id').execute()
  const audited = async (action: string) =>
    (await opened.store.db.selectFrom('audit').select('action').where('action', '=', action).execute()).length

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 25_000
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error('It did not happen in time.')
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }

  it('are not made up from too few customers', async () => {
    await expect(trainChurnModel(options())).rejects.toMatchObject({ code: 'churn_too_few' })
    expect(await scores()).toEqual([])
  })

  it('are tried once where nothing can be learnt, and again when an outcome is another', async () => {
    const { db } = opened.store
    const drafts = Array.from({ length: 200 }, (_, at) => ({
      profile: { ...NOBODY, account: `X${at}`, gender: null, birthYear: null },
      ...{ source: 'test', status: 'active' as const, plan: at % 2 ? 'basic' : 'plus', home: null },
      ...{ district: null, contract: 'month', contractEnd: null, joined: '2020-01-01', payment: 'card' },
      ...{ monthlyFen: 10_000 + at, churned: at === 0 ? null : false, attributes: {} },
    }))
    const prepared = await prepareCustomers(opened.store, drafts)
    await db.transaction().execute((trx) => insertCustomers(opened.store, trx, prepared))
    const ids = prepared.map(({ id }) => id)
    const change = (values: object, at: number) =>
      db
        .updateTable('customer_records')
        .set({ ...values, updated_at: clock })
        .where('id', '=', ids[at]!)
        .execute()
    let processes = 0
    const warned = vi.fn()
    const first = firstTraining({
      ...options(),
      get databaseUrl() {
        processes++
        return home.databaseUrl
      },
      log: { ...createLogger('silent'), warn: warned },
    })
    const tried = async () => {
      const { model } = await first(new AbortController().signal)
      return [model, processes, warned.mock.calls.length]
    }
    try {
      expect(await tried()).toEqual([null, 0, 0])
      await change({ churned: 0 }, 0)
      expect(await tried()).toEqual([null, 1, 1])
      expect(warned.mock.calls[0]?.[0]).toMatchObject({ code: 'churn_one_class' })
      clock += 60_000
      await change({}, 0)
      expect(await tried()).toEqual([null, 1, 1])
      clock += 600_000
      expect(await tried()).toEqual([null, 2, 1])
      await change({ churned: null }, 1)
      expect(await tried()).toEqual([null, 2, 1])
    } finally {
      await db.deleteFrom('customer_records').where('id', 'in', ids).execute()
      clock = NOW
    }
  })

  it('come by themselves: a model is trained and a process scores everybody, with reasons that add up', async () => {
    await ensureSample(opened.store, { folder: sampleFolder, company, seed: 1, now: NOW, count: CUSTOMERS })
    const asked = vi.spyOn(opened.store.db, 'selectFrom')
    let heard = false
    const onScored = () => {
      heard = true
    }
    const stop = startChurnScores({ ...options(), everyMs: 50, onScored, log: createLogger('silent') })
    try {
      await until(async () => heard)
      expect(await scores()).toHaveLength(CUSTOMERS)
    } finally {
      await stop()
    }
    // What takes long is read elsewhere, for training as for scoring.
    expect(asked.mock.calls.map(([table]) => table)).not.toContain('invoices as i')
    asked.mockRestore()
    const model = await currentModel(opened.store)
    expect(model?.figures?.auc5).toBeGreaterThan(0.6)
    for (const { logit, probability, reasons, model: by } of await scores()) {
      const list = JSON.parse(reasons) as { title: { zh: string; en: string }; contribution: number }[]
      const sum = list.reduce((total, { contribution }) => total + contribution, model?.base ?? Number.NaN)
      expect(Math.abs(sum - logit)).toBeLessThan(1e-9)
      expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12)
      expect(list.every(({ title }) => /\p{Script=Han}/u.test(title.zh) && /[a-z]/i.test(title.en))).toBe(
        true,
      )
      expect(by).toBe(model?.version)
    }
    expect(await audited('churn.train')).toBe(1)
  })

  it('come anew for whoever changes, also beside one who cannot be scored, and for nobody else', async () => {
    const [odd, other] = await scores()
    const change = (id: string | undefined, values: object) =>
      opened.store.db
        .updateTable('customer_records')
        .set(values)
        .where('id', '=', id ?? '')
        .execute()
    clock += 60_000
    // Imported with other columns than the model needs.
    await change(odd?.customer_id, { source: 'import:elsewhere', attributes: '{}', updated_at: clock - 1 })
    await change(other?.customer_id, { joined: '2026-10-01', updated_at: clock - 1 })
    const before = await scores()
    const stop = startChurnScores({ ...options(), everyMs: 30, log: createLogger('silent') })
    const scoreOf = async () => (await scores()).find(({ customer_id: id }) => id === other?.customer_id)
    try {
      await until(async () => (await scoreOf())?.scored_at === clock)
      expect((await scoreOf())?.logit).not.toBe(other?.logit)
      clock += 60_000
      await change(other?.customer_id, { updated_at: clock - 1 })
      await until(async () => (await scoreOf())?.scored_at === clock)
    } finally {
      await stop()
    }
    // Who cannot be scored any more keeps no score of before.
    const others = [odd?.customer_id, other?.customer_id]
    const unchanged = (await scores()).filter(({ customer_id: id }) => id !== other?.customer_id)
    expect(unchanged).toEqual(before.filter(({ customer_id: id }) => !others.includes(id)))
    await change(odd?.customer_id, { source: 'sample', updated_at: clock })
  })

  it('go, and do not come again, where the customer refuses them', async () => {
    const model = await currentModel(opened.store)
    const [someone] = await scores()
    const id = someone?.customer_id ?? ''
    const refusal = { customerId: id, automated: false, actor: 'test', conversationId: null }
    await opened.store.db.transaction().execute((trx) => setChoice(opened.store, trx, refusal))
    expect((await scores()).map(({ customer_id }) => customer_id)).not.toContain(id)
    // Written by somebody who had read before the refusal; that they could not be scored once hides it from nobody.
    await opened.store.db.insertInto('scores').values(someone!).execute()
    const { updated_at: updatedAt } = await opened.store.db
      .selectFrom('customers')
      .select('updated_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const outdated = await outdatedCustomers(opened.store, model!, new Map([[id, updatedAt]]), CUSTOMERS)
    expect(outdated.map((one) => one.id)).toContain(id)
    const { scored, skipped } = await scoreCustomers(opened.store, model!, [{ id, updatedAt: 0 }])
    expect([scored, skipped]).toEqual([0, []])
    expect((await scores()).map(({ customer_id }) => customer_id)).not.toContain(id)
    expect((await scoreAll(opened.store, model!)).scored).toBe(CUSTOMERS - 1)
    expect(await scores()).toHaveLength(CUSTOMERS - 1)
  })

  it('can go back to an earlier model, on record, whose file is kept', async () => {
    const first = await currentModel(opened.store)
    const { model: second } = await trainChurnModel({ ...options(), cutoff: CUTOFF })
    // The sample does not say on which day anybody left.
    expect(second.notes.map(({ code }) => code)).toContain('cutoff_unused')
    expect((await keptModels(opened.store)).map(({ version }) => version)).toEqual([
      second.version,
      first?.version,
    ])
    expect((await readdir(folder)).sort()).toEqual(
      [`${first?.version}.json`, `${second.version}.json`].sort(),
    )
    const back = await takeBack(opened.store, folder, first?.version ?? '', 'test')
    expect(back).toEqual(first)
    expect((await currentModel(opened.store))?.version).toBe(first?.version)
    expect(await audited('churn.use')).toBe(1)

    const file = path.join(folder, `${second.version}.json`)
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"base":/, '"base":1'))
    const taking = (version: string) => takeBack(opened.store, folder, version, 'test')
    await expect(taking(second.version)).rejects.toMatchObject({ code: 'churn_model_damaged' })
    await rm(file)
    await expect(taking(second.version)).rejects.toMatchObject({ code: 'churn_model_unknown' })
    await expect(taking('../../etc/passwd')).rejects.toMatchObject({ code: 'churn_model_unknown' })
  })

  it('keeps the newest twenty models, on disk as in the list', async () => {
    const { version: _own, ...content } = (await currentModel(opened.store))!
    const before = await keptModels(opened.store)
    const versions: string[] = []
    for (let rows = 1; rows <= MODELS_KEPT; rows++) {
      const model = named({ ...content, rows })
      await putIntoForce(opened.store, folder, model, 'test')
      versions.unshift(model.version)
    }
    expect((await keptModels(opened.store)).map(({ version }) => version)).toEqual(versions)
    expect((await readdir(folder)).sort()).toEqual(versions.map((version) => `${version}.json`).sort())
    expect(before.length).toBeGreaterThan(0)
  })

  describe('customers as of a day', () => {
    const cutoff = Date.parse('2026-07-31T23:59:59.999Z')
    const cancel = (customerId: string, day: string) => ({
      ...{ id: `c-${customerId}`, customer_id: customerId, service: 'mobile', effective: day, offer: null },
      created_at: Date.parse(`${day}T10:00:00Z`),
    })
    let ids: string[]

    beforeAll(async () => {
      const { db } = opened.store
      const rows = await db
        .selectFrom('customers')
        .select('id')
        .where('churned', '=', 0)
        .where('joined', '<', '2026-01-01')
        .orderBy('id')
        .execute()
      ids = rows.map(({ id }) => id)
    })

    it('are the same whatever happens later', async () => {
      const { db } = opened.store
      const id = ids[0]!
      const rowThen = async () => (await churnRows(opened.store, cutoff, [id], { past: true }))[0]?.row
      const before = await rowThen()
      expect(before).toBeDefined()
      const later = cutoff + 5 * DAY_MS
      const { subject_id, profile, district } = await db
        .selectFrom('customers')
        .select(['subject_id', 'profile', 'district'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const ticket = {
        customer_id: id,
        conversation_id: null,
        subject_id,
        topic: 'svc.complain',
        body: profile,
      }
      await db
        .insertInto('tickets')
        .values({
          ...{ ...ticket, id: 'later', number: 'T1', status: 'open' },
          ...{ created_at: later, updated_at: later, resolved_at: null },
        })
        .execute()
      await db
        .insertInto('products')
        .values({ customer_id: id, product: 'tv', since: '2026-08-02', until: null })
        .execute()
      const outage = { district: district ?? '', started_at: later, expected_end: null, ended_at: null }
      await db
        .insertInto('outages')
        .values(['mobile', 'home'].map((service) => ({ ...outage, id: `later-${service}`, service })))
        .execute()
      await db
        .updateTable('invoices')
        .set({ total_fen: 999_999, failed_payments: 9 })
        .where('customer_id', '=', id)
        .where('month', '>=', '2026-07')
        .execute()
      await db
        .updateTable('usage')
        .set({ data_mb: 1 })
        .where('customer_id', '=', id)
        .where('month', '>=', '2026-07')
        .execute()
      await db.insertInto('cancellations').values(cancel(id, '2026-08-20')).execute()
      expect(await rowThen()).toEqual(before)

      // What happened before does count: it is not that nothing does.
      await db
        .updateTable('tickets')
        .set({ created_at: cutoff - DAY_MS })
        .where('id', '=', 'later')
        .execute()
      const open = await rowThen()
      expect(open).toMatchObject({ open_tickets: Number(before?.['open_tickets']) + 1 })
      // Settled since then, it still was open then.
      await db
        .updateTable('tickets')
        .set({ status: 'resolved', resolved_at: later })
        .where('id', '=', 'later')
        .execute()
      expect(await rowThen()).toEqual(open)
    })

    it('left where they said so within the horizon; who had said so before, or when nobody knows, is left out', async () => {
      const { db } = opened.store
      const [within, after, before] = [ids[0]!, ids[1]!, ids[2]!]
      await db
        .insertInto('cancellations')
        .values([cancel(after, '2026-10-15'), cancel(before, '2026-07-20')])
        .execute()
      const { rows, left, undated } = await customersAt(opened.store, mapping, CUTOFF)
      const labels = new Map(rows.map(({ customerId, row }) => [customerId, row['churned']]))
      expect([within, after, before].map((id) => labels.get(id))).toEqual(['yes', 'no', undefined])
      expect(left).toBe(1)
      const unknown = await db.selectFrom('customers').select('id').where('churned', '=', 1).execute()
      expect(undated).toBeGreaterThan(10)
      for (const { id } of unknown) expect(labels.has(id)).toBe(false)
      // The same goes for today: whom drift compares such a model with.
      const today = await customersNow(opened.store)
      expect(today).toContain(ids[3])
      for (const id of [within, after, before, unknown[0]!.id]) expect(today).not.toContain(id)
    })

    it('teach a model that says what they are as of', async () => {
      const { db } = opened.store
      await db
        .insertInto('cancellations')
        .values(ids.slice(10, 50).map((id) => cancel(id, '2026-09-01')))
        .execute()
      const { model } = await trainChurnModel({ ...options(), cutoff: CUTOFF })
      expect(model.cutoff).toEqual(CUTOFF)
      expect(model.baseRate * model.rows).toBeCloseTo(41, 6)
      expect(model.notes.map(({ code }) => code)).toContain('undated_left')
    })

    it('are not known of customers who were imported', async () => {
      await opened.store.db.updateTable('customer_records').set({ source: 'import:crm' }).execute()
      await expect(customersAt(opened.store, mapping, CUTOFF)).rejects.toMatchObject({
        code: 'churn_cutoff_imported',
      })
    })

    it.each([
      ['churn_cutoff_invalid', { day: '2026-02-30', horizon: 60 }],
      ['churn_cutoff_invalid', { day: '2026-07-31', horizon: 0 }],
      ['churn_horizon_open', { day: '2026-11-01', horizon: 60 }],
    ])('are refused with %s', async (code, question) => {
      await expect(customersAt(opened.store, mapping, question)).rejects.toMatchObject({ code })
    })
  })
})

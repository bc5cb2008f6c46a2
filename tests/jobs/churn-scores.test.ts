import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { liveRisk } from '../../src/churn/live.ts'
import { loadMapping } from '../../src/customers/mapping.ts'
import { ensureSample } from '../../src/customers/sample.ts'
import {
  currentModel,
  scoreCustomers,
  startChurnScores,
  trainChurnModel,
} from '../../src/jobs/churn-scores.ts'
import { createLogger } from '../../src/log.ts'
import { CompanyServices } from '../../src/services/company-services.ts'
import { NOW, openedStore, sampleCompany, sampleFolder } from '../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

const mapping = await loadMapping(path.join(import.meta.dirname, '../../data/mappings/sample.yaml'))
const company = await sampleCompany()
const CUSTOMERS = 400

describe.each(engines)('churn scores on %s', (engine) => {
  let home: TestHome
  let opened: Awaited<ReturnType<typeof openedStore>>
  let clock = NOW

  beforeEach(async () => {
    clock = NOW
    home = await testHome(engine)
    opened = await openedStore(home, engine, () => clock)
  })
  afterEach(async () => {
    await opened.close()
    await home.remove()
  })

  const sample = (count = CUSTOMERS) =>
    ensureSample(opened.store, { folder: sampleFolder, company, seed: 1, now: NOW, count })
  const options = () => ({ store: opened.store, mapping, folder: path.join(home.folder, 'churn') })
  const scores = () => opened.store.db.selectFrom('scores').selectAll().orderBy('customer_id').execute()

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 25_000
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error('It did not happen in time.')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  it('exist for everybody after training, with reasons that add up to the logit', async () => {
    await sample()
    const { model } = await trainChurnModel(options())
    const { scored, skipped } = await scoreCustomers(opened.store, model)
    expect([scored.size, skipped]).toEqual([CUSTOMERS, 0])
    const rows = await scores()
    expect(rows).toHaveLength(CUSTOMERS)
    for (const { logit, probability, reasons } of rows) {
      const list = JSON.parse(reasons) as { title: { zh: string; en: string }; contribution: number }[]
      const sum = list.reduce((total, { contribution }) => total + contribution, model.base)
      expect(Math.abs(sum - logit)).toBeLessThan(1e-9)
      expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12)
      expect(list.every(({ title }) => /\p{Script=Han}/u.test(title.zh) && /[a-z]/i.test(title.en))).toBe(
        true,
      )
    }
    expect((await currentModel(opened.store))?.version).toBe(model.version)
  })

  it('come by themselves at start, and anew when something happens to a customer', async () => {
    await sample()
    const stop = startChurnScores({ ...options(), log: createLogger('silent') })
    try {
      await until(async () => (await scores()).length === CUSTOMERS)
      const [first] = await scores()
      const customer = await opened.store.db
        .selectFrom('customers')
        .selectAll()
        .where('id', '=', first?.customer_id ?? '')
        .executeTakeFirstOrThrow()
      clock += 60_000
      const services = new CompanyServices({
        store: opened.store,
        company: () => company,
        verifiedMs: 1,
        canSendCodes: () => true,
      })
      const conversation = { id: 'none', subject_id: customer.subject_id }
      const { write } = await services.openTicket(conversation, customer.id, 'svc.complain', '网速太慢')
      await opened.store.db.transaction().execute(write)
      await until(async () => (await scores())[0]?.scored_at === clock)
      const [again, ...others] = await scores()
      expect(again?.logit).not.toBe(first?.logit)
      expect(others.every(({ scored_at }) => scored_at === NOW)).toBe(true)
    } finally {
      await stop()
    }
  })

  it('come anew for a customer who was scored together with one who cannot be', async () => {
    await sample()
    const { model } = await trainChurnModel(options())
    await scoreCustomers(opened.store, model)
    const [odd, other] = await scores()
    const rows = opened.store.db.updateTable('customers')
    // Imported with other columns than the model needs.
    await rows
      .set({ source: 'import:elsewhere', attributes: '{}', updated_at: clock + 1 })
      .where('id', '=', odd?.customer_id ?? '')
      .execute()
    await rows
      .set({ updated_at: clock + 1 })
      .where('id', '=', other?.customer_id ?? '')
      .execute()
    clock += 60_000
    const stop = startChurnScores({ ...options(), log: createLogger('silent') })
    const scoredAt = async () =>
      (await scores()).find(({ customer_id }) => customer_id === other?.customer_id)
    try {
      await until(async () => (await scoredAt())?.scored_at === clock)
      clock += 60_000
      await rows
        .set({ updated_at: clock - 1 })
        .where('id', '=', other?.customer_id ?? '')
        .execute()
      await until(async () => (await scoredAt())?.scored_at === clock)
    } finally {
      await stop()
    }
  })

  it('are not made up from too few customers', async () => {
    await sample(30)
    await expect(trainChurnModel(options())).rejects.toMatchObject({ code: 'churn_too_few' })
    expect(await scores()).toEqual([])
  })
})

describe('the risk in a conversation', () => {
  const none = { cancel: false, negativeMood: false, failedAnswers: 0, repeatTicket: false, resolved: false }

  it('starts from the score and moves with what is said', () => {
    expect(liveRisk(-1.5, none).probability).toBeCloseTo(1 / (1 + Math.exp(1.5)), 12)
    expect(liveRisk(-1.5, { ...none, cancel: true }).logit).toBeCloseTo(0.5, 12)
  })
})

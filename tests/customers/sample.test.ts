import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../src/company/load.ts'
import type { Store } from '../../src/conversations/store.ts'
import { invoicesOf } from '../../src/customers/billing.ts'
import { dayIn, daysBetween } from '../../src/customers/calendar.ts'
import { withAuditGroups } from '../../src/customers/churn-audit.ts'
import { churnRows } from '../../src/customers/churn-rows.ts'
import { generateSample } from '../../src/customers/generate/sample.ts'
import { loadSampleSource } from '../../src/customers/generate/source.ts'
import { loadMapping } from '../../src/customers/mapping.ts'
import { outagesIn } from '../../src/customers/outages.ts'
import { productsOf } from '../../src/customers/products.ts'
import { findByAccount, openProfile } from '../../src/customers/records.ts'
import { ensureSample } from '../../src/customers/sample.ts'
import { ticketsOf } from '../../src/customers/tickets.ts'
import { usageOf } from '../../src/customers/usage.ts'
import { visitsToCome } from '../../src/customers/visits.ts'
import { SampleSystems } from '../../src/services/sample-systems.ts'
import { type Engine, engines, type TestHome, testHome } from '../databases.ts'
import { NOW, openedStore, sampleCompany, sampleFolder } from './opened-store.ts'

const HOUR_MS = 3_600_000
const COUNT = 120

describe.each(engines)('the sample customers on %s', (engine: Engine) => {
  let home: TestHome
  let store: Store
  let close: () => Promise<void>
  let company: Company
  let clock = NOW
  const masterKey = randomBytes(32)

  beforeEach(async () => {
    clock = NOW
    home = await testHome(engine)
    company = await sampleCompany()
    ;({ store, close } = await openedStore(home, engine, () => clock, masterKey))
  })
  afterEach(async () => {
    await close()
    await home.remove()
  })

  const ensure = (count = COUNT, into = store) =>
    ensureSample(into, { folder: sampleFolder, company, seed: 3, now: clock, count })
  const countOf = async (table: 'customers' | 'subjects' | 'invoices' | 'usage' | 'tickets' | 'outages') => {
    const row = await store.db
      .selectFrom(table)
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return row.count
  }
  const demo = async (account: string) => {
    const found = await findByAccount(store, account)
    if (!found) throw new Error(`no ${account}`)
    return found
  }

  it('are written once, with what is on record in the audit log', async () => {
    expect(await ensure()).toBe(true)
    expect(await countOf('customers')).toBe(COUNT)
    const before = [await countOf('invoices'), await countOf('usage'), await countOf('tickets')]
    expect(await ensure()).toBe(false)
    expect([await countOf('invoices'), await countOf('usage'), await countOf('tickets')]).toEqual(before)
    const records = await store.audit.list(store.db, 10)
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({ actor: 'system', action: 'customers.sample', target: 'customers' })
    expect(records[0]?.detail).toMatchObject({ seed: 3, customers: COUNT, invoices: before[0] })
    expect((await store.audit.verify(store.db)).ok).toBe(true)
  })

  it('leave customers of others alone', async () => {
    await ensure(5)
    await store.db.updateTable('customer_records').set({ source: 'import:telco' }).execute()
    await store.db.deleteFrom('settings').execute()
    expect(await ensure()).toBe(false)
    expect(await countOf('customers')).toBe(5)
  })

  it('are written once by two processes that start together', async () => {
    const other = await openedStore(home, engine, () => clock, masterKey)
    const wrote = await Promise.all([ensure(), ensure(COUNT, other.store)])
    await other.close()
    expect(wrote.sort()).toEqual([false, true])
    expect(await countOf('customers')).toBe(COUNT)
  })

  it('are there in full or not at all when the process that writes them is killed', async () => {
    for (const dieAt of [0.2, 0.5, 1]) {
      const { databaseUrl, keystoreUrl } = home
      const given = { engine, databaseUrl, keystoreUrl, key: masterKey.toString('hex'), count: 600, dieAt }
      const script = path.join(import.meta.dirname, 'sample-process.ts')
      const env = { ...process.env, LIUKE_TEST: JSON.stringify(given) }
      const child = spawn(process.execPath, [script], { env, stdio: 'inherit' })
      const [, signal] = await once(child, 'exit')
      expect(signal).toBe('SIGKILL')
      expect([await countOf('customers'), await countOf('invoices'), await countOf('outages')]).toEqual([
        0, 0, 0,
      ])
      expect(await store.audit.list(store.db, 1)).toEqual([])
    }
    expect(await ensure()).toBe(true)
    expect(await countOf('customers')).toBe(COUNT)
    expect((await store.audit.verify(store.db)).ok).toBe(true)
  })

  it('read back as they were made', async () => {
    await ensure()
    const source = await loadSampleSource(sampleFolder)
    const { variables, timeZone } = company
    const made = generateSample({ seed: 3, count: COUNT, now: clock, timeZone, variables, source })
    for (const { draft, invoices, usage, products, tickets } of made.customers.slice(0, 20)) {
      const row = await demo(draft.profile.account)
      expect(await openProfile(store, row)).toEqual(draft.profile)
      expect(await invoicesOf(store, row)).toEqual(invoices.toReversed())
      expect(await usageOf(store, row.id, 99)).toEqual(usage.toReversed())
      const read = await ticketsOf(store, row)
      const sorted = tickets.toSorted((a, b) => b.createdAt - a.createdAt)
      expect(read.map(({ number, text }) => [number, text])).toEqual(sorted.map((t) => [t.number, t.text]))
      const today = products.filter(({ until }) => until === null || until >= '2026-11-22')
      const held = await productsOf(store, row.id, '2026-11-22')
      expect(held.map(({ product }) => product).sort()).toEqual(today.map(({ product }) => product).sort())
    }
  })

  it('give the churn model the rows their labels were drawn from', async () => {
    await ensure()
    const source = await loadSampleSource(sampleFolder)
    const { variables, timeZone } = company
    const made = generateSample({ seed: 3, count: COUNT, now: clock, timeZone, variables, source })
    const rows = await churnRows(store, clock)
    expect(rows).toHaveLength(COUNT)
    const byId = new Map(rows.map((one) => [one.customerId, one]))
    for (const { draft, row } of made.customers) {
      const { id } = await demo(draft.profile.account)
      const churned = draft.churned === null ? null : draft.churned ? 'yes' : 'no'
      expect(byId.get(id)).toEqual({ customerId: id, source: 'sample', row: { ...row, id, churned } })
    }
  })

  it('give rows of some customers alone, with every column the mapping names', async () => {
    await ensure()
    const all = await churnRows(store, clock)
    const wanted = all.slice(10, 14)
    const ids = wanted.map(({ customerId }) => customerId)
    expect(await churnRows(store, clock, ids)).toEqual(wanted)
    expect(await churnRows(store, clock, [])).toEqual([])
    const mapping = await loadMapping(path.join(sampleFolder, '../mappings/sample.yaml'))
    expect(Object.keys(all[0]?.row ?? {}).sort()).toEqual(Object.keys(mapping.columns).sort())
    const audited = await withAuditGroups(store, all, mapping, clock)
    const genders = new Set(audited.map(({ row }) => row['gender']))
    const ages = new Set(audited.map(({ row }) => row['age_group']))
    expect([genders, ages]).toEqual([new Set(['female', 'male']), new Set(['under-30', '30-59', '60-plus'])])
  })

  it('leave whoever was erased in no group', async () => {
    await ensure(5)
    const row = await demo('8000000011')
    await store.vault.destroy(row.subject_id)
    const mapping = await loadMapping(path.join(sampleFolder, '../mappings/sample.yaml'))
    const audited = await withAuditGroups(store, await churnRows(store, clock, [row.id]), mapping, clock)
    expect(audited[0]?.row).toMatchObject({ gender: null, age_group: null, plan: 'plus' })
  })

  it('have an outage at home that goes on at every start', async () => {
    await ensure(5)
    const { district } = await demo('8000000037')
    const here = async () =>
      (await outagesIn(store, district ?? '', clock)).filter((o) => o.service === 'home')
    expect(await here()).toHaveLength(1)
    clock += HOUR_MS
    await ensure(5)
    const [same] = await here()
    expect(await here()).toHaveLength(1)
    clock += 30 * 24 * HOUR_MS
    expect(await ensure(5)).toBe(false)
    const [next] = await here()
    expect(await here()).toHaveLength(1)
    expect(next?.id).not.toBe(same?.id)
    expect(next?.expectedEnd ?? 0).toBeGreaterThan(clock)
  })

  it('have visits to come, booked anew at a start where they are over, and lines to test', async () => {
    await ensure(5)
    const visits = async (account: string) =>
      (await visitsToCome(store, await demo(account), company.timeZone)).map(({ kind, day, from }) => [
        daysBetween(dayIn(clock, company.timeZone), day),
        kind,
        from,
      ])
    const two = [
      [2, 'install', 540],
      [5, 'repair', 780],
    ]
    expect(await visits('8000000045')).toEqual([[1, 'repair', 780]])
    expect(await visits('8000000052')).toEqual(two)
    const systems = new SampleSystems(store, () => company)
    expect(await systems.testLine(await demo('8000000037'))).toBe('no-signal')
    expect(await systems.testLine(await demo('8000000045'))).toBe('no-signal')
    expect(await systems.testLine(await demo('8000000052'))).toBe('unstable')
    expect(await systems.testLine(await demo('8000000011'))).toBe('ok')
    await ensure(5)
    expect(await visits('8000000052')).toEqual(two)
    clock += 30 * 24 * HOUR_MS
    await ensure(5)
    expect(await visits('8000000052')).toEqual(two)
  })

  it('leave no name, phone, e-mail, account or text in the database', async () => {
    await ensure()
    const rows = await store.db.selectFrom('customers').selectAll().execute()
    const profiles = await Promise.all(rows.map((row) => openProfile(store, row)))
    const texts = (await Promise.all(rows.map((row) => ticketsOf(store, row)))).flat().map(({ text }) => text)
    const secrets = new Set([
      ...profiles.flatMap(({ account, name, phone, email, address }) => [
        account,
        name,
        phone,
        email,
        address,
      ]),
      ...texts,
    ])
    await sql`insert into settings (key, value) values ('planted', 'planted.person@example.com')`.execute(
      store.db,
    )
    const stored = await contentOf(engine, home, close)
    expect(stored.includes('planted.person@example.com')).toBe(true)
    const found = [...secrets].filter((secret) => secret !== null && stored.includes(secret))
    expect(found).toEqual([])
  })
})

/** Everything the two databases hold, as bytes of the files, or as text of every table. */
async function contentOf(engine: Engine, home: TestHome, close: () => Promise<void>): Promise<Buffer> {
  if (engine === 'sqlite') {
    const names = await readdir(home.folder)
    const open = await Promise.all(names.map((name) => readFile(path.join(home.folder, name))))
    await close()
    // What stood in the write-ahead log is in the files now.
    const closed = await Promise.all(
      (await readdir(home.folder)).map((name) => readFile(path.join(home.folder, name))),
    )
    return Buffer.concat([...open, ...closed])
  }
  const parts: string[] = []
  for (const url of [home.databaseUrl, home.keystoreUrl]) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const tables = await client.query(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    )
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`select t::text as row from "${name}" t`)
      for (const { row } of rows) parts.push(row)
      // Bytes are written in hexadecimal there; what they spell is read too.
      for (const { row } of rows)
        for (const [, hex] of row.matchAll(/\\x([0-9a-f]{8,})/g))
          parts.push(Buffer.from(hex, 'hex').toString('utf8'))
    }
    await client.end()
  }
  return Buffer.from(parts.join('\n'))
}

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import { churnRows } from '../../../src/customers/churn-rows.ts'
import { importCustomers, NAMED_PROBLEMS } from '../../../src/customers/import/import.ts'
import { loadMapping, type Mapping } from '../../../src/customers/mapping.ts'
import { findByAccount, openProfile } from '../../../src/customers/records.ts'
import { engines, type TestHome, testHome } from '../../databases.ts'
import { NOW, openedStore, sampleFolder } from '../opened-store.ts'

const DAY_MS = 86_400_000

const MAPPING = `
name: crm
about: { zh: 示例, en: an example }
id: Account No
label: { column: Left, churned: "Y", stayed: "N" }
columns:
  Account No: { type: category }
  Full name: { type: category }
  Mobile: { type: category }
  Mail: { type: category }
  Speaks: { type: category }
  Sex: { type: category }
  Area: { type: category }
  Tariff: { type: category }
  Months: { type: number }
  Fee: { type: number }
  Device: { type: category }
  Calls to us: { type: number }
  Left: { type: category }
customers:
  account: Account No
  name: Full name
  phone: Mobile
  email: Mail
  language: { column: Speaks, values: { Mandarin: zh, English: en } }
  gender: Sex
  district: Area
  plan: Tariff
  tenure_months: Months
  monthly_charge: Fee
  status: { column: Left, values: { "Y": cancelled, "N": active } }
churn:
  groups: { all: { zh: 全部, en: all } }
  features:
    - { group: all, number: Months }
    - { group: all, number: Calls to us }
  audit: [Sex]
`
const HEADER = 'Account No,Full name,Mobile,Mail,Speaks,Sex,Area,Tariff,Months,Fee,Device,Calls to us,Left'
const EMMA =
  'AB-0017,Emma Clarke,+86 190 0000 7771,Emma@Example.com,English,female,central,basic,14,59.90,phone,2,N'
const WANG = 'ab-0025,王小明,19000007772,xm@example.com,Mandarin,male,airport,max,3,159,tablet,0,Y'
const BARE = 'AB-0033,,,,,,,,,,,,'

describe.each(engines)('importing customers on %s', (engine) => {
  let home: TestHome
  let store: Store
  let close: () => Promise<void>
  let mapping: Mapping
  let clock = NOW
  /** Entries of the audit log before the test. */
  let recorded = 0

  beforeAll(async () => {
    home = await testHome(engine)
    ;({ store, close } = await openedStore(home, engine, () => clock))
    await writeFile(path.join(home.folder, 'crm.yaml'), MAPPING)
  })
  afterAll(async () => {
    await close()
    await home.remove()
  })
  beforeEach(async () => {
    clock = NOW
    mapping = await loadMapping(path.join(home.folder, 'crm.yaml'))
    for (const table of ['customer_records', 'subjects', 'erased_accounts'] as const)
      await store.db.deleteFrom(table).execute()
    recorded = (await records()).length
  })

  const records = () => store.audit.list(store.db, 100)
  const run = async (lines: readonly string[], more: { dryRun?: boolean; header?: string } = {}) => {
    const file = path.join(home.folder, 'customers.csv')
    await writeFile(file, [more.header ?? HEADER, ...lines].join('\r\n'))
    const { dryRun = false } = more
    return importCustomers(store, {
      files: [{ file, mapping }],
      now: clock,
      timeZone: 'Asia/Shanghai',
      actor: 'cli:test',
      dryRun,
    })
  }
  const count = async (table: 'customers' | 'subjects') =>
    (
      await store.db
        .selectFrom(table)
        .select((e) => e.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  const record = async (account: string) => {
    const row = await findByAccount(store, account)
    if (!row) throw new Error(`no ${account}`)
    return { row, profile: await openProfile(store, row) }
  }

  it('writes records, profiles and attributes, and puts it on record', async () => {
    expect(await run([EMMA, WANG, BARE])).toEqual({
      ...{ rows: 3, added: 3, updated: 0, unchanged: 0 },
      ...{ changedCells: 3, conflicts: 0, problems: [], problemCount: 0, written: true, report: null },
      warnings: [],
    })
    const emma = await record('ab-0017')
    expect(emma.profile).toEqual({
      ...{ account: 'AB-0017', name: 'Emma Clarke', phone: '19000007771', email: 'emma@example.com' },
      ...{ language: 'en', gender: 'female', address: null, birthYear: null },
    })
    expect(emma.row).toMatchObject({
      ...{ source: 'import:crm', status: 'active', plan: 'basic', district: 'central', monthly_fen: 5_990 },
      ...{ joined: '2025-09-22', churned: 0, home: null },
    })
    expect((await record('AB-0025')).row).toMatchObject({ status: 'cancelled', churned: 1 })
    expect((await record('AB-0033')).row).toMatchObject({ status: 'active', churned: null, plan: null })
    const [entry] = await store.audit.list(store.db, 5)
    expect(entry).toMatchObject({ actor: 'cli:test', action: 'customers.import', target: 'mapping:crm' })
    expect(entry?.detail).toEqual({ added: 3, updated: 0, unchanged: 0 })
  })

  it('keeps what tells who somebody is out of the attributes, which are the row of the churn model', async () => {
    await run([EMMA, WANG])
    const { row } = await record('AB-0017')
    const rows = await churnRows(store, clock)
    expect(rows.find(({ customerId }) => customerId === row.id)).toEqual({
      customerId: row.id,
      source: 'import:crm',
      row: {
        ...{ Area: 'central', Tariff: 'basic', Months: 14, Fee: 59.9, Device: 'phone', 'Calls to us': 2 },
        Left: 'N',
      },
    })
    const { rows: stored } = await sql<{ attributes: string }>`select attributes from customers`.execute(
      store.db,
    )
    expect(JSON.stringify(stored)).not.toMatch(/Emma|小明|19000|example|AB-00|female|English/)
  })

  it('changes nothing the second time, also on another day, and says so', async () => {
    await run([EMMA, WANG])
    const before = await store.db.selectFrom('customers').selectAll().orderBy('id').execute()
    clock += 45 * DAY_MS
    expect(await run([EMMA, WANG])).toMatchObject({ added: 0, updated: 0, unchanged: 2, written: false })
    expect(await store.db.selectFrom('customers').selectAll().orderBy('id').execute()).toEqual(before)
    expect(await records()).toHaveLength(recorded + 1)
  })

  it('updates accounts it knows under the keys they have, and adds the others', async () => {
    await run([EMMA])
    const before = await record('AB-0017')
    clock += DAY_MS
    const married = EMMA.replace('Emma Clarke', 'Emma Hart')
      .replace('7771', '7779')
      .replace(',14,59.90', ',15,99')
    expect(await run([married, WANG])).toMatchObject({ added: 1, updated: 1, unchanged: 0, written: true })
    const { row, profile } = await record('AB-0017')
    expect(profile).toMatchObject({ name: 'Emma Hart', phone: '19000007779', email: 'emma@example.com' })
    expect(row).toMatchObject({
      ...{ id: before.row.id, subject_id: before.row.subject_id, monthly_fen: 9_900, joined: '2025-08-23' },
      ...{ created_at: before.row.created_at, updated_at: clock },
    })
    expect(row.phone_hash).not.toBe(before.row.phone_hash)
    expect(await count('customers')).toBe(2)
  })

  it('leaves fields alone that the mapping has no column for', async () => {
    await run([EMMA])
    const { address: _, ...others } = mapping.customers
    const { district: __, ...slim } = others
    mapping = { ...mapping, customers: slim }
    await run([EMMA.replace('central', 'airport')])
    expect((await record('AB-0017')).row.district).toBe('central')
  })

  it('only says what it would do when asked to', async () => {
    expect(await run([EMMA, WANG], { dryRun: true })).toMatchObject({ added: 2, written: false })
    expect([await count('customers'), await count('subjects')]).toEqual([0, 0])
    expect(await records()).toHaveLength(recorded)
  })

  it('writes nothing when a row is wrong, and tells line and column of each, not what stands there', async () => {
    const bad = [
      EMMA,
      WANG.replace('19000007772', 'ring twice'),
      'AB-0041,Anna Hart,,anna-at-home,French,,,,,12.5,,,N',
      ',Nobody,,,,,,,,,,,N',
      'AB-0017,Emma Again,,,,,,,,,,,N',
      'AB-0051,Too Many,,,,,,,,,,,N,more',
      'AB-0061,Months,,,,,,,some,,,,N',
      'AB-0071,Left,,,,,,,,,,,maybe',
      'AB-0081,Device,,,,,,,,,call 13900001234,,N',
    ]
    const report = await run(bad)
    expect(report).toMatchObject({ rows: 9, added: 0, updated: 0, unchanged: 0, written: false })
    expect(report.problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'Mobile'],
      [4, 'Mail'],
      [4, 'Speaks'],
      [5, 'Account No'],
      [6, 'Account No'],
      [7, null],
      [8, 'Months'],
      [9, 'Left'],
      [9, 'Left'],
      [10, 'Device'],
    ])
    expect(JSON.stringify(report)).not.toMatch(/Emma|Anna|Nobody|ring|anna-at|French|13900001234|AB-00|maybe/)
    expect([await count('customers'), await count('subjects')]).toEqual([0, 0])
  })

  it('names the first problems and counts the rest', async () => {
    const report = await run(Array.from({ length: 50 }, (_, at) => `AB-${at},,bad,,,,,,,,,,`))
    expect([report.problems.length, report.problemCount]).toEqual([NAMED_PROBLEMS, 50])
  })

  it('takes nobody in again who was erased', async () => {
    await run([EMMA])
    await store.vault.destroy((await findByAccount(store, 'AB-0017'))?.subject_id ?? '')
    const report = await run([EMMA, WANG])
    expect(report).toMatchObject({ problemCount: 1, written: false })
    expect(report.problems[0]).toMatchObject({ line: 2, column: 'Account No' })
    expect(await count('customers')).toBe(1)
  })

  it('keeps nothing when it fails on the way', async () => {
    await run([EMMA])
    // The log is written last: that it cannot be stands for anything that goes wrong on the way.
    await sql`alter table audit rename to audit_gone`.execute(store.db)
    await expect(run([EMMA.replace('Clarke', 'Hart'), WANG])).rejects.toThrow()
    await sql`alter table audit_gone rename to audit`.execute(store.db)
    expect(await count('customers')).toBe(1)
    expect((await record('AB-0017')).profile.name).toBe('Emma Clarke')
  })

  it('lets one of two imports at once win, and the other begin anew', async () => {
    const outcomes = await Promise.allSettled([run([EMMA, WANG]), run([EMMA, WANG])])
    const refused = outcomes.filter((o) => o.status === 'rejected')
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'import_running' })
    expect(outcomes.length - refused.length).toBeGreaterThan(0)
    expect(await count('customers')).toBe(2)
    expect(await run([EMMA, WANG])).toMatchObject({ unchanged: 2 })
  })

  it('refuses a mapping without an account, or one that reads it as a number', async () => {
    const { account: _, phone: __, email: ___, ...others } = mapping.customers
    const whole = mapping
    mapping = { ...whole, customers: others }
    await expect(run([EMMA])).rejects.toMatchObject({ code: 'import_mapping' })
    mapping = { ...whole, columns: { ...whole.columns, Mobile: { type: 'number' } } }
    await expect(run([EMMA])).rejects.toMatchObject({ code: 'import_mapping' })
  })

  it('refuses a table whose columns are not those of the mapping', async () => {
    await expect(run([EMMA], { header: HEADER.replace('Tariff', 'Tarif') })).rejects.toMatchObject({
      code: 'csv_columns',
    })
  })

  it('reads the table of IBM with the mapping that is shipped', async () => {
    mapping = await loadMapping(path.join(sampleFolder, '../mappings/telco.yaml'))
    const header = Object.keys(mapping.columns).join(',')
    const cells = Object.fromEntries(
      Object.entries(mapping.columns).map(([name, { type }]) => [name, type === 'number' ? '12' : 'No']),
    )
    const row = { ...cells, customerID: '0001-TESTA', gender: 'Female', Contract: 'One year' }
    const line = Object.keys(mapping.columns)
      .map((name) => row[name as keyof typeof row])
      .join(',')
    expect(await run([line], { header })).toMatchObject({ added: 1, written: true })
    const { row: stored, profile } = await record('0001-testa')
    expect(profile).toMatchObject({ account: '0001-TESTA', gender: 'female', name: null })
    expect(stored).toMatchObject({ contract: 'one-year', monthly_fen: 1_200, status: 'active', churned: 0 })
    const [churn] = await churnRows(store, clock)
    const wanted = Object.keys(mapping.columns).filter((name) => !['customerID', 'gender'].includes(name))
    expect(Object.keys(churn?.row ?? {}).sort()).toEqual(wanted.sort())
  })
})

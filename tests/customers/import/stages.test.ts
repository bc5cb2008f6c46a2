/** What others see of an import, and what is left of one that was cut off. */

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import { importCustomers } from '../../../src/customers/import/import.ts'
import { beginImport, SILENCE_MS } from '../../../src/customers/import/lease.ts'
import type { ImportedCustomer } from '../../../src/customers/import/read-row.ts'
import { sourcesOf } from '../../../src/customers/import/source.ts'
import { stageRows } from '../../../src/customers/import/stage.ts'
import { sweepImports } from '../../../src/customers/import/sweep.ts'
import { switchLive } from '../../../src/customers/import/switch.ts'
import { togetherIn } from '../../../src/customers/import/together.ts'
import { loadMapping, type Mapping } from '../../../src/customers/mapping.ts'
import { findByAccount, openProfile } from '../../../src/customers/records.ts'
import { engines, type TestHome, testHome } from '../../databases.ts'
import { NOW, openedStore } from '../opened-store.ts'

const MAPPING = `
name: crm
about: { zh: 示例, en: an example }
id: no
label: { column: left, churned: "Y", stayed: "N" }
columns: { no: { type: category }, who: { type: category }, plan: { type: category }, left: { type: category } }
customers: { account: no, name: who, plan: plan }
churn: { groups: { all: { zh: 全部, en: all } }, features: [{ group: all, is: plan, value: max }] }
`
const ENTRY = { actor: 'cli:test', target: 'mapping:crm', detail: {} }

const row = (account: string, plan: string): ImportedCustomer => ({
  account,
  profile: { name: 'Zoe' },
  record: { plan },
  joinedByTenure: null,
  churned: null,
  attributes: { plan },
})

describe.each(engines)('an import on %s', (engine) => {
  let home: TestHome
  let store: Store
  let close: () => Promise<void>
  let mapping: Mapping
  let clock = NOW

  beforeAll(async () => {
    home = await testHome(engine)
    ;({ store, close } = await openedStore(home, engine, () => clock))
    const file = path.join(home.folder, 'crm.yaml')
    await writeFile(file, MAPPING)
    mapping = await loadMapping(file)
  })
  afterAll(async () => {
    await close()
    await home.remove()
  })
  beforeEach(async () => {
    await store.db.updateTable('imports').set({ holder: GONE }).where('status', '=', 'running').execute()
    await sweepImports(store)
    await store.db.deleteFrom('customer_records').execute()
    await store.db.deleteFrom('subjects').execute()
    await sql`delete from subject_keys`.execute(store.vault.keystore)
  })

  /** A process of this computer that does not exist. */
  const GONE = `${os.hostname()}#999999999`
  const count = async (table: 'customers' | 'customer_records' | 'subjects' | 'import_changes') => {
    const { n } = await store.db
      .selectFrom(table)
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return Number(n)
  }
  const keys = async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from subject_keys`.execute(
      store.vault.keystore,
    )
    return Number(rows[0]?.n)
  }
  const begun = async (rows: readonly ImportedCustomer[]) => {
    const lease = await beginImport(store, 'cli:test', 'crm')
    const sources = sourcesOf([{ file: 'crm.csv', mapping }])
    const options = { store, lease, sources, together: togetherIn([], sources) }
    const counts = { added: 0, unchanged: 0 }
    await stageRows(
      options,
      1,
      rows.map((customer, at) => ({ line: at + 2, customer })),
      counts,
    )
    lease.end()
    return lease
  }
  const live = async (rows: readonly ImportedCustomer[]) => {
    const lease = await begun(rows)
    await switchLive(store, lease.id, ENTRY)
  }

  it('shows new customers when all of them are there, and not before', async () => {
    const lease = await begun([row('A-1', 'max'), row('A-2', 'max')])
    expect([await count('customers'), await count('customer_records')]).toEqual([0, 2])
    expect(await findByAccount(store, 'A-1')).toBeUndefined()
    await switchLive(store, lease.id, ENTRY)
    expect(await count('customers')).toBe(2)
    const found = await findByAccount(store, 'A-1')
    expect(found && (await openProfile(store, found))).toMatchObject({ name: 'Zoe' })
  })

  it('leaves nothing when its process is killed', async () => {
    const lease = await begun([row('A-1', 'max'), row('A-2', 'max')])
    await store.db.updateTable('imports').set({ holder: GONE }).where('id', '=', lease.id).execute()
    expect(await sweepImports(store)).toBe(2)
    expect([await count('customer_records'), await count('subjects')]).toEqual([0, 0])
    expect(await store.db.selectFrom('imports').select('id').where('id', '=', lease.id).execute()).toEqual([])
    expect(await keys()).toBe(0)
  })

  it('is swept a little at a time: nobody waits for all of it', async () => {
    const rows = Array.from({ length: 1_100 }, (_, at) => row(`S-${at}`, 'max'))
    await live(rows)
    const lease = await begun(rows.map(({ account }) => row(account ?? '', 'basic')))
    await store.db.updateTable('imports').set({ holder: GONE }).where('id', '=', lease.id).execute()
    const deleted: number[] = []
    const db = store.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => {
        deleted.push(Number(result.numAffectedRows ?? 0))
        return Promise.resolve(result)
      },
    })
    await sweepImports({ ...store, db })
    expect([await count('import_changes'), await count('customers')]).toEqual([0, 1_100])
    expect(Math.max(...deleted)).toBeGreaterThan(1)
    expect(Math.max(...deleted)).toBeLessThanOrEqual(500)
  })

  it('changes a phone number in its index too, and leaves the others as they are', async () => {
    const known = (phone: string) => ({ ...row('A-1', 'max'), profile: { name: 'Zoe', phone } })
    await live([known('19000007771')])
    const before = await findByAccount(store, 'A-1')
    await live([{ ...known('19000007772'), record: { plan: 'lite' } }])
    const after = await findByAccount(store, 'A-1')
    expect(after).toMatchObject({ plan: 'lite', email_hash: null })
    expect(after?.phone_hash).not.toBe(before?.phone_hash)
    const found = await store.db
      .selectFrom('customers')
      .select('id')
      .where('phone_hash', '=', after?.phone_hash ?? '')
      .execute()
    expect(found).toEqual([{ id: after?.id }])
  })

  it('is left alone by the sweep of another process while it is heard of', async () => {
    await begun([row('A-1', 'max')])
    expect(await sweepImports(store)).toBe(0)
    expect(await count('customer_records')).toBe(1)
  })

  it('keeps others from importing until nothing was heard of it for a minute, and then comes to nothing', async () => {
    const first = await begun([row('A-1', 'max')])
    await expect(beginImport(store, 'cli:other', 'crm')).rejects.toMatchObject({ code: 'import_running' })
    clock += SILENCE_MS
    const second = await beginImport(store, 'cli:other', 'crm')
    second.end()
    await expect(switchLive(store, first.id, ENTRY)).rejects.toMatchObject({ code: 'import_lost' })
    expect(await count('customers')).toBe(0)
  })

  it('applies changes although something happened to the customer meanwhile', async () => {
    await live([row('A-1', 'max')])
    const lease = await begun([row('A-1', 'basic')])
    expect((await findByAccount(store, 'A-1'))?.plan).toBe('max')
    await store.db
      .updateTable('customer_records')
      .set({ updated_at: clock + 5 })
      .execute()
    await switchLive(store, lease.id, ENTRY)
    expect(await findByAccount(store, 'A-1')).toMatchObject({ plan: 'basic', updated_at: clock + 6 })
  })

  it('applies nothing when a record says something else than when it was read', async () => {
    await live([row('A-1', 'max')])
    const lease = await begun([row('A-1', 'basic'), row('A-2', 'basic')])
    await store.db
      .updateTable('customer_records')
      .set({ district: 'north', updated_at: clock + 5 })
      .where('import_id', '!=', lease.id)
      .execute()
    await expect(switchLive(store, lease.id, ENTRY)).rejects.toMatchObject({ code: 'import_conflict' })
    expect(await count('customers')).toBe(1)
    expect((await findByAccount(store, 'A-1'))?.plan).toBe('max')
  })

  it('stays a success where only the report or the clearing fails once it is live', async () => {
    const file = path.join(home.folder, 'crm.csv')
    await writeFile(file, 'no,who,plan,left\nA-1,Zoe,lite,N\n')
    const report = await mkdtemp(path.join(home.folder, 'report-'))
    // The page cannot be written where a folder has its name.
    await mkdir(path.join(report, 'report.html'))
    const options = { files: [{ file, mapping }], now: clock, timeZone: 'UTC', actor: 'cli:test', report }
    let renaming: Promise<unknown> = Promise.resolve()
    const onProgress = (stage: string) => {
      if (stage === 'switching')
        renaming = sql`alter table import_seen rename to import_seen_gone`.execute(store.db)
    }
    const done = await importCustomers(store, { ...options, onProgress })
    await renaming
    await sql`alter table import_seen_gone rename to import_seen`.execute(store.db)
    expect(done).toMatchObject({ added: 1, written: true, report: null, problemCount: 0 })
    expect(done.warnings.map(({ code }) => code)).toEqual(['report_unwritten', 'import_not_cleared'])
    expect(await count('customers')).toBe(1)
  })

  it('clears away what it prepared, written or not', async () => {
    await live([row('A-1', 'max')])
    const file = path.join(home.folder, 'crm.csv')
    for (const lines of ['A-1,Zoe,lite,N', 'A-1,Zoe,plus,N\nA-1,Zoe,plus,N']) {
      await writeFile(file, `no,who,plan,left\n${lines}\n`)
      const options = { files: [{ file, mapping }], now: clock, timeZone: 'UTC', actor: 'cli:test' }
      await importCustomers(store, options)
      expect(await count('import_changes')).toBe(0)
    }
    expect((await findByAccount(store, 'A-1'))?.plan).toBe('lite')
  })
})

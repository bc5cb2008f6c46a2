import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/storage/database.ts'
import { migrations } from '../../src/storage/migrations/index.ts'
import { prepare } from '../../src/storage/prepared.ts'
import type { Schema } from '../../src/storage/schema.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

describe.each(engines)('a prepared query on %s', (engine) => {
  let home: TestHome
  let database: OpenDatabase<Schema>

  beforeEach(async () => {
    home = await testHome(engine)
    database = await openDatabase<Schema>(home.databaseUrl, migrations)
  })
  afterEach(async () => {
    await database.close()
    await home.remove()
  })

  const put = prepare((db, { key, value }: { readonly key: string; readonly value: string }) =>
    db
      .insertInto('settings')
      .values({ key, value })
      .onConflict((c) => c.column('key').doUpdateSet((e) => ({ value: e.ref('excluded.value') }))),
  )
  const get = prepare((db, { key }: { readonly key: string }) =>
    db.selectFrom('settings').select('value').where('key', '=', key).where('value', '!=', 'never'),
  )

  it('runs with the values of each call, and counts what it changed', async () => {
    expect((await put(database.db, { key: 'a', value: '1' })).affected).toBe(1n)
    await put(database.db, { key: 'b', value: "it's 2" })
    await put(database.db, { value: '3', key: 'a' })
    expect((await get(database.db, { key: 'a' })).rows).toEqual([{ value: '3' }])
    expect((await get(database.db, { key: 'b' })).rows).toEqual([{ value: "it's 2" }])
    expect((await get(database.db, { key: 'c' })).rows).toEqual([])
  })

  it('belongs to the transaction it is run in', async () => {
    await expect(
      database.db.transaction().execute(async (trx) => {
        await put(trx, { key: 'gone', value: '1' })
        expect((await get(trx, { key: 'gone' })).rows).toHaveLength(1)
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect((await get(database.db, { key: 'gone' })).rows).toEqual([])
  })

  it('takes null, bytes and numbers as values', async () => {
    const add = prepare((db, row: Schema['audit']) => db.insertInto('audit').values(row))
    const row = { seq: 1, at: 5, actor: 'a', action: 'b', target: 'c', previous: '', hash: 'h' }
    await add(database.db, { ...row, subject_id: null, detail: Buffer.from([0, 255]) })
    await add(database.db, { ...row, seq: 2, subject_id: 's', detail: null })
    const rows = await database.db
      .selectFrom('audit')
      .select(['subject_id', 'detail'])
      .orderBy('seq')
      .execute()
    expect(rows).toEqual([
      { subject_id: null, detail: Buffer.from([0, 255]) },
      { subject_id: 's', detail: null },
    ])
  })
})

import { createSecretKey, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase, parseDatabaseUrl } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { seal, unseal } from '../../src/storage/sealing.ts'
import { parseMasterKey, Vault } from '../../src/storage/vault.ts'
import { bareHome, type Engine, engines, type TestHome } from '../databases.ts'

const homes: TestHome[] = []
const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
  for (const home of homes.splice(0)) await home.remove()
})

async function open(engine: Engine, more: Record<string, Migration> = {}, home?: TestHome) {
  const where = home ?? (await bareHome(engine))
  if (!home) homes.push(where)
  const database = await openDatabase<Schema>(where.databaseUrl, { ...migrations, ...more })
  closers.push(database.close)
  return { ...database, home: where }
}

async function openVault(engine: Engine, masterKey = randomBytes(32), home?: TestHome) {
  const where = home ?? (await bareHome(engine))
  if (!home) homes.push(where)
  const database = await openDatabase<KeystoreSchema>(where.keystoreUrl, keystoreMigrations)
  closers.push(database.close)
  return { vault: new Vault(database.db, masterKey), database, home: where, masterKey }
}

describe.each(engines)('storage on %s', (engine) => {
  it('opens, migrates once and opens again', async () => {
    const first = await open(engine)
    await first.db.insertInto('settings').values({ key: 'a', value: '1' }).execute()
    const second = await open(engine, {}, first.home)
    expect(await second.db.selectFrom('settings').selectAll().execute()).toEqual([{ key: 'a', value: '1' }])
  })

  it('keeps nothing of a migration that fails half-way', async () => {
    const { home, close } = await open(engine)
    await close()
    closers.pop()
    const broken: Migration = {
      async up(db) {
        await db.schema.createTable('half').addColumn('id', 'text').execute()
        await sql`select * from no_such_table`.execute(db)
      },
    }
    await expect(open(engine, { '999-broken': broken }, home)).rejects.toMatchObject({
      code: 'migration_failed',
    })
    const mended: Migration = {
      async up(db) {
        await db.schema.createTable('half').addColumn('id', 'text').execute()
      },
    }
    await expect(open(engine, { '999-broken': mended }, home)).resolves.toBeDefined()
  })

  it('refuses a database that a newer version has migrated', async () => {
    const newer: Migration = {
      up: async (db) => db.schema.createTable('x').addColumn('id', 'text').execute(),
    }
    const { home } = await open(engine, { '999-newer': newer })
    await expect(open(engine, {}, home)).rejects.toMatchObject({ code: 'database_newer' })
  })

  it('gives counts and times back as numbers and bytes as bytes', async () => {
    const { db } = await open(engine)
    await db.insertInto('subjects').values({ id: 's', created_at: 1_764_000_000_123 }).execute()
    await db
      .insertInto('states')
      .values({ key: 'k', subject_id: 's', body: Buffer.from([0, 255, 1]), updated_at: 5 })
      .execute()
    const row = await db.selectFrom('subjects').select('created_at').executeTakeFirstOrThrow()
    const { n } = await db
      .selectFrom('states')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    const state = await db.selectFrom('states').select('body').executeTakeFirstOrThrow()
    expect([row.created_at, n]).toEqual([1_764_000_000_123, 1])
    expect(Buffer.from([0, 255, 1]).equals(state.body)).toBe(true)
  })

  it('enforces foreign keys and the list of owners', async () => {
    const { db } = await open(engine)
    const conversation = {
      id: 'c',
      channel: 'directline',
      subject_id: 'nobody',
      user_hash: 'h',
      owner: 'bot' as const,
      version: 0,
      last_seq: 0,
      shared: 0,
      created_at: 0,
      updated_at: 0,
    }
    await expect(db.insertInto('conversations').values(conversation).execute()).rejects.toThrow(
      /foreign key/i,
    )
    await db.insertInto('subjects').values({ id: 'nobody', created_at: 0 }).execute()
    await expect(
      // A value the type forbids, as a mistaken migration or hand-made query would write it.
      db
        .insertInto('conversations')
        .values({ ...conversation, owner: 'cat' as 'bot' })
        .execute(),
    ).rejects.toThrow(/check/i)
  })

  it('loses no update when many transactions read and then write', async () => {
    const { db, home } = await open(engine)
    const other = await open(engine, {}, home)
    await db.insertInto('settings').values({ key: 'n', value: '0' }).execute()
    const add = (on: typeof db) =>
      on.transaction().execute(async (trx) => {
        let query = trx.selectFrom('settings').select('value').where('key', '=', 'n')
        if (engine === 'postgres') query = query.forUpdate()
        const { value } = await query.executeTakeFirstOrThrow()
        await trx
          .updateTable('settings')
          .set({ value: String(Number(value) + 1) })
          .where('key', '=', 'n')
          .execute()
      })
    await Promise.all(Array.from({ length: 60 }, (_, i) => add(i % 2 ? db : other.db)))
    const { value } = await db.selectFrom('settings').select('value').executeTakeFirstOrThrow()
    expect(value).toBe('60')
  })

  it('keeps what others of the same moment write when one of them fails', async () => {
    const { db } = await open(engine)
    const write = (key: string, fails: boolean) =>
      db.transaction().execute(async (trx) => {
        await trx.insertInto('settings').values({ key, value: '1' }).execute()
        if (fails) throw new Error('stop')
      })
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e'].map((key, at) => write(key, at % 2 === 1)),
    )
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    const rows = await db.selectFrom('settings').select('key').orderBy('key').execute()
    expect(rows.map(({ key }) => key)).toEqual(['a', 'c', 'e'])
  })

  it('lets whoever lost to another read what the other wrote', async () => {
    const { db } = await open(engine)
    await db.insertInto('settings').values({ key: 'owner', value: 'nobody' }).execute()
    const take = async (who: string): Promise<string> => {
      try {
        await db.transaction().execute(async (trx) => {
          const { numUpdatedRows } = await trx
            .updateTable('settings')
            .set({ value: who })
            .where('key', '=', 'owner')
            .where('value', '=', 'nobody')
            .executeTakeFirst()
          if (numUpdatedRows === 0n) throw new Error('taken')
        })
        return who
      } catch {
        const { value } = await db.selectFrom('settings').select('value').executeTakeFirstOrThrow()
        return value
      }
    }
    const owners = new Set(await Promise.all(['a', 'b', 'c', 'd'].map(take)))
    expect([...owners].length).toBe(1)
    expect(owners.has('nobody')).toBe(false)
  })

  it('rolls a transaction back whole', async () => {
    const { db } = await open(engine)
    const attempt = db.transaction().execute(async (trx) => {
      await trx.insertInto('settings').values({ key: 'a', value: '1' }).execute()
      throw new Error('stop')
    })
    await expect(attempt).rejects.toThrow('stop')
    expect(await db.selectFrom('settings').selectAll().execute()).toEqual([])
  })

  it('opens what a subject sealed, and not after its key is destroyed', async () => {
    const { vault, database, home, masterKey } = await openVault(engine)
    const key = await vault.create('s1')
    const sealed = key.seal('messages.body:1', '我想查话费')
    const later = new Vault(database.db, masterKey)
    expect((await later.keyOf('s1')).open('messages.body:1', sealed)).toBe('我想查话费')
    await later.destroy('s1')
    await expect(later.keyOf('s1')).rejects.toMatchObject({ code: 'subject_erased' })
    const again = await openVault(engine, masterKey, home)
    await expect(again.vault.keyOf('s1')).rejects.toMatchObject({ code: 'subject_erased' })
    expect(await database.db.selectFrom('erasures').select('subject_id').execute()).toEqual([
      { subject_id: 's1' },
    ])
  })

  it('refuses a master key that belongs to another key database', async () => {
    const { vault, home } = await openVault(engine)
    await vault.checkMasterKey()
    await vault.checkMasterKey()
    const { vault: foreign } = await openVault(engine, randomBytes(32), home)
    await expect(foreign.checkMasterKey()).rejects.toMatchObject({ code: 'master_key_wrong' })
  })
})

describe('sealing', () => {
  const key = createSecretKey(randomBytes(32))

  it('opens only with the same key, context and bytes', () => {
    const sealed = seal(key, 'messages.body:1', '话费')
    expect(unseal(key, 'messages.body:1', sealed).toString()).toBe('话费')
    expect(() => unseal(key, 'messages.body:2', sealed)).toThrow(/could not be opened/)
    expect(() => unseal(createSecretKey(randomBytes(32)), 'messages.body:1', sealed)).toThrow(
      /could not be opened/,
    )
    for (const at of [0, 1, 20, sealed.length - 1]) {
      const bent = Buffer.from(sealed)
      bent[at] = (bent[at] ?? 0) ^ 1
      expect(() => unseal(key, 'messages.body:1', bent)).toThrow(/could not be opened/)
    }
    expect(() => unseal(key, 'x', Buffer.alloc(3))).toThrow(/could not be opened/)
  })

  it('never repeats a nonce', () => {
    const nonces = new Set(
      Array.from({ length: 2_000 }, () => seal(key, 'x', '').subarray(1, 13).toString('hex')),
    )
    expect(nonces.size).toBe(2_000)
  })
})

describe('addresses and keys', () => {
  it.each([
    ['postgres://u:p@h/db', 'postgres'],
    ['postgresql://h/db', 'postgres'],
    ['sqlite:var/x.sqlite', 'sqlite'],
    ['file:/tmp/x.sqlite', 'sqlite'],
    ['var/x.sqlite', 'sqlite'],
  ])('%s is %s', (url, engine) => expect(parseDatabaseUrl(url).engine).toBe(engine))

  it.each(['mysql://h/db', 'http://x', ''])('%s is refused', (url) =>
    expect(() => parseDatabaseUrl(url)).toThrow(/neither/),
  )

  it('reads a master key of 32 bytes only', () => {
    const key = randomBytes(32)
    expect(parseMasterKey(key.toString('base64'))).toEqual(key)
    expect(parseMasterKey(key.toString('hex'))).toEqual(key)
    expect(() => parseMasterKey('c2hvcnQ=')).toThrow(/32 bytes/)
  })
})

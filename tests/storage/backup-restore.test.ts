import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { afterEach, describe, expect, it } from 'vitest'
import { createBackup } from '../../src/storage/backup/create.ts'
import { restoreBackup } from '../../src/storage/backup/restore.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { Schema } from '../../src/storage/schema.ts'
import { type Engine, engines } from '../databases.ts'
import {
  addSubjects,
  everything,
  type Installation,
  installation,
  type Running,
} from './backup-installation.ts'

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function place(engine: Engine, masterKey?: Buffer): Promise<Installation> {
  const made = await installation(engine, masterKey)
  ends.push(made.home.remove)
  return made
}

async function inside<T>(where: Installation, action: (open: Running) => Promise<T>): Promise<T> {
  const open = await where.start()
  try {
    return await action(open)
  } finally {
    await open.stop()
  }
}

const other = (engine: Engine): Engine => (engine === 'sqlite' ? 'postgres' : 'sqlite')

describe.each(engines)('a restore into %s', (engine) => {
  it.each([
    ['its own backup', engine, false],
    ['a dump of its own', engine, true],
    ['the backup of the other engine', other(engine), false],
    ['a dump of the other engine', other(engine), true],
  ])('of %s gives every row back, byte for byte', async (_, from, logical) => {
    const source = await place(from)
    const before = await inside(source, async (open) => {
      await addSubjects(open, 7)
      await open.vault.destroy('s6')
      return everything(open)
    })
    const backup = await createBackup(source.plan({ logical }))
    const target = await place(engine, source.masterKey)
    await restoreBackup(target.restorePlan(backup.folder))
    await inside(target, async (open) => {
      const after = await everything(open)
      expect(after).toEqual(before)
      expect(after['main.messages']).toHaveLength(7)
      const { body } = await open.main.db
        .selectFrom('messages')
        .select('body')
        .where('id', '=', 'm0')
        .executeTakeFirstOrThrow()
      expect((await open.vault.keyOf('s0')).open('messages.body:m0', body)).toMatch(/^话+$/)
    })
  })

  it('comes home unchanged from a move to the other engine', async () => {
    const source = await place(engine)
    const before = await inside(source, async (open) => {
      await addSubjects(open, 5)
      return everything(open)
    })
    const there = await place(other(engine), source.masterKey)
    await restoreBackup(there.restorePlan((await createBackup(source.plan({ logical: true }))).folder))
    const home = await place(engine, source.masterKey)
    await restoreBackup(home.restorePlan((await createBackup(there.plan({ logical: true }))).folder))
    expect(await inside(home, everything)).toEqual(before)
  })

  it('replaces data only when told to, and then all of it', async () => {
    const where = await place(engine)
    await inside(where, (open) => addSubjects(open, 2))
    const backup = await createBackup(where.plan())
    const before = await inside(where, everything)
    const later = await inside(where, async (open) => {
      await open.main.db.insertInto('subjects').values({ id: 'later', created_at: 0 }).execute()
      return everything(open)
    })
    await expect(restoreBackup(where.restorePlan(backup.folder))).rejects.toMatchObject({
      code: 'restore_target_not_empty',
    })
    expect(await inside(where, everything)).toEqual(later)
    await restoreBackup(where.restorePlan(backup.folder, { overwrite: true }))
    expect(await inside(where, everything)).toEqual(before)
  })

  it('never brings back the key of somebody erased since', async () => {
    const where = await place(engine)
    await inside(where, async (open) => {
      await addSubjects(open, 4)
      await open.vault.destroy('s0')
    })
    const backup = await createBackup(where.plan())
    await inside(where, async (open) => {
      await open.vault.destroy('s1')
      await open.vault.create('unknown to the backup')
      await open.vault.destroy('unknown to the backup')
    })
    const outcome = await restoreBackup(where.restorePlan(backup.folder, { overwrite: true }))
    expect(outcome).toMatchObject({ erasuresReplayed: 2, keysDestroyed: 1 })
    await inside(where, async ({ keys, vault }) => {
      const erased = await keys.db.selectFrom('erasures').select('subject_id').orderBy('subject_id').execute()
      expect(erased.map((row) => row.subject_id)).toEqual(['s0', 's1', 'unknown to the backup'])
      await expect(vault.keyOf('s1')).rejects.toMatchObject({ code: 'subject_erased' })
      expect((await vault.keyOf('s2')).subjectId).toBe('s2')
    })
  })

  it('keeps erasures when the key database moves to the other engine', async () => {
    const source = await place(engine)
    await inside(source, (open) => addSubjects(open, 2))
    const backup = await createBackup(source.plan({ logical: true }))
    const target = await place(other(engine), source.masterKey)
    await inside(target, (open) => open.vault.destroy('s0'))
    await restoreBackup(target.restorePlan(backup.folder, { overwrite: true }))
    await inside(target, async ({ keys }) => {
      expect(await keys.db.selectFrom('subject_keys').select('subject_id').execute()).toEqual([
        { subject_id: 's1' },
      ])
    })
  })

  it('refuses while a server runs, and leaves it alone', async () => {
    const where = await place(engine)
    const open = await where.start()
    ends.push(open.stop)
    await addSubjects(open, 1)
    const backup = await createBackup(where.plan())
    const before = await everything(open)
    await expect(restoreBackup(where.restorePlan(backup.folder))).rejects.toMatchObject({
      code: 'restore_target_in_use',
    })
    expect(await everything(open)).toEqual(before)
    await open.main.db.insertInto('subjects').values({ id: 'still works', created_at: 0 }).execute()
  })

  it('leaves everything as it was when it fails half-way', async () => {
    const where = await place(engine)
    await inside(where, (open) => addSubjects(open, 3))
    const backup = await createBackup(where.plan())
    const logical = await createBackup(where.plan({ logical: true }))
    const before = await inside(where, async (open) => {
      await open.main.db.insertInto('subjects').values({ id: 'later', created_at: 0 }).execute()
      return everything(open)
    })
    const broken: Migration = { up: async (db) => void (await sql`select * from nowhere`.execute(db)) }
    const files = await readdir(where.home.folder)
    for (const { folder } of [backup, logical]) {
      const attempt = restoreBackup(where.restorePlan(folder, { overwrite: true }), undefined, {
        main: migrations,
        keys: { ...keystoreMigrations, '999-broken': broken },
      })
      await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/failed/) })
      expect(await inside(where, everything)).toEqual(before)
      expect(await readdir(where.home.folder)).toEqual(files)
    }
  })

  it('migrates an older backup, with the rows it has, and refuses a newer one', async () => {
    const where = await place(engine)
    await inside(where, (open) => addSubjects(open, 2))
    const later: Migration = {
      async up(db) {
        await db.schema.createTable('names').addColumn('id', 'text').execute()
        await sql`insert into names select id from subjects`.execute(db)
      },
    }
    const newer = { main: { ...migrations, '999-later': later }, keys: keystoreMigrations }
    const target = await place(engine, where.masterKey)
    const backup = await createBackup(where.plan())
    await restoreBackup(target.restorePlan(backup.folder), undefined, newer)
    const database = await openDatabase<Schema & { names: { id: string } }>(
      target.home.databaseUrl,
      newer.main,
    )
    expect(await database.db.selectFrom('names').selectAll().execute()).toEqual([{ id: 's0' }, { id: 's1' }])
    await database.close()
    const upgraded = await createBackup(target.plan())
    await expect(
      restoreBackup(where.restorePlan(upgraded.folder, { overwrite: true })),
    ).rejects.toMatchObject({
      code: 'backup_newer',
      message: expect.stringContaining('999-later'),
    })
    // The way back after an upgrade that disappointed.
    await restoreBackup(target.restorePlan(backup.folder, { overwrite: true }))
    expect(await inside(target, everything)).toEqual(await inside(where, everything))
  })

  it('refuses a damaged backup, and one of another master key, before it touches anything', async () => {
    const where = await place(engine)
    await inside(where, (open) => addSubjects(open, 1))
    const backup = await createBackup(where.plan())
    const wrongKey = where.restorePlan(backup.folder, { overwrite: true, masterKey: Buffer.alloc(32) })
    await expect(restoreBackup(wrongKey)).rejects.toMatchObject({ code: 'backup_damaged' })
    await writeFile(path.join(backup.folder, backup.manifest.databases.main.file), 'bent')
    const damaged = restoreBackup(where.restorePlan(backup.folder, { overwrite: true }))
    await expect(damaged).rejects.toMatchObject({ code: 'backup_damaged' })
    expect((await inside(where, everything))['main.subjects']).toHaveLength(1)
  })

  it('gives a later row the number after the restored ones', async () => {
    const numbered: Migration = {
      async up(db) {
        await db.schema
          .createTable('numbered')
          .addColumn('n', engine === 'sqlite' ? 'integer' : 'serial', (c) => c.primaryKey())
          .addColumn('before', 'integer', (c) => c.references('numbered.n'))
          .execute()
      },
    }
    const all = { main: { ...migrations, '999-numbered': numbered }, keys: keystoreMigrations }
    const where = await place(engine)
    await inside(where, async () => undefined)
    const open = await openDatabase<{ numbered: { n?: number; before: number | null } }>(
      where.home.databaseUrl,
      all.main,
    )
    // All refer to the first, which refers to the last: whichever way they are read, some come too early.
    await open.db.insertInto('numbered').values({ before: null }).execute()
    const rows = Array.from({ length: 599 }, () => ({ before: 1 }))
    await open.db.insertInto('numbered').values(rows).execute()
    await open.db.updateTable('numbered').set({ before: 600 }).where('n', '=', 1).execute()
    await open.close()
    const backup = await createBackup(where.plan({ logical: true }))
    await restoreBackup(where.restorePlan(backup.folder, { overwrite: true }), undefined, all)
    const again = await openDatabase<{ numbered: { n?: number; before: number | null } }>(
      where.home.databaseUrl,
      all.main,
    )
    await again.db.insertInto('numbered').values({ before: 1 }).execute()
    const found = again.db.selectFrom('numbered').selectAll().orderBy('n')
    expect(await found.where('n', 'in', [1, 600, 601]).execute()).toEqual([
      { n: 1, before: 600 },
      { n: 600, before: 1 },
      { n: 601, before: 1 },
    ])
    const orphan = again.db.insertInto('numbered').values({ before: 999 }).execute()
    await expect(orphan).rejects.toThrow(/foreign key/i)
    await again.close()
  })
})

describe('a restore into SQLite files', () => {
  it('is not spoilt by what a killed server left beside them', async () => {
    const where = await place('sqlite')
    const files = [where.home.databaseUrl, where.home.keystoreUrl].map((url) => url.replace('sqlite:', ''))
    const open = await where.start()
    await addSubjects(open, 2)
    const backup = await createBackup(where.plan())
    const before = await everything(open)
    await open.main.db.insertInto('subjects').values({ id: 'later', created_at: 0 }).execute()
    await open.vault.destroy('s1')
    // As SIGKILL leaves them: the newest transactions, the erasure too, are only in the log beside the file.
    for (const file of files) {
      for (const side of ['', '-wal', '-shm']) await copyFile(file + side, `${file}${side}.kept`)
    }
    await open.stop()
    for (const file of files) {
      for (const side of ['', '-wal', '-shm']) await copyFile(`${file}${side}.kept`, file + side)
    }
    await restoreBackup(where.restorePlan(backup.folder, { overwrite: true }))
    await inside(where, async (now) => {
      const after = await everything(now)
      expect(after['main.subjects']).toEqual(before['main.subjects'])
      expect(after['keys.erasures']).toHaveLength(1)
      expect(after['keys.subject_keys']).toHaveLength(1)
    })
    for (const file of files) {
      expect(await readFile(file, 'latin1')).not.toContain('later')
    }
  })

  it('leaves nothing of a destroyed key in the file', async () => {
    const where = await place('sqlite')
    await inside(where, (open) => addSubjects(open, 40))
    const wrapped = await inside(where, ({ keys }) =>
      keys.db.selectFrom('subject_keys').select('wrapped').execute(),
    )
    for (const logical of [false, true]) {
      const backup = await createBackup(where.plan({ logical }))
      const target = await place('sqlite', where.masterKey)
      await inside(target, async ({ vault }) => {
        for (let i = 0; i < 40; i += 1) await vault.destroy(`s${i}`)
      })
      await restoreBackup(target.restorePlan(backup.folder, { overwrite: true }))
      const file = await readFile(target.home.keystoreUrl.replace('sqlite:', ''))
      expect(wrapped.filter((row) => file.includes(row.wrapped))).toEqual([])
    }
  })

  it('replaces a main database that is damaged, and keeps the damaged file', async () => {
    const where = await place('sqlite')
    await inside(where, (open) => addSubjects(open, 2))
    const backup = await createBackup(where.plan())
    const before = await inside(where, everything)
    await writeFile(where.home.databaseUrl.replace('sqlite:', ''), 'x'.repeat(20_000))
    await expect(restoreBackup(where.restorePlan(backup.folder))).rejects.toMatchObject({
      code: 'restore_target_not_empty',
    })
    await restoreBackup(where.restorePlan(backup.folder, { overwrite: true }))
    expect(await inside(where, everything)).toEqual(before)
    const kept = (await readdir(where.home.folder)).filter((name) => name.includes('.damaged-'))
    expect(kept).toHaveLength(1)
  })

  it('refuses to lose the list of erasures with a damaged key database', async () => {
    const where = await place('sqlite')
    await inside(where, (open) => addSubjects(open, 2))
    const backup = await createBackup(where.plan())
    const keys = where.home.keystoreUrl.replace('sqlite:', '')
    await writeFile(keys, 'x'.repeat(20_000))
    const plan = where.restorePlan(backup.folder, { overwrite: true })
    await expect(restoreBackup(plan)).rejects.toMatchObject({ code: 'keystore_unreadable' })
    await rm(keys)
    await restoreBackup(plan)
    expect((await inside(where, everything))['keys.subject_keys']).toHaveLength(2)
  })
})

describe('a restore into PostgreSQL', () => {
  it('does not touch a database that other programs have tables in', async () => {
    const where = await place('postgres')
    await inside(where, (open) => addSubjects(open, 1))
    const backup = await createBackup(where.plan())
    await inside(where, ({ main }) => main.db.schema.createTable('theirs').addColumn('id', 'text').execute())
    await expect(restoreBackup(where.restorePlan(backup.folder, { overwrite: true }))).rejects.toMatchObject({
      code: 'restore_foreign_tables',
      message: expect.stringContaining('theirs'),
    })
  })

  it('goes on under a connected server when told to', async () => {
    const where = await place('postgres')
    const open = await where.start()
    ends.push(open.stop)
    await addSubjects(open, 2)
    const backup = await createBackup(where.plan())
    await open.vault.destroy('s1')
    await restoreBackup(where.restorePlan(backup.folder, { overwrite: true }))
    await expect(open.vault.keyOf('s1')).rejects.toMatchObject({ code: 'subject_erased' })
    expect((await everything(open))['main.subjects']).toHaveLength(2)
  })
})

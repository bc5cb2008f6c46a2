import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type Backup, createBackup } from '../../src/storage/backup/create.ts'
import { createBackupInWorker } from '../../src/storage/backup/create-in-worker.ts'
import { listBackups, newestBackupAt, pruneNightly } from '../../src/storage/backup/folder.ts'
import { openSaved } from '../../src/storage/backup/saved.ts'
import { verifyBackup } from '../../src/storage/backup/verify.ts'
import { engines } from '../databases.ts'
import { addSubjects, type Installation, installation, type Running } from './backup-installation.ts'

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function running(engine: (typeof engines)[number], subjects = 3, bodyBytes?: number) {
  const place = await installation(engine)
  ends.push(place.home.remove)
  const open = await place.start()
  ends.push(open.stop)
  await addSubjects(open, subjects, bodyBytes)
  return { place, open }
}

async function verify(place: Installation, backup: Backup) {
  return (await verifyBackup(backup.folder, place.masterKey)).problems
}

async function savedRows(backup: Backup, of: 'main' | 'keys') {
  const rows: Record<string, unknown[][]> = {}
  const saved = await openSaved(backup.folder, backup.manifest.databases[of])
  for await (const batch of saved.batches()) {
    rows[batch.table] = [...(rows[batch.table] ?? []), ...batch.rows.map((row) => [...row])]
  }
  await saved.close()
  return rows
}

/** Inserts a subject and counts it in one transaction, again and again, until it is told to stop. */
function writeTogether({ main }: Running) {
  let stopped = false
  let written = 0
  const done = (async () => {
    await main.db.insertInto('settings').values({ key: 'together', value: '0' }).execute()
    while (!stopped) {
      written += 1
      const value = String(written)
      await main.db.transaction().execute(async (trx) => {
        await trx
          .insertInto('subjects')
          .values({ id: `together-${value}`, created_at: 0 })
          .execute()
        await trx.updateTable('settings').set({ value }).where('key', '=', 'together').execute()
      })
      await setImmediate()
    }
  })()
  return {
    get written() {
      return written
    },
    async stop() {
      stopped = true
      await done
    },
  }
}

describe.each(engines)('a backup of %s', (engine) => {
  it('holds every table of both databases, keys apart, and verifies', async () => {
    const { place, open } = await running(engine)
    const backup = await createBackup(place.plan())
    const tables = async (db: Running['main'] | Running['keys']) =>
      (await db.db.introspection.getTables())
        .filter(({ isView }) => !isView)
        .map(({ name }) => name)
        .sort()
    const { main, keys } = backup.manifest.databases
    expect(Object.keys(main.rows).sort()).toEqual(await tables(open.main))
    expect(Object.keys(keys.rows).sort()).toEqual(await tables(open.keys))
    expect(Object.keys(await savedRows(backup, 'main')).sort()).toEqual(await tables(open.main))
    expect(Object.values(main.rows).every((n) => n === 3 || n === 0)).toBe(true)
    expect(main.rows).toMatchObject({ subjects: 3, messages: 3, settings: 0 })
    expect(keys.rows).toEqual({ subject_keys: 3, erasures: 0, erasure_orders: 0, settings: 1 })
    const files = (await readdir(backup.folder, { recursive: true })).sort()
    expect(files).toEqual(['keys', keys.file, main.file, 'manifest.json'].sort())
    expect(await verify(place, backup)).toEqual([])
    const logical = await createBackup(place.plan({ logical: true }))
    expect(logical.manifest.databases.main).toMatchObject({ engine, form: 'dump', rows: main.rows })
    expect(Object.keys(await savedRows(logical, 'main')).sort()).toEqual(await tables(open.main))
    expect(await verify(place, logical)).toEqual([])
  })

  it('has a table that a later migration added', async () => {
    const { place, open } = await running(engine)
    await open.main.db.schema.createTable('later').addColumn('id', 'text').execute()
    const backup = await createBackup(place.plan({ logical: true }))
    expect(backup.manifest.databases.main.rows['later']).toBe(0)
  })

  it.each([false, true])('never has half of what is written together (logical: %s)', async (logical) => {
    const { place, open } = await running(engine, 40, 60_000)
    const writer = writeTogether(open)
    let atStart = 0
    const backup = await createBackup(place.plan({ logical }), ({ share }) => {
      if (share === 0) atStart ||= writer.written
    })
    const atEnd = writer.written
    await writer.stop()
    expect(atEnd).toBeGreaterThan(atStart)
    const rows = await savedRows(backup, 'main')
    const counted = rows['settings']?.find(([key]) => key === 'together')?.[1]
    const subjects = rows['subjects']?.filter(([id]) => String(id).startsWith('together-'))
    expect(subjects?.length).toBe(Number(counted))
    expect(await verify(place, backup)).toEqual([])
  })

  it('is made in a thread of its own as well', async () => {
    const { place } = await running(engine)
    const told: string[] = []
    const backup = await createBackupInWorker(place.plan({ kind: 'nightly' }), ({ doing }) =>
      told.push(doing),
    )
    expect(backup.manifest.kind).toBe('nightly')
    expect(new Set(told)).toEqual(new Set(['saving the main database', 'saving the keys']))
    expect(await verify(place, backup)).toEqual([])
    const impossible = createBackupInWorker(place.plan({ databaseUrl: 'sqlite:/nowhere/at/all.sqlite' }))
    await expect(impossible).rejects.toMatchObject({ code: 'database_missing' })
  })

  it('shows a bit that flips in any of its files', async () => {
    const { place } = await running(engine)
    const backup = await createBackup(place.plan())
    const { main, keys } = backup.manifest.databases
    for (const name of ['manifest.json', main.file, keys.file]) {
      const file = path.join(backup.folder, name)
      const whole = await readFile(file)
      for (const at of [0, 1, 0.25, 0.5, 0.75, 1]) {
        const bent = Buffer.from(whole)
        const byte = Math.min(whole.length - 1, Number.isInteger(at) ? at : Math.floor(at * whole.length))
        bent[byte] = (bent[byte] ?? 0) ^ 1
        await writeFile(file, bent)
        expect((await verify(place, backup)).join(), `${name}, byte ${byte}`).toContain(name)
      }
      await writeFile(file, whole)
      expect(await verify(place, backup)).toEqual([])
    }
  })

  it('shows a file that is cut short or gone', async () => {
    const { place } = await running(engine)
    const backup = await createBackup(place.plan())
    const { main, keys } = backup.manifest.databases
    await truncate(path.join(backup.folder, main.file), main.bytes - 1)
    await rm(path.join(backup.folder, keys.file))
    expect(await verify(place, backup)).toEqual([
      `${main.file} has ${main.bytes - 1} bytes instead of ${main.bytes}.`,
      `${keys.file} is missing.`,
    ])
    await rm(path.join(backup.folder, 'manifest.json'))
    await expect(verify(place, backup)).rejects.toMatchObject({ code: 'backup_missing' })
  })

  it('does not verify with another master key', async () => {
    const { place } = await running(engine)
    const backup = await createBackup(place.plan())
    const { problems } = await verifyBackup(backup.folder, Buffer.alloc(32, 1))
    expect(problems.join()).toMatch(/another LIUKE_MASTER_KEY/)
  })

  it('leaves nothing that looks like a backup when it is killed, and is cleaned up after', async () => {
    const { place } = await running(engine)
    const module = pathToFileURL(path.resolve('src/storage/backup/create.ts')).href
    const script = `
      const { createBackup } = await import(${JSON.stringify(module)})
      await createBackup(${JSON.stringify(place.plan())}, ({ doing, share }) => {
        if (doing !== 'saving the keys' || share < 1) return
        process.stdout.write('deep in it')
        for (;;);
      })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const left = await readdir(place.backups)
    expect(left.filter((name) => name.endsWith('.part'))).toHaveLength(1)
    expect(await listBackups(place.backups)).toEqual([])
    const backup = await createBackup(place.plan())
    expect(await readdir(place.backups)).toEqual([backup.name])
    expect(await verify(place, backup)).toEqual([])
  })

  it('leaves nothing behind when it fails', async () => {
    const { place, open } = await running(engine)
    const unreadable =
      engine === 'sqlite' ? 'sqlite:/nowhere/keys.sqlite' : 'postgres://postgres@127.0.0.1:1/none'
    await expect(createBackup(place.plan({ keystoreUrl: unreadable }))).rejects.toMatchObject({
      code: engine === 'sqlite' ? 'database_missing' : 'database_unavailable',
    })
    expect(await readdir(place.backups)).toEqual([])
    expect(await open.main.db.selectFrom('subjects').select('id').execute()).toHaveLength(3)
  })
})

describe('the folder of backups', () => {
  it('lists backups newest first, also several of one second, and ones that are damaged', async () => {
    const { place } = await running('sqlite', 1)
    const at = Date.parse('2026-03-01T02:03:04.567Z')
    const names: string[] = []
    for (const now of [at, at + 1, at - 1_000]) {
      names.push((await createBackup(place.plan(), undefined, () => now)).name)
    }
    expect(names).toEqual(['2026-03-01T02-03-04Z-1', '2026-03-01T02-03-04Z-2', '2026-03-01T02-03-03Z-1'])
    await writeFile(path.join(place.backups, '2026-03-01T02-03-03Z-1', 'manifest.json'), '{}')
    await mkdir(path.join(place.backups, 'something else'))
    const listed = await listBackups(place.backups)
    expect(listed.map(({ name, manifest }) => [name, manifest !== null])).toEqual([
      ['2026-03-01T02-03-04Z-2', true],
      ['2026-03-01T02-03-04Z-1', true],
      ['2026-03-01T02-03-03Z-1', false],
    ])
    expect(await newestBackupAt(place.backups)).toBe(at + 1)
    expect(await newestBackupAt(path.join(place.backups, 'none'))).toBeNull()
  })

  it('keeps the newest nightly backups and every manual or unreadable one', async () => {
    const { place } = await running('sqlite', 1)
    const at = Date.parse('2026-03-01T00:00:00Z')
    const make = async (day: number, kind: 'manual' | 'nightly') =>
      (await createBackup(place.plan({ kind }), undefined, () => at + day * 86_400_000)).name
    const manual = await make(0, 'manual')
    const nightly = []
    for (const day of [1, 2, 3, 4]) nightly.push(await make(day, 'nightly'))
    await writeFile(path.join(place.backups, nightly[0] ?? '', 'manifest.json'), 'bent')
    expect(await pruneNightly(place.backups, 2)).toEqual([nightly[1]])
    expect((await readdir(place.backups)).sort()).toEqual([manual, nightly[0], nightly[2], nightly[3]].sort())
  })

  it('lets one process at a time make a backup', async () => {
    const { place } = await running('sqlite', 1)
    const both = await Promise.allSettled([createBackup(place.plan()), createBackup(place.plan())])
    const refused = both.find((outcome) => outcome.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'backup_running' })
    expect(await readdir(place.backups)).toHaveLength(1)
  })

  it('can be moved, with the keys brought back from where they were kept', async () => {
    const { place } = await running('sqlite', 1)
    const backup = await createBackup(place.plan())
    const away = path.join(place.home.folder, 'away')
    await rename(backup.folder, away)
    const safe = path.join(place.home.folder, 'safe')
    await rename(path.join(away, 'keys'), safe)
    expect((await verifyBackup(away, place.masterKey)).problems).toEqual(['keys/keys.sqlite is missing.'])
    await rename(safe, path.join(away, 'keys'))
    expect((await verifyBackup(away, place.masterKey)).problems).toEqual([])
  })
})

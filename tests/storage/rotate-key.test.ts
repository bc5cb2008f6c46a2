import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { Audit } from '../../src/storage/audit.ts'
import { createBackup } from '../../src/storage/backup/create.ts'
import { verifyBackup } from '../../src/storage/backup/verify.ts'
import { type OpenDatabase, openDatabase } from '../../src/storage/database.ts'
import { openMasterKeys } from '../../src/storage/master-key.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import { rotateMasterKey } from '../../src/storage/rotate-key.ts'
import type { KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { Vault } from '../../src/storage/vault.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const vaultOf = async (keys: OpenDatabase<KeystoreSchema>, masterKey: Uint8Array): Promise<Vault> =>
  new Vault(keys.db, await openMasterKeys(keys.db, masterKey))

describe.each(engines)('changing the master key on %s', (engine) => {
  const start = async () => {
    const home: TestHome = await testHome(engine)
    const keys = await openDatabase<KeystoreSchema>(home.keystoreUrl, keystoreMigrations)
    ends.push(home.remove, keys.close)
    const [former, next] = [randomBytes(32), randomBytes(32)]
    return { home, keys, former, next, vault: await vaultOf(keys, former) }
  }

  it('keeps everything readable and found, and the former key out', async () => {
    const { home, keys, former, next, vault } = await start()
    const main = await openDatabase<Schema>(home.databaseUrl, migrations)
    ends.push(main.close)
    const audit = new Audit((await openMasterKeys(keys.db, former)).root, vault)
    const entry = { actor: 'a', action: 'b.c', target: 'd:e' }
    await main.db.transaction().execute((trx) => audit.append(trx, entry))
    const sealed = (await vault.create('s1')).seal('x', 'text')
    const hash = vault.hash('customers.account', '1')
    const own = vault.sealOwn('token', 'secret')
    const plan = { ...home, folder: home.folder, kind: 'manual' as const, logical: false }
    const backup = await createBackup(plan)
    expect(await rotateMasterKey(keys.db, { former, next })).toEqual({
      rewrapped: 1,
      closed: [],
      before: false,
    })
    const after = await vaultOf(keys, next)
    expect((await after.keyOf('s1')).open('x', sealed)).toBe('text')
    expect(after.hash('customers.account', '1')).toBe(hash)
    expect(after.openOwn('token', own)).toBe('secret')
    const { root } = await openMasterKeys(keys.db, next)
    expect(await new Audit(root, after).verify(main.db)).toMatchObject({ ok: true, rows: 1 })
    await expect(vaultOf(keys, former)).rejects.toMatchObject({ code: 'master_key_former' })
    await expect(vaultOf(keys, randomBytes(32))).rejects.toMatchObject({ code: 'master_key_wrong' })
    // Backups of before need the former key, those of now the new one.
    expect((await verifyBackup(backup.folder, former)).problems).toEqual([])
    expect((await verifyBackup(backup.folder, next)).problems).toHaveLength(1)
    expect((await verifyBackup((await createBackup(plan)).folder, next)).problems).toEqual([])
    expect(await rotateMasterKey(keys.db, { former, next })).toMatchObject({ rewrapped: 0, before: true })
  })

  it('is carried on where it was cut short, while both keys work and new people come', async () => {
    const { home, keys, former, next, vault } = await start()
    const ids = Array.from({ length: 1_100 }, (_, n) => `s${String(n).padStart(4, '0')}`)
    await vault.createMany(ids)
    const cut = new Error('killed')
    const stop = (share: number): void => {
      if (share > 0.4) throw cut
    }
    await expect(rotateMasterKey(keys.db, { former, next }, stop)).rejects.toBe(cut)
    const [old, fresh] = [await vaultOf(keys, former), await vaultOf(keys, next)]
    for (const id of ['s0000', 's1099']) {
      const sealed = (await old.keyOf(id)).seal('x', id)
      expect((await fresh.keyOf(id)).open('x', sealed)).toBe(id)
    }
    await old.create('came with the former')
    await fresh.create('came with the next')
    const plan = { ...home, folder: home.folder, kind: 'manual' as const, logical: true }
    const { folder } = await createBackup(plan)
    expect((await verifyBackup(folder, former)).problems).toEqual([])
    await expect(rotateMasterKey(keys.db, { former, next: randomBytes(32) })).rejects.toMatchObject({
      code: 'rotation_other_key',
    })
    const { rewrapped } = await rotateMasterKey(keys.db, { former, next })
    // One batch had been done before.
    expect(rewrapped).toBe(1_100 - 500 + 1)
    const last = await vaultOf(keys, next)
    await last.load([...ids, 'came with the former', 'came with the next'])
    expect((await last.keyOf('came with the former')).subjectId).toBe('came with the former')
    // A process that goes on with the former key makes none that nobody could open.
    await expect(old.create('too late')).rejects.toMatchObject({ code: 'master_key_former' })
    await expect(new Vault(keys.db, former).keyOf('s0001')).rejects.toMatchObject({
      code: 'master_key_former',
    })
  })

  it('gives an installation from before its master key as root, so that all of its hashes stay', async () => {
    const { keys, next } = await start()
    await keys.db.deleteFrom('settings').execute()
    const former = randomBytes(32)
    const before = new Vault(keys.db, former)
    await before.checkMasterKey()
    const sealed = (await before.create('old')).seal('x', 'text')
    const now = await vaultOf(keys, former)
    expect(now.hash('a', 'b')).toBe(before.hash('a', 'b'))
    await rotateMasterKey(keys.db, { former, next })
    const after = await vaultOf(keys, next)
    expect(after.hash('a', 'b')).toBe(before.hash('a', 'b'))
    expect((await after.keyOf('old')).open('x', sealed)).toBe('text')
  })
})

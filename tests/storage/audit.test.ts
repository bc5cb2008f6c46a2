import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { Audit, type AuditEntry } from '../../src/storage/audit.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { Vault } from '../../src/storage/vault.ts'
import { type Engine, engines, type TestHome, testHome } from '../databases.ts'

const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const masterKey = randomBytes(32)

/** One process with the log of a home; a second call with the same home is a second process. */
async function open(engine: Engine, home?: TestHome) {
  const where = home ?? (await testHome(engine))
  if (!home) closers.push(where.remove)
  const keystore = await openDatabase<KeystoreSchema>(where.keystoreUrl, keystoreMigrations)
  const database = await openDatabase<Schema>(where.databaseUrl, migrations)
  closers.push(database.close, keystore.close)
  const vault = new Vault(keystore.db, masterKey)
  let now = 1_764_000_000_000
  const audit = new Audit(masterKey, vault, () => now++)
  return { home: where, db: database.db, vault, audit }
}

type Opened = Awaited<ReturnType<typeof open>>

function append({ db, audit }: Opened, entry: Partial<AuditEntry> = {}): Promise<void> {
  return db
    .transaction()
    .execute((trx) =>
      audit.append(trx, { actor: 'mei', action: 'rule.change', target: 'rule:vip', ...entry }),
    )
}

async function withRows(engine: Engine, rows: number): Promise<Opened> {
  const opened = await open(engine)
  for (let n = 1; n <= rows; n++) await append(opened, { detail: { n } })
  return opened
}

/** The head and rows, to put back later as somebody with an old copy of the file would. */
async function copyOf(db: Kysely<Schema>) {
  return db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()
}

describe.each(engines)('the audit log on %s', (engine) => {
  it('is whole while it is empty, and has no head', async () => {
    const { db, audit } = await open(engine)
    expect(await audit.verify(db)).toEqual({ ok: true, rows: 0, head: null, problems: [] })
  })

  it('gives back what was put on record, newest first, and is whole', async () => {
    const opened = await open(engine)
    await append(opened, { detail: { before: 70, after: '七十' } })
    await append(opened, { actor: 'cli:root', action: 'account.add', target: 'account:li' })
    const records = await opened.audit.list(opened.db, 10)
    expect(records.map(({ hash: _, ...rest }) => rest)).toEqual([
      {
        seq: 2,
        at: 1_764_000_000_001,
        actor: 'cli:root',
        action: 'account.add',
        target: 'account:li',
        subjectId: null,
        detail: null,
        unreadable: null,
      },
      {
        seq: 1,
        at: 1_764_000_000_000,
        actor: 'mei',
        action: 'rule.change',
        target: 'rule:vip',
        subjectId: null,
        detail: { before: 70, after: '七十' },
        unreadable: null,
      },
    ])
    expect(await opened.audit.list(opened.db, 1, 2)).toHaveLength(1)
    const report = await opened.audit.verify(opened.db)
    expect(report).toMatchObject({ ok: true, rows: 2, head: { seq: 2, hash: records[0]?.hash } })
  })

  it('reads more rows than fit one page', async () => {
    const { db, audit } = await open(engine)
    await db.transaction().execute(async (trx) => {
      for (let n = 0; n < 2_105; n++) await audit.append(trx, { actor: 'a', action: 'b.c', target: 'd' })
    })
    expect(await audit.verify(db)).toMatchObject({ ok: true, rows: 2_105, head: { seq: 2_105 } })
  })

  it('keeps text as it was hashed, whatever it holds', async () => {
    const opened = await open(engine)
    await append(opened, { actor: 'a\0b', target: 'lone \ud800 half', detail: { text: '\0 \ud800 "\\' } })
    expect(await opened.audit.verify(opened.db)).toMatchObject({ ok: true, rows: 1 })
  })

  it.each([
    ['actor', { actor: 'somebody else' }],
    ['time', { at: 1 }],
    ['action', { action: 'rule.read' }],
    ['target', { target: 'rule:other' }],
    ['subject', { subject_id: 'x' }],
    ['detail', { detail: Buffer.from('{"n":9}') }],
    ['missing detail', { detail: null }],
    ['link', { previous: '' }],
  ])('tells of a changed row: its %s', async (_what, change) => {
    const { db, audit } = await withRows(engine, 4)
    await db.updateTable('audit').set(change).where('seq', '=', 2).execute()
    expect(await audit.verify(db)).toMatchObject({ ok: false, problems: [{ kind: 'changed', seq: 2 }] })
  })

  it('tells of a row whose hash was made without the key', async () => {
    const { db, home } = await withRows(engine, 3)
    const forger = new Audit(randomBytes(32), (await open(engine, home)).vault)
    expect((await forger.verify(db)).problems[0]).toEqual({ kind: 'changed', seq: 1 })
  })

  it('tells of a deleted row, and of several', async () => {
    const { db, audit } = await withRows(engine, 8)
    await db.deleteFrom('audit').where('seq', 'in', [2, 5, 6]).execute()
    expect((await audit.verify(db)).problems).toEqual([
      { kind: 'missing', seq: 2, until: 2 },
      { kind: 'missing', seq: 5, until: 6 },
    ])
  })

  it('tells of rows that changed places', async () => {
    const { db, audit } = await withRows(engine, 4)
    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const) {
      await db.updateTable('audit').set({ seq: to }).where('seq', '=', from).execute()
    }
    const { problems } = await audit.verify(db)
    expect(problems.slice(0, 2)).toEqual([
      { kind: 'changed', seq: 2 },
      { kind: 'changed', seq: 3 },
    ])
  })

  it('tells of rows that were moved up over a deleted one', async () => {
    const { db, audit } = await withRows(engine, 4)
    await db.deleteFrom('audit').where('seq', '=', 2).execute()
    await db.updateTable('audit').set({ seq: 2 }).where('seq', '=', 3).execute()
    expect((await audit.verify(db)).problems[0]).toEqual({ kind: 'changed', seq: 2 })
  })

  it('tells of an added row', async () => {
    const { db, audit } = await withRows(engine, 2)
    const row = await db.selectFrom('audit').selectAll().where('seq', '=', 1).executeTakeFirstOrThrow()
    await db
      .insertInto('audit')
      .values({ ...row, seq: 0 })
      .execute()
    expect((await audit.verify(db)).problems).toContainEqual({ kind: 'changed', seq: 0 })
  })

  it('tells of a cut-off end through the head', async () => {
    const { db, audit } = await withRows(engine, 5)
    await db.deleteFrom('audit').where('seq', '>', 3).execute()
    expect((await audit.verify(db)).problems).toEqual([
      { kind: 'missing', seq: 4, until: 5 },
      { kind: 'head', seq: 3 },
    ])
  })

  it('tells of a cut-off end whose head was set back by somebody without the key', async () => {
    const { db, audit } = await withRows(engine, 5)
    const last = await db.selectFrom('audit').selectAll().where('seq', '=', 3).executeTakeFirstOrThrow()
    await db.deleteFrom('audit').where('seq', '>', 3).execute()
    await db.updateTable('audit_head').set({ seq: 3, hash: last.hash }).execute()
    expect((await audit.verify(db)).problems).toEqual([{ kind: 'head', seq: 3 }])
    await db.deleteFrom('audit_head').execute()
    expect((await audit.verify(db)).problems).toEqual([{ kind: 'head', seq: 3 }])
  })

  it('goes on after a cut, and never looks whole again', async () => {
    const opened = await withRows(engine, 5)
    const { db, audit } = opened
    await db.deleteFrom('audit').where('seq', '>', 3).execute()
    await append(opened)
    await append(opened)
    expect((await audit.verify(db)).problems).toEqual([
      { kind: 'missing', seq: 4, until: 5 },
      { kind: 'head', seq: 7 },
    ])
  })

  it('does not make a head good again that was set back together with the rows', async () => {
    const opened = await withRows(engine, 5)
    const { db, audit } = opened
    const last = await db.selectFrom('audit').selectAll().where('seq', '=', 3).executeTakeFirstOrThrow()
    await db.deleteFrom('audit').where('seq', '>', 3).execute()
    await db.updateTable('audit_head').set({ seq: 3, hash: last.hash }).execute()
    await append(opened)
    expect((await audit.verify(db)).problems).toEqual([{ kind: 'head', seq: 4 }])
  })

  it('shows through a number and hash noted elsewhere that an old copy was put in its place', async () => {
    const opened = await withRows(engine, 3)
    const { db, audit } = opened
    const old = await copyOf(db)
    await append(opened)
    const { head } = await audit.verify(db)
    if (!head) throw new Error('The log has rows.')
    expect(await audit.verify(db, head)).toMatchObject({ ok: true })
    await db.deleteFrom('audit').where('seq', '>', old.seq).execute()
    await db.updateTable('audit_head').set(old).execute()
    expect(await audit.verify(db)).toMatchObject({ ok: true })
    expect((await audit.verify(db, head)).problems).toEqual([{ kind: 'replaced', seq: 4 }])
  })

  it('leaves no gap when the deed is rolled back', async () => {
    const opened = await withRows(engine, 1)
    const { db, audit } = opened
    const failing = db.transaction().execute(async (trx) => {
      await audit.append(trx, { actor: 'mei', action: 'rule.change', target: 'rule:vip' })
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    await append(opened)
    expect(await audit.verify(db)).toMatchObject({ ok: true, rows: 2, head: { seq: 2 } })
  })

  it('leaves nothing when the very first deed is rolled back', async () => {
    const opened = await open(engine)
    const { db, audit } = opened
    const failing = db.transaction().execute(async (trx) => {
      await audit.append(trx, { actor: 'mei', action: 'rule.change', target: 'rule:vip' })
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await db.selectFrom('audit_head').selectAll().execute()).toEqual([])
    await append(opened)
    expect(await audit.verify(db)).toMatchObject({ ok: true, rows: 1 })
  })

  it('lets two processes write at once, from the first row on, some of whose deeds fail', async () => {
    const first = await open(engine)
    const second = await open(engine, first.home)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => {
        const { db, audit } = n % 2 ? first : second
        return db.transaction().execute(async (trx) => {
          await trx
            .insertInto('settings')
            .values({ key: `k${n}`, value: '1' })
            .execute()
          await audit.append(trx, { actor: 'a', action: 'setting.add', target: `setting:k${n}` })
          if (n % 5 === 0) throw new Error('stop')
        })
      }),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(48)
    const report = await second.audit.verify(second.db)
    expect(report).toMatchObject({ ok: true, rows: 48, head: { seq: 48 } })
    const kept = (await first.db.selectFrom('settings').select('key').execute()).map(({ key }) => key).sort()
    const targets = (await first.audit.list(first.db, 100)).map(({ target }) => target.slice(8)).sort()
    expect(targets).toEqual(kept)
  })

  it('stays whole for a check that runs while others write', async () => {
    const first = await withRows(engine, 3)
    const second = await open(engine, first.home)
    const writing = Promise.all(Array.from({ length: 30 }, () => append(first)))
    for (let n = 0; n < 10; n++) expect((await second.audit.verify(second.db)).problems).toEqual([])
    await writing
  })

  it('seals what is about a customer with their key, which goes when they are erased', async () => {
    const opened = await open(engine)
    const { db, audit, vault } = opened
    await vault.create('s1')
    await append(opened, { action: 'customer.correct', subjectId: 's1', detail: { name: '王小明' } })
    const { detail } = await db.selectFrom('audit').select('detail').executeTakeFirstOrThrow()
    expect(detail?.includes('王小明')).toBe(false)
    expect((await audit.list(db, 1))[0]).toMatchObject({ subjectId: 's1', detail: { name: '王小明' } })
    await vault.destroy('s1')
    expect((await audit.list(db, 1))[0]).toMatchObject({ detail: null, unreadable: 'erased' })
    expect(await audit.verify(db)).toMatchObject({ ok: true })
    await append(opened, { action: 'customer.erase', subjectId: 's1' })
    const late = append(opened, { subjectId: 's1', detail: { name: '王小明' } })
    await expect(late).rejects.toMatchObject({ code: 'subject_erased' })
    expect(await audit.verify(db)).toMatchObject({ ok: true, rows: 2 })
  })

  it('says of a detail that was changed that it cannot be read', async () => {
    const opened = await open(engine)
    await opened.vault.create('s1')
    await append(opened, { subjectId: 's1', detail: { a: 1 } })
    await append(opened, { detail: { a: 1 } })
    await sql`update audit set detail = ${Buffer.from('nonsense')}`.execute(opened.db)
    const read = (await opened.audit.list(opened.db, 2)).map(({ unreadable }) => unreadable)
    expect(read).toEqual(['changed', 'changed'])
  })
})

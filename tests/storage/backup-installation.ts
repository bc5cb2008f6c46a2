/** A small installation with something in every table, for tests of backups. */

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { BackupPlan } from '../../src/storage/backup/create.ts'
import type { RestorePlan } from '../../src/storage/backup/restore.ts'
import { type OpenDatabase, openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { Vault } from '../../src/storage/vault.ts'
import { bareHome, type Engine, type TestHome, testHome } from '../databases.ts'

type AnySchema = Record<string, Record<string, unknown>>

/** Databases, their vault, and plans for backups and restores of them. */
export interface Installation {
  readonly home: TestHome
  readonly masterKey: Buffer
  readonly backups: string
  /** Opens both databases; `stop` closes them, as a server that is stopped does. */
  start(): Promise<Running>
  plan(changes?: Partial<BackupPlan>): BackupPlan
  restorePlan(folder: string, changes?: Partial<RestorePlan>): RestorePlan
}

export interface Running {
  readonly main: OpenDatabase<Schema>
  readonly keys: OpenDatabase<KeystoreSchema>
  readonly vault: Vault
  stop(): Promise<void>
}

/** An empty installation; `masterKey` makes it one that another's backups open in, and without tables yet. */
export async function installation(engine: Engine, masterKey?: Buffer): Promise<Installation> {
  const home = await (masterKey ? bareHome(engine) : testHome(engine))
  const key = masterKey ?? randomBytes(32)
  const { databaseUrl, keystoreUrl } = home
  const backups = path.join(home.folder, 'backups')
  return {
    home,
    masterKey: key,
    backups,
    async start() {
      const main = await openDatabase<Schema>(databaseUrl, migrations)
      const keys = await openDatabase<KeystoreSchema>(keystoreUrl, keystoreMigrations)
      const vault = new Vault(keys.db, key)
      await vault.checkMasterKey()
      const stop = async () => {
        await main.close()
        await keys.close()
      }
      return { main, keys, vault, stop }
    },
    plan: (changes = {}) => ({
      databaseUrl,
      keystoreUrl,
      folder: backups,
      kind: 'manual',
      logical: false,
      ...changes,
    }),
    restorePlan: (folder, changes = {}) => ({
      folder,
      databaseUrl,
      keystoreUrl,
      masterKey: key,
      overwrite: false,
      ...changes,
    }),
  }
}

/** Adds subjects `s0`, `s1` …, each with rows in every table of the product. */
export async function addSubjects({ main, vault }: Running, count: number, bodyBytes = 40): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const id = `s${i}`
    const key = await vault.create(id)
    const seal = (context: string) => key.seal(context, '话'.repeat(bodyBytes / 3))
    const at = 1_764_000_000_000 + i
    await main.db.transaction().execute(async (trx) => {
      await trx.insertInto('subjects').values({ id, created_at: at }).execute()
      await trx
        .insertInto('identities')
        .values({ channel: 'directline', user_hash: `u${i}`, subject_id: id, created_at: at })
        .execute()
      await trx
        .insertInto('conversations')
        .values({
          id: `c${i}`,
          channel: 'directline',
          subject_id: id,
          user_hash: `u${i}`,
          owner: 'bot',
          agent: i % 2 ? '小王 "O\'Neil"\n\u2028🙂' : null,
          version: 1,
          last_seq: 1,
          shared: 0,
          created_at: at,
          updated_at: at,
        })
        .execute()
      await trx
        .insertInto('messages')
        .values({
          conversation_id: `c${i}`,
          seq: 1,
          id: `m${i}`,
          role: 'user',
          type: 'message',
          status: 'answered',
          visible: 1,
          body: seal(`messages.body:m${i}`),
          created_at: at,
        })
        .execute()
      await trx
        .insertInto('states')
        .values({ key: `k${i}`, subject_id: id, body: Buffer.alloc(0), updated_at: at })
        .execute()
      await trx
        .insertInto('decisions')
        .values({
          id: `d${i}`,
          conversation_id: `c${i}`,
          message_id: `m${i}`,
          decision: 'answer',
          confidence: i === 0 ? 1 : 0.1 + i / 3,
          language: 'zh',
          model: '',
          trace: seal(`decisions.trace:d${i}`),
          created_at: at,
        })
        .execute()
      await trx
        .insertInto('outbox')
        .values({
          id: `o${i}`,
          conversation_id: `c${i}`,
          message_id: `m${i}`,
          seq: 1,
          channel: 'teams',
          status: 'pending',
          due_at: at,
          created_at: at,
        })
        .execute()
      await trx
        .insertInto('feedback')
        .values({ message_id: `m${i}`, conversation_id: `c${i}`, helpful: i % 2, created_at: at })
        .execute()
    })
  }
}

/** Every row of every table of both databases, in an order and spelling that engines share. */
export async function everything({ main, keys }: Running): Promise<Record<string, string[]>> {
  return { ...(await rowsOf(main, 'main')), ...(await rowsOf(keys, 'keys')) }
}

async function rowsOf<S>(open: OpenDatabase<S>, prefix: string): Promise<Record<string, string[]>> {
  // Tables are looked up while it runs, so the schema's type says nothing about them.
  const db = open.db as unknown as OpenDatabase<AnySchema>['db']
  const rows: Record<string, string[]> = {}
  for (const { name } of await db.introspection.getTables()) {
    const found = await db.selectFrom(name).selectAll().execute()
    rows[`${prefix}.${name}`] = found.map((row) => JSON.stringify(Object.entries(row).sort())).sort()
  }
  return rows
}

/** What is found of settings, databases and deliveries of an installation, on both engines, and that nothing is changed by it. */

import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Group } from '../../../src/channels/checks/check.ts'
import { readConfig } from '../../../src/config.ts'
import { type OpenStore, openStore } from '../../../src/conversations/open.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import type { OutboxStatus } from '../../../src/storage/schema.ts'
import { bareHome, type Engine, engines, type TestHome, testHome } from '../../databases.ts'
import { type LookedAt, type LookedAtOptions, lookedAt } from './looked-at.ts'

const KEY = randomBytes(32).toString('base64')
const SERVE = { LIUKE_MASTER_KEY: KEY, DIRECTLINE_SECRET: 'sixteen-or-more-letters' }
const homes: TestHome[] = []
afterEach(async () => {
  for (const home of homes.splice(0)) await home.remove()
})

async function homeOf(make: (engine: Engine) => Promise<TestHome>, engine: Engine) {
  const home = await make(engine)
  homes.push(home)
  const env: Record<string, string> = {
    ...SERVE,
    // Nobody can be asked.
    PORT: '0',
    LIUKE_HOME: home.folder,
    DATABASE_URL: home.databaseUrl,
    KEYSTORE_URL: home.keystoreUrl,
  }
  return { home, env, look: (more = {}, options: LookedAtOptions = {}) => look({ ...env, ...more }, options) }
}

function look(env: Record<string, string>, options: LookedAtOptions = {}): Promise<LookedAt> {
  return lookedAt(env, { mode: 'serve', offline: true, ...options })
}

/** Opens an installation as the server does. */
async function used<T>(env: Record<string, string>, act: (open: OpenStore) => Promise<T>): Promise<T> {
  const open = await openStore(readConfig(env, 'serve'), Buffer.from(KEY, 'base64'))
  try {
    return await act(open)
  } finally {
    await open.close()
  }
}

describe('before the first start', () => {
  it('there is nothing to find fault with, and nothing is made', async () => {
    const { home, env } = await homeOf(bareHome, 'sqlite')
    const { LIUKE_MASTER_KEY: _, DIRECTLINE_SECRET: __, ...demo } = env
    const { those, of } = await look(demo, { mode: 'demo' })
    expect(those('fail')).toEqual([])
    expect(of('storage.main').seen.en).toContain('the first start makes it')
    expect(of('settings.secrets').status).toBe('warn')
    expect(await readdir(home.folder)).toEqual([])
  })
})

describe.each(engines)('on %s', (engine) => {
  it('databases are found up to date, with their master key, and are not changed', async () => {
    const { env, look, home } = await homeOf(testHome, engine)
    await used(env, async () => undefined)
    const before = engine === 'sqlite' ? await digestsIn(home.folder) : []
    const { of } = await look()
    expect([of('storage.main').status, of('storage.keys').status]).toEqual(['ok', 'ok'])
    expect(of('storage.master-key').seen.en).toBe('It belongs to the key database.')
    expect(of('website.accounts').status).toBe('warn')
    if (engine === 'sqlite') expect(await digestsIn(home.folder)).toEqual(before)
  })

  it('another master key is noticed', async () => {
    const { env, look } = await homeOf(testHome, engine)
    await used(env, async () => undefined)
    const { of } = await look({ LIUKE_MASTER_KEY: randomBytes(32).toString('base64') })
    expect(of('storage.master-key').status).toBe('fail')
    expect(of('deliveries.messages').status).toBe('skipped')
  })

  it('missing migrations are told, and left to the next start', async () => {
    const { env, look } = await homeOf(testHome, engine)
    await used(env, async ({ database }) => {
      // The table is Kysely's own.
      await (database.db as never as MigrationTable)
        .deleteFrom('kysely_migration')
        .where('name', '=', '004-channels')
        .execute()
    })
    for (const once of [1, 2]) {
      const { of } = await look()
      expect([once, of('storage.main').status]).toEqual([once, 'warn'])
    }
  })

  it('a database of a newer version is not taken for one that works', async () => {
    const { env, look } = await homeOf(testHome, engine)
    await used(env, async ({ database }) => {
      await (database.db as never as MigrationTable)
        .insertInto('kysely_migration')
        .values({ name: '999-future', timestamp: new Date().toISOString() })
        .execute()
    })
    const { of } = await look()
    expect(of('storage.main').status).toBe('fail')
    expect(of('storage.main').seen.en).toContain('999-future')
  })

  it('messages and files that did not get through are counted', async () => {
    const { env, look } = await homeOf(testHome, engine)
    await used(env, async ({ store }) => {
      const { conversation } = await startConversation(store, {
        id: 'c1',
        channel: 'wechat',
        userId: 'wx:openid-of-somebody',
        locale: null,
      })
      const now = store.now()
      const statuses: OutboxStatus[] = ['dead', 'dead', 'unknown', 'held', 'sent', 'pending', 'pending']
      for (const [at, status] of statuses.entries())
        await store.db
          .insertInto('outbox')
          .values({
            id: `o${at}`,
            conversation_id: 'c1',
            message_id: `m${at}`,
            seq: at,
            channel: 'wechat',
            status,
            // One is due now, one should have gone out an hour ago.
            due_at: at === 5 ? now - 3_600_000 : now,
            lease_until: null,
            last_error: 'said by somebody',
            created_at: now,
            sent_at: null,
            external_id: null,
          })
          .execute()
      await store.db
        .insertInto('files')
        .values({
          id: 'f1',
          conversation_id: 'c1',
          subject_id: conversation.subject_id,
          status: 'failed',
          media_type: 'image/png',
          size: null,
          body: Buffer.from('sealed'),
          due_at: now,
          lease_until: null,
          last_error: null,
          created_at: now,
        })
        .execute()
    })
    const { of, everything } = await look()
    expect(of('deliveries.messages').seen.en).toBe(
      '2 could not be delivered, 1 may or may not have arrived, 1 are overdue. 1 wait until the customer writes again.',
    )
    expect(of('deliveries.files').seen.zh).toContain('1 个没有取到')
    expect(everything).not.toMatch(/openid-of-somebody|said by somebody/)
    // Nobody is reminded of them for ever.
    const later = await look({}, { now: () => Date.now() + 8 * 24 * 3_600_000 })
    expect(later.of('deliveries.files').status).toBe('ok')
  })
})

interface MigrationTable {
  deleteFrom(table: string): {
    where(column: string, is: string, name: string): { execute(): Promise<unknown> }
  }
  insertInto(table: string): { values(row: object): { execute(): Promise<unknown> } }
}

/** What is in the database files. SQLite may leave an empty log beside them, which every reader does. */
async function digestsIn(folder: string): Promise<[string, string][]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sqlite')).sort()
  const digest = async (name: string) =>
    createHash('sha256')
      .update(await readFile(path.join(folder, name)))
      .digest('hex')
  return Promise.all(names.map(async (name): Promise<[string, string]> => [name, await digest(name)]))
}

describe('a database that cannot be used', () => {
  it('is told with its setting', async () => {
    const { look, home } = await homeOf(bareHome, 'sqlite')
    const file = path.join(home.folder, 'no-database')
    await writeFile(
      file,
      'this is a text, and long enough to be taken for the head of a file of SQLite'.repeat(20),
    )
    const { of } = await look({ DATABASE_URL: `sqlite:${file}`, KEYSTORE_URL: 'mysql://localhost/keys' })
    expect(of('storage.main').status).toBe('fail')
    expect(of('storage.main').advice?.en).toContain('DATABASE_URL')
    expect(of('storage.keys').advice?.en).toContain('KEYSTORE_URL')
  })

  it('is told when no server of PostgreSQL answers, without its password', async () => {
    const { look } = await homeOf(bareHome, 'sqlite')
    const { of, everything } = await look({ DATABASE_URL: 'postgres://liuke:hidden-word@127.0.0.1:1/liuke' })
    expect(of('storage.main').status).toBe('fail')
    expect(everything).not.toContain('hidden-word')
  })
})

describe('settings', () => {
  it.each([
    ['nothing set in production', {}, 'settings.public-url', 'warn', /Not set/],
    [
      'this machine in production',
      { PUBLIC_URL: 'http://localhost:3978' },
      'settings.public-url',
      'warn',
      /no customer/,
    ],
    ['plain http', { PUBLIC_URL: 'http://chat.example.com' }, 'settings.public-url', 'warn', /not https/],
    ['a path', { PUBLIC_URL: 'https://example.com/chat/' }, 'settings.public-url', 'warn', /path/],
    [
      'https',
      { PUBLIC_URL: 'https://chat.example.com', TRUST_PROXY: '1' },
      'settings.public-url',
      'ok',
      /chat/,
    ],
    [
      'a proxy that is not believed',
      { PUBLIC_URL: 'https://chat.example.com' },
      'settings.proxy',
      'warn',
      /one address/,
    ],
    ['proxies without an address', { TRUST_PROXY: '2' }, 'settings.proxy', 'warn', /is 2/],
    [
      'proxies before an open port',
      { TRUST_PROXY: '1', HOST: '0.0.0.0', PUBLIC_URL: 'https://chat.example.com' },
      'settings.proxy',
      'ok',
      /through the proxy only/,
    ],
    [
      'origins with a slash',
      { WIDGET_ORIGINS: 'https://www.example.com/' },
      'website.origins',
      'warn',
      /no origin/,
    ],
    ['good origins', { WIDGET_ORIGINS: 'https://www.example.com' }, 'website.origins', 'ok', /www/],
    ['a corpus that is not there', { LIUKE_CORPUS: 'no-such-folder' }, 'content.corpus', 'fail', /error/i],
  ] as const)('are judged: %s', async (_case, env, id, status, seen) => {
    const { look } = await homeOf(bareHome, 'sqlite')
    // An id begins with its group.
    const group = id.split('.', 1)[0] as Group
    const found = (await look(env, { only: [group] })).of(id)
    expect([found.status, found.seen.en]).toEqual([status, expect.stringMatching(seen)])
  })

  it('are warned of when everybody on the machine can read secrets', async () => {
    const { look, home } = await homeOf(bareHome, 'sqlite')
    const file = path.join(home.folder, 'secrets.json')
    await writeFile(file, '{}')
    await chmod(file, 0o604)
    expect((await look()).of('settings.files').advice?.en).toContain(`chmod o-rwx ${file}`)
    await chmod(file, 0o640)
    expect((await look()).of('settings.files').status).toBe('ok')
  })
})

describe('backups', () => {
  it('are missed in production, and in the demo not', async () => {
    const { env, look } = await homeOf(testHome, 'sqlite')
    await used(env, async () => undefined)
    expect((await look()).of('storage.backup').status).toBe('warn')
    expect((await look({}, { mode: 'demo' })).of('storage.backup').status).toBe('skipped')
  })

  it('that do not come any more are told, and what to look for', async () => {
    const { env, look, home } = await homeOf(testHome, 'sqlite')
    await used(env, async () => undefined)
    await mkdir(path.join(home.folder, 'backups'))
    const { createBackup } = await import('../../../src/storage/backup/create.ts')
    await createBackup({
      databaseUrl: home.databaseUrl,
      keystoreUrl: home.keystoreUrl,
      folder: path.join(home.folder, 'backups'),
      kind: 'nightly',
      logical: false,
    })
    const sinceThen = (days: number) => look({}, { now: () => Date.now() + days * 24 * 3_600_000 + 60_000 })
    expect((await sinceThen(0)).of('storage.backup').status).toBe('ok')
    expect((await sinceThen(3)).of('storage.backup')).toMatchObject({
      status: 'warn',
      seen: { en: '3 days old.' },
    })
    expect((await sinceThen(8)).of('storage.backup').status).toBe('fail')
  })
})

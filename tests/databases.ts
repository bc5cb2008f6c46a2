/** Fresh databases for tests, on both engines. */

import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import type { DatabasePair } from './database-templates.ts'

/** Both engines the product runs on; for `describe.each(engines)`. */
export const engines = ['sqlite', 'postgres'] as const

export type Engine = (typeof engines)[number]

/** A folder and two database URLs that nothing else uses. */
export interface TestHome {
  readonly folder: string
  readonly databaseUrl: string
  readonly keystoreUrl: string
  /** Removes the folder, and PostgreSQL databases nobody is connected to; all others go with the cluster. */
  remove(): Promise<void>
}

/** Makes a temporary folder with fresh databases, their tables made and empty: copying is cheaper than migrating. */
export function testHome(engine: Engine): Promise<TestHome> {
  return homeFrom(engine, inject('databaseTemplates')[engine])
}

/** Like {@link testHome}, with databases without tables: for tests of migrations and restores. */
export function bareHome(engine: Engine): Promise<TestHome> {
  return homeFrom(engine, null)
}

async function homeFrom(engine: Engine, templates: DatabasePair | null): Promise<TestHome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'liuke-test-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  if (engine === 'postgres') {
    const [databaseUrl, keystoreUrl] = await freshDatabases(templates)
    const removeAll = async (): Promise<void> => {
      await remove()
      await dropIdle([databaseUrl, keystoreUrl])
    }
    return { folder, databaseUrl, keystoreUrl, remove: removeAll }
  }
  const database = path.join(folder, 'liuke.sqlite')
  const keystore = path.join(folder, 'keys.sqlite')
  if (templates) {
    await copyFile(templates.main, database)
    await copyFile(templates.keys, keystore)
  }
  return { folder, databaseUrl: `sqlite:${database}`, keystoreUrl: `sqlite:${keystore}`, remove }
}

async function freshDatabases(templates: DatabasePair | null): Promise<[main: string, keys: string]> {
  const admin = inject('postgresUrl')
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  const fresh = async (template: string): Promise<string> => {
    const name = `t_${randomBytes(6).toString('hex')}`
    // Copying the files is faster than the default, which writes every page to the log.
    await client.query(`create database ${name} template ${template} strategy file_copy`)
    return admin.replace(/\/postgres$/, `/${name}`)
  }
  try {
    return [await fresh(templates?.main ?? 'template1'), await fresh(templates?.keys ?? 'template1')]
  } finally {
    await client.end()
  }
}

/** Drops databases that are there and not connected to: the cluster is kept in memory. */
async function dropIdle(urls: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    const names = urls.map((url) => new URL(url).pathname.slice(1))
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname = any($1)
        and not exists (select from pg_stat_activity where pg_stat_activity.datname = pg_database.datname)`,
      [names],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname}`)
  } finally {
    await client.end()
  }
}

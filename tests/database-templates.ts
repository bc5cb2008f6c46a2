/** Databases with all tables and no rows, made once for a test run, to be copied by every test that wants one. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openDatabase } from '../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../src/storage/migrations/index.ts'

/** The two databases of an installation: files of SQLite, or names in PostgreSQL. */
export interface DatabasePair {
  readonly main: string
  readonly keys: string
}

/** What tests copy, on each engine. */
export interface DatabaseTemplates {
  readonly sqlite: DatabasePair
  readonly postgres: DatabasePair
}

/**
 * Migrates a pair of databases on each engine.
 * @param postgresUrl the maintenance database of a cluster
 * @returns the templates, and what removes the files; those in PostgreSQL go with the cluster
 */
export async function makeDatabaseTemplates(
  postgresUrl: string,
): Promise<{ templates: DatabaseTemplates; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'liuke-templates-'))
  const sqlite = { main: path.join(folder, 'main.sqlite'), keys: path.join(folder, 'keys.sqlite') }
  await migratePair({ main: `sqlite:${sqlite.main}`, keys: `sqlite:${sqlite.keys}` })

  const postgres = { main: 'liuke_main', keys: 'liuke_keys' }
  const urlOf = (name: string): string => postgresUrl.replace(/\/postgres$/, `/${name}`)
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    for (const name of Object.values(postgres)) await client.query(`create database ${name}`)
    await migratePair({ main: urlOf(postgres.main), keys: urlOf(postgres.keys) })
    // A database that somebody is connected to, such as the vacuum daemon, cannot be copied.
    for (const name of Object.values(postgres))
      await client.query(`alter database ${name} is_template true allow_connections false`)
  } finally {
    await client.end()
  }
  return { templates: { sqlite, postgres }, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function migratePair({ main, keys }: DatabasePair): Promise<void> {
  // Closing a SQLite database leaves everything in its one file.
  await (await openDatabase(main, migrations)).close()
  await (await openDatabase(keys, keystoreMigrations)).close()
}

/** Fresh databases for tests, on both engines. */

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'

/** Both engines the product runs on; for `describe.each(engines)`. */
export const engines = ['sqlite', 'postgres'] as const

export type Engine = (typeof engines)[number]

/** A folder and two database URLs that nothing else uses. */
export interface TestHome {
  readonly folder: string
  readonly databaseUrl: string
  readonly keystoreUrl: string
  /** Removes the folder; PostgreSQL databases go with the cluster. */
  remove(): Promise<void>
}

/** Makes a temporary folder with fresh database URLs in it. */
export async function testHome(engine: Engine): Promise<TestHome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'liuke-test-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  if (engine === 'sqlite') {
    const databaseUrl = `sqlite:${path.join(folder, 'liuke.sqlite')}`
    return { folder, databaseUrl, keystoreUrl: `sqlite:${path.join(folder, 'keys.sqlite')}`, remove }
  }
  return { folder, databaseUrl: await freshDatabase(), keystoreUrl: await freshDatabase(), remove }
}

async function freshDatabase(): Promise<string> {
  const admin = inject('postgresUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return admin.replace(/\/postgres$/, `/${name}`)
}

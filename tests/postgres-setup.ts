/** Starts one real PostgreSQL for the whole run, and makes what every test copies a database of its own from. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { type DatabaseTemplates, makeDatabaseTemplates } from './database-templates.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgres://…` of the cluster's maintenance database. */
    postgresUrl: string
    /** Databases with all tables and no rows. */
    databaseTemplates: DatabaseTemplates
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const child = fork(path.resolve(import.meta.dirname, 'postgres-process.ts'))
  const exited = once(child, 'exit')
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    exited.then(([code]) => Promise.reject(new Error(`PostgreSQL did not start (exit code ${code}).`))),
  ])
  const { templates, remove } = await makeDatabaseTemplates(url)
  project.provide('postgresUrl', url)
  project.provide('databaseTemplates', templates)
  return async () => {
    await remove()
    child.send('stop')
    await exited
  }
}

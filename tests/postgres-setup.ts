/** Starts one real PostgreSQL for the whole run; every test takes a database of its own in it. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgres://…` of the cluster's maintenance database. */
    postgresUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const child = fork(path.resolve(import.meta.dirname, 'postgres-process.ts'))
  const exited = once(child, 'exit')
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    exited.then(([code]) => Promise.reject(new Error(`PostgreSQL did not start (exit code ${code}).`))),
  ])
  project.provide('postgresUrl', url)
  return async () => {
    child.send('stop')
    await exited
  }
}

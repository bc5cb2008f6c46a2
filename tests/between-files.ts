/** Puts back at the end of a test file what it may have changed in the process that it shares with others. */

import { ServerResponse } from 'node:http'
import { afterAll, vi } from 'vitest'
// Loading it changes Node's own responses for everybody in the process, so it is loaded before all tests.
import 'restify'

/** As Node documents it: restify's own returns nothing, and peers in tests go on with `.end()`. */
const { writeHead } = ServerResponse.prototype
if (writeHead.name === 'restifyWriteHead') {
  ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: unknown[]) {
    Reflect.apply(writeHead, this, given)
    return this
  }
}

const environment = { ...process.env }
const folder = process.cwd()

afterAll(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  if (process.cwd() !== folder) process.chdir(folder)
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
})

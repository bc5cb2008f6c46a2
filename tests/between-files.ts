/** Puts back at the end of a test file what it may have changed in the process that it shares with others. */

import { afterAll, vi } from 'vitest'

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

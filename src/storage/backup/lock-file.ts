/** A file that only one process at a time holds, and that a dead process does not hold for ever. */

import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { isMissing } from './files.ts'

/** A holder says this often that it is alive; unheard of for `STALE_MS`, its lock is taken over. */
const ALIVE_MS = 15_000
const STALE_MS = 600_000
/** A takeover takes moments; one that is older than this, in milliseconds, will not end. */
const TAKEOVER_MS = 60_000

/** Given back with {@link LockFile.release}. */
export interface LockFile {
  release(): Promise<void>
}

/**
 * Takes the lock, from a dead process too: at once when that ran on this machine, otherwise after ten
 * minutes without a sign of life. The folder is made if need be.
 * @returns null when a living process holds it
 */
export async function takeLockFile(file: string): Promise<LockFile | null> {
  const text = `${JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() })}\n`
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  if (!(await create(file, text))) {
    if (!(await removeStale(file))) return null
    if (!(await create(file, text))) return null
  }
  const sign = setInterval(() => {
    const now = new Date()
    // A sign that cannot be given is given again soon; ten minutes without one lose the lock.
    utimes(file, now, now).catch(() => undefined)
  }, ALIVE_MS)
  sign.unref()
  return {
    async release() {
      clearInterval(sign)
      if ((await textOf(file)) === text) await rm(file, { force: true })
    },
  }
}

async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * Takes the lock of a dead process away. Only one at a time may: whoever looked earlier would otherwise
 * remove the lock of the one that has just taken it over.
 */
async function removeStale(file: string): Promise<boolean> {
  const guard = `${file}.takeover`
  if (!(await create(guard, ''))) {
    const age = await stat(guard).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    // Its holder died within moments of a takeover; the next try finds the way free.
    if (age > TAKEOVER_MS) await rm(guard, { force: true })
    return false
  }
  try {
    const text = await textOf(file)
    if (text === null) return true
    if (!(await isStale(file, text))) return false
    await rm(file, { force: true })
    return true
  } finally {
    await rm(guard, { force: true })
  }
}

async function isStale(file: string, text: string): Promise<boolean> {
  const signOfLife = await stat(file).catch(() => null)
  if (!signOfLife) return true
  if (Date.now() - signOfLife.mtimeMs > STALE_MS) return true
  const match = /^\{"pid":(\d+),"host":(".*?"),"token"/.exec(text)
  return match !== null && match[2] === JSON.stringify(hostname()) && !isAlive(Number(match[1]))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

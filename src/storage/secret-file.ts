/** Files only their owner may read, made once and whole: passwords and keys of the demo. */

import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The text of a file; null when it is not there. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * Makes a file of JSON, unless it is there. Written whole beside its place and then linked to it: a kill leaves no
 * half file, and of two who make it at once the second is told.
 * @returns whether this call made it
 */
export async function makeSecretFile(file: string, content: object): Promise<boolean> {
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}.part`
  try {
    await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Puts new JSON in the place of a file in one step: a kill leaves the one or the other. */
export async function replaceSecretFile(file: string, content: object): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`
  try {
    await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Removes a file, if it is there. */
export async function removeSecretFile(file: string): Promise<void> {
  await rm(file, { force: true })
}

import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLockFile } from '../../src/storage/backup/lock-file.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'liuke-lock-'))
  file = path.join(folder, 'not there yet', '.lock')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a lock file', () => {
  it('is held by one at a time', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => takeLockFile(file)))
    expect(all.filter((lock) => lock !== null)).toHaveLength(1)
    await all.find((lock) => lock !== null)?.release()
    expect(await readdir(path.dirname(file))).toEqual([])
    expect(await takeLockFile(file)).not.toBeNull()
  })

  it('is taken over at once, by one, from a process that was killed', async () => {
    const module = pathToFileURL(path.resolve('src/storage/backup/lock-file.ts')).href
    const script = `
      const { takeLockFile } = await import(${JSON.stringify(module)})
      await takeLockFile(${JSON.stringify(file)})
      process.stdout.write('held')
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    expect(await takeLockFile(file)).toBeNull()
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const all = await Promise.all(Array.from({ length: 20 }, () => takeLockFile(file)))
    expect(all.filter((lock) => lock !== null)).toHaveLength(1)
  })

  it('is never held by two, however many processes find a dead one', async () => {
    for (let round = 0; round < 40; round++) {
      const dead = { pid: 2 ** 22 + 1, host: hostname(), token: 'dead' }
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, `${JSON.stringify(dead)}\n`)
      const all = await Promise.all(Array.from({ length: 20 }, () => takeLockFile(file)))
      expect(all.filter((lock) => lock !== null)).toHaveLength(1)
      await all.find((lock) => lock !== null)?.release()
      expect(await readdir(path.dirname(file))).toEqual([])
    }
  })

  it('is taken over from another machine after ten minutes without a sign of life', async () => {
    const first = await takeLockFile(file)
    const elsewhere = (await readFile(file, 'utf8')).replace(/"host":"[^"]*"/, '"host":"elsewhere"')
    await writeFile(file, elsewhere)
    expect(await takeLockFile(file)).toBeNull()
    const before = new Date(Date.now() - 601_000)
    await utimes(file, before, before)
    const second = await takeLockFile(file)
    expect(second).not.toBeNull()
    // Whoever lost it does not take it away from whoever has it.
    await first?.release()
    expect(await takeLockFile(file)).toBeNull()
    await second?.release()
  })
})

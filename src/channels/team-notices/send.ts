/** Sends notices to the team: those of one event together, with retries, and gives up after a day. */

import type { Selectable } from 'kysely'
import type { Store } from '../../conversations/store.ts'
import { UndeliverableError } from '../../customers/notices.ts'
import { messageOf } from '../../errors.ts'
import { constant } from '../../storage/constant.ts'
import type { TeamNoticesTable } from '../../storage/schema.ts'
import type { NoticeBody, NoticeEvent, NoticeWay } from './events.ts'
import { type Surroundings, type WordedNotice, wordNotice } from './words.ts'

/** Carries one message. @throws LiukeError; an `UndeliverableError` is not tried again */
export type Carrier = (notice: WordedNotice, id: string) => Promise<void>

/** Longer than a carrier may take, in milliseconds. */
const LEASE_MS = 60_000
/** At most so many conversations in one message; the others come with the next. */
const MOST = 20
/** Waits after the first, second … failure, in milliseconds; after these it is given up. */
const WAITS = [10_000, 60_000, 300_000, 1_800_000, 3_600_000, 14_400_000, 43_200_000]

type Row = Selectable<TeamNoticesTable>

/**
 * Sends what is due. Several processes share the work by leases.
 * @returns how many messages were tried
 */
export async function sendNotices(
  store: Store,
  carriers: ReadonlyMap<NoticeWay, Carrier>,
  surroundings: () => Surroundings,
): Promise<number> {
  const now = store.now()
  const due = await store.db
    .selectFrom('team_notices')
    .selectAll()
    .where('status', 'in', [constant('pending'), constant('sending')])
    .where('due_at', '<=', now)
    // What was to go another way waits for that way to be set again, and holds up nothing.
    .where('way', 'in', [...carriers.keys()])
    .orderBy('due_at')
    .limit(200)
    .execute()
  const free = due.filter((row) => row.status === 'pending' || (row.lease_until ?? 0) < now)
  const groups = Map.groupBy(free, ({ way, event }) => `${way} ${event}`)
  let tried = 0
  for (const group of groups.values()) {
    const carry = carriers.get(group[0]?.way ?? 'mail')
    const taken = carry === undefined ? [] : await take(store, group.slice(0, MOST))
    const [first] = taken
    if (carry === undefined || first === undefined) continue
    tried += 1
    await sendGroup(store, carry, taken, first, surroundings())
  }
  return tried
}

/** Leases rows; those somebody else was faster with are left out. */
async function take(store: Store, rows: readonly Row[]): Promise<Row[]> {
  const taken: Row[] = []
  for (const row of rows) {
    const changes = {
      status: 'sending' as const,
      attempts: row.attempts + 1,
      lease_until: store.now() + LEASE_MS,
    }
    const { numUpdatedRows } = await store.db
      .updateTable('team_notices')
      .set(changes)
      .where('id', '=', row.id)
      .where('status', '=', row.status)
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    if (numUpdatedRows === 1n) taken.push({ ...row, ...changes })
  }
  return taken
}

async function sendGroup(
  store: Store,
  carry: Carrier,
  rows: readonly Row[],
  first: Row,
  surroundings: Surroundings,
): Promise<void> {
  const told = rows.map(({ conversation_id, body }) => ({
    conversationId: conversation_id ?? '',
    // Written by ourselves.
    body: JSON.parse(body) as NoticeBody,
  }))
  try {
    await carry(wordNotice(first.event as NoticeEvent, told, surroundings), first.id)
    await settle(store, rows, () => ({ status: 'sent', sent_at: store.now(), last_error: null }))
  } catch (error) {
    const last_error = messageOf(error).slice(0, 300)
    await settle(store, rows, ({ attempts }) => {
      const wait = error instanceof UndeliverableError ? undefined : WAITS[attempts - 1]
      if (wait === undefined) return { status: 'dead', last_error }
      return { status: 'pending', due_at: store.now() + wait, last_error }
    })
  }
}

async function settle(
  store: Store,
  rows: readonly Row[],
  changesOf: (row: Row) => Partial<Row>,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    for (const row of rows)
      await trx
        .updateTable('team_notices')
        .set({ ...changesOf(row), lease_until: null })
        .where('id', '=', row.id)
        .where('status', '=', 'sending')
        .where('attempts', '=', row.attempts)
        .execute()
  })
}

const DAY_MS = 24 * 3_600_000
/** How long what was sent, and what was given up, is kept, in milliseconds. */
const KEPT_MS = { sent: 7 * DAY_MS, dead: 30 * DAY_MS } as const

/** Forgets what was settled long ago; while a hand-over runs, its notice stays so that it is not made again. */
export async function tidyNotices(store: Store): Promise<void> {
  for (const [status, kept] of Object.entries(KEPT_MS))
    await store.db
      .deleteFrom('team_notices')
      // The keys are statuses.
      .where('status', '=', status as keyof typeof KEPT_MS)
      .where('created_at', '<', store.now() - kept)
      .where((e) =>
        e.or([
          e('conversation_id', 'is', null),
          e.not(
            e.exists(
              e
                .selectFrom('conversations')
                .select('conversations.id')
                .whereRef('conversations.id', '=', 'team_notices.conversation_id')
                .where('conversations.owner', 'in', ['queued', 'human']),
            ),
          ),
        ]),
      )
      .execute()
}

/** Finds what is wrong with the chain of the audit log: changed, added, missing and cut-off rows. */

import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { AuditHeadTable, AuditTable, Schema } from './schema.ts'

/** One thing wrong with the log. */
export interface AuditProblem {
  /**
   * `changed`: the row is not what was written, or another stands in its place; `missing`: rows from
   * `seq` to `until` are gone; `head`: the newest rows were cut off, or the head was changed;
   * `replaced`: the row noted earlier is not there any more.
   */
  readonly kind: 'changed' | 'missing' | 'head' | 'replaced'
  readonly seq: number
  /** Last of the missing rows. */
  readonly until?: number
}

/** What a check of the whole log found. */
export interface AuditReport {
  readonly ok: boolean
  /** Rows read. */
  readonly rows: number
  /** Number and hash of the newest row; worth noting in another place. Null for an empty log. */
  readonly head: { readonly seq: number; readonly hash: string } | null
  /** In the order of rows, at most 100. */
  readonly problems: readonly AuditProblem[]
}

/** A row somebody noted earlier. */
export interface Expected {
  readonly seq: number
  readonly hash: string
}

/** What a check needs from whoever has the key. */
export interface ChainKeys {
  hashOf(row: AuditTable): string
  isSealed(head: AuditHeadTable): boolean
  readonly expected: Expected | undefined
}

const PAGE_ROWS = 2_000
const MOST_PROBLEMS = 100

/** Reads all rows in order and compares each with its own hash and the row before. */
export async function verifyChain(db: Kysely<Schema>, keys: ChainKeys): Promise<AuditReport> {
  // What is written from here on is left to the next check.
  const { newest, head } = await ends(db)
  const problems: AuditProblem[] = []
  const report = (problem: AuditProblem) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem)
  }
  let rows = 0
  let before = { seq: 0, hash: '' }
  let noted = keys.expected === undefined
  for await (const row of rowsUntil(db, newest)) {
    rows += 1
    if (row.seq > before.seq + 1) report({ kind: 'missing', seq: before.seq + 1, until: row.seq - 1 })
    if (row.seq < 1 || row.previous !== before.hash || row.hash !== keys.hashOf(row)) {
      const gap = row.seq > before.seq + 1 && row.hash === keys.hashOf(row)
      if (!gap) report({ kind: 'changed', seq: row.seq })
    }
    if (row.seq === keys.expected?.seq) noted = row.hash === keys.expected.hash
    before = { seq: row.seq, hash: row.hash }
  }
  if (head && head.seq > before.seq) report({ kind: 'missing', seq: before.seq + 1, until: head.seq })
  if (!agrees(head, before, keys)) report({ kind: 'head', seq: before.seq })
  if (!noted && keys.expected) report({ kind: 'replaced', seq: keys.expected.seq })
  return { ok: problems.length === 0, rows, head: before.seq > 0 ? before : null, problems }
}

function agrees(head: AuditHeadTable | undefined, last: Expected, keys: ChainKeys): boolean {
  if (!head) return last.seq === 0
  return head.seq === last.seq && head.hash === last.hash && keys.isSealed(head)
}

/** Newest row and head of one moment. */
async function ends(
  db: Kysely<Schema>,
): Promise<{ newest: number | null; head: AuditHeadTable | undefined }> {
  const row = await db
    .selectFrom(
      db
        .selectFrom('audit')
        .select((e) => e.fn.max('seq').as('newest'))
        .as('rows'),
    )
    .leftJoin('audit_head', (join) => join.onTrue())
    .selectAll()
    .executeTakeFirstOrThrow()
  const { newest, id, seq, hash, seal } = row
  const head =
    id === null || seq === null || hash === null || seal === null ? undefined : { id, seq, hash, seal }
  return { newest, head }
}

async function* rowsUntil(db: Kysely<Schema>, newest: number | null): AsyncGenerator<AuditTable> {
  if (newest === null) return
  let after = Number.MIN_SAFE_INTEGER
  while (after < newest) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', after)
      .where('seq', '<=', newest)
      .orderBy('seq')
      .limit(PAGE_ROWS)
      .execute()
    // The newest row itself may have been deleted since.
    if (page.length === 0) return
    yield* page
    // SQLite answers without ever leaving the event loop, which customers' turns need too.
    await setImmediate()
    after = page.at(-1)?.seq ?? newest
  }
}

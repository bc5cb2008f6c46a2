/**
 * Reads what has happened, from the audit log and the conversations, and puts it down for the webhooks. What happens
 * costs nothing more for it, and nothing is lost: how far the reader has come is written with what it made of it.
 */

import { z } from 'zod'
import { type Store, type Trx, unlessErased } from '../../conversations/store.ts'
import type { SubjectKey } from '../../storage/vault.ts'
import { eventsFrom, type NewMessage } from './conversation-events.ts'
import { eventsOf } from './endpoints.ts'
import type { WebhookEvent } from './event-types.ts'
import { type AuditLine, eventFrom, toldActions } from './from-audit.ts'
import { openedOrNull } from './opened.ts'
import { insertDeliveries, type Subscriber } from './put-down.ts'

/** Records of the log read in one step. */
const LINES = 500
/** Conversations looked at in one step, and messages read of each. */
const CONVERSATIONS = 100
const MESSAGES = 200
/** Conversations of one page when all are looked through. */
const SCAN_PAGE = 5_000
/** A change may be committed so long after the time it carries, in milliseconds. */
const OVERLAP_MS = 120_000

/** Somebody else came further meanwhile: what was read is read again. */
class Overtaken extends Error {}

interface Progress {
  readonly version: number
  readonly auditSeq: number
  readonly scannedAt: number
}

interface Mark {
  readonly conversation_id: string
  readonly seq: number
  readonly owner: string
}

const ownerShape = z.object({ name: z.literal('liuke.owner'), value: z.object({ owner: z.string() }) })

/** Reads on from where the last one came. One for each process; of several, one at a time gets ahead. */
export class WebhookFeed {
  readonly #store: Store
  readonly #hinted = new Set<string>()
  #isScanDue = true
  /** When the scan began whose findings are not all read yet. */
  #scanBegun: number | null = null
  #isIdle = false

  constructor(store: Store) {
    this.#store = store
  }

  /** Whether the last reading found no webhook that is to be told anything. */
  get isIdle(): boolean {
    return this.#isIdle
  }

  /** Something is new in a conversation; null: it is not known where. */
  hint(conversationId: string | null): void {
    if (conversationId === null) this.#isScanDue = true
    else this.#hinted.add(conversationId)
  }

  /** Reads all there is. @returns how many deliveries were put down */
  async read(): Promise<number> {
    const subscribers = await this.#subscribers()
    this.#isIdle = subscribers.length === 0
    if (this.#isIdle) {
      this.#hinted.clear()
      this.#isScanDue = true
      return 0
    }
    let written = 0
    for (let step = await this.#readLog(subscribers); ; step = await this.#readLog(subscribers)) {
      written += step.written
      if (step.lines < LINES) break
    }
    if (this.#isScanDue) await this.#scan()
    while (this.#hinted.size > 0) {
      const ids = [...this.#hinted].slice(0, CONVERSATIONS)
      for (const id of ids) this.#hinted.delete(id)
      try {
        written += await this.#readConversations(subscribers, ids)
      } catch (error) {
        for (const id of ids) this.#hinted.add(id)
        if (error instanceof Overtaken) break
        throw error
      }
    }
    if (this.#hinted.size === 0) await this.#endScan()
    return written
  }

  async #subscribers(): Promise<Subscriber[]> {
    const rows = await this.#store.db
      .selectFrom('webhooks')
      .select(['id', 'events', 'since'])
      .where('status', '=', 'active')
      .execute()
    return rows.map((row) => ({ id: row.id, since: row.since, events: new Set(eventsOf(row)) }))
  }

  async #progress(): Promise<Progress> {
    const row = await this.#store.db
      .selectFrom('webhook_feed')
      .select(['version', 'audit_seq as auditSeq', 'scanned_at as scannedAt'])
      .executeTakeFirst()
    // Made with the first webhook.
    return row ?? { version: -1, auditSeq: 0, scannedAt: this.#store.now() }
  }

  async #readLog(subscribers: readonly Subscriber[]): Promise<{ lines: number; written: number }> {
    const { version, auditSeq } = await this.#progress()
    // Numbers are given in the order of commits, so none comes in later below one that was read.
    const rows = await this.#store.db
      .selectFrom('audit')
      .select(['seq', 'at', 'action', 'target', 'subject_id', 'detail'])
      .where('seq', '>', auditSeq)
      .orderBy('seq')
      .limit(LINES)
      .execute()
    const newest = rows.at(-1)?.seq
    if (newest === undefined) return { lines: 0, written: 0 }
    const events = rows
      .filter(({ action }) => toldActions.includes(action))
      .flatMap((row) => {
        const detail = row.subject_id === null ? plainDetail(row.detail) : null
        return eventFrom({ at: row.at, action: row.action, target: row.target, detail }) ?? []
      })
    try {
      const written = await this.#store.db.transaction().execute(async (trx) => {
        await advance(trx, version, { audit_seq: newest })
        return insertDeliveries(trx, subscribers, events, this.#store.now())
      })
      return { lines: rows.length, written }
    } catch (error) {
      if (error instanceof Overtaken) return { lines: 0, written: 0 }
      throw error
    }
  }

  /** Hints at every conversation that changed since all were last looked through. */
  async #scan(): Promise<void> {
    const { scannedAt } = await this.#progress()
    const begun = this.#store.now()
    for (let after = ''; ; ) {
      const rows = await this.#store.db
        .selectFrom('conversations')
        .select(['id', 'updated_at'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(SCAN_PAGE)
        .execute()
      for (const row of rows) if (row.updated_at >= scannedAt - OVERLAP_MS) this.#hinted.add(row.id)
      const last = rows.at(-1)
      if (!last || rows.length < SCAN_PAGE) break
      after = last.id
    }
    this.#isScanDue = false
    this.#scanBegun = begun
  }

  /** What a scan found is read: the next one need not go back further than to its beginning. */
  async #endScan(): Promise<void> {
    if (this.#scanBegun === null) return
    await this.#store.db
      .updateTable('webhook_feed')
      .set({ scanned_at: this.#scanBegun })
      .where('scanned_at', '<', this.#scanBegun)
      .execute()
    this.#scanBegun = null
  }

  async #readConversations(subscribers: readonly Subscriber[], ids: readonly string[]): Promise<number> {
    const { version } = await this.#progress()
    const { db, now } = this.#store
    const conversations = await db
      .selectFrom('conversations')
      .select(['id', 'channel', 'subject_id', 'customer_id', 'queue', 'last_seq', 'created_at'])
      .where('id', 'in', ids)
      .execute()
    const marks = new Map<string, Mark>(
      (await db.selectFrom('webhook_marks').selectAll().where('conversation_id', 'in', ids).execute()).map(
        (mark) => [mark.conversation_id, mark],
      ),
    )
    const since = Math.min(...subscribers.map((one) => one.since))
    const events: WebhookEvent[] = []
    const moved: Mark[] = []
    for (const row of conversations) {
      const mark = marks.get(row.id)
      if (mark && mark.seq >= row.last_seq) continue
      const key = await unlessErased(this.#store.vault.keyOf(row.subject_id))
      if (key === null) continue
      const isNew = mark === undefined && row.created_at >= since
      const messages = await this.#messagesOf(row.id, key, mark?.seq ?? 0, mark || isNew ? 0 : since)
      const read = eventsFrom(
        {
          id: row.id,
          channel: row.channel,
          customer: row.customer_id,
          startedAt: isNew ? row.created_at : null,
          queue: row.queue,
        },
        messages,
        mark?.owner ?? (isNew ? 'bot' : null),
      )
      const last = messages.at(-1)
      if (last === undefined && !isNew) continue
      events.push(...read.events)
      moved.push({ conversation_id: row.id, seq: last?.seq ?? 0, owner: read.owner ?? '' })
      if (messages.length === MESSAGES) this.#hinted.add(row.id)
    }
    if (moved.length === 0) return 0
    events.sort((a, b) => a.at - b.at)
    return db.transaction().execute(async (trx) => {
      await advance(trx, version, {})
      await trx
        .insertInto('webhook_marks')
        .values(moved)
        .onConflict((c) =>
          c.column('conversation_id').doUpdateSet((e) => ({
            seq: e.ref('excluded.seq'),
            owner: e.ref('excluded.owner'),
          })),
        )
        .execute()
      return insertDeliveries(trx, subscribers, events, now())
    })
  }

  async #messagesOf(id: string, key: SubjectKey, after: number, since: number): Promise<NewMessage[]> {
    const rows = await this.#store.db
      .selectFrom('messages')
      .select(['seq', 'id', 'role', 'type', 'created_at', 'body'])
      .where('conversation_id', '=', id)
      .where('seq', '>', after)
      .where('created_at', '>=', since)
      .where('visible', '=', 1)
      .where('type', 'in', ['message', 'event'])
      .orderBy('seq')
      .limit(MESSAGES)
      .execute()
    return rows.map((row) => {
      // Events are the few that are opened: one of them says who has the conversation now.
      const moved = row.type === 'event' ? ownerShape.safeParse(openedOrNull(key, row)).data : undefined
      return {
        seq: row.seq,
        id: row.id,
        role: row.role,
        type: row.type,
        at: row.created_at,
        owner: moved?.value.owner ?? null,
      }
    })
  }
}

/** Moves on from what was read. @throws Overtaken when another process did */
async function advance(trx: Trx, version: number, changes: { audit_seq?: number }): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('webhook_feed')
    .set({ ...changes, version: version + 1 })
    .where('id', '=', 1)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Overtaken()
}

function plainDetail(detail: Buffer | null): AuditLine['detail'] {
  return detail === null ? null : JSON.parse(detail.toString('utf8'))
}

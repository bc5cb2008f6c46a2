/** The audit log: who did what to what, each row bound to the one before by a keyed hash. */

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { LiukeError } from '../errors.ts'
import { type AuditReport, type Expected, verifyChain } from './audit-chain.ts'
import { type AuditFilter, type AuditPage, searchAudit } from './audit-search.ts'
import type { AuditHeadTable, AuditTable, Schema } from './schema.ts'
import { Vault } from './vault.ts'

/** What is put on record. */
export interface AuditEntry {
  /** Name of an account, `system`, or `cli:` and the user of the machine. */
  readonly actor: string
  /** What was done, as `noun.verb`: `account.add`, `rule.change`, `customer.erase`. */
  readonly action: string
  /** What it was done to, as `noun:id`. Nothing that tells who a customer is. */
  readonly target: string
  /** The person the row is about; its detail is then sealed with their key and goes when they are erased. */
  readonly subjectId?: string
  /** What else is worth knowing: the value before and after, the reason. Never a password or a token. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** A row as it is read back. */
export interface AuditRecord {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly subjectId: string | null
  /** Null without one, and when the person was erased or the row was changed. */
  readonly detail: Readonly<Record<string, unknown>> | null
  /** Why a detail that is there cannot be read. */
  readonly unreadable: 'erased' | 'changed' | null
  readonly hash: string
}

/** What is kept for a row; also the order in which its fields are hashed. */
type Unhashed = Omit<AuditTable, 'hash'>
type Head = Pick<AuditHeadTable, 'seq' | 'hash' | 'seal'>

/** Stands in the place of a seal after somebody changed head or newest rows; nothing makes it good again. */
const BROKEN = 'broken'

/** Writes, reads and checks the audit log. One for each process. */
export class Audit {
  readonly #key: KeyObject
  readonly #vault: Vault
  readonly #now: () => number

  /** @param root of the installation's `MasterKeys`; the chain outlives every change of the master key */
  constructor(root: Uint8Array, vault: Vault, now: () => number = Date.now) {
    this.#key = createSecretKey(Vault.derived(root, 'audit log'))
    this.#vault = vault
    this.#now = now
  }

  /**
   * Puts something on record in the caller's transaction, so that the deed and its record are kept
   * together or not at all. Writers take turns from here to their commit, hence call it last.
   * A log that somebody cut is continued and stays marked as cut: work goes on, `verify` tells.
   * @throws LiukeError `subject_erased` for a detail about somebody whose key is gone
   */
  async append(trx: Transaction<Schema>, entry: AuditEntry): Promise<void> {
    const head = await takeTurn(trx)
    const last = await trx
      .selectFrom('audit')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const whole = this.#isWhole(head, last)
    const seq = Math.max(head?.seq ?? 0, last?.seq ?? 0) + 1
    const row: Unhashed = {
      seq,
      at: this.#now(),
      actor: storable(entry.actor),
      action: storable(entry.action),
      target: storable(entry.target),
      subject_id: entry.subjectId ?? null,
      detail: await this.#sealDetail(seq, entry),
      previous: last?.hash ?? '',
    }
    const hash = this.#hash(row)
    await trx
      .insertInto('audit')
      .values({ ...row, hash })
      .execute()
    await trx
      .updateTable('audit_head')
      .set({ seq, hash, seal: whole ? this.#seal(seq, hash) : BROKEN })
      .where('id', '=', 1)
      .execute()
  }

  /**
   * The newest records, newest first.
   * @param last how many, 1..1000
   * @param before only records older than this number
   */
  async list(db: Kysely<Schema>, last: number, before?: number): Promise<AuditRecord[]> {
    let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(last)
    if (before !== undefined) query = query.where('seq', '<', before)
    return Promise.all((await query.execute()).map((row) => this.#record(row)))
  }

  /** Records that are looked for, newest first; see {@link searchAudit} for how far one call looks. */
  async search(db: Kysely<Schema>, filter: AuditFilter): Promise<AuditPage<AuditRecord>> {
    const { rows, next } = await searchAudit(db, filter)
    return { rows: await Promise.all(rows.map((row) => this.#record(row))), next }
  }

  /**
   * Checks every row, reading in pages; other processes may write meanwhile.
   * @param expected a number and hash noted earlier in another place; shows whether the log was replaced since
   */
  verify(db: Kysely<Schema>, expected?: Expected): Promise<AuditReport> {
    return verifyChain(db, {
      hashOf: (row) => this.#hash(row),
      isSealed: ({ seq, hash, seal }) => seal === this.#seal(seq, hash),
      expected,
    })
  }

  #isWhole(head: Head | undefined, last: { seq: number; hash: string } | undefined): boolean {
    if (!head || !last) return !head && !last
    const agree = head.seq === last.seq && head.hash === last.hash
    return agree && head.seal === this.#seal(head.seq, head.hash)
  }

  #hash(row: Unhashed): string {
    const { seq, at, actor, action, target, subject_id, detail, previous } = row
    const fields = [seq, at, actor, action, target, subject_id, detail?.length ?? null, previous]
    const hmac = createHmac('sha256', this.#key).update(`row${JSON.stringify(fields)}`)
    if (detail) hmac.update(detail)
    return hmac.digest('base64url')
  }

  #seal(seq: number, hash: string): string {
    return createHmac('sha256', this.#key)
      .update(`head${JSON.stringify([seq, hash])}`)
      .digest('base64url')
  }

  async #sealDetail(seq: number, { subjectId, detail }: AuditEntry): Promise<Buffer | null> {
    if (detail === undefined) return null
    const json = JSON.stringify(detail)
    if (subjectId === undefined) return Buffer.from(json)
    return (await this.#vault.keyOf(subjectId)).seal(contextOf(seq), json)
  }

  async #record(row: AuditTable): Promise<AuditRecord> {
    const { seq, at, actor, action, target, subject_id: subjectId, hash } = row
    const opened = await this.#open(row)
    return { seq, at, actor, action, target, subjectId, hash, ...opened }
  }

  async #open(row: AuditTable): Promise<Pick<AuditRecord, 'detail' | 'unreadable'>> {
    if (row.detail === null) return { detail: null, unreadable: null }
    try {
      const json =
        row.subject_id === null
          ? row.detail.toString('utf8')
          : (await this.#vault.keyOf(row.subject_id)).open(contextOf(row.seq), row.detail)
      // Written by append, whose detail is a record.
      return { detail: JSON.parse(json) as Record<string, unknown>, unreadable: null }
    } catch (error) {
      if (error instanceof LiukeError && error.code === 'subject_erased') {
        return { detail: null, unreadable: 'erased' }
      }
      if (error instanceof SyntaxError || (error instanceof LiukeError && error.code === 'unseal_failed')) {
        return { detail: null, unreadable: 'changed' }
      }
      throw error
    }
  }
}

/** Locks the head until the transaction ends. @returns what it was, or nothing before the first row */
async function takeTurn(trx: Transaction<Schema>): Promise<Head | undefined> {
  // One statement that makes and locks the row; two writers of the first row take turns as well.
  const { seq, hash, seal } = await trx
    .insertInto('audit_head')
    .values({ id: 1, seq: 0, hash: '', seal: '' })
    .onConflict((c) => c.column('id').doUpdateSet({ id: 1 }))
    .returning(['seq', 'hash', 'seal'])
    .executeTakeFirstOrThrow()
  return seq === 0 && hash === '' && seal === '' ? undefined : { seq, hash, seal }
}

/** Text that is read back as it was hashed: neither engine keeps lone surrogates, nor PostgreSQL NUL. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** The encryption context of a row's detail. */
function contextOf(seq: number): string {
  return `audit.detail:${seq}`
}

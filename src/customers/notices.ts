/** Messages outside the conversations, such as codes and news of changes: sealed, sent by a sweep, retried, forgotten. */

import type { Insertable } from 'kysely'
import { z } from 'zod'
import { newId, type Store } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import { constant } from '../storage/constant.ts'
import type { NoticesTable } from '../storage/schema.ts'

/** To whom a notice goes. */
interface Receiver {
  readonly phone: string | null
  readonly email: string | null
  readonly language: 'zh' | 'en'
}

/** A code only its owner may know: of a proof of identity, or to take the number to another operator with. */
export interface CodeNotice extends Receiver {
  readonly id: string
  readonly kind: 'code' | 'port-code'
  readonly code: string
  /** Minutes the code is valid from now on, at least 1. */
  readonly minutes: number
}

/** Tells those who were reached at the old contact details that these are changed. */
export interface ChangeNotice extends Receiver {
  readonly id: string
  readonly kind: 'contact-change'
  readonly code: null
  readonly field: ContactField
  /** Minutes the change can be taken back from now on, at least 1. */
  readonly minutes: number
}

/** What is sent. */
export type Notice = CodeNotice | ChangeNotice

/** A contact detail that customers may change. */
export type ContactField = 'address' | 'email' | 'phone'

/**
 * Sends one notice within 25 seconds, or throws. Of what it throws only the code of a LiukeError, or the name, is
 * stored and told: a message may quote the code. The id is the same at every try, so that a receiver can drop repeats.
 * @throws UndeliverableError when another try would end the same way
 */
export interface NoticeSender {
  (notice: Notice): Promise<void>
  /** By what it reaches people; without it, by both. */
  readonly reaches?: readonly Address[]
}

/** A way to reach somebody with a notice. */
export type Address = 'email' | 'phone'

/** A notice that will not arrive however often it is tried: nobody to send it to, or refused for good. */
export class UndeliverableError extends LiukeError {}

/** A try that failed, for the log. */
export interface NoticeFailure {
  readonly id: string
  /** Code or name of what was thrown. */
  readonly reason: string
  /** Whether it is given up. */
  readonly final: boolean
}

const bodyShape = z.object({
  phone: z.string().nullable(),
  email: z.string().nullable(),
  language: z.enum(['zh', 'en']),
  code: z.string().nullable(),
  field: z.enum(['address', 'email', 'phone']).optional(),
})
type Body = z.output<typeof bodyShape>

/** What every notice is made from. */
interface NoticeDraft extends Receiver {
  /** Whose it is: it is sealed under their key. */
  readonly subjectId: string
  /** When it is worth nothing any more, in milliseconds since 1970. */
  readonly expiresAt: number
}

/** What a notice with a code is made from. */
export interface CodeNoticeDraft extends NoticeDraft {
  readonly code: string
  /** Whether it only looks like one, for an account that does not exist. */
  readonly isVoid: boolean
}

/** What the notice of a changed contact is made from: the contact details as they were before. */
export interface ChangeNoticeDraft extends NoticeDraft {
  readonly field: ContactField
}

function bodyContext(id: string): string {
  return `notices.body:${id}`
}

/** The row of a notice that carries a one-time code. */
export function codeNotice(
  store: Store,
  { code, isVoid, ...draft }: CodeNoticeDraft,
): Promise<Insertable<NoticesTable>> {
  return noticeRow(store, 'code', draft, { code }, isVoid)
}

/** The row of a notice that carries the code with which another operator may take the number. */
export function portCodeNotice(
  store: Store,
  { code, ...draft }: NoticeDraft & { readonly code: string },
): Promise<Insertable<NoticesTable>> {
  return noticeRow(store, 'port-code', draft, { code })
}

/** The row of a notice that a contact detail is changed; it can be taken back until `expiresAt`. */
export function changeNotice(
  store: Store,
  { field, ...draft }: ChangeNoticeDraft,
): Promise<Insertable<NoticesTable>> {
  return noticeRow(store, 'contact-change', draft, { code: null, field })
}

async function noticeRow(
  store: Store,
  kind: Notice['kind'],
  { subjectId, phone, email, language, expiresAt }: NoticeDraft,
  content: Pick<Body, 'code' | 'field'>,
  isVoid = false,
): Promise<Insertable<NoticesTable>> {
  const id = newId()
  const key = await store.vault.keyOf(subjectId)
  const body: Body = { phone, email, language, ...content }
  return {
    id,
    kind,
    subject_id: subjectId,
    body: key.seal(bodyContext(id), JSON.stringify(body)),
    status: isVoid ? 'void' : 'pending',
    attempts: 0,
    due_at: store.now(),
    expires_at: expiresAt,
    lease_until: null,
    last_error: null,
    created_at: store.now(),
  }
}

/** A stored notice as it is sent. */
function noticeOf({ id, kind }: Pick<NoticesTable, 'id' | 'kind'>, body: Body, minutes: number): Notice {
  const { code, field, ...receiver } = body
  if (code === null)
    return { id, kind: 'contact-change', ...receiver, code, field: field ?? 'email', minutes }
  return { id, kind: kind === 'port-code' ? kind : 'code', ...receiver, code, minutes }
}

/** Longer than any sender may take. */
const LEASE_MS = 30_000
const RETRY_MS = 2_000
/** Tries of a code of a proof: whoever waits for it has asked for another by then. */
const MAX_ATTEMPTS = 6
/** Everything else is tried as long as it is worth anything, not less often than this, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000
const BATCH = 50

/** Sends what is due. Several processes share the work by leases. */
export class Notices {
  readonly #store: Store
  readonly #send: NoticeSender | null
  readonly #onFailure: (failure: NoticeFailure) => void

  /**
   * @param send null when nothing is configured to send with
   * @param onFailure hears of every try that failed
   */
  constructor(
    store: Store,
    send: NoticeSender | null,
    onFailure: (failure: NoticeFailure) => void = () => undefined,
  ) {
    this.#store = store
    this.#send = send
    this.#onFailure = onFailure
  }

  /** Whether anything can be sent at all. */
  get canSend(): boolean {
    return this.#send !== null
  }

  /** Whether anything can be sent to somebody with these contact details. */
  canReach(contact: Readonly<Record<Address, string | null>>): boolean {
    const { reaches = ['email', 'phone'] } = this.#send ?? { reaches: [] }
    return reaches.some((address) => contact[address] !== null)
  }

  /** One pass. @returns how many were tried */
  async sendDue(): Promise<number> {
    const { db, now } = this.#store
    if (!this.#send) return 0
    // Whoever died while sending may have sent: a second code of the same text does no harm.
    await db
      .updateTable('notices')
      .set({ status: 'pending', lease_until: null })
      .where('status', '=', constant('sending'))
      .where('lease_until', '<', now())
      .execute()
    const due = await db
      .selectFrom('notices')
      .selectAll()
      .where('status', '=', constant('pending'))
      .where('due_at', '<=', now())
      .orderBy('due_at')
      .limit(BATCH)
      .execute()
    await Promise.all(due.map((row) => this.#sendOne(row, this.#send)))
    return due.length
  }

  async #sendOne(row: NoticeRow, send: NoticeSender | null): Promise<void> {
    const { db, now } = this.#store
    if (!send) return
    const { numUpdatedRows } = await db
      .updateTable('notices')
      .set({ status: 'sending', lease_until: now() + LEASE_MS, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('status', '=', 'pending')
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) return
    const finish = (changes: Partial<Pick<NoticesTable, 'status' | 'due_at' | 'last_error' | 'body'>>) =>
      db
        .updateTable('notices')
        .set({ ...changes, lease_until: null })
        .where('id', '=', row.id)
        .where('status', '=', 'sending')
        // Whoever has outlived the lease has no say: another process is at the next try.
        .where('attempts', '=', row.attempts + 1)
        .execute()
    // What has been sent or can no longer be used need not be kept.
    const forgotten = { body: Buffer.alloc(0) }
    const left = row.expires_at - now()
    if (left <= 0) {
      await finish({ status: 'expired', ...forgotten })
      // Nobody else says that a warning never arrived.
      if (row.kind !== 'code') this.#onFailure({ id: row.id, reason: 'expired', final: true })
      return
    }
    try {
      const key = await this.#store.vault.keyOf(row.subject_id)
      const body = bodyShape.parse(JSON.parse(key.open(bodyContext(row.id), row.body)))
      await send(noticeOf(row, body, Math.max(1, Math.round(left / 60_000))))
      await finish({ status: 'sent', last_error: null, ...forgotten })
    } catch (error) {
      const last_error = reasonOf(error)
      const isSpent = row.kind === 'code' && row.attempts + 1 >= MAX_ATTEMPTS
      const isGone = last_error === 'subject_erased' || error instanceof UndeliverableError
      const final = isGone || isSpent
      this.#onFailure({ id: row.id, reason: last_error, final })
      if (final) await finish({ status: 'dead', last_error, ...forgotten })
      else {
        const wait = Math.min(LONGEST_WAIT_MS, RETRY_MS * 2 ** row.attempts)
        await finish({ status: 'pending', due_at: now() + wait, last_error })
      }
    }
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof LiukeError) return thrown.code
  return thrown instanceof Error ? thrown.name : 'Error'
}

type NoticeRow = Omit<NoticesTable, 'attempts'> & { attempts: number }

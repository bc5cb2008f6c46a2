/** Whose account a conversation speaks for: one-time codes, sites that vouch, and the links that stay. */

import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import type { Identity, Write } from '../conversations/turn.ts'
import { LiukeError } from '../errors.ts'
import type { ConversationsTable } from '../storage/schema.ts'
import { lineStateOf } from './line-states.ts'
import { codeNotice } from './notices.ts'
import type { Profile } from './profile.ts'
import { accountHash, findByAccount, openProfile } from './records.ts'

/** How long a code can be used, in milliseconds. */
export const CODE_LIFETIME_MS = 5 * 60_000
/** Wrong codes before a person takes over, counted in one conversation. */
export const TRIES = 3
/**
 * Wrong codes for one account, in all conversations together, within the window. Tries of the same moment in
 * different conversations do not see each other: at most 3 times the codes, 12, are ever taken.
 */
const ACCOUNT_TRIES = 6
/** Codes asked for one account within the window. */
const ACCOUNT_CODES = 4
/** Codes asked in one conversation within the window. */
const CONVERSATION_CODES = 4
const WINDOW_MS = 60 * 60_000
/** A code is not sent again sooner, in milliseconds. */
const RESEND_MS = 30_000

/** What comes of asking for a code. Known and unknown accounts never differ in it. */
export type CodeRequest =
  | { readonly result: 'sent'; readonly write: Write }
  | { readonly result: 'wait'; readonly seconds: number }
  | { readonly result: 'too-many' }

/** Numbers of a verification that do not depend on whether the account exists. */
interface Counts {
  readonly codes: number
  readonly wrong: number
  readonly newest: number
}

/**
 * Makes a one-time code for an account and its notice; both are written with the turn. An account that
 * does not exist gets the same rows, with a notice that is never sent.
 */
export async function requestCode(
  store: Store,
  conversation: Pick<ConversationsTable, 'id' | 'subject_id'>,
  account: string,
  language: 'zh' | 'en',
): Promise<CodeRequest> {
  const now = store.now()
  const hash = accountHash(store.vault, account)
  const byAccount = await countsOf(store.db, 'account_hash', hash, now)
  const byConversation = await countsOf(store.db, 'conversation_id', conversation.id, now)
  if (
    byAccount.codes >= ACCOUNT_CODES ||
    byAccount.wrong >= ACCOUNT_TRIES ||
    byConversation.codes >= CONVERSATION_CODES
  )
    return { result: 'too-many' }
  const waited = now - byConversation.newest
  if (waited < RESEND_MS) return { result: 'wait', seconds: Math.ceil((RESEND_MS - waited) / 1_000) }
  const receiver = await receiverOf(store, account)
  const id = newId()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const notice = await codeNotice(store, {
    subjectId: receiver?.subjectId ?? conversation.subject_id,
    phone: receiver?.profile.phone ?? null,
    email: receiver?.profile.email ?? null,
    code,
    language: receiver?.profile.language ?? language,
    expiresAt: now + CODE_LIFETIME_MS,
    isVoid: receiver === null,
  })
  const row = {
    id,
    account_hash: hash,
    conversation_id: conversation.id,
    code_hash: codeHash(store, id, code),
    tries: 0,
    status: 'open' as const,
    created_at: now,
    expires_at: now + CODE_LIFETIME_MS,
  }
  return {
    result: 'sent',
    write: async (trx) => {
      await trx
        .updateTable('verifications')
        .set({ status: 'replaced' })
        .where('conversation_id', '=', conversation.id)
        .where('status', '=', 'open')
        .execute()
      // Many conversations asking at one moment have all counted before any of them wrote.
      await takeTurn(store, trx, hash)
      const { codes } = await countsOf(trx, 'account_hash', hash, now)
      const late = codes >= ACCOUNT_CODES
      await trx
        .insertInto('verifications')
        .values(late ? { ...row, status: 'failed' } : row)
        .execute()
      await trx
        .insertInto('notices')
        .values(late ? { ...notice, status: 'void' } : notice)
        .execute()
    },
  }
}

/** Whom a code goes to; nobody where the account is unknown, cancelled or erased, which never differ. */
async function receiverOf(
  store: Store,
  account: string,
): Promise<{ readonly subjectId: string; readonly profile: Profile } | null> {
  const customer = await findByAccount(store, account)
  if (customer?.status !== 'active' || !(await isKept(store, customer.subject_id))) return null
  return { subjectId: customer.subject_id, profile: await openProfile(store, customer) }
}

/** Whether what belongs to somebody can still be read: not after an erasure. */
async function isKept(store: Store, subjectId: string): Promise<boolean> {
  try {
    await store.vault.keyOf(subjectId)
    return true
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return false
    throw error
  }
}

/** Lets one transaction at a time count and write the codes of an account; SQLite has one writer anyway. */
async function takeTurn(store: Store, trx: Trx, hash: string): Promise<void> {
  if (store.engine !== 'postgres') return
  await sql`select pg_advisory_xact_lock(hashtextextended(${hash}, 0))`.execute(trx)
}

async function countsOf(
  db: Store['db'],
  column: 'account_hash' | 'conversation_id',
  value: string,
  now: number,
): Promise<Counts> {
  const row = await db
    .selectFrom('verifications')
    .select((e) => [
      e.fn.countAll<number>().as('codes'),
      e.fn.coalesce(e.fn.sum<number>('tries'), e.val(0)).as('wrong'),
      e.fn.coalesce(e.fn.max('created_at'), e.val(0)).as('newest'),
    ])
    .where(column, '=', value)
    .where('created_at', '>', now - WINDOW_MS)
    .executeTakeFirstOrThrow()
  return { codes: Number(row.codes), wrong: Number(row.wrong), newest: Number(row.newest) }
}

function codeHash(store: Store, verificationId: string, code: string): string {
  return store.vault.hash(`verifications.code:${verificationId}`, code)
}

/** What comes of a code. */
export type CodeCheck =
  | { readonly result: 'right'; readonly identity: Identity; readonly write: Write }
  | { readonly result: 'wrong'; readonly left: number; readonly write: Write }
  | { readonly result: 'too-many'; readonly write: Write }
  | { readonly result: 'expired' }

/**
 * Checks a code against the newest one of the conversation. The try is counted with the turn.
 * @param holdsMs how long the proof holds
 */
export async function checkCode(
  store: Store,
  conversation: Pick<ConversationsTable, 'id' | 'subject_id'>,
  code: string,
  holdsMs: number,
): Promise<CodeCheck> {
  const now = store.now()
  const row = await store.db
    .selectFrom('verifications')
    .selectAll()
    .where('conversation_id', '=', conversation.id)
    .where('status', '=', 'open')
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  if (!row || row.expires_at <= now) return { result: 'expired' }
  const { wrong } = await countsOf(store.db, 'account_hash', row.account_hash, now)
  const inConversation = await countsOf(store.db, 'conversation_id', conversation.id, now)
  const customer = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id'])
    .where('account_hash', '=', row.account_hash)
    .where('status', '=', 'active')
    .executeTakeFirst()
  const isRight = codeHash(store, row.id, code) === row.code_hash
  if (wrong >= ACCOUNT_TRIES) return { result: 'too-many', write: failed(row.id) }
  if (isRight && customer && (await isKept(store, customer.subject_id))) {
    const identity: Identity = { customerId: customer.id, verifiedUntil: now + holdsMs }
    return {
      result: 'right',
      identity,
      write: async (trx) => {
        await trx.updateTable('verifications').set({ status: 'done' }).where('id', '=', row.id).execute()
        await link(store, trx, conversation.subject_id, customer, 'code', conversation.id)
      },
    }
  }
  const left = TRIES - inConversation.wrong - 1
  if (left <= 0 || wrong + 1 >= ACCOUNT_TRIES) return { result: 'too-many', write: failed(row.id) }
  return { result: 'wrong', left, write: counted(row.id) }
}

function counted(id: string): Write {
  return async (trx) => {
    await trx
      .updateTable('verifications')
      .set((e) => ({ tries: e('tries', '+', 1) }))
      .where('id', '=', id)
      .execute()
  }
}

function failed(id: string): Write {
  return async (trx) => {
    await trx
      .updateTable('verifications')
      .set((e) => ({ tries: e('tries', '+', 1), status: 'failed' as const }))
      .where('id', '=', id)
      .execute()
  }
}

/** Remembers and records that a person on a channel is a customer; conversations and keys are found through it. */
async function link(
  store: Store,
  trx: Trx,
  subjectId: string,
  customer: { readonly id: string; readonly subject_id: string },
  how: 'code' | 'site',
  conversationId: string,
): Promise<void> {
  await trx
    .insertInto('links')
    .values({ subject_id: subjectId, customer_id: customer.id, how, created_at: store.now() })
    .onConflict((c) => c.columns(['subject_id', 'customer_id']).doNothing())
    .execute()
  await store.audit.append(trx, {
    actor: 'bot',
    action: how === 'code' ? 'customer.verified' : 'customer.vouched',
    target: `customer:${customer.id}`,
    detail: { conversation: conversationId },
  })
}

/**
 * Takes a site's word for its signed-in customer. Unknown accounts are ignored: the conversation stays
 * anonymous, and nobody learns why.
 * @param account hash of the account, as the token carries it
 * @param until when the word runs out, in milliseconds since 1970
 * @param given when the site gave it; a word from before everybody was signed out is none any more
 */
export async function vouch(
  store: Store,
  conversation: Pick<ConversationsTable, 'id' | 'subject_id' | 'customer_id' | 'verified_until'>,
  account: string,
  until: number,
  given: number = store.now(),
): Promise<void> {
  const customer = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id'])
    .where('account_hash', '=', account)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!customer || !(await isKept(store, customer.subject_id))) return
  const securedAt = (await lineStateOf(store, customer))?.secured_at ?? null
  if (securedAt !== null && given <= securedAt) return
  if (conversation.customer_id === customer.id && (conversation.verified_until ?? 0) >= until) return
  await store.db.transaction().execute(async (trx) => {
    // The row may have moved on since the caller read it: several requests come with the same word.
    const set = trx
      .updateTable('conversations')
      .set((e) => ({ customer_id: customer.id, verified_until: until, version: e('version', '+', 1) }))
      .where('id', '=', conversation.id)
    const { numUpdatedRows: newly } = await set
      .where((e) => e.or([e('customer_id', 'is', null), e('customer_id', '!=', customer.id)]))
      .executeTakeFirst()
    // What is on record is whose conversation it became, not each time the word is renewed.
    if (newly > 0n) await link(store, trx, conversation.subject_id, customer, 'site', conversation.id)
    else
      await set
        .where((e) => e.or([e('verified_until', 'is', null), e('verified_until', '<', until)]))
        .execute()
  })
}

/** Ids of all conversations of a customer, on every channel, newest first. */
export async function conversationsOf(
  store: Store,
  customerId: string,
  limit = 20,
): Promise<Pick<ConversationsTable, 'id' | 'channel' | 'owner' | 'updated_at'>[]> {
  return store.db
    .selectFrom('conversations')
    .select(['id', 'channel', 'owner', 'updated_at'])
    .where((e) =>
      e.or([
        e('customer_id', '=', customerId),
        // Of a device that several customers use, only what nobody else has spoken for.
        e.and([
          e('customer_id', 'is', null),
          e(
            'subject_id',
            'in',
            e.selectFrom('links').select('links.subject_id').where('links.customer_id', '=', customerId),
          ),
        ]),
      ]),
    )
    .orderBy('updated_at', 'desc')
    .limit(limit)
    .execute()
}

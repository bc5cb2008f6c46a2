/** Tokens of the public API: made, shown once, kept as a keyed hash, found again, taken back. */

import { randomBytes, timingSafeEqual } from 'node:crypto'
import { PROGRAM, queueLostHandoffs } from '../bot/lost-holders.ts'
import type { Store } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { ApiTokensTable } from '../storage/schema.ts'
import { type Scope, scopes } from './scopes.ts'

/** A token as it is shown. Moments in milliseconds since 1970. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdBy: string
  readonly createdAt: number
  /** Null: never. */
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  /** To the minute. */
  readonly lastUsedAt: number | null
}

/** What a new one is to be. */
export interface TokenDraft {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: number | null
}

const PREFIX = 'lk_'
const ID_BYTES = 9
const SECRET_BYTES = 32
/** `lk_`, the id, and the secret; both in base64url, 12 and 43 characters. */
const FORM = /^lk_([\w-]{12})([\w-]{43})$/
const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/
const MINUTE_MS = 60_000

/**
 * Makes a token.
 * @returns also the token itself, which is shown this once and kept nowhere
 * @throws LiukeError `api_token_name`, `api_token_taken`, `api_token_scopes`, `api_token_expiry`
 */
export async function createToken(
  store: Store,
  actor: string,
  draft: TokenDraft,
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  const { name, expiresAt } = draft
  if (!NAME.test(name))
    throw new LiukeError(
      'api_token_name',
      `"${name}" is no name for a token.`,
      'Use up to 40 small letters, digits, dots, dashes and underscores.',
    )
  const allowed = scopes.filter((scope) => draft.scopes.includes(scope))
  if (allowed.length === 0)
    throw new LiukeError(
      'api_token_scopes',
      'A token without scopes may do nothing.',
      `Scopes are ${scopes.join(', ')}.`,
    )
  const now = store.now()
  if (expiresAt !== null && expiresAt <= now)
    throw new LiukeError('api_token_expiry', 'The token would be over already.', 'Give a later time.')
  const id = randomBytes(ID_BYTES).toString('base64url')
  const secret = `${PREFIX}${id}${randomBytes(SECRET_BYTES).toString('base64url')}`
  const row: ApiTokensTable = {
    id,
    name,
    hash: hashOf(store, secret),
    scopes: JSON.stringify(allowed),
    created_by: actor,
    created_at: now,
    expires_at: expiresAt,
    revoked_at: null,
    last_used_at: null,
  }
  await store.db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('api_tokens')
      .values(row)
      .onConflict((c) => c.column('name').doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n)
      throw new LiukeError(
        'api_token_taken',
        `There is, or was, a token named ${name}.`,
        'Choose another name: the audit log tells tokens apart by it.',
      )
    await store.audit.append(trx, {
      actor,
      action: 'api-token.create',
      target: `api-token:${name}`,
      detail: { scopes: allowed, expiresAt },
    })
  })
  return { token: tokenOf(row), secret }
}

/** Name of a token's program in the audit log, and as holder of conversations. */
export function actorOf({ name }: Pick<ApiToken, 'name'>): string {
  return `${PROGRAM}${name}`
}

/** All tokens, newest first; also those that are over. */
export async function listTokens(store: Store): Promise<ApiToken[]> {
  const rows = await store.db
    .selectFrom('api_tokens')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(tokenOf)
}

/**
 * Takes a token back, at once. Customers it had are queued for somebody else.
 * @throws LiukeError `api_token_unknown` when there is none of that name in force
 */
export async function revokeToken(store: Store, actor: string, name: string): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('api_tokens')
      .set({ revoked_at: store.now() })
      .where('name', '=', name)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n)
      throw new LiukeError(
        'api_token_unknown',
        `There is no token named ${name} in force.`,
        'See: liuke api token list',
      )
    await store.audit.append(trx, { actor, action: 'api-token.revoke', target: `api-token:${name}` })
  })
  await queueLostHandoffs(store)
}

/** Whose token it is; null for one that is unknown, expired or revoked. */
export async function tokenFor(store: Store, secret: string): Promise<ApiToken | null> {
  const [, id] = FORM.exec(secret) ?? []
  if (id === undefined) return null
  const row = await store.db.selectFrom('api_tokens').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const [given, kept] = [Buffer.from(hashOf(store, secret)), Buffer.from(row.hash)]
  if (given.length !== kept.length || !timingSafeEqual(given, kept)) return null
  const now = store.now()
  if (row.revoked_at !== null || (row.expires_at ?? Number.POSITIVE_INFINITY) <= now) return null
  const minute = now - (now % MINUTE_MS)
  if ((row.last_used_at ?? 0) < minute)
    await store.db.updateTable('api_tokens').set({ last_used_at: minute }).where('id', '=', id).execute()
  return tokenOf(row)
}

function hashOf(store: Store, secret: string): string {
  return store.vault.hash('api_tokens.hash', secret)
}

function tokenOf(row: ApiTokensTable): ApiToken {
  const named: unknown = JSON.parse(row.scopes)
  return {
    id: row.id,
    name: row.name,
    scopes: scopes.filter((scope) => Array.isArray(named) && named.includes(scope)),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}

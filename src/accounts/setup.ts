/** The first account of a new installation: made once, through a link that only the server's log holds. */

import { randomBytes } from 'node:crypto'
import { LiukeError } from '../errors.ts'
import { type Account, type AnswerLanguage, prepareAccount } from './accounts.ts'
import { type Caller, openSession, type Session } from './sessions.ts'
import { keyedHash, type SessionStore } from './store.ts'

/** How long a link serves, in milliseconds. */
export const SETUP_MS = 24 * 3_600_000
/** Where the one link that serves is kept, as its keyed hash and the moment it ends. */
const KEY = 'setup link'

/** The person who sets the installation up. */
export interface FirstAdmin {
  readonly name: string
  readonly displayName: string
  readonly languages: readonly AnswerLanguage[]
  readonly password: string
}

/** Whether there is no account yet. */
export async function needsSetup({ db }: Pick<SessionStore, 'db'>): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) === undefined
}

/**
 * Makes a link's token, which serves once within a day, in place of the one before: of several processes of an
 * installation, the link of the one started last serves.
 * @returns null when there is an account already
 */
export async function newSetupToken(store: SessionStore): Promise<string | null> {
  if (!(await needsSetup(store))) {
    // Links of before, where the first account was made by hand.
    await store.db.deleteFrom('settings').where('key', '=', KEY).execute()
    return null
  }
  const token = randomBytes(24).toString('base64url')
  const value = `${hashOf(store, token)} ${store.now() + SETUP_MS}`
  await store.db
    .insertInto('settings')
    .values({ key: KEY, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute()
  return token
}

/**
 * Makes the first admin and signs them in. Of several at once, one is served.
 * @returns the session, and the token for the cookie
 * @throws LiukeError `setup_closed`, `account_name_invalid`, `display_name_invalid`, `languages_unknown`, `password_unsuitable`
 */
export async function setUp(
  store: SessionStore,
  token: string,
  wanted: FirstAdmin,
  caller: Caller,
): Promise<{ session: Session; token: string }> {
  const link = await store.db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst()
  const [hash, until] = (link?.value ?? '').split(' ')
  const isOpen = hash === hashOf(store, token) && Number(until) > store.now()
  // Before a password is hashed for anybody.
  if (!isOpen || !(await needsSetup(store))) throw closed()
  const write = await prepareAccount(store, 'setup', { ...wanted, role: 'admin' })
  return store.db.transaction().execute(async (trx) => {
    const account = await write(trx).catch(closedIfTaken)
    // Writers of the audit log take turns from here on: whoever comes second sees the first one's account.
    const { count } = await trx
      .selectFrom('accounts')
      .select((e) => e.fn.countAll<number | string | bigint>().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(count) !== 1) throw closed()
    await trx.deleteFrom('settings').where('key', '=', KEY).execute()
    const opened = await openSession(store, trx, account, caller)
    const from = keyedHash(store, 'address', caller.address)
    const target = `account:${account.name}`
    await store.audit.append(trx, { actor: account.name, action: 'session.open', target, detail: { from } })
    return opened
  })
}

function hashOf(store: SessionStore, token: string): string {
  return store.vault.hash('setup link', token)
}

/** Somebody else took the same name in this very moment. */
function closedIfTaken(error: unknown): Account {
  throw error instanceof LiukeError && error.code === 'account_taken' ? closed() : error
}

function closed(): LiukeError {
  return new LiukeError(
    'setup_closed',
    'This link was used, is older than a day, a later start made another, or somebody set the installation up already.',
    'Sign in; or, where there is no account yet, start the server again for a new link.',
  )
}

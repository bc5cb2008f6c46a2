/** The people who work here: added, found, changed and shut out; every write is on record. */

import type { Selectable, Transaction } from 'kysely'
import { v7 } from 'uuid'
import { LiukeError } from '../errors.ts'
import type { AccountsTable, Role, Schema } from '../storage/schema.ts'
import { checkPassword, hashPassword } from './password.ts'
import { roles } from './permissions.ts'
import type { AccountStore } from './store.ts'

/** A language somebody answers in. */
export type AnswerLanguage = 'zh' | 'en'

/** A person who works here, without anything secret. */
export interface Account {
  readonly id: string
  /** What they sign in with; lower case. */
  readonly name: string
  /** What customers and colleagues see. */
  readonly displayName: string
  readonly role: Role
  readonly languages: readonly AnswerLanguage[]
  readonly disabled: boolean
  /** Until when sign-in is locked after wrong passwords, in milliseconds since 1970. */
  readonly lockedUntil: number | null
  readonly createdAt: number
  /** When something was last heard from them, to the minute; null before their first sign-in. */
  readonly lastSeen: number | null
  /** Since when signing in takes a code as well; null without a second factor. */
  readonly secondFactorSince: number | null
  /** Whether they have to choose a password before anything else. */
  readonly mustChange: boolean
}

/** What a new account is made of. */
export interface NewAccount {
  readonly name: string
  readonly displayName?: string
  readonly role: Role
  readonly languages?: readonly AnswerLanguage[]
  readonly password: string
  /** Whether the password serves only until they have chosen their own. */
  readonly mustChange?: boolean
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,39}$/u
const MOST_DISPLAY_CHARACTERS = 60

/**
 * Adds a person.
 * @param actor who does it, as the audit log names them
 * @throws LiukeError `account_name_invalid`, `display_name_invalid`, `languages_unknown`, `password_unsuitable`, `account_taken`
 */
export async function addAccount(store: AccountStore, actor: string, wanted: NewAccount): Promise<Account> {
  const write = await prepareAccount(store, actor, wanted)
  return store.db.transaction().execute(write)
}

/**
 * Checks what a new account is made of, and hashes its password.
 * @returns writes it in a transaction, on record
 * @throws LiukeError as {@link addAccount}; `account_taken` when it is written
 */
export async function prepareAccount(
  store: AccountStore,
  actor: string,
  wanted: NewAccount,
): Promise<(trx: Transaction<Schema>) => Promise<Account>> {
  const name = accountName(wanted.name)
  const displayName = displayNameOf(wanted.displayName ?? wanted.name)
  const languages = languagesOf(wanted.languages ?? ['zh', 'en'])
  const { role } = wanted
  checkPassword(wanted.password, name)
  const now = store.now()
  const row = {
    id: v7(),
    name,
    display_name: displayName,
    role,
    password: await hashPassword(wanted.password),
    languages: JSON.stringify(languages),
    disabled: 0,
    failed_tries: 0,
    locked_until: null,
    created_at: now,
    updated_at: now,
    totp_secret: null,
    totp_since: null,
    totp_step: null,
    totp_pending: null,
    recovery_codes: null,
    must_change: wanted.mustChange ? 1 : 0,
    last_seen: null,
  }
  return async (trx) => {
    const { numInsertedOrUpdatedRows: inserted } = await trx
      .insertInto('accounts')
      .values(row)
      .onConflict((c) => c.column('name').doNothing())
      .executeTakeFirstOrThrow()
    if (inserted === 0n) {
      throw new LiukeError(
        'account_taken',
        `There is an account ${name} already.`,
        'Take another name, or change the account that is there.',
      )
    }
    const detail = { displayName, role, languages }
    await store.audit.append(trx, { actor, action: 'account.add', target: `account:${name}`, detail })
    return accountOf(row)
  }
}

/** All accounts, by name. */
export async function listAccounts(store: AccountStore): Promise<Account[]> {
  const rows = await store.db.selectFrom('accounts').selectAll().orderBy('name').execute()
  return rows.map(accountOf)
}

/** The account of a name, in whatever case. @throws LiukeError `account_unknown` */
export async function findAccount(store: AccountStore, name: string): Promise<Account> {
  return accountOf(await rowOf(store.db, name))
}

/** What goes with a new password. */
export interface PasswordChange {
  /** `id_hash` of the one session that goes on, when people change their own. */
  readonly keepSession?: string
  /** Whether it serves only until they have chosen their own. */
  readonly mustChange?: boolean
  /** The hash it is to take the place of; where another has come meanwhile, that one stays. */
  readonly replaces?: string
}

/**
 * Gives an account another password, ends its sessions and unlocks it.
 * @throws LiukeError `account_unknown`, `password_unsuitable`; `password_wrong` where `replaces` is no longer the one
 */
export async function setPassword(
  store: AccountStore,
  actor: string,
  name: string,
  password: string,
  { keepSession, mustChange = false, replaces }: PasswordChange = {},
): Promise<void> {
  const before = await rowOf(store.db, name)
  checkPassword(password, before.name)
  const hash = await hashPassword(password)
  await changeAccount(store, actor, name, 'account.password', async (trx, { id }) => {
    let update = trx
      .updateTable('accounts')
      .set({
        password: hash,
        must_change: mustChange ? 1 : 0,
        failed_tries: 0,
        locked_until: null,
        updated_at: store.now(),
      })
      .where('id', '=', id)
    if (replaces !== undefined) update = update.where('password', '=', replaces)
    if ((await update.executeTakeFirstOrThrow()).numUpdatedRows === 0n) throw passwordWrong()
    await endSessions(trx, id, keepSession)
    return mustChange ? { mustChange } : {}
  })
}

/** The current password is another one, or is not taken now. */
export function passwordWrong(): LiukeError {
  return new LiukeError(
    'password_wrong',
    'The current password is wrong, or the account is locked.',
    'Try again later, or ask an admin for a new password.',
  )
}

/**
 * Gives an account another role, in force from the next request on.
 * @throws LiukeError `account_unknown`, `last_admin`
 */
export async function setRole(store: AccountStore, actor: string, name: string, role: Role): Promise<void> {
  await changeAccount(store, actor, name, 'account.role', async (trx, { id, role: before }) => {
    await trx.updateTable('accounts').set({ role, updated_at: store.now() }).where('id', '=', id).execute()
    return { before, after: role }
  })
}

/**
 * Shuts an account out and ends its sessions, or lets it in again and unlocks it.
 * @throws LiukeError `account_unknown`, `last_admin`
 */
export async function setDisabled(
  store: AccountStore,
  actor: string,
  name: string,
  disabled: boolean,
): Promise<void> {
  const action = disabled ? 'account.disable' : 'account.enable'
  await changeAccount(store, actor, name, action, async (trx, { id }) => {
    await trx
      .updateTable('accounts')
      .set({ disabled: disabled ? 1 : 0, failed_tries: 0, locked_until: null, updated_at: store.now() })
      .where('id', '=', id)
      .execute()
    if (disabled) await endSessions(trx, id)
    return {}
  })
}

/**
 * Runs a change, records it, and takes it back when it would leave nobody who manages accounts.
 * @param act what it gives goes on record; null where nothing has changed, which is not
 */
export async function changeAccount(
  store: AccountStore,
  actor: string,
  name: string,
  action: string,
  act: (trx: Transaction<Schema>, row: Selectable<AccountsTable>) => Promise<Record<string, unknown> | null>,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const row = await rowOf(trx, name)
    const wasAdmin = row.role === 'admin' && row.disabled === 0
    const detail = await act(trx, row)
    if (detail === null) return
    await store.audit.append(trx, { actor, action, target: `account:${row.name}`, detail })
    // Writers of the audit log take turns, so two who demote each other do not both pass.
    if (wasAdmin && !(await hasAdmin(trx))) {
      throw new LiukeError(
        'last_admin',
        `${row.name} is the only admin, and nobody else could manage accounts.`,
        'Make somebody else admin first.',
      )
    }
  })
}

async function hasAdmin(trx: Transaction<Schema>): Promise<boolean> {
  const admin = await trx
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', 0)
    .executeTakeFirst()
  return admin !== undefined
}

/** Ends the sessions of an account. @param keep `id_hash` of one that goes on */
export async function endSessions(
  trx: Transaction<Schema>,
  accountId: string,
  keep?: string,
): Promise<number> {
  let query = trx.deleteFrom('sessions').where('account_id', '=', accountId)
  if (keep !== undefined) query = query.where('id_hash', '!=', keep)
  return Number((await query.executeTakeFirstOrThrow()).numDeletedRows)
}

/** A row by its name, in whatever case. @throws LiukeError `account_unknown` */
export async function rowOf(
  db: AccountStore['db'] | Transaction<Schema>,
  name: string,
): Promise<Selectable<AccountsTable>> {
  const row = await db.selectFrom('accounts').selectAll().where('name', '=', folded(name)).executeTakeFirst()
  if (row) return row
  throw new LiukeError(
    'account_unknown',
    'There is no account of this name.',
    'See `liuke accounts list` for the names.',
  )
}

/** A row as everybody may see it. */
export function accountOf(row: Selectable<AccountsTable>): Account {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    role: row.role,
    // Written by addAccount as a JSON array of these.
    languages: JSON.parse(row.languages) as AnswerLanguage[],
    disabled: row.disabled === 1,
    lockedUntil: row.locked_until,
    createdAt: row.created_at,
    lastSeen: row.last_seen,
    secondFactorSince: row.totp_secret === null ? null : row.totp_since,
    mustChange: row.must_change === 1,
  }
}

/** A role by its name. @throws LiukeError `role_unknown` */
export function roleOf(text: string): Role {
  const role = roles.find((known) => known === text)
  if (role) return role
  throw new LiukeError('role_unknown', `There is no role "${text}".`, `The roles are ${roles.join(', ')}.`)
}

/** Names are the same whatever their case and width. PostgreSQL takes no NUL in a text. */
export function folded(name: string): string {
  return name.normalize('NFKC').toWellFormed().trim().toLowerCase().replaceAll('\0', '\uFFFD')
}

function accountName(name: string): string {
  const folding = folded(name)
  if (NAME.test(folding)) return folding
  throw new LiukeError(
    'account_name_invalid',
    'The name of an account has 1 to 40 letters and digits, and dots, hyphens and underscores between them.',
    'Take one such as li.mei.',
  )
}

/** Languages in our order, each once. @throws LiukeError `languages_unknown` */
export function languagesOf(wanted: readonly string[]): AnswerLanguage[] {
  const known = (['zh', 'en'] as const).filter((language) => wanted.includes(language))
  if (known.length > 0 && wanted.every((language) => language === 'zh' || language === 'en')) return known
  throw new LiukeError(
    'languages_unknown',
    'The languages are zh and en.',
    'Take one of them, or both, such as zh,en.',
  )
}

/** A display name as it is kept. @throws LiukeError `display_name_invalid` */
export function displayNameOf(text: string): string {
  const name = text.normalize('NFC').trim()
  const length = [...name].length
  if (length >= 1 && length <= MOST_DISPLAY_CHARACTERS && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return name
  throw new LiukeError(
    'display_name_invalid',
    `The display name is empty, longer than ${MOST_DISPLAY_CHARACTERS} characters, or holds control characters.`,
    'Take the name that customers are to see.',
  )
}

/** What admins change about others, and people about themselves: names, languages, locks, lost second factors. */

import type { Updateable } from 'kysely'
import type { AccountsTable, Role } from '../storage/schema.ts'
import {
  type Account,
  accountOf,
  changeAccount,
  displayNameOf,
  endSessions,
  languagesOf,
  rowOf,
} from './accounts.ts'
import { withoutSecondFactor } from './own-second-factor.ts'
import type { AccountStore } from './store.ts'

/** What can be changed at once; what is left out stays. */
export interface AccountChange {
  readonly displayName?: string | undefined
  readonly role?: Role | undefined
  readonly languages?: readonly string[] | undefined
}

/**
 * Changes name, role and languages of an account.
 * @returns the account now
 * @throws LiukeError `account_unknown`, `display_name_invalid`, `languages_unknown`, `last_admin`
 */
export async function editAccount(
  store: AccountStore,
  actor: string,
  name: string,
  wanted: AccountChange,
): Promise<Account> {
  const change: Updateable<AccountsTable> = {
    ...(wanted.displayName !== undefined && { display_name: displayNameOf(wanted.displayName) }),
    ...(wanted.role !== undefined && { role: wanted.role }),
    ...(wanted.languages !== undefined && { languages: JSON.stringify(languagesOf(wanted.languages)) }),
  }
  await changeAccount(store, actor, name, 'account.change', async (trx, row) => {
    const columns = (['display_name', 'role', 'languages'] as const).filter(
      (column) => change[column] !== undefined && change[column] !== row[column],
    )
    if (columns.length === 0) return null
    const set = { ...change, updated_at: store.now() }
    await trx.updateTable('accounts').set(set).where('id', '=', row.id).execute()
    return Object.fromEntries(
      columns.map((column) => [column, { before: row[column], after: change[column] }]),
    )
  })
  return accountOf(await rowOf(store.db, name))
}

/** Takes the lock of wrong tries away. @throws LiukeError `account_unknown` */
export async function unlockAccount(store: AccountStore, actor: string, name: string): Promise<void> {
  await changeAccount(store, actor, name, 'account.unlock', async (trx, { id }) => {
    const set = { failed_tries: 0, locked_until: null, updated_at: store.now() }
    await trx.updateTable('accounts').set(set).where('id', '=', id).execute()
    return {}
  })
}

/**
 * Takes a second factor away that was lost, and ends the sessions: whoever found the phone may have one.
 * @returns whether there was one
 * @throws LiukeError `account_unknown`
 */
export async function resetSecondFactor(store: AccountStore, actor: string, name: string): Promise<boolean> {
  const { totp_secret: secret, totp_pending: pending } = await rowOf(store.db, name)
  if (secret === null && pending === null) return false
  await changeAccount(store, actor, name, 'account.second-factor-reset', async (trx, { id }) => {
    const set = withoutSecondFactor(store.now())
    await trx.updateTable('accounts').set(set).where('id', '=', id).execute()
    await endSessions(trx, id)
    return {}
  })
  return secret !== null
}

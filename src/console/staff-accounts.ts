/** The console's API of accounts: people, roles, second factors, sessions, first set-up. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface StaffAccountsOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

/** Adds the routes to a server. */
export function mountStaffAccounts(_server: Server, _options: StaffAccountsOptions): void {}

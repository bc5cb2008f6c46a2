/** The console's calls about accounts and the audit log. */

import type {
  AccountAnswer,
  AccountItem,
  AccountsAnswer,
  AuditAnswer,
  AuditVerifyAnswer,
  NewPasswordAnswer,
  SessionsAnswer,
} from '../../console/staff-accounts-types.ts'
import type { Calls } from '../staff/calls.ts'

/** What can be written about a person. */
export type AccountFields = Pick<AccountItem, 'displayName' | 'role' | 'languages'>

/** Changes without anything to fill in. */
export type AccountDeed = 'disable' | 'enable' | 'unlock' | 'reset-second-factor'

/** All of them throw `ApiError`. */
export interface AccountsApi {
  list(): Promise<AccountsAnswer>
  add(name: string, fields: AccountFields): Promise<NewPasswordAnswer>
  edit(name: string, fields: AccountFields): Promise<AccountAnswer>
  act(name: string, deed: AccountDeed): Promise<AccountAnswer>
  resetPassword(name: string): Promise<NewPasswordAnswer>
  sessions(name: string): Promise<SessionsAnswer>
  endSession(name: string, id: string): Promise<void>
  endSessions(name: string): Promise<void>
}

/** What is looked for in the audit log; times in milliseconds since 1970. */
export interface AuditQuery {
  readonly actor?: string
  readonly action?: string
  readonly target?: string
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly before?: number
  readonly limit?: number
}

export function accountsCalls({ get, post, put, remove }: Calls): AccountsApi {
  const at = (name: string) => `api/console/accounts/${encodeURIComponent(name)}`
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    list: async () => (await get('api/console/accounts')) as AccountsAnswer,
    add: async (name, fields) =>
      (await post('api/console/accounts', { name, ...fields })) as NewPasswordAnswer,
    edit: async (name, fields) => (await put(at(name), fields)) as AccountAnswer,
    act: async (name, deed) => (await post(`${at(name)}/${deed}`)) as AccountAnswer,
    resetPassword: async (name) => (await post(`${at(name)}/reset-password`)) as NewPasswordAnswer,
    sessions: async (name) => (await get(`${at(name)}/sessions`)) as SessionsAnswer,
    endSession: async (name, id) => void (await remove(`${at(name)}/sessions/${encodeURIComponent(id)}`)),
    endSessions: async (name) => void (await remove(`${at(name)}/sessions`)),
  }
}

/** Looks entries up. @throws ApiError */
export async function searchAudit({ get }: Pick<Calls, 'get'>, query: AuditQuery): Promise<AuditAnswer> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return (await get(`api/console/audit?${text}`)) as AuditAnswer
}

/** Has the whole log checked. @throws ApiError */
export async function verifyAudit({ post }: Pick<Calls, 'post'>): Promise<AuditVerifyAnswer> {
  return (await post('api/console/audit/verify')) as AuditVerifyAnswer
}

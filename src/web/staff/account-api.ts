/** The calls about one's own account. */

import type {
  OwnAccountAnswer,
  PendingSecretAnswer,
  RecoveryCodesAnswer,
  SessionsAnswer,
} from '../../console/staff-accounts-types.ts'
import type { Calls } from './calls.ts'

/** All of them throw `ApiError`. */
export interface AccountApi {
  account(): Promise<OwnAccountAnswer>
  edit(change: { displayName: string; languages: readonly string[] }): Promise<OwnAccountAnswer>
  changePassword(current: string, next: string): Promise<void>
  /** @param password not needed by those who have just signed in and cannot go on without a second factor */
  beginSecondFactor(password?: string): Promise<PendingSecretAnswer>
  confirmSecondFactor(code: string): Promise<RecoveryCodesAnswer>
  endSecondFactor(password: string, code: string): Promise<void>
  renewRecoveryCodes(password: string, code: string): Promise<RecoveryCodesAnswer>
  sessions(): Promise<SessionsAnswer>
  endSession(id: string): Promise<void>
  endOtherSessions(): Promise<void>
}

export function accountCalls({ get, post, put, remove }: Calls): AccountApi {
  const at = 'api/session'
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    account: async () => (await get(`${at}/account`)) as OwnAccountAnswer,
    edit: async (change) => (await put(`${at}/account`, change)) as OwnAccountAnswer,
    changePassword: async (current, next) => void (await put(`${at}/password`, { current, next })),
    beginSecondFactor: async (password) =>
      (await post(`${at}/second-factor`, password === undefined ? {} : { password })) as PendingSecretAnswer,
    confirmSecondFactor: async (code) => (await put(`${at}/second-factor`, { code })) as RecoveryCodesAnswer,
    endSecondFactor: async (password, code) =>
      void (await post(`${at}/second-factor/off`, { password, code })),
    renewRecoveryCodes: async (password, code) =>
      (await post(`${at}/recovery-codes`, { password, code })) as RecoveryCodesAnswer,
    sessions: async () => (await get(`${at}/sessions`)) as SessionsAnswer,
    endSession: async (id) => void (await remove(`${at}/sessions/${encodeURIComponent(id)}`)),
    endOtherSessions: async () => void (await remove(`${at}/sessions`)),
  }
}

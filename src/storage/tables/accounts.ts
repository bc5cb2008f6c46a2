/** Tables of the people who work here, and what was done by whom. */

import type { Generated } from 'kysely'

/** What was done, by whom, to what: a chain in which each row's hash covers the row before. */
export interface AuditTable {
  /** 1, 2, 3 … without gaps. */
  seq: number
  at: number
  /** Name of an account, `system`, or `cli:` and the user of the machine. */
  actor: string
  action: string
  target: string
  subject_id: string | null
  /** JSON; sealed with the subject's key where the row is about one. */
  detail: Buffer | null
  /** Hash of the row before; empty in the first. */
  previous: string
  hash: string
}

/** One row, which writers of the audit log take in turn; tells when the newest rows are cut off. */
export interface AuditHeadTable {
  id: number
  seq: number
  hash: string
  /** Keyed hash of `seq` and `hash`, so that nobody without the key sets the head back. */
  seal: string
}

/** What a person of ours may do follows from the role; see `accounts/permissions.ts`. */
export type Role = 'agent' | 'supervisor' | 'lead' | 'admin'

/** A person who works here. */
export interface AccountsTable {
  id: string
  /** Lower case. */
  name: string
  display_name: string
  role: Role
  /** Argon2id, as a PHC string. */
  password: string
  /** Languages they answer in, as a JSON array of `zh` and `en`. */
  languages: string
  disabled: Generated<number>
  /** Wrong passwords since the last right one. */
  failed_tries: Generated<number>
  locked_until: number | null
  created_at: number
  updated_at: number
  /** Secret of the second factor, sealed under `accounts.totp:ID` with our own key; null without one. */
  totp_secret: Buffer | null
  totp_since: number | null
  /** Newest time step whose code was taken: none is taken twice. */
  totp_step: number | null
  /** A secret that is not yet proved, sealed alike. */
  totp_pending: Buffer | null
  /** Hashes of recovery codes that are left, as a JSON array. */
  recovery_codes: string | null
  /** 1 where the next sign-in has to choose a password. */
  must_change: Generated<number>
  /** When something was last heard from one of their sessions, to the minute; null before the first sign-in. */
  last_seen: number | null
}

/** Somebody signed in somewhere. */
export interface SessionsTable {
  /** Keyed hash of the token in the cookie, which is kept nowhere. */
  id_hash: string
  account_id: string
  created_at: number
  last_seen: number
  expires_at: number
  /** Keyed hash of the address it was opened from. */
  address_hash: string
  /** Browser, as it names itself, shortened. */
  agent: string
}

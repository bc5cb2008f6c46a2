/**
 * What the API of accounts says: one's own, everybody's, and the audit log. Only types; the pages in `web/staff` and
 * `web/console` import them. Times are milliseconds since 1970.
 */

type Language = 'zh' | 'en'
type Role = 'agent' | 'supervisor' | 'lead' | 'admin'

/** Answer of `GET /api/session/setup`. */
export interface SetupAnswer {
  /** Whether nobody has an account yet. */
  readonly open: boolean
}

/** Answer of `GET` and `PUT /api/session/account`. */
export interface OwnAccountAnswer {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly languages: readonly Language[]
  readonly secondFactor: { readonly since: number; readonly recoveryCodes: number } | null
  /** Whether everybody needs a second factor. */
  readonly secondFactorRequired: boolean
}

/** Answer of `POST /api/session/second-factor`. */
export interface PendingSecretAnswer {
  /** Base32, to be typed where a QR code cannot be scanned. */
  readonly secret: string
  /** What the QR code holds. */
  readonly uri: string
}

/** Answer of `PUT /api/session/second-factor` and `POST /api/session/recovery-codes`. */
export interface RecoveryCodesAnswer {
  /** Told this once. */
  readonly recoveryCodes: readonly string[]
}

/** A session that goes on. */
export interface SessionItem {
  readonly id: string
  /** `Chrome 131`; null where it is not known. */
  readonly browser: string | null
  /** `Windows`. */
  readonly system: string | null
  readonly since: number
  readonly lastSeen: number
  /** Whether it is the caller's. */
  readonly current: boolean
}

/** Answer of `GET /api/session/sessions` and `GET /api/console/accounts/NAME/sessions`. */
export interface SessionsAnswer {
  readonly sessions: readonly SessionItem[]
}

/** A person, as admins see them. */
export interface AccountItem {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly languages: readonly Language[]
  readonly disabled: boolean
  /** Until when sign-in is locked; null when it is not. */
  readonly lockedUntil: number | null
  readonly createdAt: number
  readonly lastSeen: number | null
  readonly secondFactorSince: number | null
  /** Whether they have to choose a password at the next sign-in. */
  readonly mustChange: boolean
  /** Whether it is the caller's. */
  readonly own: boolean
}

/** Answer of `GET /api/console/accounts`. */
export interface AccountsAnswer {
  readonly accounts: readonly AccountItem[]
  readonly secondFactorRequired: boolean
  readonly now: number
  /** The company's, an IANA name. */
  readonly timeZone: string
}

/** Answer of calls that change one account. */
export interface AccountAnswer {
  readonly account: AccountItem
}

/** Answer of `POST /api/console/accounts` and `POST /api/console/accounts/NAME/reset-password`. */
export interface NewPasswordAnswer extends AccountAnswer {
  /** Told this once; serves until the person has chosen their own. */
  readonly password: string
}

/** An entry of the audit log. */
export interface AuditItem {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly target: string
  /** JSON; null without one. */
  readonly detail: string | null
  /** Why a detail that is there cannot be read. */
  readonly unreadable: 'erased' | 'changed' | null
}

/** Answer of `GET /api/console/audit`. */
export interface AuditAnswer {
  /** Newest first. */
  readonly entries: readonly AuditItem[]
  /** `before` of the next call; null when nothing older is left to look through. */
  readonly next: number | null
  readonly timeZone: string
}

/** Answer of `POST /api/console/audit/verify`. */
export interface AuditVerifyAnswer {
  readonly ok: boolean
  readonly rows: number
  /** `NUMBER:HASH`, worth keeping in another place; null for an empty log. */
  readonly head: string | null
  readonly problems: readonly {
    readonly kind: 'changed' | 'missing' | 'head' | 'replaced'
    readonly seq: number
    readonly until?: number
  }[]
}

/** What every call of desk and console goes through: own origin, session, permission, and a token against forged requests. */

import type { IncomingMessage } from 'node:http'
import type { Request, Response } from 'restify'
import type { Account } from '../accounts/accounts.ts'
import { may, type Permission } from '../accounts/permissions.ts'
import { findSession, isCsrf, type Session } from '../accounts/sessions.ts'
import type { SessionStore } from '../accounts/store.ts'
import { HttpError, handler, ownOrigin } from '../channels/http.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'

const COOKIE = 'liuke_session'
/** Header that carries the token against forged requests. */
const CSRF_HEADER = 'x-liuke-csrf'
const READING: readonly (string | undefined)[] = ['GET', 'HEAD']

/** What the gate needs. */
export interface GateOptions {
  readonly store: SessionStore
  /** Where people reach the server, when it is configured. */
  readonly publicUrl: string | undefined
  readonly trustedProxies: number
  /** Whether everybody needs a second factor. */
  readonly secondFactor?: 'optional' | 'required'
  readonly log: Logger
}

/** What somebody signed in has to do before anything else, in this order. */
export type Need = 'password' | 'second-factor'

/** A handler for restify. */
export type Handler = (request: Request, response: Response) => Promise<void>

/** Lets calls of our own pages in, each as far as the role of its person goes. */
export class Gate {
  readonly #options: GateOptions

  constructor(options: GateOptions) {
    this.#options = options
  }

  /**
   * A route for those who may do something: checks origin, session, permission and, unless the call
   * only reads, the token. What it throws becomes an answer.
   */
  route(
    permission: Permission,
    act: (request: Request, response: Response, session: Session) => Promise<void>,
  ): Handler {
    return this.open(async (request, response) => {
      const session = await this.authorise(request)
      requirePermission(session, permission)
      await act(request, response, session)
    })
  }

  /** A route that checks by itself, or nothing; with errors as answers. */
  open(act: Handler): Handler {
    return handler(
      (request, response) => act(request, response).catch(explain),
      (error, request) =>
        this.#options.log.error(
          { route: request.getRoute()?.path, reason: messageOf(error) },
          'a request failed',
        ),
    )
  }

  /** Whether everybody needs a second factor. */
  get secondFactorRequired(): boolean {
    return this.#options.secondFactor === 'required'
  }

  /** What somebody has to do before anything else; null for nothing. */
  needOf({ mustChange, secondFactorSince }: Account): Need | null {
    if (mustChange) return 'password'
    return this.secondFactorRequired && secondFactorSince === null ? 'second-factor' : null
  }

  /**
   * Who is calling; for reading, and for opening streams.
   * @param unready whether those may call as well who have something to do before anything else
   * @throws HttpError 401 `NotSignedIn`, 403 `ForeignOrigin`, `PasswordChangeNeeded`, `SecondFactorNeeded`
   */
  async authenticate(request: IncomingMessage, unready = false): Promise<Session> {
    this.requireOwnOrigin(request)
    const session = await findSession(this.#options.store, tokenOf(request))
    if (!session)
      throw new HttpError(401, 'NotSignedIn', 'Nobody is signed in here, or the session has ended.')
    const need = unready ? null : this.needOf(session.account)
    if (need !== null) {
      const [code, message] = NEEDS[need]
      throw new HttpError(403, code, message)
    }
    return session
  }

  /**
   * Who is calling, with proof that they meant to when the call changes something.
   * @throws HttpError as {@link authenticate}, 403 `CsrfMismatch`
   */
  async authorise(request: IncomingMessage, unready = false): Promise<Session> {
    const session = await this.authenticate(request, unready)
    if (!READING.includes(request.method)) requireCsrf(request, session)
    return session
  }

  /**
   * Browsers say where a call comes from; what says nothing is no browser that another site could misuse.
   * @throws HttpError 403 `ForeignOrigin`
   */
  requireOwnOrigin(request: IncomingMessage): void {
    const { origin, 'sec-fetch-site': site } = request.headers
    const own =
      origin === undefined
        ? site === undefined || site === 'same-origin' || site === 'none'
        : origin === this.#ownOrigin(request)
    if (own) return
    throw new HttpError(
      403,
      'ForeignOrigin',
      'The call comes from another site. If it does not, set PUBLIC_URL to the address people use.',
    )
  }

  /** Puts a token into the browser, for so many seconds. */
  setCookie(request: Request, response: Response, token: string, maxAgeSeconds: number): void {
    const parts = [`${COOKIE}=${token}`, 'Path=/', `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Strict']
    if (this.#ownOrigin(request).startsWith('https:')) parts.push('Secure')
    response.setHeader('set-cookie', parts.join('; '))
  }

  #ownOrigin(request: IncomingMessage): string {
    return ownOrigin(request, this.#options.publicUrl, this.#options.trustedProxies)
  }
}

/** @throws HttpError 403 `NotAllowed` */
export function requirePermission({ account }: Session, permission: Permission): void {
  if (may(account.role, permission)) return
  throw new HttpError(403, 'NotAllowed', `The role ${account.role} may not do this (${permission}).`)
}

/** @throws HttpError 403 `CsrfMismatch` */
export function requireCsrf(request: IncomingMessage, session: Session): void {
  if (isCsrf(session, String(request.headers[CSRF_HEADER] ?? ''))) return
  throw new HttpError(
    403,
    'CsrfMismatch',
    `The header ${CSRF_HEADER} is missing or of another session. Take it from GET /api/session.`,
  )
}

/** The token in the cookie of a call; empty without one. */
export function tokenOf(request: IncomingMessage): string {
  const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return cookies.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? ''
}

const NEEDS = {
  password: ['PasswordChangeNeeded', 'Choose a password of your own first: PUT /api/session/password.'],
  'second-factor': ['SecondFactorNeeded', 'Set up a second factor first: POST /api/session/second-factor.'],
} as const satisfies Record<Need, readonly [code: string, message: string]>

/** What people can do something about, as an answer instead of "something went wrong". */
const ANSWERS: Readonly<Record<string, readonly [status: number, code: string]>> = {
  sign_in_failed: [401, 'SignInFailed'],
  sign_in_busy: [503, 'ServiceBusy'],
  code_needed: [401, 'CodeNeeded'],
  code_wrong: [403, 'CodeWrong'],
  second_factor_set: [409, 'SecondFactorSet'],
  second_factor_missing: [409, 'SecondFactorMissing'],
  second_factor_not_begun: [409, 'SecondFactorNotBegun'],
  setup_closed: [409, 'SetupClosed'],
  password_same: [400, 'PasswordSame'],
  languages_unknown: [400, 'BadArgument'],
  password_wrong: [403, 'PasswordWrong'],
  password_unsuitable: [400, 'PasswordUnsuitable'],
  account_unknown: [404, 'AccountNotFound'],
  account_taken: [409, 'AccountTaken'],
  account_name_invalid: [400, 'BadArgument'],
  display_name_invalid: [400, 'BadArgument'],
  role_unknown: [400, 'BadArgument'],
  last_admin: [409, 'LastAdmin'],
  task_unknown: [404, 'TaskNotFound'],
  task_over: [409, 'TaskOver'],
  ticket_unknown: [404, 'TicketNotFound'],
  retention_unknown: [404, 'RetentionNotFound'],
  retention_changed: [409, 'RetentionChanged'],
  retention_over: [409, 'RetentionOver'],
  retention_not_over: [409, 'RetentionNotOver'],
  retention_listed: [409, 'RetentionListed'],
  retention_assignee: [400, 'BadArgument'],
  undo_too_late: [409, 'UndoTooLate'],
  contact_blocked: [409, 'ContactBlocked'],
  what_if_running: [409, 'WhatIfRunning'],
  conversation_moved_on: [409, 'ConversationMovedOn'],
  conversation_shared: [409, 'ConversationShared'],
  note_invalid: [400, 'BadArgument'],
  note_unknown: [404, 'NoteNotFound'],
  note_kept: [409, 'NoteTooOld'],
  notes_full: [409, 'NotesFull'],
  files_full: [413, 'ConversationFull'],
  tag_unknown: [400, 'TagUnknown'],
  tags_full: [400, 'BadArgument'],
  snooze_invalid: [400, 'BadArgument'],
  handoff_unknown: [404, 'HandoffNotFound'],
  handoff_not_yours: [403, 'HandoffNotYours'],
  block_invalid: [400, 'BlockTooLong'],
  block_in_danger: [409, 'BlockInDanger'],
  block_standing: [409, 'BlockStanding'],
  block_unknown: [404, 'BlockNotFound'],
  block_not_yours: [403, 'BlockNotYours'],
  queue_unknown: [404, 'QueueNotFound'],
  queue_closed: [409, 'QueueClosed'],
  agent_unknown: [404, 'AgentNotFound'],
  agent_unavailable: [409, 'AgentUnavailable'],
  offer_over: [409, 'OfferOver'],
  question_known: [409, 'QuestionKnown'],
  question_gone: [409, 'QuestionGone'],
  question_masked: [409, 'QuestionMasked'],
  cluster_unknown: [404, 'ClusterNotFound'],
  deed_unknown: [404, 'DeedNotFound'],
  entry_taken: [409, 'EntryTaken'],
  split_whole: [400, 'BadArgument'],
  entry_unknown: [404, 'EntryNotFound'],
  draft_conflict: [409, 'DraftConflict'],
  draft_changed_since: [409, 'DraftChangedSince'],
  change_unknown: [404, 'ChangeNotFound'],
  item_unknown: [404, 'ItemNotFound'],
  revision_unknown: [404, 'RevisionNotFound'],
  item_invalid: [400, 'BadArgument'],
  corpus_folder_changed: [409, 'CorpusFolderChanged'],
  folder_unreadable: [409, 'FolderUnreadable'],
  gate_running: [409, 'GateRunning'],
  gate_unknown: [404, 'GateNotFound'],
  gate_outdated: [409, 'GateOutdated'],
  override_needed: [409, 'OverrideNeeded'],
  corpus_invalid: [409, 'CorpusInvalid'],
  own_submission: [409, 'OwnSubmission'],
  submission_waits: [409, 'SubmissionWaits'],
  submission_unknown: [404, 'SubmissionNotFound'],
  revision_live: [409, 'RevisionLive'],
  exchange_unreadable: [422, 'ImportUnreadable'],
  exchange_too_large: [413, 'ImportTooLarge'],
  exchange_not_utf8: [422, 'ImportUnreadable'],
  excel_damaged: [422, 'ImportUnreadable'],
  excel_too_large: [413, 'ImportTooLarge'],
  import_outdated: [409, 'ImportOutdated'],
  dead_letter_unknown: [404, 'DeadLetterNotFound'],
  delivery_open: [404, 'DeadLetterNotFound'],
  delivery_unknown: [404, 'DeadLetterNotFound'],
}

function explain(error: unknown): never {
  const answer = error instanceof LiukeError ? ANSWERS[error.code] : undefined
  if (!(error instanceof LiukeError) || !answer) throw error
  throw new HttpError(answer[0], answer[1], `${error.message} ${error.advice}`)
}

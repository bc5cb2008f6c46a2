/** Calls our own server for a signed-in person, and turns every way a call can fail into one kind of error. */

import type { SessionAnswer } from '../../console/desk-types.ts'

/** A call that did not succeed. */
export class ApiError extends Error {
  /** 0 when no answer came at all. */
  readonly status: number
  /** The server's, or `network`. */
  readonly code: string
  /** Seconds after which trying again makes sense, where the server said so. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** What the calls need of their surroundings. */
export interface ApiOptions {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Address below which `api/…` stands. */
  readonly base: string
  /** Hears that a call was refused because the session is over. */
  onSignedOut(): void
  /** Hears that a call was refused because something has to be done before anything else. */
  onNeed?(): void
}

/** Calls of a page for the people who work here. All of them throw `ApiError`. */
export interface Calls {
  /** @param path below `base`, such as `api/desk/queue`. @returns what the server answered; the caller knows its type */
  get(path: string): Promise<unknown>
  post(path: string, body?: object): Promise<unknown>
  put(path: string, body: object): Promise<unknown>
  /** DELETE. */
  remove(path: string): Promise<unknown>
  /** @param form as `multipart/form-data`; may take two minutes */
  upload(path: string, form: FormData): Promise<unknown>
  /** The full address of something on the server. */
  address(path: string): string
  /** Null while nobody is signed in. */
  session(): Promise<SessionAnswer | null>
  /** @param code where the account has a second factor */
  signIn(name: string, password: string, code?: string): Promise<SessionAnswer>
  /** Makes the first account, and signs it in. */
  setUp(wanted: object): Promise<SessionAnswer>
  signOut(): Promise<void>
}

/** Codes by which the server says that something has to be done first. */
const NEEDS = ['PasswordChangeNeeded', 'SecondFactorNeeded']

/** Where sessions begin and end; always asked for, whoever is signed in. */
const SESSION = 'api/session'
/** Whoever signs out waits at most so long, in milliseconds, for what is on its way. */
const SETTLE_MS = 2_000
/** No answer within this time counts as none. */
const TIMEOUT_MS = 20_000
/** Files take their time. */
const UPLOAD_MS = 120_000

export function createCalls({ fetch, base, onSignedOut, onNeed }: ApiOptions): Calls {
  let csrf = ''
  let name: string | undefined
  const running = new Set<Promise<unknown>>()
  /** From signing out to the next signing in: whatever the page still asks for is refused here. */
  let isLeaving = false

  /** Another tab may have signed in again: then this one goes on with the new token, if it is the same person. */
  async function call(method: string, path: string, body?: object): Promise<unknown> {
    try {
      return await once(method, path, body)
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'CsrfMismatch')) throw error
      const before = name
      const session = await own.session()
      if (session !== null && session.account.name === before) return await once(method, path, body)
      onSignedOut()
      throw error
    }
  }

  async function once(method: string, path: string, body?: object): Promise<unknown> {
    if (isLeaving && !path.startsWith(SESSION))
      throw new ApiError(0, 'signed_out', 'Somebody is signing out.')
    const asked = ask(method, path, body)
    running.add(asked)
    try {
      return await asked
    } finally {
      running.delete(asked)
    }
  }

  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const isForm = body instanceof FormData
    let response: Response
    let text: string
    try {
      response = await fetch(new URL(path, base).href, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(isForm ? UPLOAD_MS : TIMEOUT_MS),
        headers: {
          Accept: 'application/json',
          ...(method !== 'GET' && { 'x-liuke-csrf': csrf }),
          // Of a form the browser says the type itself, with what stands between its parts.
          ...(method !== 'GET' && !isForm && { 'Content-Type': 'application/json' }),
        },
        ...(method !== 'GET' && { body: isForm ? body : JSON.stringify(body ?? {}) }),
      })
      text = await response.text()
    } catch (error) {
      throw new ApiError(0, 'network', error instanceof Error ? error.message : String(error))
    }
    if (response.ok) return text === '' ? undefined : parse(text)
    if (response.status === 401 && path !== SESSION) onSignedOut()
    const refused = refusal(response, text)
    if (NEEDS.includes(refused.code)) onNeed?.()
    throw refused
  }

  const keep = (answer: SessionAnswer): SessionAnswer => {
    csrf = answer.csrf
    isLeaving = false
    name = answer.account.name
    return answer
  }

  // The casts below: the answers are our own server's, and these types are its contract.
  const own: Calls = {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    remove: (path) => call('DELETE', path),
    upload: (path, form) => call('POST', path, form),
    address: (path) => new URL(path, base).href,
    async session() {
      try {
        return keep((await call('GET', SESSION)) as SessionAnswer)
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
    signIn: async (account, password, code) =>
      keep(
        (await call('POST', SESSION, {
          name: account,
          password,
          ...(code && { code }),
        })) as SessionAnswer,
      ),
    setUp: async (wanted) => keep((await call('POST', 'api/session/setup', wanted)) as SessionAnswer),
    async signOut() {
      // What is on its way is heard out first: it would be refused once the session is over.
      isLeaving = true
      const settled = Promise.allSettled([...running])
      await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, SETTLE_MS))])
      try {
        await call('DELETE', SESSION)
      } catch (error) {
        // 401: the session was over already, which is what was wanted.
        if (!(error instanceof ApiError && error.status === 401)) {
          isLeaving = false
          throw error
        }
      }
      csrf = ''
    },
  }
  return own
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(0, 'network', 'The answer did not come from our server.') // a proxy's page, say
  }
}

function refusal(response: Response, text: string): ApiError {
  const { code, message } = errorIn(text) ?? { code: `http_${response.status}`, message: response.statusText }
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError(response.status, code, message, Number.isFinite(wait) ? wait : undefined)
}

function errorIn(text: string): { code: string; message: string } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('error' in value)) return undefined
    const { error } = value
    if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
    return {
      code: String(error.code),
      message: 'message' in error ? String(error.message) : '',
    }
  } catch {
    return undefined // not ours: told by its status
  }
}

/** Reads what came back from the company's systems, and tells what can be used from what cannot, and why. */

/** An answer that says something. */
export interface SystemAnswer {
  readonly status: number
  /** Parsed JSON; null where the body is empty. */
  readonly body: unknown
  /** How long they ask us to wait, in milliseconds; null where they do not. */
  readonly retryAfterMs: number | null
}

/** Largest answer that is read, in bytes. */
const MAX_BYTES = 1024 * 1024

/** No usable answer. */
export class Unanswered extends Error {
  readonly result: string
  /** Whether the systems as a whole seem to be down, and not only this answer wrong. */
  readonly isDown: boolean
  /** Whether trying again at once is worth it. */
  readonly isBrief: boolean

  constructor(result: string, { isDown = false, isBrief = false } = {}) {
    super(`There was no usable answer: ${result}.`)
    this.name = 'Unanswered'
    this.result = result
    this.isDown = isDown
    this.isBrief = isBrief
  }
}

/**
 * Reads an answer.
 * @throws Unanswered where it says nothing that can be used; any other error is the connection's
 */
export async function usableAnswer(response: Response): Promise<SystemAnswer> {
  const problem = problemOf(response.status)
  if (problem) {
    // A connection with an unread answer is never used again.
    await response.body?.cancel()
    throw problem
  }
  return {
    status: response.status,
    body: await jsonOf(response),
    retryAfterMs: secondsIn(response.headers.get('retry-after')),
  }
}

/** Why an answer of this status says nothing that can be used; null where it does. */
function problemOf(status: number): Unanswered | null {
  if (status >= 500)
    return new Unanswered(String(status), { isDown: true, isBrief: [502, 503, 504].includes(status) })
  if (status === 429) return new Unanswered('429', { isDown: true })
  // fetch hides the status of some redirects behind 0.
  if (status < 200 || (status >= 300 && status < 400)) return new Unanswered('redirect')
  return null
}

/** Why a request that threw has no usable answer. @param signal of its time-out */
export function unansweredBy(error: unknown, signal: AbortSignal): Unanswered {
  if (error instanceof Unanswered) return error
  return signal.aborted
    ? new Unanswered('timeout', { isDown: true })
    : new Unanswered('connection', { isDown: true, isBrief: true })
}

async function jsonOf(response: Response): Promise<unknown> {
  const bytes = await bytesOf(response)
  if (bytes.length === 0) return null
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Unanswered('no-json')
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the rest of the answer.
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) throw new Unanswered('too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Retry-After in seconds; as a date it is left alone. */
function secondsIn(header: string | null): number | null {
  return header !== null && /^\d{1,7}$/.test(header) ? Number(header) * 1_000 : null
}

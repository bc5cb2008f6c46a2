/** Posts one delivery: within a time, to the address that was checked, following nobody elsewhere. */

import http from 'node:http'
import https from 'node:https'
import { LiukeError, messageOf } from '../../errors.ts'
import { type AddressPolicy, checkAddress, guardedLookup } from './address.ts'

/** What came of a post. */
export type Posted =
  | { readonly ok: true; readonly status: number }
  | {
      readonly ok: false
      /** Null where no answer came. */
      readonly status: number | null
      readonly retryAfterMs: number | null
      readonly error: string
    }

const TIMEOUT_MS = 10_000

/** Posts a JSON body. Any 2xx is success; never throws. @param stop breaks it off */
export async function postTo(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  policy: AddressPolicy,
  stop: AbortSignal,
): Promise<Posted> {
  try {
    const url = checkAddress(address, policy)
    const { status, retryAfter } = await post(url, headers, body, policy, stop)
    if (status >= 200 && status < 300) return { ok: true, status }
    const retryAfterMs = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : null
    return { ok: false, status, retryAfterMs, error: `The receiver answered ${status}.` }
  } catch (error) {
    const reason = error instanceof LiukeError ? error.message : `No answer: ${messageOf(error)}`
    return { ok: false, status: null, retryAfterMs: null, error: reason.slice(0, 300) }
  }
}

function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  policy: AddressPolicy,
  stop: AbortSignal,
): Promise<{ readonly status: number; readonly retryAfter: string }> {
  return new Promise((settle, reject) => {
    const client = url.protocol === 'https:' ? https : http
    const inTime = AbortSignal.timeout(TIMEOUT_MS)
    const signal = AbortSignal.any([inTime, stop])
    const request = client.request(
      url,
      {
        method: 'POST',
        // Connections are not shared: each is made to an address that was just checked.
        agent: false,
        signal,
        lookup: guardedLookup(policy),
        headers: {
          ...headers,
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Liuke-Webhooks/1',
        },
      },
      (response) => {
        settle({
          status: response.statusCode ?? 0,
          retryAfter: String(response.headers['retry-after'] ?? ''),
        })
        // Nobody reads what else it says.
        response.destroy()
      },
    )
    // Whoever wants to speak another protocol is no receiver of webhooks.
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      settle({ status: response.statusCode ?? 0, retryAfter: '' })
    })
    // Whatever else ends it: it is over, and nobody waits for ever. After an answer this says nothing.
    request.on('close', () => reject(new Error('the connection was closed')))
    request.on('error', (error) =>
      reject(inTime.aborted ? new Error(`none within ${TIMEOUT_MS / 1_000} s`) : error),
    )
    request.end(body)
  })
}

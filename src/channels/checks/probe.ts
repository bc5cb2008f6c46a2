/** Asks whether anybody answers at an address, and says in words why not. */

import type { Finding, Words } from './check.ts'
import { fail } from './check.ts'

/** What came of asking. */
export type Answer =
  | {
      readonly status: number
      /** What the peer's clock says, in milliseconds since 1970, as it stood between `asked` and `heard`. */
      readonly date: number | null
      readonly asked: number
      readonly heard: number
      /** The beginning of the body; empty after HEAD. */
      readonly text: string
    }
  /** A code such as ECONNREFUSED, or `timeout`. */
  | { readonly failure: string }

/** How to ask. */
export interface ProbeOptions {
  /** HEAD, unless another. */
  readonly method?: 'HEAD' | 'GET' | 'POST'
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly now: () => number
}

const MAX_TEXT = 4_096
const NO_CODE = 'no code'

/** Asks once; follows no redirection, and sends no password that stands in the address. Never throws. */
export async function probe(address: string, options: ProbeOptions): Promise<Answer> {
  const { method = 'HEAD', body, headers = {}, timeoutMs, now } = options
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const url = new URL(address)
    url.username = ''
    url.password = ''
    const asked = now()
    const response = await fetch(url, { method, headers, redirect: 'manual', signal, body: body ?? null })
    const heard = now()
    const date = Date.parse(response.headers.get('date') ?? '')
    const text = await beginningOf(response)
    return { status: response.status, date: Number.isNaN(date) ? null : date, asked, heard, text }
  } catch (error) {
    return { failure: signal.aborted ? 'timeout' : codeOf(error) }
  }
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the rest of the answer.
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= MAX_TEXT) break
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, MAX_TEXT)
}

/** Of an error only its code: its message may hold the address, and what stands in it. */
export function codeOf(thrown: unknown): string {
  for (const error of [thrown instanceof Error ? thrown.cause : null, thrown])
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return NO_CODE
}

/** Why nobody answered, in words. */
export function whyNot(failure: string): Words {
  if (failure === 'timeout' || /TIMEOUT|ETIMEDOUT/.test(failure))
    return { en: 'there was no answer in time', zh: '没有及时回应' }
  if (/^(ENOTFOUND|EDNS|EAI_\w+)$/.test(failure))
    return { en: 'its name cannot be resolved', zh: '域名解析不了' }
  // Without a code it was fetch itself that would not call such an address.
  if (failure === NO_CODE) return { en: 'it is no address that can be called', zh: '不是可以访问的地址' }
  if (failure === 'ECONNREFUSED') return { en: 'the connection was refused', zh: '连接被拒绝' }
  if (/CERT|TLS|SSL|UNABLE_TO/.test(failure))
    return { en: `its certificate or TLS is not right (${failure})`, zh: `证书或 TLS 有问题（${failure}）` }
  return { en: `the connection failed (${failure})`, zh: `连接失败（${failure}）` }
}

/** A peer that does not answer. */
export function unreachable(host: string, failure: string): Finding {
  const why = whyNot(failure)
  return fail(
    { en: `${host} cannot be reached: ${why.en}.`, zh: `连不上 ${host}：${why.zh}。` },
    {
      en: 'Check DNS, firewall and proxy of this machine, and the address in the settings.',
      zh: '请检查本机的 DNS、防火墙和代理，以及配置里的地址。',
    },
  )
}

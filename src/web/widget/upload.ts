/** Sends files to the conversation, telling how far it is; `fetch` cannot tell. */

import type { SharedFile } from './attachments.ts'
import { type Outcome, reasonOf } from './direct-line.ts'

/** Nothing went out and no answer came for this long: the connection is dead. A turn may take 40 s. */
const SILENCE_MS = 45_000

/** What to send, and who hears about it. */
export interface Upload {
  readonly url: string
  readonly token: string
  readonly body: FormData
  /** Called with 0 to 1. */
  progress(share: number): void
  readonly stop: AbortSignal
}

/** The body of an upload, laid out as Microsoft's JavaScript client does it. */
export function uploadBody(activity: object, files: readonly SharedFile[]): FormData {
  const body = new FormData()
  body.append(
    'activity',
    new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
  )
  for (const { name, blob } of files) if (blob) body.append('file', blob, name)
  return body
}

/** Sends the files; the value is the server's id of the message. Never rejects. */
export function upload({ url, token, body, progress, stop }: Upload): Promise<Outcome<string | undefined>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    let silence: ReturnType<typeof setTimeout> | undefined
    const cancel = () => request.abort()
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(cancel, SILENCE_MS)
    }
    const finish = (outcome: Outcome<string | undefined>) => {
      clearTimeout(silence)
      stop.removeEventListener('abort', cancel)
      resolve(outcome)
    }
    request.upload.onprogress = ({ loaded, total }) => {
      heard()
      if (total > 0) progress(loaded / total)
    }
    request.onload = () => {
      const { status } = request
      if (status >= 200 && status < 300) {
        finish({ ok: true, value: idIn(request.responseText) })
        return
      }
      const seconds = Number(request.getResponseHeader('Retry-After') ?? 'none')
      const retry = Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {}
      finish({ ok: false, reason: reasonOf(status), ...retry })
    }
    request.onerror = () => finish({ ok: false, reason: 'network' })
    request.onabort = () => finish({ ok: false, reason: stop.aborted ? 'cancelled' : 'network' })
    request.open('POST', url)
    request.setRequestHeader('Authorization', `Bearer ${token}`)
    stop.addEventListener('abort', cancel)
    heard()
    request.send(body)
    if (stop.aborted) cancel()
  })
}

function idIn(json: string): string | undefined {
  try {
    const { id } = JSON.parse(json)
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined // taken, which the status said; the id comes with the echo
  }
}

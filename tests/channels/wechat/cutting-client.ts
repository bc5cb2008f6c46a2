/** Sends requests of WeChat whose connection is cut before an answer has come. */

import { Agent, request as httpRequest } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 1_000 })

/**
 * Posts, and cuts the connection after a while.
 * @param cutAfterMs null never cuts
 * @returns status and body; null when it was cut before anything came
 */
export function postCut(
  { url, body }: { readonly url: URL; readonly body: string },
  cutAfterMs: number | null,
): Promise<{ status: number; body: string } | null> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) }
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      clearTimeout(timer)
      request.off('error', cut)
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    let answered = false
    request.once('response', () => {
      answered = true
    })
    const cut = (): void => resolve(null)
    request.on('error', cut)
    if (cutAfterMs !== null)
      timer = setTimeout(() => {
        // What has already arrived is read first, however late the timer is.
        setImmediate(() =>
          setImmediate(() => {
            if (!answered) request.destroy()
          }),
        )
      }, cutAfterMs)
    request.end(body)
  })
}

/** Puts prepared pages on a server. */

import type { IncomingMessage } from 'node:http'
import type { Server } from 'restify'
import type { PageAnswer, Wishes } from './pages-negotiation.ts'

/** What is asked for. */
export interface PageRequest extends Wishes {
  readonly path: string
}

/** Pages and their files, ready to be sent. */
export interface Pages {
  readonly paths: readonly string[]
  /** What to answer a GET or HEAD; undefined for a path that is somebody else's. */
  answer(request: PageRequest): PageAnswer | undefined
}

/** What a request says about the form it would like the answer in. */
export function wishesOf(request: IncomingMessage): Wishes {
  const { searchParams } = new URL(request.url ?? '/', 'http://server')
  return {
    lang: searchParams.get('lang') ?? undefined,
    acceptLanguage: request.headers['accept-language'],
    acceptEncoding: String(request.headers['accept-encoding'] ?? ''),
    ifNoneMatch: request.headers['if-none-match'],
  }
}

/** Answers GET and HEAD at every path of the pages. */
export function mountPages(server: Server, pages: Pages): void {
  for (const path of pages.paths) {
    for (const method of ['get', 'head'] as const) {
      server[method](path, (request, response, next) => {
        const answer = pages.answer({ path, ...wishesOf(request) })
        if (answer) {
          response.writeHead(answer.status, answer.headers)
          response.end(method === 'head' ? undefined : answer.body)
        }
        next()
      })
    }
  }
}

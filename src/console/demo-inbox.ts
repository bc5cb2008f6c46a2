/** The demo's inbox: keeps the latest codes and other notices in memory and shows them to this machine alone. */

import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import type { Request, Response, Server } from 'restify'
import type { CodeInbox } from '../channels/code-sender.ts'
import { HttpError, sendError, sendJson } from '../channels/http.ts'
import { masked } from '../customers/profile.ts'
import type { InboxAnswer, InboxMessage } from './demo-inbox-types.ts'
import { wishesOf } from './page-routes.ts'
import { PAGE_HEADERS } from './pages.ts'
import { makeVariants, negotiate, type Prepared, type Resource } from './pages-negotiation.ts'
import { loadSource, loadTexts, withWords } from './pages-template.ts'

/** Takes codes as a sender, and gives them to the page. */
export interface DemoInbox extends CodeInbox {
  /** Newest first, at most 50. */
  list(): InboxAnswer
}

const KEPT = 50

/** An empty inbox. What it is given is kept nowhere else, and gone with the process. */
export function createDemoInbox(now: () => number = Date.now): DemoInbox {
  let messages: readonly InboxMessage[] = []
  return {
    add: ({ id, kind, phone, email, language, code, minutes }, { text }) => {
      const receivers = [masked('phone', phone), masked('email', email)].filter((value) => value !== null)
      const at = now()
      const message = { id, kind, at, expiresAt: at + minutes * 60_000, receivers, language, code, text }
      messages = [message, ...messages.filter((other) => other.id !== id)].slice(0, KEPT)
    },
    list: () => ({ messages, now: now() }),
  }
}

/**
 * Puts the inbox on a server, which must be the demo's: `/demo/inbox` and what it loads. Everybody but this
 * machine is answered 403.
 * @throws LiukeError `page_text_missing`; what esbuild reports when the page's script does not build
 */
export async function mountDemoInbox(server: Server, inbox: DemoInbox): Promise<void> {
  for (const [path, resource] of Object.entries(await prepare())) {
    local(server, path, (request, response) => {
      const answer = negotiate(resource, wishesOf(request))
      response.writeHead(answer.status, answer.headers)
      response.end(request.method === 'HEAD' ? undefined : answer.body)
    })
  }
  local(server, '/demo/inbox.json', (_request, response) => {
    response.setHeader('cross-origin-resource-policy', 'same-origin')
    sendJson(response, 200, inbox.list())
  })
}

/** A route that only this machine may call. */
function local(server: Server, path: string, act: (request: Request, response: Response) => void): void {
  for (const method of ['get', 'head'] as const) {
    server[method](path, (request, response, next) => {
      if (isLocal(request)) act(request, response)
      else
        sendError(
          response,
          new HttpError(403, 'LocalOnly', 'The demo inbox answers only the machine it runs on.'),
        )
      next()
    })
  }
}

const LOOPBACK_ADDRESS = /^(::1|(::ffff:)?127(\.\d+){3})$/
const LOOPBACK_HOST = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * Whether a request comes from this machine: by its address, not through a proxy or tunnel that stands here for
 * somebody else, and under a name of this machine, which a foreign site that resolves here does not have.
 */
function isLocal(request: IncomingMessage): boolean {
  return (
    LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(request.headers.host ?? '') &&
    FORWARDED.every((name) => request.headers[name] === undefined)
  )
}

/** The page and what it loads, by path. */
async function prepare(): Promise<Record<string, Resource>> {
  const [texts, source, styles, script] = await Promise.all([
    loadTexts(),
    loadSource('inbox.tpl'),
    loadSource('inbox.css'),
    bundleScript(),
  ])
  const headers = {
    ...PAGE_HEADERS,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  }
  const resource = (type: string, bodies: Pick<Prepared, 'zh' | 'en'>) =>
    makeVariants({ type: `${type}; charset=utf-8`, headers, ...bodies })
  return {
    '/demo/inbox': resource('text/html', {
      zh: withWords(source, 'zh', texts),
      en: withWords(source, 'en', texts),
    }),
    '/demo/inbox.css': resource('text/css', { zh: styles }),
    '/demo/inbox.js': resource('text/javascript', { zh: script }),
  }
}

/** Built at each start: it is small, and production never needs it. */
async function bundleScript(): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, '..', 'web', 'demo', 'inbox.ts')],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    target: 'es2022',
    format: 'iife',
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

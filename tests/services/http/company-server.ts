/** The example of a company's systems on a free port, as tests use it: it keeps to its document, and fails when told to. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Answer, type Asked, exampleCompany } from '../../../docs/examples/company-systems.ts'
import { answerProblems, operationNamed, requestProblems } from './contract.ts'

/** The token of the systems under test. */
export const COMPANY_TOKEN = 'token-of-the-company-under-test'

/**
 * What happens instead of an answer. `cut`: the connection, before anything is done; `cut-after`: once it is done;
 * `hang`: there is no answer as long as the server runs; the others are done and answered wrongly.
 */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly answer: Answer; readonly headers?: Readonly<Record<string, string>> }
  | 'cut'
  | 'cut-after'
  | 'hang'
  | 'no-json'
  | 'no-utf8'
  | 'too-large'
  | 'dribble'

/** A request that arrived. */
export interface Call {
  /** Method and path template. */
  readonly operation: string
  readonly path: string
  readonly key: string | undefined
  readonly body: unknown
}

/** A company whose systems run. */
export interface CompanyServer {
  readonly url: string
  readonly calls: Call[]
  /** What happens to the next requests, one after the other; then all is well. */
  readonly faults: Fault[]
  /** What happens to all requests the pattern finds, by method and path; null: nothing. */
  down: RegExp | null
  /** What did not keep to the document, on either side. */
  readonly problems: string[]
  close(): Promise<void>
}

/** Starts the systems. */
export async function companyServer(): Promise<CompanyServer> {
  const company = exampleCompany(COMPANY_TOKEN)
  const calls: Call[] = []
  const faults: Fault[] = []
  const problems: string[] = []
  const act = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const method = request.method ?? ''
    const raw = await text(request)
    const asked: Asked = {
      method,
      path: pathname,
      query: searchParams,
      token: /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1],
      key: request.headers['idempotency-key']?.toString(),
      body: raw === '' ? null : JSON.parse(raw),
    }
    problems.push(...requestProblems({ ...asked, headers: request.headers }))
    const operation = operationNamed(method, pathname) ?? `${method} ${pathname}`
    calls.push({ operation, path: pathname, key: asked.key, body: asked.body })
    const isDown = running.down?.test(`${method} ${pathname}`) ?? false
    const fault = isDown ? { status: 503 } : faults.shift()
    if (fault !== undefined) return fail(fault, response, () => company(asked))
    const { status, body } = company(asked)
    problems.push(...answerProblems(method, pathname, status, body))
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    act(request, response).catch((error: unknown) => {
      problems.push(String(error))
      response.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Listening on TCP, so it has a port.
  const { port } = server.address() as AddressInfo
  const running: CompanyServer = {
    url: `http://127.0.0.1:${port}`,
    calls,
    faults,
    down: null,
    problems,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return running
}

function fail(fault: Fault, response: ServerResponse, act: () => Answer): void {
  const json = { 'content-type': 'application/json' }
  if (typeof fault === 'object') {
    const { status, body } =
      'answer' in fault ? fault.answer : { status: fault.status, body: { error: { code: 'fault' } } }
    response.writeHead(status, { ...json, ...fault.headers }).end(JSON.stringify(body))
    return
  }
  switch (fault) {
    case 'cut':
      response.destroy()
      return
    case 'cut-after':
      act()
      response.destroy()
      return
    case 'hang':
      return
    case 'no-json':
      response.writeHead(200, json).end('<html>Welcome</html>')
      return
    case 'no-utf8':
      response.writeHead(200, json).end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
      return
    case 'too-large':
      response.writeHead(200, json).end(`{"state":"${'x'.repeat(1024 * 1024)}"}`)
      return
    case 'dribble':
      response.writeHead(200, json)
      response.write('{"state":')
      return
  }
}

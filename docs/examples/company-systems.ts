/** A company's systems in a few lines, to try Liuke against: they answer as docs/company-systems.openapi.yaml says, and forget everything when they end. */

import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

/** A request, read. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly token: string | undefined
  readonly key: string | undefined
  readonly body: unknown
}

/** An answer, to be sent as JSON. */
export interface Answer {
  readonly status: number
  readonly body: object
}

/** An order, as far as this server looks at it; see the OpenAPI document for all of it. */
interface Order {
  readonly id: string
  readonly account: string
  readonly request: { readonly kind: string; readonly service?: string; readonly effective?: string }
}

/** What one customer has cancelled. */
interface Cancellation {
  readonly id: string
  readonly effective: string
  readonly offer: null
  readonly requestedAt: string
}

/** Answers requests; every account is a customer with a plan, broadband and a visit to come. */
export function exampleCompany(token: string): (asked: Asked) => Answer {
  /** What was answered under a key: the same request is answered the same again, and nothing is done twice. */
  const answered = new Map<string, Answer>()
  const undone = new Set<string>()
  const cancelled = new Map<string, Cancellation>()

  const carryOut = ({ id, account, request }: Order): Answer => {
    // It was taken back before it arrived.
    if (undone.has(id)) return refused('undone')
    const { kind, service, effective } = request
    if (kind === 'service.cancel' && service !== undefined && effective !== undefined) {
      if (cancelled.has(`${account} ${service}`)) return refused('cancelled-before')
      const requestedAt = new Date().toISOString()
      cancelled.set(`${account} ${service}`, { id, effective, offer: null, requestedAt })
    }
    return { status: 201, body: { status: 'done' } }
  }

  const takeBack = ({ id, account, request }: Order): Answer => {
    undone.add(id)
    const place = `${account} ${request.service}`
    if (cancelled.get(place)?.id === id) cancelled.delete(place)
    return { status: 201, body: { status: 'done' } }
  }

  const once = (key: string | undefined, act: () => Answer): Answer => {
    if (key === undefined) return refused('no-key')
    const answer = answered.get(key) ?? act()
    answered.set(key, answer)
    return answer
  }

  const lookUp = (account: string, what: string, query: URLSearchParams): Answer => {
    switch (what) {
      case 'invoices':
        return found({ invoices: invoices().slice(0, Number(query.get('limit'))) })
      case 'usage':
        return found({ usage: { month: query.get('month'), dataMb: 5_120, minutes: 83, texts: 4 } })
      case 'services': {
        const services = ['mobile', 'home'].map((service) => ({
          service,
          cancellation: cancelled.get(`${account} ${service}`) ?? null,
        }))
        return found({ services })
      }
      case 'visits':
        return found({ visits: [{ id: 'v1', kind: 'repair', day: dayIn(2), from: 780, to: 1080 }] })
      case 'visit-slots':
        return found({ slots: [3, 4, 5].map((days) => ({ day: dayIn(days), from: 540, to: 720 })) })
      case 'line':
        return found({ state: 'ok' })
      default:
        return { status: 404, body: { error: { code: 'no-such-page' } } }
    }
  }

  return ({ method, path, query, token: given, key, body }) => {
    if (given !== token) return { status: 401, body: { error: { code: 'token' } } }
    const [, first = '', second = '', third = ''] = path.split('/').map(decodeURIComponent)
    if (method === 'GET' && first === 'health') return found({ status: 'ok' })
    if (method === 'GET' && first === 'outages') return found({ outages: [] })
    if (method === 'GET' && first === 'customers') return lookUp(second, third, query)
    // Checked by nobody here; a real server checks what it is sent.
    const order = body as Order
    if (method === 'POST' && path === '/orders') return once(key, () => carryOut(order))
    if (method === 'POST' && third === 'undo') return once(key, () => takeBack(order))
    return { status: 404, body: { error: { code: 'no-such-page' } } }
  }
}

function found(body: object): Answer {
  return { status: 200, body }
}

function refused(code: string): Answer {
  return { status: 409, body: { error: { code } } }
}

function invoices(): object[] {
  return [1, 2].map((months) => {
    const month = dayIn(-30 * months).slice(0, 7)
    const lines = [{ item: 'plan', fen: 12_900, quantity: null }]
    return { month, totalFen: 12_900, due: `${month}-25`, paidAt: null, failedPayments: 0, lines }
  })
}

/** `YYYY-MM-DD` so many days from now. */
function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

/** node docs/examples/company-systems.ts, with COMPANY_SYSTEMS_TOKEN as Liuke has it; PORT is 4100 unless set. */
if (import.meta.main) {
  const { COMPANY_SYSTEMS_TOKEN: token = '', PORT = '4100' } = process.env
  if (token.length < 16) throw new Error('Set COMPANY_SYSTEMS_TOKEN to at least 16 characters.')
  const company = exampleCompany(token)
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const { status, body } = company({
      method: request.method ?? '',
      path: pathname,
      query: searchParams,
      token: /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1],
      key: request.headers['idempotency-key']?.toString(),
      body: request.method === 'POST' ? await json(request) : null,
    })
    process.stdout.write(`${request.method} ${pathname} ${status}\n`)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(Number(PORT), '127.0.0.1')
}

/**
 * Who may call what: every route of desk and console, as nobody and as each role. A route that is not in the table
 * fails, and so does a line whose route is gone.
 */

import restify, { type Server } from 'restify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { may, type Permission, roles } from '../../src/accounts/permissions.ts'
import { type Answer, call } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

/** `open`: without a session; `signed in`: whatever the role. */
type Who = Permission | 'open' | 'signed in'

/** A new route is a line here. */
const table: Readonly<Record<string, Who>> = {
  'POST /api/session': 'open',
  'GET /api/session': 'signed in',
  'DELETE /api/session': 'signed in',
  'PUT /api/session/password': 'signed in',
  'GET /api/session/setup': 'open',
  'POST /api/session/setup': 'open',
  'GET /api/session/account': 'signed in',
  'PUT /api/session/account': 'signed in',
  'POST /api/session/second-factor': 'signed in',
  'PUT /api/session/second-factor': 'signed in',
  'POST /api/session/second-factor/off': 'signed in',
  'POST /api/session/recovery-codes': 'signed in',
  'GET /api/session/sessions': 'signed in',
  'DELETE /api/session/sessions': 'signed in',
  'DELETE /api/session/sessions/:id': 'signed in',

  'GET /api/console/accounts': 'accounts.manage',
  'POST /api/console/accounts': 'accounts.manage',
  'PUT /api/console/accounts/:name': 'accounts.manage',
  'POST /api/console/accounts/:name/disable': 'accounts.manage',
  'POST /api/console/accounts/:name/enable': 'accounts.manage',
  'POST /api/console/accounts/:name/unlock': 'accounts.manage',
  'POST /api/console/accounts/:name/reset-password': 'accounts.manage',
  'POST /api/console/accounts/:name/reset-second-factor': 'accounts.manage',
  'GET /api/console/accounts/:name/sessions': 'accounts.manage',
  'DELETE /api/console/accounts/:name/sessions': 'accounts.manage',
  'DELETE /api/console/accounts/:name/sessions/:id': 'accounts.manage',
  'GET /api/console/audit': 'audit.read',
  'POST /api/console/audit/verify': 'audit.read',
  'GET /api/console/handoff-rules': 'rules.read',
  'GET /api/console/handoff-rules/what-if': 'rules.read',
  'POST /api/console/handoff-rules/check': 'rules.read',
  'POST /api/console/handoff-rules/test': 'rules.read',
  'POST /api/console/handoff-rules/what-if': 'rules.read',
  'POST /api/console/handoff-rules/what-if/cancel': 'rules.read',
  'GET /api/console/insight/forecast': 'insight.read',
  'GET /api/console/insight/rules': 'insight.read',
  'GET /api/console/insight/segments': 'insight.read',
  'GET /api/console/insight/state': 'insight.read',
  'GET /api/console/insight/words': 'insight.read',
  'POST /api/console/insight/forecast/refresh': 'insight.read',
  'POST /api/console/insight/rules/refresh': 'insight.read',
  'POST /api/console/insight/segments/refresh': 'insight.read',
  'POST /api/console/insight/words/refresh': 'insight.read',
  'GET /api/console/questions': 'insight.read',
  'GET /api/console/unanswered': 'corpus.read',
  'GET /api/console/unanswered/:id': 'corpus.read',
  'GET /api/console/unanswered/deeds': 'corpus.edit',
  'POST /api/console/unanswered/cluster': 'corpus.edit',
  'POST /api/console/unanswered/undo': 'corpus.edit',
  'POST /api/console/unanswered/:id/deed': 'corpus.edit',
  'GET /api/console/test-lab': 'corpus.read',
  'GET /api/console/test-lab/questions': 'corpus.read',
  'POST /api/console/test-lab/questions': 'corpus.edit',
  'GET /api/console/test-lab/uncertain': 'corpus.read',
  'POST /api/console/test-lab/label': 'corpus.edit',
  'POST /api/console/test-lab/label/undo': 'corpus.edit',
  'POST /api/console/test-lab/undo': 'corpus.edit',
  'GET /api/console/corpus/items': 'corpus.read',
  'GET /api/console/corpus/draft': 'corpus.read',
  'GET /api/console/corpus/choices': 'corpus.read',
  'GET /api/console/corpus/item': 'corpus.read',
  'PUT /api/console/corpus/item': 'corpus.edit',
  'POST /api/console/corpus/item/phrases': 'corpus.edit',
  'POST /api/console/corpus/undo': 'corpus.edit',
  'POST /api/console/corpus/discard': 'corpus.edit',
  'POST /api/console/corpus/presence': 'corpus.read',
  'POST /api/console/corpus/check': 'corpus.read',
  'POST /api/console/corpus/bulk': 'corpus.edit',
  'GET /api/console/corpus/gate': 'corpus.read',
  'POST /api/console/corpus/gate': 'corpus.edit',
  'POST /api/console/corpus/gate/cancel': 'corpus.edit',
  'POST /api/console/corpus/publish': 'corpus.publish',
  'POST /api/console/corpus/approve': 'corpus.approve',
  'POST /api/console/corpus/refuse': 'corpus.approve',
  'GET /api/console/corpus/revisions': 'corpus.read',
  'GET /api/console/corpus/difference': 'corpus.read',
  'POST /api/console/corpus/rollback': 'corpus.publish',
  'GET /api/console/corpus/folder': 'corpus.read',
  'POST /api/console/corpus/folder': 'corpus.edit',
  'POST /api/console/corpus/try': 'corpus.read',
  'GET /api/console/corpus/export': 'corpus.read',
  'GET /api/console/corpus/export/about': 'corpus.read',
  'POST /api/console/corpus/import': 'corpus.edit',
  'GET /api/console/team/now': 'team.read',
  'GET /api/console/team/report': 'team.read',
  'GET /api/console/team/saves': 'team.read',
  'GET /api/console/dead-letters/:kind': 'delivery.manage',
  'POST /api/console/dead-letters/:kind/:id/resend': 'delivery.manage',

  'GET /api/desk/queue': 'conversation.read',
  'GET /api/desk/inbox': 'conversation.read',
  'GET /api/desk/settings': 'conversation.read',
  'GET /api/desk/events': 'conversation.read',
  'GET /api/desk/agents': 'conversation.read',
  'GET /api/desk/files/:id': 'conversation.read',
  'GET /api/desk/conversations/:id': 'conversation.read',
  'GET /api/desk/conversations/:id/suggestions': 'conversation.read',
  'GET /api/desk/conversations/:id/summary': 'conversation.read',
  'GET /api/desk/customers/:id/likely-products': 'customer.read',
  'PUT /api/desk/me/status': 'conversation.answer',
  'PUT /api/desk/agents/:name': 'team.edit',
  'POST /api/desk/conversations/:id/accept': 'conversation.answer',
  'POST /api/desk/conversations/:id/claim': 'conversation.answer',
  'POST /api/desk/conversations/:id/close': 'conversation.answer',
  'POST /api/desk/conversations/:id/decline': 'conversation.answer',
  'POST /api/desk/conversations/:id/files': 'conversation.answer',
  'POST /api/desk/conversations/:id/messages': 'conversation.answer',
  'POST /api/desk/conversations/:id/notes': 'conversation.answer',
  'POST /api/desk/conversations/:id/release': 'conversation.answer',
  'POST /api/desk/conversations/:id/snooze': 'conversation.answer',
  'POST /api/desk/conversations/:id/transfer': 'conversation.answer',
  'POST /api/desk/conversations/:id/presence': 'conversation.read',
  'POST /api/desk/conversations/:id/take-over': 'conversation.assign',
  'POST /api/desk/conversations/:id/verdict': 'conversation.answer',
  'POST /api/desk/conversations/:id/reveal': 'customer.reveal',
  'POST /api/desk/conversations/:id/block': 'conversation.block',
  'DELETE /api/desk/conversations/:id/block': 'conversation.block',
  'DELETE /api/desk/conversations/:id/notes/:note': 'conversation.answer',
  'DELETE /api/desk/conversations/:id/snooze': 'conversation.answer',
  'PUT /api/desk/conversations/:id/tags': 'conversation.answer',
  'GET /api/desk/tasks': 'task.work',
  'POST /api/desk/tasks/:id/done': 'task.work',
  'POST /api/desk/tasks/:id/reveal': 'customer.reveal',
  'POST /api/desk/tickets/:number': 'task.work',
  'GET /api/desk/privacy/requests': 'customer.erase',
  'POST /api/desk/customers/:id/erase': 'customer.erase',
  'POST /api/desk/customers/:id/export': 'customer.erase',
  'GET /api/desk/retention': 'retention.work',
  'GET /api/desk/retention/:id': 'retention.work',
  'GET /api/desk/retention/:id/contact': 'retention.work',
  'GET /api/desk/retention/build': 'retention.work',
  'POST /api/desk/retention': 'retention.work',
  'POST /api/desk/retention/:id/choices': 'retention.work',
  'POST /api/desk/retention/:id/contact': 'retention.work',
  'POST /api/desk/retention/:id/note': 'retention.work',
  'POST /api/desk/retention/:id/outcome': 'retention.work',
  'POST /api/desk/retention/:id/release': 'retention.work',
  'POST /api/desk/retention/:id/snooze': 'retention.work',
  'POST /api/desk/retention/:id/take': 'retention.work',
  'POST /api/desk/retention/:id/undo': 'retention.work',
  'POST /api/desk/retention/:id/withdraw': 'retention.work',
  'POST /api/desk/retention/:id/reveal': 'customer.reveal',
  'POST /api/desk/retention/:id/assign': 'retention.manage',
  'POST /api/desk/retention/build': 'retention.manage',
}

const BELOW = /^\/api\/(desk|console|session|staff)(\/|$)/
const METHODS: Readonly<Record<string, string>> = { DEL: 'DELETE' }
const PASSWORD = 'kuzo-mira-tepa-lodu'

let server: TestServer
let routes: string[]
const people = new Map<string, Desk>()

beforeAll(async () => {
  // The router of the real server, wherever its routes come from.
  const created: Server[] = []
  const { createServer } = restify
  const spy = vi.spyOn(restify, 'createServer').mockImplementation((options) => {
    const one = createServer(options)
    created.push(one)
    return one
  })
  server = await testServer()
  spy.mockRestore()
  routes = created
    .flatMap((one) => Object.values(one.router.getRoutes()))
    .map(({ method, path }) => `${METHODS[method] ?? method} ${String(path)}`)
    .filter((route) => BELOW.test(route.split(' ')[1] ?? ''))
  for (const role of roles) {
    await addAccount(server.open.store, 'test', { name: `the-${role}`, role, password: PASSWORD })
    people.set(role, await Desk.signIn(server.url, { name: `the-${role}`, password: PASSWORD }))
  }
})
afterAll(() => server.close())

/** What ends the session it is called with. */
const ENDS_SESSION = ['DELETE /api/session']

/** Calls a route about something that does not exist, and with nothing to say. */
async function knock(route: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ')
  const address = path.replace(/:\w+/g, 'nothing-of-this-name')
  if (path.endsWith('/events')) {
    // A stream never ends by itself.
    const abort = new AbortController()
    const response = await fetch(server.url + address, { headers, signal: abort.signal })
    const body = response.ok ? {} : await response.json()
    abort.abort()
    return { status: response.status, headers: response.headers, body }
  }
  return call(server.url, method, address, { headers, ...(method !== 'GET' && { body: {} }) })
}

const codeOf = ({ status, body }: Answer): string => `${status} ${body?.error?.code ?? ''}`.trim()
/** What only the gate answers. */
const REFUSALS = ['401 NotSignedIn', '403 NotAllowed', '403 CsrfMismatch', '403 ForeignOrigin']

describe('every route of desk and console', () => {
  it('is in the table, and the table has no other', () => {
    expect(routes.length).toBeGreaterThan(40)
    expect([...new Set(routes)].sort()).toEqual(Object.keys(table).sort())
  })

  it('is closed to nobody in particular', async () => {
    for (const [route, who] of Object.entries(table)) {
      const answer = codeOf(await knock(route, {}))
      if (who === 'open') expect([route, REFUSALS.includes(answer)]).toEqual([route, false])
      else expect([route, answer]).toEqual([route, '401 NotSignedIn'])
    }
  })

  it.each(roles)(
    'is open to the role %s exactly where the table of permissions says so',
    async (role) => {
      const desk = people.get(role)!
      for (const [route, who] of Object.entries(table)) {
        const fresh = ENDS_SESSION.includes(route)
          ? await Desk.signIn(server.url, { name: `the-${role}`, password: PASSWORD })
          : desk
        const answer = codeOf(await knock(route, fresh.headers))
        if (who === 'open' || who === 'signed in' || may(role, who))
          expect([route, answer, REFUSALS.includes(answer)]).toEqual([route, answer, false])
        else expect([route, answer]).toEqual([route, '403 NotAllowed'])
      }
      // All routes, of which some compute.
    },
    120_000,
  )

  it('that changes something needs the token of its session, and none answers another site', async () => {
    const desk = people.get('admin')!
    const { 'x-liuke-csrf': _csrf, ...withoutToken } = desk.headers
    for (const [route, who] of Object.entries(table)) {
      if (!route.startsWith('GET ') && who !== 'open')
        expect([route, codeOf(await knock(route, withoutToken))]).toEqual([route, '403 CsrfMismatch'])
      if (route === 'GET /api/session/setup') continue
      const foreign = { ...desk.headers, origin: 'https://evil.example' }
      expect([route, codeOf(await knock(route, foreign))]).toEqual([route, '403 ForeignOrigin'])
    }
  })
})

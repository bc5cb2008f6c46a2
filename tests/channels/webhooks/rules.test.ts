/** The rules of webhooks as tables: where they may go, when they are tried again, what the log tells. */

import type { LookupOptions } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { webhooksJudged } from '../../../src/channels/checks/delivery-checks.ts'
import { type AddressPolicy, checkAddress, guardedLookup } from '../../../src/channels/webhooks/address.ts'
import { eventFrom } from '../../../src/channels/webhooks/from-audit.ts'
import { judge } from '../../../src/channels/webhooks/schedule.ts'
import { LiukeError } from '../../../src/errors.ts'

const PUBLIC: AddressPolicy = { allowLoopback: false, privateHosts: [] }
const HOUR = 3_600_000

describe('addresses of webhooks', () => {
  it.each([
    ['https://hooks.example.com/liuke?a=b', PUBLIC],
    ['https://hooks.example.com:8443/', PUBLIC],
    ['http://127.0.0.1:9000/', { allowLoopback: true, privateHosts: [] }],
    ['http://localhost/', { allowLoopback: false, privateHosts: ['localhost'] }],
    ['https://10.0.0.5/', { allowLoopback: false, privateHosts: ['10.0.0.5'] }],
  ])('may be %s', (address, policy) => {
    expect(checkAddress(address, policy).href).toBe(address)
  })

  it.each([
    'nonsense',
    'ftp://example.com/',
    'http://example.com/',
    'https://user:pass@example.com/',
    'https://example.com/#a',
    'https://127.0.0.1/',
    'https://localhost/',
    'http://[::1]/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00::1]/',
    'https://0x7f000001/',
    'https://2130706433/',
    `https://example.com/${'a'.repeat(2_000)}`,
    'javascript:alert(1)',
  ])('may not be %s', (address) => {
    expect(() => checkAddress(address, PUBLIC)).toThrow(LiukeError)
  })

  it('are looked up and refused when one of them is inside', async () => {
    const look = (found: string[], policy = PUBLIC) =>
      new Promise((resolve) => {
        const lookup = ((_host: string, _options: LookupOptions, done: (e: null, found: object[]) => void) =>
          done(
            null,
            found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
          )) as unknown as Parameters<typeof guardedLookup>[1]
        guardedLookup(policy, lookup)('hooks.example.com', {}, (error, address) => resolve(error ?? address))
      })
    expect(await look(['93.184.216.34'])).toBe('93.184.216.34')
    expect(await look(['93.184.216.34', '10.0.0.1'])).toBeInstanceOf(LiukeError)
    expect(await look(['127.0.0.1'], { allowLoopback: true, privateHosts: [] })).toBeInstanceOf(LiukeError)
    const named = { allowLoopback: false, privateHosts: ['hooks.example.com'] }
    expect(await look(['10.0.0.1'], named)).toBe('10.0.0.1')
  })
})

describe('a failed try', () => {
  const failure = { attempts: 1, firstTriedAt: 0, now: 0, status: 500, retryAfterMs: null, random: 0 }

  it.each([
    [1, 5_000],
    [2, 30_000],
    [6, HOUR],
    [30, 8 * HOUR],
  ])('number %i waits %i ms', (attempts, wait) => {
    expect(judge({ ...failure, attempts })).toEqual({ outcome: 'retry', dueAt: wait })
  })

  it('waits as long as it is asked to, within reason, and never past the end', () => {
    expect(judge({ ...failure, status: 429, retryAfterMs: 600_000 })).toMatchObject({ dueAt: 600_000 })
    expect(judge({ ...failure, status: 503, retryAfterMs: 900 * HOUR })).toMatchObject({ dueAt: HOUR })
    expect(judge({ ...failure, attempts: 20, now: 71 * HOUR })).toMatchObject({ dueAt: 72 * HOUR })
    expect(judge({ ...failure, attempts: 21, now: 72 * HOUR })).toEqual({ outcome: 'dead' })
  })

  it('ends soon where the event itself is refused, and at once where nothing is wanted', () => {
    expect(judge({ ...failure, status: 400, attempts: 4 }).outcome).toBe('retry')
    expect(judge({ ...failure, status: 400, attempts: 5 }).outcome).toBe('dead')
    expect(judge({ ...failure, status: 401, attempts: 5 }).outcome).toBe('retry')
    expect(judge({ ...failure, status: null, attempts: 5 }).outcome).toBe('retry')
    expect(judge({ ...failure, status: 410 }).outcome).toBe('gone')
  })
})

describe('the audit log', () => {
  const line = (action: string, target: string, detail: unknown) =>
    eventFrom({ at: 1, action, target, detail })

  it.each([
    [
      'ticket.open',
      'ticket:T1',
      { conversation: 'c', topic: 't' },
      'ticket.opened',
      { ticket: 'T1', topic: 't' },
    ],
    [
      'task.create',
      'task:k',
      { kind: 'order', order: 'o', customer: 'u', conversation: 'c' },
      'task.created',
      { task: 'k', kind: 'order', order: 'o' },
    ],
    ['callback.request', 'task:k', { conversation: 'c' }, 'task.created', { task: 'k', kind: 'callback' }],
    [
      'order.place',
      'customer:u',
      { order: 'o', reference: 'Q', kind: 'sim.block', status: 'done' },
      'order.placed',
      { order: 'o', reference: 'Q', kind: 'sim.block', status: 'done' },
    ],
    [
      'order.undo',
      'customer:u',
      { order: 'o', reference: 'Q', kind: 'sim.block', status: 'undone' },
      'order.undone',
      { order: 'o', reference: 'Q', kind: 'sim.block' },
    ],
    ['customer.vouched', 'customer:u', { conversation: 'c' }, 'customer.verified', { how: 'site' }],
    ['corpus.publish', 'revision:7', { note: 'x' }, 'corpus.published', { revision: '7', how: 'published' }],
    ['corpus.override', 'revision:8', { note: 'x' }, 'corpus.published', { revision: '8', how: 'published' }],
    ['corpus.rollback', 'revision:7', { from: 8 }, 'corpus.published', { revision: '7', how: 'rolled-back' }],
    ['task.drop', 'task:k', { kind: 'offer', conversation: 'c' }, 'task.done', { outcome: 'dropped' }],
  ])('tells %s of %s', (action, target, detail, type, data) => {
    const event = line(action, target, detail)
    expect(event).toMatchObject({ type, data })
    expect(event?.customer).toBe(target.startsWith('customer:') || 'customer' in detail ? 'u' : null)
  })

  it.each([
    ['account.add', 'account:ann', {}],
    ['order.undo', 'customer:u', { order: 'o', status: 'undoing' }],
    ['constructor', 'a:b', null],
  ])('does not tell %s', (action, target, detail) => {
    expect(line(action, target, detail)).toBeNull()
  })
})

describe('the doctor', () => {
  const fine = { all: 2, disabled: 0, failing: 0, dead: 0 }

  it.each([
    [{ ...fine, all: 0 }, 'skipped'],
    [fine, 'ok'],
    [{ ...fine, disabled: 1 }, 'warn'],
    [{ ...fine, failing: 1 }, 'warn'],
    [{ ...fine, dead: 3 }, 'warn'],
  ])('says of %j: %s', (counts, status) => {
    expect(webhooksJudged(counts).status).toBe(status)
  })
})

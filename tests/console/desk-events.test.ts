/** The desk's stream of changes over real HTTP: what it tells, to whom, and when it ends. */

import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import restify from 'restify'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addAccount, setDisabled } from '../../src/accounts/accounts.ts'
import type { Session } from '../../src/accounts/sessions.ts'
import { sessionStore } from '../../src/accounts/store.ts'
import { readConfig } from '../../src/config.ts'
import { mountDesk } from '../../src/console/desk.ts'
import { Gate } from '../../src/console/gate.ts'
import { Live } from '../../src/conversations/live.ts'
import { createLogger } from '../../src/log.ts'
import { loadSecrets } from '../../src/storage/secrets.ts'
import { until, within } from '../channels/deadline.ts'
import { firstBytes, openRaw } from '../channels/raw-http.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testEnvironment, testServer } from '../server.ts'
import { Desk, type Listener } from './desk-client.ts'

const PASSWORD = 'kuzo-mira-tepa-lodu'
/** So that a stream that must end does so soon. */
const PING_MS = 40

let server: TestServer
let quick: QuickDesk
let agent: Desk
const listeners: Listener[] = []

beforeAll(async () => {
  server = await testServer()
  quick = await quickDesk()
  agent = await enter('listener')
})
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close()
})
afterAll(async () => {
  await quick.close()
  await server.close()
})

/** Knows how many listen. */
class CountedLive extends Live {
  watching = 0

  override watchAll(listener: (conversationId: string | null) => void): () => void {
    const stop = super.watchAll(listener)
    this.watching += 1
    return () => {
      this.watching -= 1
      stop()
    }
  }
}

/** Can be made to take its time. */
class SlowGate extends Gate {
  held: Promise<void> = Promise.resolve()
  asked = 0

  override async authenticate(request: IncomingMessage): Promise<Session> {
    this.asked += 1
    await this.held
    return super.authenticate(request)
  }
}

type QuickDesk = Awaited<ReturnType<typeof quickDesk>>

/** The desk's calls on the database of the server, with pings that come quickly. */
async function quickDesk() {
  const live = new CountedLive()
  const config = readConfig(await testEnvironment(server.home), 'demo')
  const { masterKey } = await loadSecrets(config)
  const { store } = server.open
  const gate = new SlowGate({
    store: sessionStore(store, masterKey),
    publicUrl: undefined,
    trustedProxies: 0,
    log: createLogger('silent'),
  })
  const http = restify.createServer()
  const brain = (): never => {
    throw new Error('The stream asks no brain.')
  }
  const end = mountDesk(http, { store: { ...store, live }, gate, brain, pingMs: PING_MS })
  http.listen(0, '127.0.0.1')
  await once(http.server, 'listening')
  // A TCP server that listens has an address with a port.
  const { port } = http.server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    live,
    gate,
    end,
    http: http.server,
    close: async () => {
      end()
      http.close()
      http.server.closeAllConnections()
    },
  }
}

async function enter(name: string): Promise<Desk> {
  await addAccount(server.open.store, 'test', { name, role: 'agent', password: PASSWORD })
  return Desk.signIn(server.url, { name, password: PASSWORD })
}

async function listen(desk: Desk, url = server.url): Promise<Listener> {
  const listener = await desk.listen(url)
  listeners.push(listener)
  return listener
}

describe('the stream of changes', () => {
  it('tells what happens in queue and conversations, and never what is said', async () => {
    const listener = await listen(agent)
    expect([listener.status, listener.type]).toEqual([200, 'text/event-stream; charset=utf-8'])
    await until('the first ping', () => listener.events.length > 0)
    // That the agent is here is news, for all desks.
    expect(listener.events[0]).toEqual({ type: 'ping' })
    const customer = await Customer.start(server.url)
    await customer.ask('quagmire-blunderbuss 转人工')
    await until('it is told', () => listener.heardOf(customer.id))
    for (const action of ['claim', 'messages', 'release']) {
      listener.events.length = 0
      expect((await agent.act(customer.id, action, { text: 'saxifrage' })).status).toBe(200)
      await until(`${action} is told`, () => listener.heardOf(customer.id))
      expect(listener.events).toContainEqual({ type: 'queue' })
    }
    for (const event of listener.events)
      expect(Object.keys(event).sort()).toEqual(event.type === 'conversation' ? ['id', 'type'] : ['type'])
  })

  it('tells many at once', async () => {
    const all = await Promise.all(Array.from({ length: 60 }, () => listen(agent)))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]))
    const { id } = await Customer.start(server.url)
    server.open.store.live.changed(id)
    await until('all are told', () => all.every((listener) => listener.heardOf(id)))
  })

  it('tells changes that come together together', async () => {
    const listener = await listen(agent, quick.url)
    await until('the first ping', () => listener.events.length > 0)
    for (let n = 0; n < 1_000; n++) quick.live.heard(`c${n % 3}`)
    await until('all three are told', () => ['c0', 'c1', 'c2'].every((id) => listener.heardOf(id)))
    expect(listener.events.filter(({ type }) => type !== 'ping')).toHaveLength(4)
  })

  it('ends soon after its session was signed out', async () => {
    const desk = await enter('signs-out')
    const listener = await listen(desk, quick.url)
    await until('it is alive', () => listener.events.length > 3)
    await desk.call('DELETE', '/api/session')
    await within('the stream ends', listener.ended)
    await until('nobody watches for it', () => quick.live.watching === 0)
    expect((await listen(desk, quick.url)).status).toBe(401)
  })

  it('ends soon after its account was shut out', async () => {
    const desk = await enter('shut-out')
    const listener = await listen(desk, quick.url)
    await setDisabled(server.open.store, 'test', 'shut-out', true)
    await within('the stream ends', listener.ended)
    expect((await listen(desk, quick.url)).status).toBe(401)
  })

  it('leaves nothing behind when listeners hang up', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => listen(agent, quick.url)))
    await until('all listen', () => quick.live.watching === 20)
    for (const listener of all) listener.close()
    await until('nobody listens', () => quick.live.watching === 0)
  })

  it('leaves nothing behind when somebody hangs up before it is open', async () => {
    let letGo = (): void => undefined
    quick.gate.held = new Promise((resolve) => {
      letGo = resolve
    })
    const before = quick.gate.asked
    const head = `GET /api/desk/events HTTP/1.1\r\nHost: localhost\r\nCookie: ${agent.headers['cookie']}\r\n\r\n`
    const closed = once(quick.http, 'connection').then(([socket]) => once(socket, 'close'))
    const socket = await openRaw(quick.url, head)
    await until('the gate is asked', () => quick.gate.asked > before)
    socket.destroy()
    await within('the server hears that it hung up', closed)
    letGo()
    // Who comes later is served later.
    const listener = await listen(agent, quick.url)
    await until('the next one listens', () => listener.events.length > 1)
    expect(quick.live.watching).toBe(1)
  })

  it('lets go of who does not read, whose session has ended as well', async () => {
    const desk = await enter('reads-nothing')
    const head = `GET /api/desk/events HTTP/1.1\r\nHost: localhost\r\nCookie: ${desk.headers['cookie']}\r\n\r\n`
    const socket = await openRaw(quick.url, head)
    expect(await firstBytes(socket)).toContain('200')
    await until('it listens', () => quick.live.watching === 1)
    const filler = 'x'.repeat(60)
    const much = () => {
      for (let n = 0; n < 20_000; n++) quick.live.heard(`${filler}${n}`)
    }
    for (let n = 0; n < 5; n++) {
      much()
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    await desk.call('DELETE', '/api/session')
    await until('it is let go', async () => {
      much()
      await new Promise((resolve) => setTimeout(resolve, 200))
      return quick.live.watching === 0
    })
    socket.destroy()
    // The others go on.
    const listener = await listen(agent, quick.url)
    await until('it is alive', () => listener.events.length > 1)
  })

  it('ends with the server, whatever still happens', async () => {
    const own = await quickDesk()
    const listener = await listen(agent, own.url)
    await until('it listens', () => listener.events.length > 0)
    own.live.heard('before')
    own.end()
    own.live.heard('after')
    await within('the stream ends', listener.ended)
    await until('nobody watches', () => own.live.watching === 0)
    own.live.heard('later')
    await own.close()
  })
})

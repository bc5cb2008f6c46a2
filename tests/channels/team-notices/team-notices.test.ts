import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, inject, it } from 'vitest'
import type { Brain } from '../../../src/bot/turn.ts'
import { startTeamNotices } from '../../../src/channels/team-notices/start.ts'
import { readConfig } from '../../../src/config.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import type { Store } from '../../../src/conversations/store.ts'
import { sharedBrain } from '../../brain.ts'
import { customerStore } from '../../customers/store.ts'
import { engines } from '../../databases.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A mail server that keeps what it gets. */
async function mailServer() {
  const mails: { to: string[]; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      void text(stream).then((content) => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: content })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  closers.push(() => new Promise<void>((done) => server.close(() => done())))
  // A server that listens on TCP has such an address.
  return { mails, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` }
}

/** A workflow that answers as it is told, and keeps the cards it gets. */
async function workflow(answers: number[] = []) {
  const cards: { attachments: { content: { body: { text: string }[]; actions: { url: string }[] } }[] }[] = []
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      response.statusCode = answers.shift() ?? 202
      if (response.statusCode < 300) cards.push(JSON.parse(body))
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  return { cards, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/flow` }
}

async function waiting(
  store: Store,
  { priority = 50, dueAt = null as number | null, queue = 'general', ago = 60_000 } = {},
): Promise<string> {
  const id = `c-${Math.random().toString(36).slice(2)}`
  const now = store.now()
  await startConversation(store, { id, channel: 'directline', userId: `u-${id}`, locale: 'en' })
  const handoff = `h-${id}`
  await store.db
    .insertInto('handoffs')
    .values({
      ...{ id: handoff, conversation_id: id, channel: 'directline', language: 'en', queue, priority },
      ...{ started_at: now - ago, due_at: dueAt },
    })
    .execute()
  await store.db
    .updateTable('conversations')
    .set({ owner: 'queued', queued_at: now - ago, queue, priority, handoff_id: handoff })
    .where('id', '=', id)
    .execute()
  return id
}

async function until<T>(look: () => T | Promise<T>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise((next) => setTimeout(next, 20))
  }
}

describe.each(engines)('notices to the team on %s', (engine) => {
  /** Starts telling; the company answers at any hour here. */
  const begin = async (settings: Record<string, string>) => {
    const opened = await customerStore(engine)
    closers.push(() => opened.close())
    const config = readConfig(
      { PUBLIC_URL: 'https://care.example.com/', MAIL_FROM: 'care@example.com', ...settings },
      'demo',
    )
    const brain = await sharedBrain({
      corpusFolder: config.LIUKE_CORPUS,
      companyFolder: config.LIUKE_COMPANY,
      modelFolder: inject('modelFolder'),
      seed: config.MODEL_SEED,
    })
    const { company } = brain.corpus
    const variables = new Map([...company.variables].filter(([name]) => !name.startsWith('hours.agents.')))
    const open: Brain = { ...brain, corpus: { ...brain.corpus, company: { ...company, variables } } }
    const start = () => {
      const stop = startTeamNotices({
        store: opened.store,
        brain: () => open,
        config,
        policy: { allowLoopback: true, privateHosts: [] },
        log: pino({ level: 'silent' }),
        everyMs: 20,
      })
      closers.push(stop)
      return stop
    }
    return { ...opened, start }
  }
  const rows = (store: Store) => store.db.selectFrom('team_notices').selectAll().orderBy('event').execute()

  it('go out by mail and to Teams, once each, and hold nobody’s words', async () => {
    const mail = await mailServer()
    const flow = await workflow([500])
    const { store, start, clock } = await begin({
      SMTP_URL: mail.url,
      NOTICE_MAIL_TO: 'a@example.com, b@example.com',
      NOTICE_TEAMS_URL: flow.url,
    })
    const danger = await waiting(store, { priority: 100, queue: 'safety', ago: 0 })
    const late = await waiting(store, { dueAt: store.now() - 1_000 })
    await store.db
      .insertInto('agents')
      .values({
        account: 'lin',
        status: 'available',
        capacity: 5,
        queues: null,
        since: 0,
        seen_at: store.now(),
        passed_until: null,
      })
      .execute()
    const stop = start()
    await until(() => mail.mails.length >= 2)
    // The workflow failed once: after its wait it is told again.
    await until(async () => (await rows(store)).some(({ last_error }) => last_error !== null))
    clock.now += 10_001
    await until(() => flow.cards.length >= 2)
    await until(async () => (await rows(store)).every(({ status }) => status === 'sent'))
    await stop()
    start()
    await new Promise((next) => setTimeout(next, 200))
    expect(mail.mails).toHaveLength(2)
    expect(flow.cards).toHaveLength(2)
    expect(mail.mails[0]?.to).toEqual(['a@example.com', 'b@example.com'])
    const links = flow.cards.flatMap(
      (card) => card.attachments[0]?.content.actions.map(({ url }) => url) ?? [],
    )
    expect(links.sort()).toEqual(
      [danger, late].map((id) => `https://care.example.com/desk#/conversations/${id}`).sort(),
    )
    expect((await rows(store)).map(({ event, way }) => `${event} ${way}`).sort()).toEqual([
      'answer-late mail',
      'answer-late teams',
      'danger mail',
      'danger teams',
    ])
  })

  it('say when nobody is there, several in one, and only what is wanted', async () => {
    const flow = await workflow()
    const { store, start } = await begin({ NOTICE_TEAMS_URL: flow.url, NOTICE_EVENTS: 'nobody-there' })
    await waiting(store, { priority: 100, dueAt: store.now() - 1 })
    await waiting(store)
    await waiting(store, { ago: 0 })
    // Heard from long ago, and there for another queue only.
    const agent = { status: 'available', capacity: 5, since: 0, passed_until: null } as const
    await store.db
      .insertInto('agents')
      .values([
        { ...agent, account: 'gone', queues: null, seen_at: store.now() - 100_000 },
        { ...agent, account: 'other', queues: '["billing"]', seen_at: store.now() },
      ])
      .execute()
    start()
    await until(() => flow.cards.length > 0)
    await new Promise((next) => setTimeout(next, 100))
    expect(flow.cards).toHaveLength(1)
    const body = flow.cards[0]?.attachments[0]?.content.body.map(({ text }) => text) ?? []
    expect(body.slice(0, 2)).toEqual([
      '有客户在等人工，但没有同事在线。',
      'Customers wait for a person, and nobody is available.',
    ])
    expect(body).toHaveLength(4)
  })

  it('of danger are found behind any number of others, and held up by no way that is switched off', async () => {
    const flow = await workflow()
    const { store, start } = await begin({ NOTICE_TEAMS_URL: flow.url, NOTICE_EVENTS: 'danger' })
    for (let at = 0; at < 201; at++) await waiting(store, { dueAt: null })
    const danger = await waiting(store, { priority: 100, ago: 0 })
    const left = {
      event: 'danger',
      conversation_id: danger,
      body: '{}',
      status: 'pending',
      due_at: 0,
    } as const
    await store.db
      .insertInto('team_notices')
      .values(
        Array.from({ length: 200 }, (_, at) => ({
          ...{ ...left, id: `m${at}`, way: 'mail' as const, dedupe: `m${at}`, created_at: store.now() },
          ...{ lease_until: null, last_error: null, sent_at: null },
        })),
      )
      .execute()
    start()
    await until(() => flow.cards.length > 0)
    expect(flow.cards[0]?.attachments[0]?.content.actions[0]?.url).toContain(danger)
  })

  it('are given up when refused for good, and stay to be seen', async () => {
    const flow = await workflow([400, 400])
    const { store, start } = await begin({ NOTICE_TEAMS_URL: flow.url })
    await waiting(store, { priority: 100 })
    start()
    await until(
      async () =>
        (await rows(store)).every(({ status }) => status === 'dead') && (await rows(store)).length > 0,
    )
    expect(flow.cards).toEqual([])
    expect((await rows(store))[0]?.last_error).toBe('The receiver answered 400.')
  })
})

import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { Live } from '../../src/conversations/live.ts'
import { DeliveryError, Outbox, type Sender } from '../../src/conversations/outbox.ts'
import { sendProactively } from '../../src/conversations/ownership.ts'
import { startConversation } from '../../src/conversations/start.ts'
import type { Store } from '../../src/conversations/store.ts'
import { Audit } from '../../src/storage/audit.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { Vault } from '../../src/storage/vault.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

const CHANNEL = 'post'

describe.each(engines)('the outbox on %s', (engine) => {
  let home: TestHome
  let store: Store
  let clock = 1_800_000_000_000
  let peer: Server
  /** What the peer answers next: a status, or null to hang up after taking the message. */
  let answers: (number | null)[] = []
  let received: string[] = []
  const closers: (() => Promise<unknown>)[] = []

  beforeEach(async () => {
    home = await testHome(engine)
    const database = await openDatabase<Schema>(home.databaseUrl, migrations)
    const keystore = await openDatabase<KeystoreSchema>(home.keystoreUrl, keystoreMigrations)
    const now = () => clock
    const masterKey = randomBytes(32)
    const vault = new Vault(keystore.db, masterKey, now)
    const audit = new Audit(masterKey, vault, now)
    store = { db: database.db, engine, vault, audit, live: new Live(), now }
    answers = []
    received = []
    peer = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const answer = answers.length > 0 ? answers.shift() : 200
      if (answer === null || answer === 200) received.push(body)
      if (answer === null) return void request.socket.destroy()
      response.writeHead(answer ?? 200, answer === 429 ? { 'retry-after': '60' } : {})
      response.end()
    })
    peer.listen(0, '127.0.0.1')
    await once(peer, 'listening')
    closers.push(database.close, keystore.close, async () => peer.close(), home.remove)
  })
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })

  /** A sender as a channel would write it, over real HTTP. */
  const sender: Sender = async ({ activity }) => {
    const address = peer.address()
    const port = address && typeof address === 'object' ? address.port : 0
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: activity.text ?? '',
    }).catch(() => null)
    if (!response) throw new DeliveryError('unknown', 'The peer hung up.')
    if (response.status === 429) {
      throw new DeliveryError('refused', 'too many', Number(response.headers.get('retry-after')) * 1_000)
    }
    if (response.status >= 500) throw new DeliveryError('refused', `status ${response.status}`)
    if (response.status >= 400) throw new DeliveryError('never', `status ${response.status}`)
  }

  const outbox = (): Outbox => new Outbox(store, new Map([[CHANNEL, sender]]), () => 0)
  const conversation = async (): Promise<string> => {
    const id = randomUUID()
    await startConversation(store, { id, channel: CHANNEL, userId: id, locale: null })
    return id
  }
  const write = (id: string, text: string): Promise<string> =>
    sendProactively(store, id, { type: 'message', text } satisfies StoredActivity)
  const statuses = async (): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('outbox')
      .select('status')
      .orderBy('created_at')
      .orderBy('seq')
      .execute()
    return rows.map(({ status }) => status)
  }
  const drain = async (box: Outbox): Promise<void> => {
    while ((await box.deliverDue()) > 0);
  }

  it('delivers each message once and in order, also with several processes at it', async () => {
    const id = await conversation()
    for (const text of ['1', '2', '3', '4']) await write(id, text)
    await Promise.all([drain(outbox()), drain(outbox()), drain(outbox())])
    await drain(outbox())
    expect(received).toEqual(['1', '2', '3', '4'])
    expect(await statuses()).toEqual(['sent', 'sent', 'sent', 'sent'])
  })

  it('waits as long as it is asked to, and lets nothing overtake', async () => {
    const id = await conversation()
    await write(id, 'first')
    await write(id, 'second')
    answers = [429]
    await drain(outbox())
    expect([received, await statuses()]).toEqual([[], ['pending', 'pending']])
    clock += 59_000
    await drain(outbox())
    expect(received).toEqual([])
    clock += 2_000
    await drain(outbox())
    expect(received).toEqual(['first', 'second'])
  })

  it('does not hold up other conversations', async () => {
    const [slow, other] = [await conversation(), await conversation()]
    await write(slow, 'slow')
    answers = [503]
    await drain(outbox())
    await write(other, 'other')
    await drain(outbox())
    expect(received).toEqual(['other'])
  })

  it('does not hold up others while a peer is silent', async () => {
    const [silent, other] = [await conversation(), await conversation()]
    await write(silent, 'silent')
    await write(other, 'other')
    const { promise: answer, resolve } = Promise.withResolvers<void>()
    const said: string[] = []
    const waiting: Sender = async ({ activity: { text = '' } }) => {
      if (text === 'silent') await answer
      said.push(text)
    }
    const box = new Outbox(store, new Map([[CHANNEL, waiting]]), () => 0)
    await drain(box)
    await write(other, 'more')
    await drain(box)
    expect(said).toEqual(['other', 'more'])
    resolve()
    await box.idle()
    expect(await statuses()).toEqual(['sent', 'sent', 'sent'])
  })

  it('tries again when what is to be sent could not be read, and not when it was erased', async () => {
    const id = await conversation()
    await write(id, 'first')
    const keys = Object.create(store.vault, {
      keyOf: { value: () => Promise.reject(new Error('no connection')) },
    })
    await drain(new Outbox({ ...store, vault: keys }, new Map([[CHANNEL, sender]]), () => 0))
    expect(await statuses()).toEqual(['pending'])
    clock += 3_600_000
    const { subject_id } = await store.db
      .selectFrom('conversations')
      .select('subject_id')
      .executeTakeFirstOrThrow()
    await store.vault.destroy(subject_id)
    await drain(outbox())
    expect([await statuses(), received]).toEqual([['dead'], []])
  })

  it('never repeats what may have arrived', async () => {
    const id = await conversation()
    await write(id, 'maybe')
    await write(id, 'next')
    answers = [null]
    await drain(outbox())
    clock += 3_600_000
    await drain(outbox())
    expect(received).toEqual(['maybe', 'next'])
    expect(await statuses()).toEqual(['unknown', 'sent'])
  })

  it('marks what a dead process was sending as unknown', async () => {
    const id = await conversation()
    await write(id, 'half')
    await store.db
      .updateTable('outbox')
      .set({ status: 'sending', lease_until: clock + 60_000 })
      .execute()
    await drain(outbox())
    expect(await statuses()).toEqual(['sending'])
    clock += 61_000
    await drain(outbox())
    expect([received, await statuses()]).toEqual([[], ['unknown']])
  })

  it('gives up on what will never be taken, and goes on', async () => {
    const id = await conversation()
    await write(id, 'bad')
    await write(id, 'good')
    answers = [400]
    await drain(outbox())
    expect([received, await statuses()]).toEqual([['good'], ['dead', 'sent']])
  })
})

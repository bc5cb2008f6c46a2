import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TranscriptItem } from '../../src/console/desk-types.ts'
import { keyOfConversation } from '../../src/conversations/store.ts'
import { addWaitingFile } from '../../src/conversations/waiting-files.ts'
import { filePart, send } from '../channels/files/multipart-form.ts'
import { PNG, samples } from '../channels/files/samples.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

let server: TestServer
let agent: Desk
let ahead = 0

beforeAll(async () => {
  server = await testServer({ now: () => Date.now() + ahead })
  agent = await deskOf('agent')
})
afterAll(() => server.close())

function deskOf(name: string): Promise<Desk> {
  const account = server.accounts.find((each) => each.name === name)
  if (!account) throw new Error(`There is no ${name}.`)
  return Desk.signIn(server.url, account)
}

/** A customer who sent files, and the line of the transcript that shows them. */
async function sent(...files: [name: string, bytes: Uint8Array][]): Promise<[Customer, TranscriptItem]> {
  const customer = await Customer.start(server.url)
  const { body } = await send(
    customer,
    files.map(([name, bytes]) => filePart(name, bytes)),
  )
  const { body: conversation } = await agent.read(customer.id)
  const line = conversation.transcript.find(({ id }: TranscriptItem) => id === body.id)
  return [customer, line]
}

const look = (desk: Desk, id: string): Promise<Response> =>
  fetch(`${server.url}/api/desk/files/${id}`, { headers: desk.headers })

async function recorded(): Promise<{ actor: string; target: string; detail: unknown }[]> {
  const { store } = server.open
  const all = await store.audit.list(store.db, 100)
  return all
    .filter(({ action }) => action === 'file.view')
    .map(({ actor, target, detail }) => ({ actor, target, detail }))
}

describe('a file of a customer at the desk', () => {
  it('stands in the transcript, and is given to whoever may read it', async () => {
    const [, line] = await sent(['七月账单.pdf', samples.pdf], ['截图.png', PNG])
    expect(line.files).toMatchObject([
      { name: '七月账单.pdf', mediaType: 'application/pdf', size: samples.pdf.length, status: 'stored' },
      { name: '截图.png', mediaType: 'image/png', size: PNG.length, status: 'stored' },
    ])
    const response = await look(agent, line.files[1]?.id ?? '')
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    })
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG)
  })

  it('puts each look on record: once an hour for each person and file', async () => {
    const [customer, line] = await sent(['a.png', PNG], ['b.png', PNG])
    const [a = '', b = ''] = line.files.map(({ id }) => id)
    const before = (await recorded()).length
    const lead = await deskOf('lead')
    for (const [desk, id] of [
      [agent, a],
      [agent, a],
      [agent, b],
      [lead, a],
      [agent, a],
    ] as const)
      expect((await look(desk, id)).status).toBe(200)
    const looks = (await recorded()).slice(0, -before || undefined)
    const detail = { conversation: customer.id }
    expect(looks.reverse()).toEqual([
      { actor: 'agent', target: `file:${a}`, detail },
      { actor: 'agent', target: `file:${b}`, detail },
      { actor: 'lead', target: `file:${a}`, detail },
    ])
    ahead += 3_600_000
    await look(await deskOf('agent'), a)
    expect(await recorded()).toHaveLength(before + 4)
  })

  it('that is not here, not known or not to be read any more is refused, and nothing is put on record', async () => {
    const desk = await deskOf('agent')
    agent = desk
    const before = await recorded()
    const { store } = server.open
    const [customer, line] = await sent(['a.png', PNG])
    const waiting = await addWaitingFile(store, {
      conversationId: customer.id,
      name: '',
      mediaType: 'image/*',
      source: {},
    })
    expect((await look(desk, waiting)).status).toBe(409)
    for (const id of ['unknown', '%00', '..%2fsession']) expect((await look(desk, id)).status).toBe(404)
    const id = line.files[0]?.id ?? ''
    expect((await fetch(`${server.url}/api/desk/files/${id}`)).status).toBe(401)
    const foreign = desk.with({ origin: 'https://evil.example' })
    expect((await look(foreign, id)).status).toBe(403)
    await store.vault.destroy((await keyOfConversation(store, customer.id)).subjectId)
    expect((await look(desk, id)).status).toBe(404)
    expect(await recorded()).toEqual(before)
  })

  it('of another conversation is not shown by a message that refers to it', async () => {
    const [, line] = await sent(['a.png', PNG])
    const thief = await Customer.start(server.url)
    const attachments = [{ contentType: 'image/png', contentUrl: `liuke-file:${line.files[0]?.id}` }]
    await thief.post({ type: 'message', text: 'hi', attachments })
    const { body } = await agent.read(thief.id)
    expect(body.transcript.flatMap(({ files }: TranscriptItem) => files)).toEqual([])
  })
})

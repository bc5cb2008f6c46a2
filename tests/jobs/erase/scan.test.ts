import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findConversation } from '../../../src/conversations/start.ts'
import { keyOfConversation } from '../../../src/conversations/store.ts'
import { vouch } from '../../../src/customers/identity.ts'
import { accountHash } from '../../../src/customers/records.ts'
import { copyOf } from '../../../src/jobs/erase/export.ts'
import { Needles } from '../../../src/jobs/erase/needles.ts'
import { customerAsPerson } from '../../../src/jobs/erase/person.ts'
import { scan } from '../../../src/jobs/erase/scan.ts'
import { engines } from '../../databases.ts'
import { addChat, addCustomer, addRest, freshHome, SECRETS } from './somebody.ts'

const { phone, email, name } = SECRETS

function theirs(): Needles {
  const needles = new Needles()
  for (const text of [phone, email, name, '100037']) needles.add('given', text)
  return needles
}

describe('needles', () => {
  const needles = theirs()
  it.each<readonly [string, string]>([
    ['a plus and the country', `+86${phone}`],
    ['00 and the country', `tel:0086${phone};`],
    ['the country alone', `"86${phone}"`],
    ['words about it', `user_${phone}.`],
    ['letters about it', `x${phone}y`],
    ['hyphens about it', `call-${phone}-back`],
    ['capital letters', email.toUpperCase()],
    ['an address of the web', `?q=${encodeURIComponent(name)}`],
    ['an address of the web in small letters', encodeURIComponent(name).toLowerCase()],
    ['capital hexadecimal digits', Buffer.from(email).toString('hex').toUpperCase()],
    ['UTF-16 in capitals', Buffer.from(email.toUpperCase(), 'utf16le').toString('latin1')],
    ['a short number between blanks', 'account 100037.'],
  ])('are found with %s', (_, text) => {
    expect([...needles.in(Buffer.from(text, 'latin1')), ...needles.in(Buffer.from(text))]).not.toEqual([])
  })

  it.each([
    ['a longer number', `${phone}0`],
    ['a longer number that has it at its end', `5${phone}`],
    ['a number with a longer prefix', `1234${phone}`],
    ['an id', 'f100037a'],
    ['another Base64', Buffer.from(email).toString('base64').toLowerCase()],
  ])('are not found in %s', (_, text) => expect([...needles.in(Buffer.from(text))]).toEqual([]))
})

describe.each(engines)('a scan on %s', (engine) => {
  let place: Awaited<ReturnType<typeof freshHome>>
  beforeAll(async () => {
    place = await freshHome(engine)
  })
  afterAll(async () => {
    await place.close()
    await place.home.remove()
  })
  const places = () => ({ ...place.home, folders: [place.home.folder], except: [] })

  it('looks through numbers, and through columns only one engine has', async () => {
    const { db } = place.store
    await sql`create table planted (number bigint, note ${sql.raw(engine === 'postgres' ? 'jsonb' : 'text')})`.execute(
      db,
    )
    await sql`insert into planted values (${sql.raw(phone)}, ${JSON.stringify({ to: email })})`.execute(db)
    const { ok, findings } = await scan(place.store, null, theirs(), places())
    expect(ok).toBe(false)
    const tables = findings.map(({ place: where }) => where).filter((where) => where.startsWith('main.'))
    expect(tables).toEqual(['main.planted.number', 'main.planted.note'])
    await sql`drop table planted`.execute(db)
  })

  it('that looked for nothing proves nothing', async () => {
    expect(await scan(place.store, null, new Needles(), places())).toMatchObject({ ok: false, findings: [] })
  })

  it('finds a copy in a file', async () => {
    await writeFile(path.join(place.home.folder, 'planted.log'), `${email.toUpperCase()} +86${phone}`)
    const { findings } = await scan(place.store, null, theirs(), places())
    expect(findings).toContainEqual(expect.objectContaining({ times: 2 }))
    await writeFile(path.join(place.home.folder, 'planted.log'), '')
  })
})

describe('a copy', () => {
  let place: Awaited<ReturnType<typeof freshHome>>
  beforeAll(async () => {
    place = await freshHome('sqlite')
  })
  afterAll(async () => {
    await place.close()
    await place.home.remove()
  })
  const copyFor = async (id: string) =>
    copyOf(place.store, await customerAsPerson(place.store, id), 'zh', 1_000_000)

  it('has of a chat that several customers used only what came after the proof, and nothing of theirs', async () => {
    const { store, clock } = place
    const first = await addCustomer(store, SECRETS)
    const second = await addCustomer(store, { account: 'QX-11112222', name: 'Lin' })
    const { id } = await addChat(store, { userId: 'family', customerId: first.id, text: SECRETS.message })
    const chat = await findConversation(store, id)
    if (!chat) throw new Error('The chat is gone.')
    clock.now += 60_000
    await vouch(store, chat, accountHash(store.vault, 'QX-11112222'), clock.now + 3_600_000)
    clock.now += 60_000
    const key = await keyOfConversation(store, id)
    for (const [ticket, customer_id] of [
      ['of-first', first.id],
      ['of-second', second.id],
      ['of-nobody', null],
    ] as const)
      await store.db
        .insertInto('tickets')
        .values({
          id: ticket,
          number: ticket,
          topic: 'svc.complain',
          status: 'open',
          body: key.seal(`tickets.body:${ticket}`, ticket),
          resolved_at: null,
          customer_id,
          conversation_id: id,
          subject_id: chat.subject_id,
          created_at: clock.now,
          updated_at: clock.now,
        })
        .execute()
    const copy = await copyFor(second.id)
    expect(JSON.stringify(copy)).not.toContain(SECRETS.message)
    expect(copy.fileContents).toEqual([])
    const tickets = (copy.sections['tickets'] ?? []) as { number: string }[]
    expect(tickets.map(({ number }) => number).sort()).toEqual(['of-nobody', 'of-second'])
    expect(copy.sections['conversations']).toHaveLength(1)
  })

  it('tells what was done with tickets, tasks, worklist entries and files', async () => {
    const { store } = place
    const customer = await addCustomer(store, { ...SECRETS, account: 'QX-3' })
    const chat = await addChat(store, { userId: 'alone', customerId: customer.id, text: SECRETS.message })
    await addRest(store, customer, chat)
    const copy = async () => (await copyFor(customer.id)).sections['records'] ?? []
    const before = (await copy()).length
    const [file, item, task, ticket] = await Promise.all([
      store.db.selectFrom('files').select('id').where('conversation_id', '=', chat.id).execute(),
      store.db.selectFrom('retention_items').select('id').where('customer_id', '=', customer.id).execute(),
      store.db.selectFrom('tasks').select('id').where('customer_id', '=', customer.id).execute(),
      store.db.selectFrom('tickets').select('number').where('customer_id', '=', customer.id).execute(),
    ])
    for (const target of [
      `file:${file[0]?.id}`,
      `retention:${item[0]?.id}`,
      `task:${task[0]?.id}`,
      `ticket:${ticket[0]?.number}`,
      'ticket:somebody-else',
    ])
      await store.db
        .transaction()
        .execute((trx) => store.audit.append(trx, { actor: 'wang', action: 'look', target, detail: {} }))
    expect((await copy()).length).toBe(before + 4)
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkTeamsUser, listTeamsLinks, unlinkTeamsUser } from '../../../src/channels/teams/identity.ts'
import { findConversation } from '../../../src/conversations/start.ts'
import { findByAccount } from '../../../src/customers/records.ts'
import { engines } from '../../databases.ts'
import {
  BOT,
  type Person,
  personal,
  somebody,
  TENANT,
  type TeamsServer,
  teamsServer,
} from './teams-server.ts'

/** Demo customers. */
const WANG = '8000000011'
const BENNETT = '8000000029'
const MINUTE = 60_000
const BILL = 'why is my bill so high this month'

describe.each(engines)('a Teams user whom an administrator links to a customer, on %s', (engine) => {
  let teams: TeamsServer
  /** How far the server's clock is ahead, in milliseconds. */
  let ahead = 0
  const settings = { TEAMS_APP_TYPE: 'MultiTenant', TEAMS_TENANT_ID: undefined } as const
  beforeAll(async () => {
    teams = await teamsServer({
      engine,
      settings,
      env: { SAMPLE_CUSTOMERS: '60' },
      now: () => Date.now() + ahead,
    })
  })
  afterAll(() => teams.close())

  const store = () => teams.server.open.store
  const user = (person: Person) => ({ tenant: TENANT, objectId: person.aadObjectId })
  const link = (person: Person, account: string) =>
    linkTeamsUser(store(), 'admin', { ...user(person), account })
  const say = async (person: Person, text: string, rest: object = {}) => {
    await teams.post(personal(person, { type: 'message', text, ...rest }))
    await teams.server.turns.idle()
  }
  const rowOf = async (person: Person, tenant = TENANT) => {
    const own = (await teams.stored(person, tenant)).at(-1)
    const row = own && (await findConversation(store(), own.conversation))
    if (!row) throw new Error('The person of the test has not written.')
    return row
  }
  /** Whom a conversation speaks for at the moment. */
  const speaksFor = async (person: Person, tenant = TENANT): Promise<string | null> => {
    const row = await rowOf(person, tenant)
    return (row.verified_until ?? 0) > store().now() ? row.customer_id : null
  }
  const idOf = async (account: string): Promise<string> => (await findByAccount(store(), account))?.id ?? ''
  const audited = async (action: string): Promise<number> =>
    (await store().audit.list(store().db, 1_000)).filter((record) => record.action === action).length

  it('asks about their bill without a code, also if they were linked before they first wrote', async () => {
    const person = somebody()
    await link(person, WANG)
    await say(person, BILL)
    expect(await speaksFor(person)).toBe(await idOf(WANG))
    const texts = (await teams.stored()).map(({ activity }) => activity.text ?? '').join('\n')
    expect(texts).toMatch(/roaming/i)
    expect((await store().audit.verify(store().db)).problems).toEqual([])
  })

  it('is linked from the next message on when they have written before', async () => {
    const person = somebody()
    await say(person, 'hello')
    expect(await speaksFor(person)).toBeNull()
    await link(person, WANG)
    await say(person, 'hello again')
    expect(await speaksFor(person)).toBe(await idOf(WANG))
  })

  it('stays a stranger where others read along', async () => {
    const person = somebody()
    await link(person, WANG)
    const bot = { type: 'mention', mentioned: { id: BOT }, text: '<at>Liuke</at>' }
    for (const conversationType of ['groupChat', 'channel'])
      await say(person, '<at>Liuke</at> my bill', {
        entities: [bot],
        conversation: { id: `19:${randomUUID()}`, conversationType, tenantId: TENANT },
      })
    expect(await speaksFor(person)).toBeNull()
  })

  it('is not somebody of the same object id in another tenant, nor another person in the tenant', async () => {
    const person = somebody()
    await link(person, WANG)
    const other = { ...somebody(), aadObjectId: person.aadObjectId }
    const elsewhere = randomUUID()
    await say(other, 'hello', {
      conversation: { id: `a:${other.id}`, conversationType: 'personal', tenantId: elsewhere },
    })
    expect(await speaksFor(other, elsewhere)).toBeNull()
    const third = somebody()
    await say(third, 'hello')
    expect(await speaksFor(third)).toBeNull()
  })

  it('is known however their ids are written', async () => {
    const person = somebody()
    await linkTeamsUser(store(), 'admin', {
      tenant: TENANT.toUpperCase(),
      objectId: person.aadObjectId.toUpperCase(),
      account: ' 80 0000 0011 ',
    })
    await say(person, 'hello')
    expect(await speaksFor(person)).toBe(await idOf(WANG))
  })

  it('speaks for nobody at once when the link ends, and for another when it is replaced', async () => {
    const person = somebody()
    await link(person, WANG)
    await say(person, 'hello')
    await link(person, BENNETT)
    expect(await speaksFor(person)).toBeNull()
    await say(person, 'hello')
    expect(await speaksFor(person)).toBe(await idOf(BENNETT))
    await unlinkTeamsUser(store(), 'admin', user(person))
    expect(await speaksFor(person)).toBeNull()
    await say(person, 'hello')
    expect(await speaksFor(person)).toBeNull()
    await expect(unlinkTeamsUser(store(), 'admin', user(person))).rejects.toMatchObject({
      code: 'teams_link_unknown',
    })
  })

  it('keeps what they prove by a code while that holds, and then speaks for the linked customer again', async () => {
    const person = somebody()
    await say(person, 'hello')
    const row = await rowOf(person)
    await store()
      .db.updateTable('conversations')
      .set({ customer_id: await idOf(BENNETT), verified_until: store().now() + 30 * MINUTE })
      .where('id', '=', row.id)
      .execute()
    await link(person, WANG)
    await say(person, 'hello')
    expect(await speaksFor(person)).toBe(await idOf(BENNETT))
    ahead += 31 * MINUTE
    await say(person, 'hello')
    expect(await speaksFor(person)).toBe(await idOf(WANG))
  })

  it('speaks for nobody when the link ends, also if they once proved the same by a code', async () => {
    const person = somebody()
    await say(person, 'hello')
    const { id, subject_id } = await rowOf(person)
    const { db, now } = { db: store().db, now: store().now() }
    const customer = await findByAccount(store(), WANG)
    if (!customer) throw new Error('There is no such customer.')
    const proof = {
      id: randomUUID(),
      account_hash: customer.account_hash,
      conversation_id: id,
      code_hash: '',
    }
    const times = { tries: 0, created_at: now, expires_at: now }
    await db
      .insertInto('verifications')
      .values({ ...proof, ...times, status: 'done' })
      .execute()
    await db
      .insertInto('links')
      .values({ subject_id, customer_id: customer.id, how: 'code', created_at: now })
      .execute()
    await link(person, WANG)
    await say(person, 'hello')
    expect(await speaksFor(person)).toBe(customer.id)
    await unlinkTeamsUser(store(), 'admin', user(person))
    await say(person, 'hello')
    expect(await speaksFor(person)).toBeNull()
    const links = await db.selectFrom('links').selectAll().where('subject_id', '=', subject_id).execute()
    expect(links.map(({ how }) => how)).toEqual(['code'])
  })

  it('is on record, once for each deed', async () => {
    const person = somebody()
    const before = [await audited('teams.link'), await audited('teams.unlink')]
    await link(person, WANG)
    await unlinkTeamsUser(store(), 'admin', user(person))
    expect([await audited('teams.link'), await audited('teams.unlink')]).toEqual(before.map((n) => n + 1))
    const [record] = await store().audit.list(store().db, 1)
    expect(record).toMatchObject({
      actor: 'admin',
      target: `customer:${await idOf(WANG)}`,
      detail: user(person),
    })
  })

  it('is listed with the account, and with their name once they have written', async () => {
    const [silent, known] = [somebody(), somebody('Adele Vance')]
    await link(silent, WANG)
    await link(known, BENNETT)
    await say(known, 'hello')
    const links = await listTeamsLinks(store())
    expect(links.filter(({ user }) => user?.objectId === known.aadObjectId)).toMatchObject([
      { account: BENNETT, user: { ...user(known), name: 'Adele Vance' } },
    ])
    expect(links.filter(({ account, user }) => account === WANG && user === null).length).toBeGreaterThan(0)
    await unlinkTeamsUser(store(), 'admin', user(known))
    expect((await listTeamsLinks(store())).some(({ user }) => user?.objectId === known.aadObjectId)).toBe(
      false,
    )
  })

  it('can be erased, and is then only a link without a name', async () => {
    const person = somebody()
    await link(person, WANG)
    await say(person, 'hello')
    await store().vault.destroy((await rowOf(person)).subject_id)
    const links = await listTeamsLinks(store())
    expect(links.some(({ user }) => user?.objectId === person.aadObjectId)).toBe(false)
  })

  it.each([
    [
      'an unknown account',
      { tenant: TENANT, objectId: randomUUID(), account: '8999999999' },
      'customer_unknown',
    ],
    ['no GUID', { tenant: 'contoso', objectId: randomUUID(), account: WANG }, 'teams_user_invalid'],
    [
      'a name for an object id',
      { tenant: TENANT, objectId: 'megan@contoso', account: WANG },
      'teams_user_invalid',
    ],
  ])('is refused for %s', async (_name, wish, code) => {
    await expect(linkTeamsUser(store(), 'admin', wish)).rejects.toMatchObject({ code })
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RateLimit } from '../../../src/channels/rate-limit.ts'
import { addressOf } from '../../../src/conversations/addresses.ts'
import { findConversation } from '../../../src/conversations/start.ts'
import { engines } from '../../databases.ts'
import { until } from '../deadline.ts'
import {
  APP_ID,
  BOT,
  type Person,
  personal,
  SERVICE_URL,
  somebody,
  TENANT,
  type TeamsServer,
  teamsServer,
} from './teams-server.ts'

const QUESTION = 'How do I set up autopay?'
const bot = { type: 'mention', mentioned: { id: BOT, name: 'Liuke' }, text: '<at>Liuke</at>' }

/** An activity in a group chat, or in a thread of a channel. */
function shared(person: Person, rest: object, type: 'groupChat' | 'channel' = 'channel', id = '19:thread') {
  const conversation = { id, conversationType: type, isGroup: true, tenantId: TENANT }
  return personal(person, { conversation, ...rest })
}

describe.each(engines)('what Teams brings, on %s', (engine) => {
  let teams: TeamsServer
  /** Set to make the bot's logic wait, and then fail so often. */
  let gate: Promise<void> | undefined
  let failures = 0
  beforeAll(async () => {
    teams = await teamsServer({
      engine,
      wrapThink: (think) => async (turn) => {
        await gate
        if (turn.activity.type === 'message' && failures > 0) {
          failures -= 1
          throw new Error('made to fail')
        }
        return think(turn)
      },
    })
  })
  afterAll(() => teams.close())

  const rowOf = async (person: Person) => {
    const [first] = await teams.stored(person)
    return first && (await findConversation(teams.server.open.store, first.conversation))
  }
  const answersTo = async (person: Person, count: number): Promise<string[]> => {
    let said: string[] = []
    await until(`the bot has answered ${count} times`, async () => {
      said = (await teams.stored(person))
        .filter(({ role, activity }) => role === 'bot' && activity.type === 'message')
        .map(({ activity }) => activity.text ?? '')
      return said.length >= count
    })
    return said
  }

  it('is on record when it is acknowledged, and answered by the outbox', async () => {
    const person = somebody()
    const { status, body } = await teams.post(
      personal(person, { type: 'message', text: QUESTION, locale: 'en-US', localTimezone: 'Europe/London' }),
    )
    expect([status, body]).toEqual([200, {}])
    const [message] = await teams.stored(person)
    expect(message?.activity).toMatchObject({
      type: 'message',
      text: QUESTION,
      channelId: 'msteams',
      locale: 'en-US',
      localTimezone: 'Europe/London',
      from: { id: person.aadObjectId, name: person.name, role: 'user' },
    })
    expect(message?.activity).not.toHaveProperty('serviceUrl')
    expect((await answersTo(person, 2)).join('\n')).toMatch(/automatic payment/i)
    const row = await rowOf(person)
    expect(row).toMatchObject({ channel: 'msteams', shared: 0, locale: 'en-US' })
    const due = await teams.server.open.store.db
      .selectFrom('outbox')
      .select('status')
      .where('conversation_id', '=', row?.id ?? '')
      .execute()
    expect(due.map(({ status }) => status)).toEqual(['pending', 'pending'])
  })

  it('tells where answers go, and writes that only when it is new', async () => {
    const person = somebody()
    const { store } = teams.server.open
    const hello = () => teams.post(personal(person, { type: 'message', text: 'hello' }))
    await hello()
    const row = await rowOf(person)
    const written = async () => {
      const found = await store.db
        .selectFrom('addresses')
        .select('body')
        .where('conversation_id', '=', row?.id ?? '')
        .executeTakeFirstOrThrow()
      return found.body.toString('base64')
    }
    expect(await addressOf(store, row?.id ?? '')).toMatchObject({
      channel: 'msteams',
      account: APP_ID,
      details: {
        serviceUrl: SERVICE_URL,
        conversationId: `a:${person.id}`,
        conversationType: 'personal',
        tenantId: TENANT,
        botId: BOT,
        userId: person.id,
        aadObjectId: person.aadObjectId,
        userName: person.name,
        locale: 'en-US',
      },
    })
    const before = await written()
    await hello()
    expect(await written()).toBe(before)
    const moved = 'https://smba.example.com/apac/'
    await teams.post(personal(person, { type: 'message', text: 'hello', serviceUrl: moved }), {
      claims: { serviceurl: moved },
    })
    expect((await addressOf(store, row?.id ?? ''))?.details).toMatchObject({ serviceUrl: moved })
  })

  it('is heard once, however often and fast Teams sends it again', async () => {
    const person = somebody()
    const message = personal(person, { type: 'message', text: QUESTION })
    const answers = await Promise.all(Array.from({ length: 6 }, () => teams.post(message)))
    answers.push(await teams.post(message))
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(200))
    await answersTo(person, 2)
    await teams.server.turns.idle()
    const heard = await teams.stored(person)
    expect(heard.filter(({ role }) => role === 'user')).toHaveLength(1)
    // The disclosure and the answer.
    expect(heard.filter(({ role }) => role === 'bot')).toHaveLength(2)
  })

  it('is acknowledged while the bot still thinks, and typing is shown meanwhile', async () => {
    const person = somebody()
    let go = (): void => undefined
    gate = new Promise((resolve) => {
      go = resolve
    })
    try {
      const { status } = await teams.post(personal(person, { type: 'message', text: QUESTION }))
      expect(status).toBe(200)
      const id = (await rowOf(person))?.id ?? ''
      await until('typing is shown', () => teams.typed.includes(id))
      expect((await teams.stored(person)).map(({ role }) => role)).toEqual(['user'])
    } finally {
      gate = undefined
      go()
    }
    expect(await answersTo(person, 2)).toHaveLength(2)
  })

  it('is tried again when the bot fails, though nobody sends it again', async () => {
    const person = somebody()
    failures = 1
    await teams.post(personal(person, { type: 'message', text: QUESTION }))
    expect((await answersTo(person, 1)).length).toBeGreaterThan(0)
    expect((await teams.stored(person)).filter(({ role }) => role === 'user')).toHaveLength(1)
  })

  it('ends with an excuse and a person when the bot fails twice', async () => {
    const person = somebody()
    failures = 2
    await teams.post(personal(person, { type: 'message', text: QUESTION }))
    await answersTo(person, 1)
    expect((await rowOf(person))?.owner).toBe('queued')
    expect(failures).toBe(0)
  })

  it.each([
    ['installationUpdate first', [0, 1]],
    ['conversationUpdate first', [1, 0]],
  ])('greets once in the language of the client: %s', async (_name, order) => {
    const person = somebody()
    const { entities: _entities, ...news } = personal(person, {})
    const both = [
      { ...news, id: randomUUID(), type: 'installationUpdate', action: 'add', locale: 'en-US' },
      {
        ...news,
        id: randomUUID(),
        type: 'conversationUpdate',
        membersAdded: [{ id: BOT }, { id: person.id }],
      },
    ]
    const before = await teams.count()
    const sent = order.map((at) => teams.post(both[at] ?? {}))
    for (const answer of sent) expect((await answer).status).toBe(200)
    expect((await teams.post(both[0] ?? {})).status).toBe(200)
    await teams.server.turns.idle()
    const fresh = (await teams.stored()).slice(before)
    const greetings = fresh.filter(({ role, activity }) => role === 'bot' && activity.type === 'message')
    expect(greetings).toHaveLength(1)
    expect(greetings[0]?.activity.locale).toBe('en-US')
    expect(fresh.filter(({ activity }) => activity.type === 'conversationUpdate')).toHaveLength(1)
  })

  it('says hello in a team when it is installed there, and to none of its new members', async () => {
    const admin = somebody()
    const before = await teams.count()
    const team = `19:${randomUUID()}@thread.tacv2`
    await teams.post(
      shared(admin, { type: 'conversationUpdate', membersAdded: [{ id: '29:new' }] }, 'channel', team),
    )
    await teams.post(
      shared(admin, { type: 'conversationUpdate', membersAdded: [{ id: BOT }] }, 'channel', team),
    )
    expect(await teams.count()).toBe(before)
    const install = shared(admin, { type: 'installationUpdate', action: 'add' }, 'channel', team)
    await teams.post(install)
    await teams.post({ ...install, id: randomUUID(), action: 'add-upgrade' })
    await teams.server.turns.idle()
    const fresh = (await teams.stored()).slice(before)
    expect(fresh.filter(({ role }) => role === 'bot')).toHaveLength(1)
    const row = await findConversation(teams.server.open.store, fresh[0]?.conversation ?? '')
    expect(row?.shared).toBe(1)
  })

  it('ends the conversation of whoever takes the bot off', async () => {
    const person = somebody()
    await teams.post(personal(person, { type: 'message', text: 'I want to talk to a person' }))
    await teams.server.turns.idle()
    await teams.post(personal(person, { type: 'installationUpdate', action: 'remove' }))
    await teams.server.turns.idle()
    expect((await rowOf(person))?.owner).toBe('closed')
    // Of somebody who never wrote there is nothing to end.
    expect((await teams.post(personal(somebody(), { type: 'endOfConversation' }))).status).toBe(200)
  })

  it('keeps the people of one thread apart, and the threads of one person', async () => {
    const [ann, ben] = [somebody('Ann'), somebody('Ben')]
    const say = (person: Person, id: string) =>
      teams.post(
        shared(person, { type: 'message', text: '<at>Liuke</at> hello', entities: [bot] }, 'channel', id),
      )
    const thread = `19:${randomUUID()}@thread.tacv2;messageid=1`
    await say(ann, thread)
    await say(ben, thread)
    await say(ann, thread)
    await say(ann, `${thread}2`)
    const all = (await teams.stored()).filter(
      ({ role, activity }) => role === 'user' && activity.text === 'hello',
    )
    const of = (person: Person) =>
      all
        .filter(({ activity }) => activity.from?.id === person.aadObjectId)
        .map(({ conversation }) => conversation)
    expect(new Set(of(ann)).size).toBe(2)
    expect(of(ann)).toHaveLength(3)
    expect(new Set([...of(ann), ...of(ben)]).size).toBe(3)
    const row = await findConversation(teams.server.open.store, of(ben)[0] ?? '')
    expect(row).toMatchObject({ shared: 1 })
    expect(await addressOf(teams.server.open.store, row?.id ?? '')).toMatchObject({
      details: { conversationId: thread, conversationType: 'channel', userId: ben.id },
    })
  })

  it.each(['groupChat', 'channel'] as const)('hears nothing in a %s that is not said to it', async (type) => {
    const person = somebody()
    const before = await teams.count()
    const other = { type: 'mention', mentioned: { id: '29:x', name: 'Liuke' }, text: '<at>Liuke</at>' }
    for (const rest of [{ text: QUESTION }, { text: '<at>Liuke</at> hi', entities: [other] }])
      expect((await teams.post(shared(person, { type: 'message', ...rest }, type))).status).toBe(200)
    expect(await teams.count()).toBe(before)
  })

  it('takes the words of a button for words of the customer, and a thumb for feedback', async () => {
    const person = somebody()
    const press = (rest: object) => teams.post(personal(person, { type: 'message', ...rest }))
    await press({ text: QUESTION })
    const value = { verb: 'say', text: 'No, thanks', messageId: 'm1', at: 0 }
    // Desktop clients send the words as text as well; others send the value alone.
    await press({ value })
    await press({ text: 'No, thanks', value })
    await press({ value: { verb: 'feedback', messageId: 'm1', helpful: true } })
    await press({ value: { text: 'from a card of somebody else' } })
    await teams.server.turns.idle()
    const heard = (await teams.stored(person)).filter(({ role }) => role === 'user')
    expect(heard.map(({ activity: { type, text, name, value } }) => ({ type, text, name, value }))).toEqual([
      { type: 'message', text: QUESTION, name: undefined, value: undefined },
      { type: 'message', text: 'No, thanks', name: undefined, value: { messageId: 'm1' } },
      { type: 'message', text: 'No, thanks', name: undefined, value: { messageId: 'm1' } },
      { type: 'event', text: undefined, name: 'feedback', value: { messageId: 'm1', helpful: true } },
      { type: 'message', text: 'from a card of somebody else', name: undefined, value: undefined },
    ])
  })

  it('hands files over, and neither cards nor the copy of the message as HTML', async () => {
    const person = somebody()
    const download = 'https://contoso.sharepoint.com/download?t=1'
    const message = personal(person, {
      type: 'message',
      text: '',
      attachments: [
        { contentType: 'text/html', content: '<p></p>' },
        {
          contentType: 'application/vnd.microsoft.teams.file.download.info',
          contentUrl: 'https://contoso.sharepoint.com/bill.pdf',
          name: 'bill.pdf',
          content: { downloadUrl: download, uniqueId: 'u', fileType: 'pdf' },
        },
        { contentType: 'image/*', contentUrl: `${SERVICE_URL}v3/attachments/1/views/original` },
        { contentType: 'application/vnd.microsoft.card.adaptive', content: {} },
        { contentType: 'messageReference', content: '{}', name: 'quote' },
        { contentType: 'image/png', contentUrl: 'no address' },
        { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'x', content: null },
      ],
    })
    const before = teams.taken.length
    await teams.post(message)
    const id = (await rowOf(person))?.id
    expect(teams.taken.slice(before)).toEqual([
      {
        conversationId: id,
        channel: 'msteams',
        source: { kind: 'download', url: download, serviceUrl: SERVICE_URL },
        name: 'bill.pdf',
        mediaType: 'application/octet-stream',
      },
      {
        conversationId: id,
        channel: 'msteams',
        source: {
          kind: 'image',
          url: `${SERVICE_URL}v3/attachments/1/views/original`,
          serviceUrl: SERVICE_URL,
        },
        name: '',
        mediaType: 'image/*',
      },
    ])
    const [heard] = await teams.stored(person)
    expect(heard?.activity.attachments).toHaveLength(2)
    expect(await answersTo(person, 2)).toHaveLength(2)
  })

  it.each([
    ['an edit', { type: 'messageUpdate', text: 'changed' }],
    ['a deletion', { type: 'messageDelete' }],
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
    ['typing', { type: 'typing' }],
    ['an event', { type: 'event', name: 'liuke.queueTimeout' }],
    ['a receipt', { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: {} }],
    ['something new', { type: 'somethingNew' }],
    ['members who leave', { type: 'conversationUpdate', membersRemoved: [{ id: BOT }] }],
    [
      'a channel that is renamed',
      { type: 'conversationUpdate', channelData: { eventType: 'channelRenamed' } },
    ],
  ])('acknowledges %s and keeps nothing of it', async (_name, rest) => {
    const before = await teams.count()
    expect((await teams.post(personal(somebody(), rest))).status).toBe(200)
    expect(await teams.count()).toBe(before)
  })

  it('stores a text with lone surrogates and NUL as something that reads back', async () => {
    const person = somebody()
    await teams.post(personal(person, { type: 'message', text: 'a\u0000b\ud800c 👋' }))
    const [heard] = await teams.stored(person)
    expect(heard?.activity.text).toBe('a\u0000b\ufffdc 👋')
  })
})

describe('what no Teams sends', () => {
  let teams: TeamsServer
  beforeAll(async () => {
    teams = await teamsServer()
  })
  afterAll(() => teams.close())

  it.each([
    ['no object', '[]', 400],
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['no type', personal(somebody(), {}), 400],
    ['no sender', personal(somebody(), { type: 'message', from: undefined }), 400],
    ['a sender without an id', personal(somebody(), { type: 'message', from: { name: 'x' } }), 400],
    ['a text that is none', personal(somebody(), { type: 'message', text: { a: 1 } }), 400],
    ['a text of 200 KB', personal(somebody(), { type: 'message', text: 'x'.repeat(200_000) }), 400],
    ['a body of 300 KB', personal(somebody(), { type: 'message', text: 'x'.repeat(300_000) }), 413],
    ['deep nesting', `{"type":"message","value":${'['.repeat(40)}${']'.repeat(40)}}`, 400],
    ['ids with control characters', personal(somebody(), { type: 'message', id: 'a\u0000b' }), 400],
    ['an id of 10 KB', personal(somebody(), { type: 'message', id: 'x'.repeat(10_000) }), 400],
    ['too many entities', personal(somebody(), { type: 'message', entities: Array(501).fill({}) }), 400],
    ['too many attachments', personal(somebody(), { type: 'message', attachments: Array(51).fill({}) }), 400],
    ['an attachment that is none', personal(somebody(), { type: 'message', attachments: ['x'] }), 400],
  ])('such as %s is refused, and nothing is stored', async (_name, body, expected) => {
    const { status } = await teams.post(body as object)
    expect(status).toBe(expected)
    expect(await teams.stored()).toEqual([])
  })

  it('such as strange hints is read as if they were not there', async () => {
    const { status } = await teams.post(
      personal(somebody(), {
        type: 'message',
        text: 'hello',
        locale: 'x\u0000y',
        localTimezone: { a: 1 },
        channelData: 'strange',
        entities: [{ type: 5, mentioned: 'me', text: {} }],
        attachments: null,
        name: null,
      }),
    )
    expect(status).toBe(200)
    const [row] = await teams.server.open.store.db.selectFrom('conversations').select('locale').execute()
    expect(row?.locale).toBeNull()
  })
})

describe('whoever sends too much in a minute', () => {
  it('is asked to wait, others are not, and nothing more of it is stored', async () => {
    const teams = await teamsServer({ route: { messageRate: new RateLimit(2, () => 0) } })
    try {
      const person = somebody()
      const post = (rest: object) => teams.post(personal(person, { type: 'message', text: 'hello', ...rest }))
      expect([(await post({})).status, (await post({})).status]).toEqual([200, 200])
      for (const rest of [{}, { type: 'invoke', name: 'adaptiveCard/action' }]) {
        const { status, headers } = await post(rest)
        expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true])
      }
      expect((await teams.post(personal(somebody(), { type: 'message', text: 'hi' }))).status).toBe(200)
      const heard = (await teams.stored()).filter(({ role }) => role === 'user')
      expect(heard).toHaveLength(3)
    } finally {
      await teams.close()
    }
  })
})

describe('nothing of who wrote', () => {
  it('stands in clear in the database', async () => {
    const teams = await teamsServer()
    try {
      const person = { id: '29:needle-channel-id', name: 'Needle Name', aadObjectId: randomUUID() }
      await teams.post(personal(person, { type: 'message', text: 'needle text' }))
      await teams.server.turns.idle()
      const { db } = teams.server.open.store
      const tables = ['conversations', 'messages', 'addresses', 'identities', 'outbox', 'states'] as const
      for (const table of tables) {
        const rows = await db.selectFrom(table).selectAll().execute()
        const clear = JSON.stringify(rows, (_key, value) =>
          value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
        )
        for (const needle of [person.id, person.name, person.aadObjectId, 'needle text', SERVICE_URL])
          expect(clear).not.toContain(needle)
      }
    } finally {
      await teams.close()
    }
  })
})

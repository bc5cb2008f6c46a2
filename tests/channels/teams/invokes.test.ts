import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredActivity } from '../../../src/conversations/activity.ts'
import { engines } from '../../databases.ts'
import { until } from '../deadline.ts'
import { type Person, personal, somebody, TENANT, type TeamsServer, teamsServer } from './teams-server.ts'

/** Nothing it knows, so that it offers choices. */
const UNKNOWN = 'quantum chromodynamics lagrangian'
const CARD = 'application/vnd.microsoft.card.adaptive'
const ERROR = 'application/vnd.microsoft.error'

/** Somebody whom the bot has offered choices, and the message that offers them. */
interface Offered {
  readonly person: Person
  readonly conversation: string
  readonly message: StoredActivity
  readonly titles: readonly string[]
}

describe.each(engines)('invokes, on %s', (engine) => {
  let teams: TeamsServer
  let gate: Promise<void> | undefined
  let failing = false
  beforeAll(async () => {
    teams = await teamsServer({
      engine,
      route: { invokeWaitMs: 5_000 },
      wrapThink: (think) => async (turn) => {
        await gate
        if (failing) throw new Error('made to fail')
        return think(turn)
      },
    })
  })
  afterAll(() => teams.close())

  const offered = async (): Promise<Offered> => {
    const person = somebody()
    await teams.post(personal(person, { type: 'message', text: UNKNOWN }))
    await teams.server.turns.idle()
    const all = await teams.stored(person)
    const { conversation = '', activity: message } =
      all.findLast(({ activity }) => activity.suggestedActions !== undefined) ?? {}
    if (!message) throw new Error('The bot offered no choices.')
    return {
      person,
      conversation,
      message,
      titles: message.suggestedActions?.actions.map(({ title }) => title) ?? [],
    }
  }
  const press = (person: Person, verb: string, data: object, id: string = randomUUID()) =>
    teams.post(
      personal(person, {
        id,
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
      }),
    )
  const heard = async (person: Person): Promise<StoredActivity[]> =>
    (await teams.stored(person)).filter(({ role }) => role === 'user').map(({ activity }) => activity)

  it('take a choice as words of the customer, once, and settle the card', async () => {
    const { person, conversation, message, titles } = await offered()
    const data = { text: titles[0], messageId: message.id, at: 0 }
    const id = randomUUID()
    const answers = [await press(person, 'say', data, id), await press(person, 'say', data, id)]
    for (const { status, body } of answers) {
      expect([status, body.statusCode, body.type]).toEqual([200, 200, CARD])
      expect(body.value.actions).toBeUndefined()
      expect(JSON.stringify(body.value)).toContain(`✓ ${titles[0]}`)
    }
    expect((await heard(person)).map(({ text }) => text)).toEqual([UNKNOWN, titles[0]])
    const last = (await teams.stored()).findLast((each) => each.conversation === conversation)
    expect(last?.role).toBe('bot')
  })

  it('answer a card once, on however many devices it is pressed', async () => {
    const { person, message, titles } = await offered()
    const pressed = () => press(person, 'say', { text: titles[0], messageId: message.id, at: 0 })
    const answers = [...(await Promise.all([pressed(), pressed()])), await pressed()]
    for (const { body } of answers) {
      expect(body.statusCode).toBe(200)
      expect(JSON.stringify(body.value)).toContain(`✓ ${titles[0]}`)
    }
    expect((await heard(person)).map(({ text }) => text)).toEqual([UNKNOWN, titles[0]])
  })

  it('take no choice of a card after which something else was said, and say so on it', async () => {
    const { person, message, titles } = await offered()
    await teams.post(personal(person, { type: 'message', text: UNKNOWN }))
    await teams.server.turns.idle()
    const { body } = await press(person, 'say', { text: titles[0], messageId: message.id, at: 0 })
    expect([body.statusCode, body.type, body.value.actions]).toEqual([200, CARD, undefined])
    expect(JSON.stringify(body.value)).toMatch(/已过期|have expired/)
    expect((await heard(person)).map(({ text }) => text)).toEqual([UNKNOWN, UNKNOWN])
  })

  it('take a thumb on a card as feedback', async () => {
    const { person, conversation, message } = await offered()
    const { body } = await press(person, 'feedback', { messageId: message.id, helpful: false })
    expect([body.statusCode, body.type]).toEqual([200, CARD])
    expect((await heard(person)).at(-1)).toMatchObject({
      type: 'event',
      name: 'feedback',
      value: { messageId: message.id, helpful: false },
    })
    const rows = await teams.server.open.store.db
      .selectFrom('feedback')
      .select(['message_id', 'helpful'])
      .where('conversation_id', '=', conversation)
      .execute()
    expect(rows).toEqual([{ message_id: message.id, helpful: 0 }])
  })

  it.each([
    ['an unknown verb', { verb: 'transfer' }],
    ['no verb', { verb: undefined }],
    ['no data', { data: undefined }],
    ['data that are none', { data: 'x' }],
    ['a choice there is not', { data: { at: 99 } }],
    ['half a choice', { data: { at: 0.5 } }],
    ['no words', { data: { text: '' } }],
    ['words of 10 KB', { data: { text: 'x'.repeat(10_000) } }],
    ['an unknown message', { data: { messageId: 'unknown' } }],
    ['a message with a NUL', { data: { messageId: 'a\u0000b' } }],
  ])('answer 400 in the body to a button with %s, and keep nothing', async (_name, change) => {
    const { person, message, titles } = await offered()
    const good = { text: titles[0], messageId: message.id, at: 0 }
    const data = 'data' in change && typeof change.data === 'object' ? { ...good, ...change.data } : good
    const action = { verb: 'say', data, ...('verb' in change ? { verb: change.verb } : {}) }
    const value = {
      action: 'data' in change && typeof change.data !== 'object' ? { ...action, data: change.data } : action,
    }
    const { status, body } = await teams.post(
      personal(person, { type: 'invoke', name: 'adaptiveCard/action', value }),
    )
    expect([status, body.statusCode, body.type]).toEqual([200, 400, ERROR])
    expect(await heard(person)).toHaveLength(1)
  })

  it('leave the cards of others alone', async () => {
    const { person: owner, message, titles } = await offered()
    const { person: other } = await offered()
    for (const person of [other, somebody()]) {
      const { body } = await press(person, 'say', { text: titles[0], messageId: message.id, at: 0 })
      expect(body.statusCode).toBe(400)
    }
    expect(await heard(owner)).toHaveLength(1)
    expect(await heard(other)).toHaveLength(1)
  })

  it('say so in the body when the bot fails, so that the button stays', async () => {
    const { person, message, titles } = await offered()
    failing = true
    try {
      const { status, body } = await press(person, 'say', { text: titles[0], messageId: message.id, at: 0 })
      expect([status, body.statusCode, body.type]).toEqual([200, 500, ERROR])
    } finally {
      failing = false
    }
    const again = await press(person, 'say', { text: titles[0], messageId: message.id, at: 0 })
    expect(again.body.statusCode).toBe(200)
  })

  describe('of the feedback buttons of Teams', () => {
    const external = () => `1${Math.floor(Math.random() * 1e12)}`
    const judge = (person: Person, replyToId: string | undefined, actionValue: unknown) =>
      teams.post(
        personal(person, {
          type: 'invoke',
          name: 'message/submitAction',
          replyToId,
          value: { actionName: 'feedback', actionValue },
        }),
      )
    /** Somebody with an answer that went out under an id of Teams. */
    const delivered = async () => {
      const all = await offered()
      const id = external()
      await teams.server.open.store.db
        .updateTable('outbox')
        .set({ external_id: id, status: 'sent' })
        .where('message_id', '=', all.message.id ?? '')
        .execute()
      return { ...all, id }
    }

    it.each([
      ['like', '{"feedbackText":"wonderful"}', { helpful: true, comment: 'wonderful' }],
      ['dislike', '{"feedbackText":""}', { helpful: false }],
      ['dislike', 'no JSON', { helpful: false }],
      ['like', undefined, { helpful: true }],
    ])('note %s with %j', async (reaction, feedback, expected) => {
      const { person, message, id } = await delivered()
      const { status, body } = await judge(person, id, { reaction, feedback })
      expect([status, body]).toEqual([200, {}])
      const last = (await heard(person)).at(-1)
      expect(last).toMatchObject({ type: 'event', name: 'feedback' })
      expect(last?.value).toEqual({ messageId: message.id, ...expected })
    })

    it('note nothing of messages of others and unknown ones', async () => {
      const { id } = await delivered()
      const { person } = await delivered()
      for (const replyToId of [id, external(), undefined])
        expect((await judge(person, replyToId, { reaction: 'like' })).status).toBe(200)
      expect((await judge(somebody(), id, { reaction: 'like' })).status).toBe(200)
      expect(await heard(person)).toHaveLength(1)
    })

    it('are refused when they are none', async () => {
      const { person, id } = await delivered()
      expect((await judge(person, id, { reaction: 'love' })).status).toBe(400)
      expect((await judge(person, id, undefined)).status).toBe(400)
    })
  })

  it.each([
    'message/fetchTask',
    'composeExtension/query',
    'signin/verifyState',
    'task/fetch',
    'fileConsent/invoke',
    'somethingNew',
    undefined,
  ])('of the name %s are not implemented', async (name) => {
    const before = await teams.count()
    const { status } = await teams.post(personal(somebody(), { type: 'invoke', name, value: {} }))
    expect(status).toBe(501)
    expect(await teams.count()).toBe(before)
  })

  it('belong to a tenant like everything else', async () => {
    const { person, message, titles } = await offered()
    const value = { action: { verb: 'say', data: { text: titles[0], messageId: message.id, at: 0 } } }
    const { status } = await teams.post(
      personal(person, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        conversation: {
          id: `a:${person.id}`,
          conversationType: 'personal',
          tenantId: TENANT.replace('7', '8'),
        },
        value,
      }),
    )
    expect(status).toBe(403)
  })
})

describe('an invoke whose turn takes long', () => {
  it.each([
    ['is answered in time; the words come later', 0],
    ['and then fails is tried once more', 1],
    ['and fails again ends in an apology, and a person is called', 2],
  ])('%s', async (_what, failures) => {
    let go = (): void => undefined
    let gate: Promise<void> | undefined
    let left = 0
    const teams = await teamsServer({
      route: { invokeWaitMs: 50 },
      wrapThink: (think) => async (turn) => {
        await gate
        if (left-- > 0) throw new Error('The bot fails for this test.')
        return think(turn)
      },
    })
    try {
      const person = somebody()
      await teams.post(personal(person, { type: 'message', text: UNKNOWN }))
      await teams.server.turns.idle()
      const message = (await teams.stored()).findLast(({ activity }) => activity.suggestedActions)?.activity
      const title = message?.suggestedActions?.actions[0]?.title
      gate = new Promise((resolve) => {
        go = resolve
      })
      left = failures
      const { body } = await teams.post(
        personal(person, {
          type: 'invoke',
          name: 'adaptiveCard/action',
          value: { action: { verb: 'say', data: { text: title, messageId: message?.id, at: 0 } } },
        }),
      )
      expect([body.statusCode, body.type]).toEqual([200, CARD])
      const before = await teams.stored()
      expect(before.at(-1)).toMatchObject({ role: 'user', activity: { text: title } })
      go()
      await until('the answer', async () => (await teams.stored()).length > before.length)
      const { owner } = await teams.server.open.store.db
        .selectFrom('conversations')
        .select('owner')
        .executeTakeFirstOrThrow()
      if (failures > 1) expect(owner).toBe('queued')
    } finally {
      go()
      await teams.close()
    }
  })
})

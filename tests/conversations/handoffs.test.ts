/** Hand-overs on record: one running row for each conversation, from the wish to the end, whoever races whom. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitTurn } from '../../src/conversations/commit-turn.ts'
import { decline, endOffers, offerTo } from '../../src/conversations/offers.ts'
import {
  claim,
  close,
  endHandoff,
  queueAgain,
  queueUp,
  release,
  say,
} from '../../src/conversations/ownership.ts'
import { type Inbound, recordInbound } from '../../src/conversations/record.ts'
import { findConversation } from '../../src/conversations/start.ts'
import { transfer } from '../../src/conversations/transfer.ts'
import type { Queueing, TurnResult } from '../../src/conversations/turn.ts'
import type { AgentsTable, ConversationsTable } from '../../src/storage/schema.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

const MINUTE = 60_000
const said = { type: 'message', text: 'hi', from: { id: 'agent', name: 'Lin' } }

describe.each(engines)('on %s', (engine) => {
  let home: CustomerStore
  beforeAll(async () => {
    home = await customerStore(engine)
  })
  afterAll(() => home.close())

  const queueing = (changes: Partial<Queueing> = {}): Queueing => ({
    queue: 'general',
    priority: 50,
    answerDueAt: home.clock.now + 5 * MINUTE,
    value: 12.5,
    reason: 'some-rule',
    ...changes,
  })
  const rowsOf = (id: string) =>
    home.store.db
      .selectFrom('handoffs')
      .selectAll()
      .where('conversation_id', '=', id)
      .orderBy('started_at')
      .execute()
  const now = async (id: string): Promise<ConversationsTable> => {
    const row = await findConversation(home.store, id)
    if (!row) throw new Error(id)
    return row
  }
  const queued = async (): Promise<string> => {
    const { id } = await home.conversation()
    await queueUp(home.store, 'api:crm', id, queueing(), [])
    return id
  }
  /** A turn of the bot that does nothing but what is said. */
  const turn = async (id: string, changes: Partial<TurnResult>): Promise<void> => {
    const conversation = await now(id)
    const key = await home.store.vault.keyOf(conversation.subject_id)
    const input = {
      conversation,
      key,
      states: new Map(),
      waiting: new Set<string>(),
      attempts: 0,
      block: null,
    }
    const { owner, language } = conversation
    const nothing = { answered: [], replies: [], states: new Map(), decisions: [], deliver: false }
    expect(await commitTurn(home.store, input, { ...nothing, owner, language, ...changes })).toBe(true)
  }
  const agent = async (account: string, changes: Partial<AgentsTable> = {}): Promise<string> => {
    const { now: at } = home.clock
    const row = { status: 'available', capacity: 5, queues: null, since: at, seen_at: at } as const
    await home.store.db
      .insertInto('agents')
      .values({ account, ...row, passed_until: null, worked_at: null, ...changes })
      .execute()
    return account
  }

  it('begin with the wish, are claimed, answered and closed once', async () => {
    const { id } = await home.conversation()
    const started = home.clock.now
    await turn(id, { owner: 'queued', queueing: queueing({ riskBand: 'high' }), language: 'en' })
    const [row] = await rowsOf(id)
    expect(row).toMatchObject({
      ...{ queue: 'general', priority: 50, rule: 'some-rule', value_yuan: 12.5, risk_band: 'high' },
      ...{ started_at: started, due_at: started + 5 * MINUTE, language: 'en', channel: 'directline' },
      ...{ claimed_at: null, ended_at: null, transfers: 0 },
    })
    expect(await now(id)).toMatchObject({ handoff_id: row?.id, waiting_since: started })
    home.clock.now += MINUTE
    await turn(id, { queueing: queueing({ queue: 'billing', priority: 80, answerDueAt: started + MINUTE }) })
    await claim(home.store, id, 'lin')
    home.clock.now += MINUTE
    await say(home.store, id, 'lin', said)
    home.clock.now += MINUTE
    await say(home.store, id, 'lin', said)
    await close(home.store, id, 'lin', [], { reason: 'solved', resolution: 'confirmed' })
    expect(await rowsOf(id)).toMatchObject([
      {
        ...{ queue: 'billing', priority: 80, due_at: started + MINUTE },
        ...{ claimed_at: started + MINUTE, claimed_by: 'lin', first_reply_at: started + 2 * MINUTE },
        ...{ ended_at: started + 3 * MINUTE, ended_by: 'lin', outcome: 'closed', reason: 'solved' },
      },
    ])
    expect(await now(id)).toMatchObject({ handoff_id: null, waiting_since: null, owner: 'closed' })
  })

  it('end as left by the customer, as timed out, as given back, each on a row of its own', async () => {
    const id = await queued()
    await turn(id, { owner: 'bot' })
    home.clock.now += 1
    await turn(id, { owner: 'queued', queueing: queueing() })
    await turn(id, { owner: 'bot', timedOut: true })
    home.clock.now += 1
    await claim(home.store, id, 'wu')
    await release(home.store, id, 'wu')
    home.clock.now += 1
    await turn(id, { owner: 'queued', queueing: queueing() })
    await endHandoff(home.store, 'api:crm', id, 'closed', [])
    home.clock.now += 1
    await claim(home.store, id, 'wu').catch(() => undefined)
    expect((await rowsOf(id)).map(({ outcome, ended_by, queue }) => [outcome, ended_by, queue])).toEqual([
      ['left', 'customer', 'general'],
      ['timed-out', 'system', 'general'],
      ['returned', 'wu', null],
      ['closed', 'api:crm', 'general'],
    ])
  })

  it('have one claimer of many who try, and one running row', async () => {
    const id = await queued()
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const claims = names.map((name) => claim(home.store, id, name))
    const tries = await Promise.allSettled(claims.concat(endHandoff(home.store, 'api:crm', id, 'bot', [])))
    const won = tries.flatMap(({ status }, at) => (status === 'fulfilled' ? [names[at] ?? 'crm'] : []))
    const running = (await rowsOf(id)).filter(({ ended_at }) => ended_at === null)
    const { owner, agent: holder, handoff_id } = await now(id)
    expect(running.map(({ id: row }) => row)).toEqual(handoff_id === null ? [] : [handoff_id])
    if (owner === 'human') expect(won).toContain(holder)
    // The first to take it is on record, even where it was taken away again.
    const claimers = (await rowsOf(id)).flatMap(({ claimed_by }) => claimed_by ?? [])
    for (const claimer of claimers) expect(won).toContain(claimer)
  })

  it('go on when given away, with the time waited and the first answer due as before', async () => {
    const id = await queued()
    const since = home.clock.now
    await agent(`ann ${id}`)
    await claim(home.store, id, 'lin')
    home.clock.now += 3 * MINUTE
    const until = home.clock.now + 2 * MINUTE
    const give = {
      conversationId: id,
      mayAssign: false,
      notices: [],
      queueing: queueing({ queue: 'billing' }),
    }
    await expect(transfer(home.store, { ...give, actor: 'wu' })).rejects.toMatchObject({
      code: 'conversation_not_yours',
    })
    await transfer(home.store, { ...give, actor: 'lin', offer: { to: `ann ${id}`, until } })
    expect(await now(id)).toMatchObject({
      ...{ owner: 'queued', queue: 'billing', waiting_since: since, queued_at: home.clock.now },
      ...{ offered_to: `ann ${id}`, offered_until: until },
    })
    expect(await rowsOf(id)).toMatchObject([
      { transfers: 1, queue: 'billing', due_at: since + 5 * MINUTE, claimed_by: 'lin', ended_at: null },
    ])
    home.clock.now = until
    expect(await endOffers(home.store)).toBe(1)
    expect(await endOffers(home.store)).toBe(0)
    expect(await now(id)).toMatchObject({ owner: 'queued', offered_to: null, offered_until: null })
    // A supervisor moves what waits.
    await transfer(home.store, { ...give, actor: 'chief', mayAssign: true })
    await claim(home.store, id, 'wu')
    await claim(home.store, id, 'chief', [], 'wu')
    expect(await rowsOf(id)).toMatchObject([{ transfers: 2, claimed_by: 'lin', ended_at: null }])
    expect(await queueAgain(home.store, id, 'chief', queueing(), [])).toBe(true)
    expect(await now(id)).toMatchObject({ owner: 'queued', waiting_since: since })
    expect(await rowsOf(id)).toHaveLength(1)
  })

  it('are offered to one agent at a time, and never beyond what one can do', async () => {
    const [ann, bob] = [await agent('ann'), await agent('bob')]
    const until = home.clock.now + 30_000
    const one = await queued()
    const offers = await Promise.all(
      [ann, bob, ann, bob].map((name) => offerTo(home.store, one, name, until, 5)),
    )
    expect(offers.filter(Boolean)).toHaveLength(1)
    const { offered_to } = await now(one)
    const others = await Promise.all([queued(), queued(), queued(), queued()])
    const third = await agent('cid')
    const made = await Promise.all(others.map((id) => offerTo(home.store, id, third, until, 2)))
    expect(made.filter(Boolean)).toHaveLength(2)
    await expect(decline(home.store, one, 'nobody')).rejects.toMatchObject({ code: 'offer_over' })
    await decline(home.store, one, offered_to ?? '')
    expect(await now(one)).toMatchObject({ owner: 'queued', offered_to: null })
    // Others may take what is offered to somebody.
    const taken = others[made.indexOf(true)] ?? ''
    await claim(home.store, taken, 'wu')
    expect(await now(taken)).toMatchObject({ owner: 'human', agent: 'wu', offered_to: null })
    expect(await offerTo(home.store, taken, ann, until, 5)).toBe(false)
  })

  it('wait on from now at the customer’s wish, after they were asked', async () => {
    const id = await queued()
    const since = home.clock.now
    home.clock.now += 10 * MINUTE
    await turn(id, { queueing: queueing({ chooseUntil: home.clock.now + MINUTE }) })
    expect(await now(id)).toMatchObject({ choose_until: home.clock.now + MINUTE, queued_at: since })
    await turn(id, { queueing: queueing({ isRenewed: true }) })
    expect(await now(id)).toMatchObject({
      ...{ choose_until: null, queued_at: home.clock.now, waiting_since: since, owner: 'queued' },
    })
  })

  it('of before the upgrade are put on record when somebody takes them', async () => {
    const id = await queued()
    const { db } = home.store
    await db.deleteFrom('handoffs').where('conversation_id', '=', id).execute()
    await db.updateTable('conversations').set({ handoff_id: null }).where('id', '=', id).execute()
    const since = home.clock.now
    home.clock.now += MINUTE
    await claim(home.store, id, 'lin')
    const [row] = await rowsOf(id)
    expect(row).toMatchObject({ started_at: since, claimed_at: home.clock.now, queue: 'general' })
    expect((await now(id)).handoff_id).toBe(row?.id)
  })

  it('let nothing be said that was written before something new', async () => {
    const id = await queued()
    await claim(home.store, id, 'lin')
    await say(home.store, id, 'lin', said)
    const { last_seq: seen } = await now(id)
    // What one sent oneself meanwhile is not in the way.
    await say(home.store, id, 'lin', said, { seenSeq: seen - 1 })
    await claim(home.store, id, 'wu', [], 'lin')
    const stale = (options: object) =>
      say(home.store, id, 'wu', { ...said, from: { id: 'agent', name: 'Wu' } }, options)
    await expect(stale({ seenSeq: seen })).rejects.toMatchObject({ code: 'conversation_moved_on' })
    const { last_seq } = await now(id)
    await stale({ seenSeq: seen, anyway: true })
    await stale({ seenSeq: last_seq })
    await stale({})
  })

  it.each([
    ['close', (id: string, seen: object) => close(home.store, id, 'lin', [], undefined, seen)],
    ['give back', (id: string, seen: object) => release(home.store, id, 'lin', [], seen)],
  ])('let nobody %s what the customer has written in since they looked', async (_what, end) => {
    const id = await queued()
    await claim(home.store, id, 'lin')
    await say(home.store, id, 'lin', said)
    const { last_seq: seen } = await now(id)
    const written: Inbound = {
      ...{ conversationId: id, dedupe: null, visible: true },
      role: 'user',
      activity: { type: 'message', text: 'wait, one more thing', from: { id: 'customer', role: 'user' } },
    }
    await recordInbound(home.store, written)
    const options = { seenSeq: seen }
    await expect(end(id, options)).rejects.toMatchObject({ code: 'conversation_moved_on' })
    // Nothing of it was done.
    expect(await now(id)).toMatchObject({ owner: 'human', agent: 'lin', last_seq: seen + 1 })
    expect((await rowsOf(id)).at(-1)).toMatchObject({ ended_at: null })
    // Of the two that come at the same moment, one is first: then the customer is answered by whoever has it.
    const tries = await Promise.allSettled([
      end(id, { ...options, seenSeq: seen + 1 }),
      recordInbound(home.store, written),
    ])
    const { owner, last_seq } = await now(id)
    expect(last_seq).toBe(seen + 2)
    expect(owner === 'human').toBe(tries[0].status === 'rejected')
    if (owner === 'human') await end(id, { ...options, anyway: true })
    expect((await now(id)).owner).not.toBe('human')
  })

  it('let what one wrote oneself be no reason to stay', async () => {
    const id = await queued()
    await claim(home.store, id, 'lin')
    const { last_seq: seenSeq } = await now(id)
    await say(home.store, id, 'lin', said)
    await close(home.store, id, 'lin', [], undefined, { seenSeq })
    expect(await now(id)).toMatchObject({ owner: 'closed' })
  })

  it('begin anew when an agent takes what is closed, to write first', async () => {
    const id = await queued()
    await claim(home.store, id, 'lin')
    await close(home.store, id, 'lin')
    home.clock.now += MINUTE
    await expect(claim(home.store, id, 'wu')).rejects.toMatchObject({ code: 'conversation_taken' })
    const names = ['wu', 'ann', 'bo']
    const tries = await Promise.allSettled(
      names.map((name) => claim(home.store, id, name, [], null, { reopens: true })),
    )
    const won = names.filter((_, at) => tries[at]?.status === 'fulfilled')
    expect(won).toHaveLength(1)
    const rows = await rowsOf(id)
    expect(rows).toMatchObject([
      { outcome: 'closed', ended_by: 'lin' },
      { claimed_by: won[0], claimed_at: home.clock.now, ended_at: null },
    ])
    expect(await now(id)).toMatchObject({
      ...{ owner: 'human', agent: won[0], closed_at: null, handoff_id: rows[1]?.id },
    })
  })
})

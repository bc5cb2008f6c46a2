/** Offers of waiting conversations: to whom, for how long, again to the next, and by several servers at once. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { noOffer } from '../../src/conversations/handoffs.ts'
import { decline } from '../../src/conversations/offers.ts'
import { claim, queueUp } from '../../src/conversations/ownership.ts'
import { findConversation } from '../../src/conversations/start.ts'
import type { Queueing } from '../../src/conversations/turn.ts'
import { compileRules, type Queue, queueDefaults, type Rules } from '../../src/handoff/rules.ts'
import { makeOffers } from '../../src/jobs/offers.ts'
import { heardFrom, listAgents, OFFLINE_AFTER_MS, setAgent } from '../../src/services/agents.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

const both = (text: string) => ({ zh: text, en: text })
const queue = (id: string, changes: Partial<Queue> = {}): Queue => ({
  ...queueDefaults,
  ...{ id, name: both(id), answerWithinMs: 300_000, assign: 'offer', ...changes },
})
const rules: Rules = compileRules({
  queues: [queue('general'), queue('picked', { assign: 'pick' })],
  rules: [],
})

describe.each(engines)('on %s', (engine) => {
  let home: CustomerStore
  beforeAll(async () => {
    home = await customerStore(engine)
    for (const name of ['ann', 'bob'])
      await addAccount(home.store, 'test', { name, role: 'agent', password: 'kuzo-mira-tepa-lodu' })
  })
  beforeEach(async () => {
    const { db } = home.store
    await db.deleteFrom('agents').execute()
    await db.deleteFrom('handoffs').execute()
    await db
      .updateTable('conversations')
      .set({ owner: 'bot', agent: null, handoff_id: null, ...noOffer })
      .execute()
  })
  afterAll(() => home.close())

  const waits = async (changes: Partial<Queueing> = {}): Promise<string> => {
    const { id } = await home.conversation()
    const answerDueAt = home.clock.now + 300_000
    const usual = { queue: 'general', priority: 50, answerDueAt, value: null, reason: 'some-rule' }
    await queueUp(home.store, 'test', id, { ...usual, ...changes }, [])
    return id
  }
  const offeredTo = async (id: string): Promise<string | null | undefined> =>
    (await findConversation(home.store, id))?.offered_to
  const round = () => makeOffers(home.store, rules)

  it('go to those who are there, first in line first, and to the next when they are let pass', async () => {
    const id = await waits()
    expect(await round()).toBe(0)
    await heardFrom(home.store, 'ann')
    expect(await round()).toBe(1)
    expect(await round()).toBe(0)
    expect(await offeredTo(id)).toBe('ann')
    await heardFrom(home.store, 'bob')
    home.clock.now += queueDefaults.offerMs
    expect(await round()).toBe(1)
    expect(await offeredTo(id)).toBe('bob')
    await decline(home.store, id, 'bob')
    // Both have let it pass: it is open to all for a while.
    expect(await round()).toBe(0)
    expect(await offeredTo(id)).toBeNull()
    // Whoever says that they are available again is asked again.
    await setAgent(home.store, 'bob', 'bob', { status: 'available' })
    expect(await round()).toBe(1)
    await claim(home.store, id, 'bob')
    expect(await offeredTo(id)).toBeNull()
    const bob = (await listAgents(home.store)).find(({ account }) => account.name === 'bob')
    expect(bob).toMatchObject({ active: 1, status: 'available', workedAt: home.clock.now })
  })

  it('pass over those who are away, offline, of another queue, or busy, and queues where people pick', async () => {
    for (const name of ['ann', 'bob']) await heardFrom(home.store, name)
    const picked = await waits({ queue: 'picked' })
    const id = await waits()
    await setAgent(home.store, 'ann', 'ann', { status: 'away' })
    await setAgent(home.store, 'chief', 'bob', { queues: ['picked'] })
    expect(await round()).toBe(0)
    await setAgent(home.store, 'chief', 'bob', { queues: null, capacity: 1 })
    expect(await round()).toBe(1)
    expect([await offeredTo(id), await offeredTo(picked)]).toEqual(['bob', null])
    await waits()
    expect(await round()).toBe(0)
    await setAgent(home.store, 'ann', 'ann', { status: 'available' })
    home.clock.now += OFFLINE_AFTER_MS + 1
    expect(await round()).toBe(0)
    expect((await listAgents(home.store)).map(({ status }) => status)).toEqual(['offline', 'offline'])
  })

  it('are made once by several servers at once, and never beyond what an agent can do', async () => {
    for (const name of ['ann', 'bob']) await heardFrom(home.store, name)
    for (const name of ['ann', 'bob']) await setAgent(home.store, 'chief', name, { capacity: 2 })
    const ids: string[] = []
    for (let at = 0; at < 6; at++) ids.push(await waits({ value: at }))
    const made = await Promise.all([round(), round(), round()])
    expect(made.reduce((sum, each) => sum + each, 0)).toBe(4)
    const offered = await Promise.all(ids.map(offeredTo))
    expect(offered.toSorted()).toEqual([null, null, 'ann', 'ann', 'bob', 'bob'].toSorted())
    // Who is worth most comes first.
    expect(offered.slice(0, 2)).toEqual([null, null])
  })
})

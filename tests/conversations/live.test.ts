/** What passes is heard by those it is for, here and in other processes. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLiveNews, Live, type LiveSignal, liveNews } from '../../src/conversations/live.ts'
import type { Store } from '../../src/conversations/store.ts'
import { watchOtherProcesses } from '../../src/conversations/watch.ts'
import { until } from '../channels/deadline.ts'
import { type TestHome, testHome } from '../databases.ts'

/** Notes what one process hears of a conversation. */
function ears(live: Live, id: string) {
  const customer: LiveSignal[] = []
  const desk: string[] = []
  const changed: (string | null)[] = []
  live.watch(id, (signal) => customer.push(signal))
  live.watchNews((news, at) => desk.push(`${news} ${at}`))
  live.watchAll((at) => changed.push(at))
  return { customer, desk, changed }
}

describe('news', () => {
  it('of the agent go to the customer’s client, those of the customer to the desk, and nothing is a change', () => {
    const live = new Live()
    const told: unknown[] = []
    live.announceThrough((...announced) => told.push(announced))
    const heard = ears(live, 'one')
    for (const news of liveNews) live.tell(news, 'one')
    live.tell('agents')
    live.tell('agent-typing', 'two')
    expect(heard).toEqual({
      customer: [{ kind: 'typing', from: 'agent' }, { kind: 'read' }],
      desk: ['customer-typing one', 'presence one', 'agents one', 'agents -'],
      changed: [],
    })
    expect(told).toEqual([...liveNews.map((news) => ['one', news]), ['-', 'agents'], ['two', 'agent-typing']])
  })

  it('are known words', () => {
    expect([isLiveNews('presence'), isLiveNews('toString'), isLiveNews(undefined)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('between processes on PostgreSQL', () => {
  let home: TestHome
  const stops: (() => Promise<void>)[] = []
  const lives = [new Live(), new Live()] as const

  beforeAll(async () => {
    home = await testHome('postgres')
    const address = { engine: 'postgres', url: home.databaseUrl } as const
    for (const live of lives) {
      // All that listening needs of a store there.
      const store = { live } as unknown as Store
      stops.push(await watchOtherProcesses(store, address, (error) => expect.fail(String(error))))
    }
  })
  afterAll(async () => {
    for (const stop of stops) await stop()
    await home.remove()
  })

  it('news and changes are heard by the others, once', async () => {
    const [here, there] = lives
    const heard = ears(there, 'one')
    for (const news of liveNews) here.tell(news, 'one')
    here.changed('one')
    await until('the change is heard', () => heard.changed.length > 0)
    expect(heard).toEqual({
      customer: [{ kind: 'typing', from: 'agent' }, { kind: 'read' }, { kind: 'changed' }],
      desk: ['customer-typing one', 'presence one', 'agents one'],
      changed: ['one'],
    })
  })
})

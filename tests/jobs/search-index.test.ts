/** Words of messages become searchable, beside other servers and erasures, on both engines. */

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPage } from '../../src/console/desk-inbox-search.ts'
import { append } from '../../src/conversations/append.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import type { ConversationFilter } from '../../src/conversations/search.ts'
import { countUnindexed, indexNext, type Place, unindexedOf } from '../../src/conversations/search-index.ts'
import { findConversation, startConversation } from '../../src/conversations/start.ts'
import type { Store } from '../../src/conversations/store.ts'
import { erase } from '../../src/jobs/erase/erase.ts'
import { indexEverything, searchedWords, startSearchIndex } from '../../src/jobs/search-index.ts'
import { createLogger } from '../../src/log.ts'
import { readTerms } from '../../src/understanding/search-words.ts'
import { until } from '../channels/deadline.ts'
import { openedStore } from '../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

describe.each(engines)('the index of words, on %s', (engine) => {
  let home: TestHome
  let store: Store
  let other: Store
  let close: () => Promise<void>
  let clock = 1_800_000_000_000

  beforeAll(async () => {
    home = await testHome(engine)
    const key = randomBytes(32)
    const one = await openedStore(home, engine, () => clock, key)
    const two = await openedStore(home, engine, () => clock, key)
    store = one.store
    other = two.store
    close = async () => {
      await one.close()
      await two.close()
    }
  })
  afterAll(async () => {
    await close()
    await home.remove()
  })

  async function begin(channel = 'directline', locale: string | null = 'zh-CN'): Promise<string> {
    const id = randomUUID()
    clock += 1_000
    await startConversation(store, { id, channel, userId: id, locale })
    return id
  }

  async function say(id: string, ...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      clock += 1_000
      const activity = { type: 'message', text }
      await recordInbound(store, { conversationId: id, dedupe: null, role: 'user', visible: true, activity })
    }
  }

  async function answer(id: string, role: 'agent' | 'bot', text: string): Promise<void> {
    const conversation = await findConversation(store, id)
    if (!conversation) throw new Error('The conversation is gone.')
    await append(store, conversation, [{ type: 'message', text }], role, async () => undefined)
  }

  async function began(...texts: readonly string[]): Promise<string> {
    const id = await begin()
    await say(id, ...texts)
    return id
  }

  const find = async (words: string, filter: ConversationFilter = {}) =>
    (await findPage(store, filter, readTerms(words), null)).ids

  const words = (id: string) =>
    store.db.selectFrom('conversation_words').selectAll().where('conversation_id', '=', id).execute()

  it('finds customers and colleagues by their words and the bot by its references', async () => {
    const mine = await began('家里的寬頻斷了', 'the router keeps resetting')
    await answer(mine, 'agent', '我帮您查蜂窝信号')
    await answer(mine, 'bot', '已登记，工单号 T261122-4F7K，请耐心等待')
    const foreign = await began('想换套餐')
    expect(await find('寬頻')).toEqual([])
    await indexEverything(store)
    for (const query of ['寬頻', 'router reset', '蜂窝', 't261122-4f7k', '"keeps resetting" 蜂窝信号', '断'])
      expect([query, await find(query)]).toEqual([query, [mine]])
    for (const query of ['耐心等待', '"router reset"', '断宽', '换套餐 router'])
      expect(await find(query)).toEqual([])
    expect(await find('套餐')).toEqual([foreign])
    expect(await countUnindexed(store, 500)).toBe(0)
    expect((await words(mine)).map(({ word }) => word).join()).not.toMatch(/router|宽|断/)
  })

  it('goes on where it was, and remembers the newest message with a word', async () => {
    const id = await began('流量用完了')
    await indexEverything(store)
    await say(id, '流量还是没有', '漫游呢')
    expect(await countUnindexed(store, 500)).toBe(2)
    expect(await indexEverything(store)).toBe(2)
    expect((await words(id)).map(({ seq }) => seq).sort()).toEqual(
      [...(await words(id))].map(({ seq }) => seq).sort(),
    )
    expect(await find('漫游')).toEqual([id])
    expect(await indexEverything(store)).toBe(0)
    const { active_at } = (await findConversation(store, id))!
    expect(active_at).toBe(clock)
  })

  it('indexes everything once when two servers are at it', async () => {
    const ids: string[] = []
    for (let i = 0; i < 4; i++) ids.push(await began(`机顶盒 ${i}`, ...Array(45).fill('遥控器失灵了')))
    const done = await Promise.all([indexEverything(store), indexEverything(other)])
    expect(done[0] + done[1]).toBeGreaterThanOrEqual(4 * 46)
    expect(await unindexedOf(store, ids)).toEqual([])
    expect(new Set(await find('遥控器'))).toEqual(new Set(ids))
  })

  it('keeps no words of somebody erased, however late the sweep comes', async () => {
    const id = await began('光猫闪红灯')
    const [read] = await unindexedOf(store, [id])
    if (!read) throw new Error('There is nothing to index.')
    const person = {
      customerId: null,
      subjectIds: [read.subject_id],
      conversationIds: [id],
      linkedTo: [],
    }
    await indexEverything(store)
    expect(await find('光猫')).toEqual([id])
    await say(id, '光猫还在闪')
    const [again] = await unindexedOf(other, [id])
    if (!again) throw new Error('There is nothing to index.')
    // The other server has opened what it indexes when the erasure comes.
    await other.vault.keyOf(read.subject_id)
    await erase(store, person, { scope: 'chat', actor: 'test' })
    await startConversation(store, { id, channel: 'directline', userId: id, locale: null })
    await indexNext(other, again, searchedWords)
    expect(await words(id)).toEqual([])
    expect(await find('光猫')).toEqual([])
    expect((await findConversation(store, id))?.indexed_seq).toBeNull()
  })

  it('pages newest first, each conversation once, with filters', async () => {
    const ids: string[] = []
    for (let i = 0; i < 52; i++) ids.push(await began(`副卡 ${i}`))
    const wechat = await begin('wechat', 'en-GB')
    await say(wechat, '副卡 in English')
    await indexEverything(store)
    const seen: string[] = []
    for (let cursor: Place | null = null; ; ) {
      const page = await findPage(store, {}, readTerms('副卡'), cursor)
      seen.push(...page.ids)
      if (page.next === null) break
      cursor = page.next
    }
    expect(seen).toEqual([wechat, ...ids.toReversed()])
    expect(await find('副卡', { channel: 'wechat' })).toEqual([wechat])
    expect(await find('副卡', { language: 'en' })).toEqual([wechat])
    expect(await find('', { owners: ['closed'] })).toEqual([])
    const { active_at } = (await findConversation(store, ids[3]!))!
    expect(await find('副卡', { from: active_at!, to: active_at! })).toEqual([ids[3]])
    const tag = { conversation_id: ids[5]!, tag: 'vip', added_by: 'wang', added_at: clock }
    await store.db.insertInto('conversation_tags').values(tag).execute()
    expect(await find('', { tag: 'vip' })).toEqual([ids[5]])
    await store.db
      .updateTable('conversations')
      .set({ owner: 'human', agent: 'wang', snoozed_until: clock + 60_000 })
      .where('id', '=', ids[7]!)
      .execute()
    for (const filter of [{ agent: 'wang' }, { owners: ['human'] as const }, { snoozed: true }])
      expect(await find('副卡', filter)).toEqual([ids[7]])
    expect(await find('', { agent: 'wang', channel: 'wechat' })).toEqual([])
  })

  it('is kept up by itself, with what this process and others write', async () => {
    const stop = startSearchIndex(store, createLogger('silent'))
    const id = await began('携号转网怎么办')
    store.live.changed(id)
    await until('it is found', async () => (await find('携号转网')).includes(id))
    await stop()
  })
})

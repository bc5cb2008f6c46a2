import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askedLately } from '../../src/conversations/asked.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import { startConversation } from '../../src/conversations/start.ts'
import type { Store } from '../../src/conversations/store.ts'
import { openedStore } from '../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../databases.ts'

const MINUTE = 60_000
const DAY = 86_400_000

describe.each(engines)('what customers have asked lately, on %s', (engine) => {
  let home: TestHome
  let store: Store
  let close: () => Promise<void>
  let clock = 1_800_000_000_000

  beforeAll(async () => {
    home = await testHome(engine)
    ;({ store, close } = await openedStore(home, engine, () => clock))
  })
  beforeEach(() => {
    clock += 10 * DAY
  })
  afterAll(async () => {
    await close()
    await home.remove()
  })

  /** A new customer says something, a minute after whatever was said before. */
  async function say(...texts: readonly string[]): Promise<void> {
    const id = randomUUID()
    await startConversation(store, { id, channel: 'directline', userId: id, locale: null })
    for (const text of texts) {
      clock += MINUTE
      const activity = { type: 'message', text }
      await recordInbound(store, { conversationId: id, dedupe: null, role: 'user', visible: true, activity })
    }
  }
  const asked = (limit = 1_000) => askedLately(store, { since: clock - DAY, limit })

  it('is given, the latest first', async () => {
    await say('宽带断了', '路由器重启过了')
    expect(await asked()).toEqual(['路由器重启过了', '宽带断了'])
  })

  it('goes no further back than asked for, and holds no more', async () => {
    await say('很久以前的问题')
    clock += 2 * DAY
    await say('第一个', '第二个', '第三个')
    expect(await asked()).toEqual(['第三个', '第二个', '第一个'])
    expect(await asked(2)).toEqual(['第三个', '第二个'])
  })

  it('holds no numbers, and no words that only a few conversations use', async () => {
    await say('quagmire broadband 13800138000')
    for (let i = 0; i < 4; i++) await say('my broadband')
    const texts = await asked()
    expect(texts.filter((text) => text.includes('broadband'))).toHaveLength(5)
    expect(texts.join()).not.toMatch(/quagmire|my|\d/)
  })

  it('holds no name that is disguised, or that one person writes in every chat', async () => {
    const id = randomUUID()
    for (let chat = 0; chat < 6; chat++) {
      const conversationId = randomUUID()
      await startConversation(store, { id: conversationId, channel: 'directline', userId: id, locale: null })
      clock += MINUTE
      const activity = { type: 'message', text: '𝗦𝗰𝗵𝗺𝗶𝘁𝘁 ⓢⓒⓗⓜⓘⓣⓣ Schmitt 宽带' }
      await recordInbound(store, { conversationId, dedupe: null, role: 'user', visible: true, activity })
    }
    expect(await asked()).toEqual(Array(6).fill('宽带'))
  })

  it('leaves out pasted stories, and messages without text', async () => {
    await say('长'.repeat(301), '   ', '短的问题')
    expect(await asked()).toEqual(['短的问题'])
  })

  it('takes more than one page', async () => {
    await say(...Array.from({ length: 620 }, (_, i) => `问题${'一二三四五六七八九十'[i % 10]}`))
    clock += MINUTE
    expect(await asked()).toHaveLength(620)
  })

  it('leaves out what erased people wrote', async () => {
    await say('要被删除的人说的话')
    const { subject_id } = await store.db
      .selectFrom('conversations')
      .select('subject_id')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow()
    await say('还在的人说的话')
    await store.vault.destroy(subject_id)
    expect(await asked()).toEqual(['还在的人说的话'])
  })
})

/** Working together on a conversation, on both engines: notes, tags, snooze, blocks, presence, verdicts. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LiveNews } from '../../src/conversations/live.ts'
import { claim, close, release } from '../../src/conversations/ownership.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import { findConversation, startConversation } from '../../src/conversations/start.ts'
import { newId } from '../../src/conversations/store.ts'
import { readTurn } from '../../src/conversations/turn.ts'
import { type Blocker, block, blockOf, markTold, unblock } from '../../src/services/blocks.ts'
import { addNote, notesOf, takeBackNote } from '../../src/services/notes.ts'
import { customerRead, Presence, presentIn, readByAgent, tidyPresence } from '../../src/services/presence.ts'
import { returnSnoozed, snooze, unsnooze } from '../../src/services/snooze.ts'
import { setTags, tagsOf } from '../../src/services/tags.ts'
import { giveVerdict, newestHandoff } from '../../src/services/verdicts.ts'
import { engines } from '../databases.ts'
import { freshHome, NOW } from '../jobs/erase/somebody.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const WANG: Blocker = { account: 'wang', maxHours: 24, mayLift: false }
const BOSS: Blocker = { account: 'boss', maxHours: 720, mayLift: true }

describe.each(engines)('on %s', (engine) => {
  let place: Awaited<ReturnType<typeof freshHome>>
  let id: string
  let news: [LiveNews, string][]
  let changed: (string | null)[]

  beforeAll(async () => {
    place = await freshHome(engine)
    place.store.live.watchNews((kind, at) => news.push([kind, at]))
    place.store.live.watchAll((at) => changed.push(at))
  })
  afterAll(async () => {
    await place.close()
    await place.home.remove()
  })
  beforeEach(async () => {
    id = await begin()
    news = []
    changed = []
    place.clock.now = NOW
  })

  async function begin(userId: string = newId()): Promise<string> {
    const fresh = newId()
    await startConversation(place.store, { id: fresh, channel: 'directline', userId, locale: 'zh-CN' })
    return fresh
  }

  /** The customer writes. @returns its number */
  async function write(conversationId: string, text = '在吗'): Promise<{ id: string; seq: number }> {
    return recordInbound(place.store, {
      conversationId,
      activity: { type: 'message', text, from: { id: 'x', role: 'user' } },
      dedupe: null,
      role: 'user',
      visible: true,
    })
  }

  async function row(of = id) {
    const found = await findConversation(place.store, of)
    if (!found) throw new Error('There is no such conversation.')
    return found
  }

  async function recorded(action: string) {
    const rows = await place.store.db
      .selectFrom('audit')
      .select(['actor', 'target', 'detail'])
      .where('action', '=', action)
      .where('target', '=', `conversation:${id}`)
      .execute()
    return rows
  }

  const refused = (code: string) => expect.objectContaining({ code })

  describe('a note', () => {
    it('is read by colleagues, sealed at rest, and on record without its words', async () => {
      const { store } = place
      await addNote(store, 'wang', id, '  客户说下午三点后方便 <b>急</b> ')
      place.clock.now += 1
      await addNote(store, 'lin', id, 'second')
      const notes = await notesOf(store, await row())
      expect(notes.map(({ author, text }) => [author, text])).toEqual([
        ['wang', '客户说下午三点后方便 <b>急</b>'],
        ['lin', 'second'],
      ])
      const [stored] = await store.db
        .selectFrom('notes')
        .select('body')
        .where('conversation_id', '=', id)
        .execute()
      expect(stored?.body.toString('utf8')).not.toContain('三点')
      expect(await recorded('note.add')).toHaveLength(2)
      expect(JSON.stringify(await recorded('note.add'))).not.toContain('三点')
      expect(changed).toEqual([id, id])
    })

    it('is taken back by its author within ten minutes, and by nobody else', async () => {
      const { store } = place
      const note = await addNote(store, 'wang', id, 'wrong chat')
      const other = await begin()
      await expect(takeBackNote(store, 'lin', id, note)).rejects.toEqual(refused('note_kept'))
      await expect(takeBackNote(store, 'wang', other, note)).rejects.toEqual(refused('note_unknown'))
      place.clock.now += 10 * MINUTE
      await expect(takeBackNote(store, 'wang', id, note)).rejects.toEqual(refused('note_kept'))
      place.clock.now -= 1
      await takeBackNote(store, 'wang', id, note)
      expect(await notesOf(store, await row())).toEqual([])
      await expect(takeBackNote(store, 'wang', id, note)).rejects.toEqual(refused('note_unknown'))
      expect(await recorded('note.delete')).toHaveLength(1)
    })

    it('has words, not too many, and a conversation', async () => {
      const { store } = place
      for (const text of ['', '  \n', 'x'.repeat(4_001)])
        await expect(addNote(store, 'wang', id, text)).rejects.toEqual(refused('note_invalid'))
      await expect(addNote(store, 'wang', 'none', 'x')).rejects.toEqual(refused('conversation_unknown'))
    })
  })

  describe('tags', () => {
    const known = new Set(['vip', 'refund', 'network'])

    it('are exactly those that were set last, each on record', async () => {
      const { store } = place
      await setTags(store, 'wang', id, ['vip', 'refund', 'vip'], known)
      await setTags(store, 'lin', id, ['refund', 'network'], known)
      expect((await tagsOf(store, id)).sort()).toEqual(['network', 'refund'])
      changed = []
      await setTags(store, 'lin', id, ['network', 'refund'], known)
      expect([changed, (await recorded('conversation.tag')).length]).toEqual([[], 2])
    })

    it('are known ones; one that is known no longer stays where it is', async () => {
      const { store } = place
      await expect(setTags(store, 'wang', id, ['vip', 'odd'], known)).rejects.toEqual(refused('tag_unknown'))
      expect(await tagsOf(store, id)).toEqual([])
      await setTags(store, 'wang', id, ['vip'], known)
      await setTags(store, 'wang', id, ['vip', 'refund'], new Set(['refund']))
      expect((await tagsOf(store, id)).sort()).toEqual(['refund', 'vip'])
    })

    it('set by several at once are whole sets of one of them', async () => {
      const { store } = place
      const sets = [['vip'], ['refund'], ['network', 'vip'], []]
      await Promise.all(sets.map((tags, at) => setTags(store, `a${at}`, id, tags, known)))
      expect(sets.map((tags) => tags.join())).toContain((await tagsOf(store, id)).sort().join())
    })
  })

  describe('what is put aside', () => {
    it('comes back at its time, once, and is told', async () => {
      const { store } = place
      await claim(store, id, 'wang')
      await snooze(store, 'wang', id, NOW + HOUR)
      expect(await returnSnoozed(store)).toEqual([])
      place.clock.now = NOW + HOUR
      changed = []
      const both = await Promise.all([returnSnoozed(store), returnSnoozed(store)])
      expect(both.flat()).toEqual([id])
      expect([(await row()).snoozed_until, changed]).toEqual([null, [id]])
    })

    it('is that of whoever has it, until a time within 30 days', async () => {
      const { store } = place
      await expect(snooze(store, 'wang', id, NOW + HOUR)).rejects.toEqual(refused('conversation_not_yours'))
      await claim(store, id, 'wang')
      await expect(snooze(store, 'lin', id, NOW + HOUR)).rejects.toEqual(refused('conversation_not_yours'))
      for (const until of [NOW, NOW - 1, NOW + 31 * 24 * HOUR, Number.NaN])
        await expect(snooze(store, 'wang', id, until)).rejects.toEqual(refused('snooze_invalid'))
      await snooze(store, 'wang', id, NOW + HOUR)
      await expect(unsnooze(store, 'lin', id)).rejects.toEqual(refused('conversation_not_yours'))
      const records = async () =>
        (await store.audit.list(store.db, 100)).filter(({ action }) => action === 'conversation.unsnooze')
      await Promise.all([unsnooze(store, 'wang', id), unsnooze(store, 'wang', id)])
      expect((await row()).snoozed_until).toBeNull()
      expect(await records()).toHaveLength(1)
    })

    it.each(['release', 'close'] as const)('is so no longer after %s', async (how) => {
      const { store } = place
      await claim(store, id, 'wang')
      await snooze(store, 'wang', id, NOW + HOUR)
      await (how === 'release' ? release : close)(store, id, 'wang')
      expect((await row()).snoozed_until).toBeNull()
    })
  })

  describe('a block', () => {
    const nothing = () => []

    it('holds for the person in all conversations until its time or until it is lifted', async () => {
      const { store } = place
      const user = newId()
      const [one, two] = [await begin(user), await begin(user)]
      await block(store, WANG, one, { hours: 2, reason: 'abuse' }, nothing)
      const states = await Promise.all(
        [one, two, id].map((each) => readTurn(store, each, [], () => [], true)),
      )
      expect(states.map((state) => state.block?.until ?? null)).toEqual([
        NOW + 2 * HOUR,
        NOW + 2 * HOUR,
        null,
      ])
      place.clock.now = NOW + 2 * HOUR
      expect((await readTurn(store, two, [], () => [], true)).block).toBeNull()
      place.clock.now = NOW
      await unblock(store, WANG, two)
      expect((await readTurn(store, one, [], () => [], true)).block).toBeNull()
      await expect(unblock(store, WANG, one)).rejects.toEqual(refused('block_unknown'))
    })

    it('is as long as the role allows, and that of others is left to those who may lift it', async () => {
      const { store } = place
      for (const hours of [0, 0.1, 25, Number.NaN])
        await expect(block(store, WANG, id, { hours, reason: 'spam' }, nothing)).rejects.toEqual(
          refused('block_invalid'),
        )
      await block(store, BOSS, id, { hours: 720, reason: 'threat' }, nothing)
      await expect(block(store, WANG, id, { hours: 1, reason: 'spam' }, nothing)).rejects.toEqual(
        refused('block_standing'),
      )
      await expect(unblock(store, WANG, id)).rejects.toEqual(refused('block_not_yours'))
      await block(store, BOSS, id, { hours: 1, reason: 'threat' }, nothing)
      expect(await blockOf(store, (await row()).subject_id)).toMatchObject({
        until: NOW + HOUR,
        reason: 'threat',
      })
      await unblock(store, BOSS, id)
      expect(await blockOf(store, (await row()).subject_id)).toBeUndefined()
      expect((await recorded('conversation.block')).length).toBe(2)
      expect((await recorded('conversation.unblock')).length).toBe(1)
    })

    it('ends what the blocker has with one notice, and nothing a colleague has', async () => {
      const { store } = place
      await claim(store, id, 'lin')
      await expect(block(store, WANG, id, { hours: 1, reason: 'abuse' }, nothing)).rejects.toEqual(
        refused('conversation_not_yours'),
      )
      const notice = { type: 'message', text: 'until then', from: { id: 'liuke', role: 'bot' } }
      await block(store, { ...WANG, account: 'lin' }, id, { hours: 1, reason: 'abuse' }, () => [notice])
      expect((await row()).owner).toBe('closed')
      const { subject_id } = await row()
      expect((await blockOf(store, subject_id))?.told_at).toBe(NOW)
      // Told twice it cannot be.
      const told = (await blockOf(store, subject_id))?.id ?? ''
      await expect(store.db.transaction().execute((trx) => markTold(trx, told, NOW))).rejects.toThrow()
    })

    it('is not for a group', async () => {
      const { store } = place
      await store.db.updateTable('conversations').set({ shared: 1 }).where('id', '=', id).execute()
      await expect(block(store, BOSS, id, { hours: 1, reason: 'spam' }, nothing)).rejects.toEqual(
        refused('conversation_shared'),
      )
    })
  })

  describe('who has it open', () => {
    it('is known for half a minute, and told when it changes', async () => {
      const { store } = place
      const presence = new Presence(store)
      const idle = { writing: false, seenSeq: 0 }
      expect(await presence.seen('wang', id, idle)).toEqual({ present: [], lastSeq: 0 })
      place.clock.now += 1_000
      await presence.seen('wang', id, idle)
      expect(news).toEqual([['presence', id]])
      const { present } = await presence.seen('lin', id, { ...idle, writing: true })
      expect(present).toEqual([{ account: 'wang', writing: false }])
      expect(await presentIn(store, id, 'wang')).toEqual([{ account: 'lin', writing: true }])
      place.clock.now += 30_000
      expect(await presentIn(store, id, 'wang')).toEqual([])
      place.clock.now += 60_000
      await tidyPresence(store)
      expect(
        await store.db.selectFrom('presence').selectAll().where('conversation_id', '=', id).execute(),
      ).toEqual([])
    })

    it('writes once in five seconds what a page says again', async () => {
      const { store } = place
      const presence = new Presence(store)
      const seenAt = async () =>
        (
          await store.db.selectFrom('presence').select('seen_at').where('conversation_id', '=', id).execute()
        )[0]?.seen_at
      await presence.seen('wang', id, { writing: false, seenSeq: 0 })
      place.clock.now += 4_999
      await presence.seen('wang', id, { writing: false, seenSeq: 0 })
      expect(await seenAt()).toBe(NOW)
      place.clock.now += 1
      await presence.seen('wang', id, { writing: false, seenSeq: 0 })
      expect(await seenAt()).toBe(NOW + 5_000)
    })

    it('shows the customer that the agent who has it types, and nobody else', async () => {
      const { store } = place
      const heard: string[] = []
      const stop = store.live.watch(id, (signal) => heard.push(signal.kind))
      const presence = new Presence(store)
      const writing = { writing: true, seenSeq: 0 }
      await presence.seen('wang', id, writing)
      expect(heard).toEqual([])
      await claim(store, id, 'wang')
      heard.length = 0
      await presence.seen('wang', id, writing)
      await presence.seen('wang', id, writing)
      await presence.seen('lin', id, writing)
      expect(heard).toEqual(['typing'])
      stop()
    })
  })

  describe('how far was read', () => {
    it('goes forward only, on either side, and never beyond what there is', async () => {
      const { store } = place
      const presence = new Presence(store)
      const [first, second] = [await write(id), await write(id)]
      await presence.seen('wang', id, { writing: false, seenSeq: 2 })
      expect([(await row()).agent_read_seq, await readByAgent(store, id)]).toEqual([null, null])
      await claim(store, id, 'wang')
      await presence.seen('wang', id, { writing: false, seenSeq: first.seq })
      expect(await readByAgent(store, id)).toBe(first.id)
      await presence.seen('wang', id, { writing: false, seenSeq: 2_000_000 })
      expect(await readByAgent(store, id)).toBe(second.id)
      await presence.seen('wang', id, { writing: false, seenSeq: 0 })
      expect((await row()).agent_read_seq).toBe((await row()).last_seq)
      const elsewhere = await write(await begin())
      for (const shown of [{ id: elsewhere.id }, { id: 'none' }, { seq: 99 }])
        await customerRead(store, id, shown)
      expect((await row()).customer_read_seq).toBeNull()
      await customerRead(store, id, { id: second.id })
      await customerRead(store, id, { seq: first.seq })
      expect((await row()).customer_read_seq).toBe(second.seq)
    })
  })

  describe('a verdict', () => {
    it('is on the newest hand-over, by whoever had it or may give conversations to others', async () => {
      const { store } = place
      await expect(giveVerdict(store, 'wang', id, 'right', false)).rejects.toEqual(refused('handoff_unknown'))
      await claim(store, id, 'wang')
      await expect(giveVerdict(store, 'lin', id, 'right', false)).rejects.toEqual(
        refused('handoff_not_yours'),
      )
      await giveVerdict(store, 'wang', id, 'bot-could', false)
      await close(store, id, 'wang')
      await giveVerdict(store, 'wang', id, 'too-late', false)
      expect(await newestHandoff(store, id)).toMatchObject({ verdict: 'too-late', verdict_by: 'wang' })
      await giveVerdict(store, 'boss', id, 'right', true)
      expect(await newestHandoff(store, id)).toMatchObject({ verdict: 'right', verdict_by: 'boss' })
      expect(await recorded('handoff.verdict')).toHaveLength(3)
    })
  })
})

/** What must not happen to conversations people of ours have, on both engines: blocks, snoozing, holders who are gone. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import { queueLostHandoffs } from '../../src/bot/lost-holders.ts'
import { claim, close, say } from '../../src/conversations/ownership.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import { findConversation, startConversation } from '../../src/conversations/start.ts'
import { newId } from '../../src/conversations/store.ts'
import { readTurn } from '../../src/conversations/turn.ts'
import { block, blockOf } from '../../src/services/blocks.ts'
import { addNote, newNote, notesOf } from '../../src/services/notes.ts'
import { snooze } from '../../src/services/snooze.ts'
import { engines } from '../databases.ts'
import { freshHome } from '../jobs/erase/somebody.ts'

const WANG = { account: 'wang', maxHours: 24, mayLift: false }
const WISH = { hours: 1, reason: 'abuse' } as const
const refused = (code: string) => expect.objectContaining({ code })

describe.each(engines)('on %s', (engine) => {
  let place: Awaited<ReturnType<typeof freshHome>>
  beforeAll(async () => {
    place = await freshHome(engine)
  })
  afterAll(async () => {
    await place.close()
    await place.home.remove()
  })

  async function begin(): Promise<string> {
    const id = newId()
    await startConversation(place.store, { id, channel: 'directline', userId: id, locale: 'zh-CN' })
    return id
  }
  async function row(id: string) {
    const found = await findConversation(place.store, id)
    if (!found) throw new Error('There is no such conversation.')
    return found
  }
  const write = (conversationId: string) =>
    recordInbound(place.store, {
      conversationId,
      activity: { type: 'message', text: '在吗', from: { id: 'x', role: 'user' } },
      ...{ dedupe: null, role: 'user', visible: true },
    })

  it('a block makes turns that run be read again', async () => {
    const id = await begin()
    const { conversation } = await readTurn(place.store, id, ['none'], () => ['one', 'two'])
    await block(place.store, WANG, id, WISH, () => [])
    expect((await row(id)).version).toBeGreaterThan(conversation.version)
  })

  it('a block neither ends the wait of somebody in danger nor what a colleague has', async () => {
    const id = await begin()
    const waits = { owner: 'queued', queue: 'general', priority: 100, queue_reason: 'fixed.safety' } as const
    await place.store.db.updateTable('conversations').set(waits).where('id', '=', id).execute()
    await expect(block(place.store, WANG, id, WISH, () => [])).rejects.toEqual(refused('block_in_danger'))
    await claim(place.store, id, 'lin')
    await expect(block(place.store, WANG, id, WISH, () => [])).rejects.toEqual(
      refused('conversation_not_yours'),
    )
    const { owner, agent, subject_id } = await row(id)
    expect([owner, agent, await blockOf(place.store, subject_id)]).toEqual(['human', 'lin', undefined])
  })

  it('the customer is told of a block in the move that ends their wait', async () => {
    const id = await begin()
    await claim(place.store, id, 'wang')
    await block(place.store, WANG, id, WISH, () => [{ type: 'message', text: 'blocked' }])
    const { owner, subject_id } = await row(id)
    expect([owner, (await blockOf(place.store, subject_id))?.told_at]).toEqual(['closed', expect.any(Number)])
  })

  it('nothing is put aside over a message nobody has read', async () => {
    const id = await begin()
    await claim(place.store, id, 'wang')
    const { last_seq } = await row(id)
    await write(id)
    const until = place.store.now() + 3_600_000
    await expect(snooze(place.store, 'wang', id, until, last_seq)).rejects.toEqual(
      refused('conversation_moved_on'),
    )
    expect((await row(id)).snoozed_until).toBeNull()
    await snooze(place.store, 'wang', id, until, last_seq + 1)
  })

  it('a colleague of the same name is another one', async () => {
    const id = await begin()
    await claim(place.store, id, 'wang')
    const message = { type: 'message', text: 'x', from: { id: 'agent', name: '小王' } }
    await say(place.store, id, 'wang', message)
    const other = { ...message, from: { id: 'agent', name: '王姐' } }
    await say(place.store, id, 'wang', other, { seenSeq: 0 })
    await claim(place.store, id, 'lin', [], 'wang')
    await expect(say(place.store, id, 'lin', message, { seenSeq: 0 })).rejects.toEqual(
      refused('conversation_moved_on'),
    )
  })

  it('a note that finds no room keeps the conversation open, and a damaged one hides nothing', async () => {
    const id = await begin()
    await claim(place.store, id, 'wang')
    const first = await addNote(place.store, 'wang', id, 'one')
    const { write: also } = await newNote(place.store, 'wang', id, 'two')
    const full = async (trx: Parameters<typeof also>[0]) => {
      await also(trx)
      throw new Error('full')
    }
    const ending = { reason: null, resolution: null }
    await expect(close(place.store, id, 'wang', [], { ...ending, also: full })).rejects.toThrow('full')
    expect((await row(id)).owner).toBe('human')
    await place.store.db
      .updateTable('notes')
      .set({ body: Buffer.from('x') })
      .where('id', '=', first)
      .execute()
    await close(place.store, id, 'wang', [], { ...ending, also })
    const notes = await notesOf(place.store, await row(id))
    expect(notes.map(({ text }) => text).sort()).toEqual(['', 'two'])
  })

  it('whoever is gone leaves their customers to somebody else, put aside or not', async () => {
    const { store } = place
    for (const name of ['mei', 'zhao'])
      await addAccount(store, 'test', {
        ...{ name, role: 'agent', password: 'kuzo-mira-tepa-lodu', displayName: name },
      })
    const [left, stays] = [await begin(), await begin()]
    await claim(store, left, 'mei')
    await claim(store, stays, 'zhao')
    await snooze(store, 'mei', left, store.now() + 3_600_000)
    await store.db.updateTable('accounts').set({ disabled: 1 }).where('name', '=', 'mei').execute()
    await queueLostHandoffs(store)
    const { owner, queue_reason, snoozed_until } = await row(left)
    expect([owner, queue_reason, snoozed_until]).toEqual(['queued', 'desk.holder-gone', null])
    expect((await row(stays)).agent).toBe('zhao')
  })

  it('whoever waits for an agent who is away is given to somebody else, and nobody else is', async () => {
    const { store } = place
    const now = store.now()
    const agent = { status: 'available', capacity: 5, queues: null, since: 0, passed_until: null } as const
    await store.db
      .insertInto('agents')
      .values([
        { ...agent, account: 'away', seen_at: now - 700_000 },
        { ...agent, account: 'there', seen_at: now },
      ])
      .execute()
    const message = { type: 'message', text: '您好', from: { id: 'agent', name: 'A' } }
    const held = async (name: string, ...steps: ('write' | 'say')[]): Promise<string> => {
      const id = await begin()
      await claim(store, id, name)
      for (const step of steps) await (step === 'write' ? write(id) : say(store, id, name, message))
      await store.db
        .updateTable('messages')
        .set({ created_at: now - 650_000 })
        .where('conversation_id', '=', id)
        .execute()
      return id
    }
    const waits = await held('away', 'say', 'write')
    const answered = await held('away', 'write', 'say')
    const cared = await held('there', 'write')
    // By the command line, without an account.
    const byHand = await held('Agent', 'write')
    await queueLostHandoffs(store)
    expect(await row(waits)).toMatchObject({ owner: 'queued', queue_reason: 'desk.holder-away' })
    for (const id of [answered, cared, byHand]) expect((await row(id)).owner).toBe('human')
  })
})

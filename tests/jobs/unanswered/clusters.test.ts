import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { readDraft, settleDraft } from '../../../src/corpus/revisions/draft.ts'
import { setLive } from '../../../src/corpus/revisions/revisions.ts'
import { settleApplied } from '../../../src/jobs/unanswered/applied.ts'
import { clusterAll } from '../../../src/jobs/unanswered/cluster-all.ts'
import { collectAll } from '../../../src/jobs/unanswered/collect.ts'
import { carryOut } from '../../../src/jobs/unanswered/deeds.ts'
import { joinNew } from '../../../src/jobs/unanswered/join.ts'
import { keepApart } from '../../../src/jobs/unanswered/split.ts'
import { undoDeed } from '../../../src/jobs/unanswered/undo.ts'
import { smallCuration } from '../../corpus/small-curation.ts'
import { engines } from '../../databases.ts'
import { conversation } from './asked.ts'

const NOW = Date.parse('2026-11-22T05:00:00Z')
const WORDS = ['停车场能免费停车吗', '宠物能不能寄养一下']

describe.each(engines)('clusters over days on %s', (engine) => {
  let curation: Curation
  let store: Store
  let close: () => Promise<void>

  beforeAll(async () => {
    const made = await smallCuration(engine, () => NOW)
    curation = made.curation
    store = curation.store
    close = made.close
  })
  afterAll(() => close())
  beforeEach(async () => {
    for (const table of [
      'unanswered',
      'unanswered_feed',
      'clusters',
      'settled_phrases',
      'decisions',
    ] as const)
      await store.db.deleteFrom(table).execute()
  })

  const ask = async (text: string) => {
    await conversation(store, NOW - 30_000, [{ text, decision: 'decline', confidence: 0.1 }])
    await collectAll({ store: store, corpus: curation.corpus })
  }
  /** Groups by the first character: what is around it counts here. */
  const group = async (questions: readonly { readonly text: string }[]) => {
    const firsts = [...new Set(questions.map(({ text }) => text[0]))]
    const groups = firsts.map((first) => questions.flatMap(({ text }, at) => (text[0] === first ? [at] : [])))
    const groupOf = Int32Array.from(questions, ({ text }) => firsts.indexOf(text[0]))
    return { groups, groupOf, cohesion: Float32Array.from(firsts, () => 0.5) }
  }
  const cluster = () => clusterAll({ store: store, log: curation.log, group })
  const clusters = () => store.db.selectFrom('clusters').selectAll().orderBy('questions', 'desc').execute()

  it('keep their ids, and what is said alike joins them at once', async () => {
    for (const text of [...WORDS, '停车场免费停车可以吗']) await ask(text)
    expect(await cluster()).toBe(true)
    const before = await clusters()
    expect(before).toMatchObject([{ questions: 2, customers: 2, status: 'new' }, { questions: 1 }])
    await ask(`${WORDS[0]}？`)
    expect(await joinNew(store)).toBe(1)
    expect((await clusters())[0]).toMatchObject({ id: before[0]?.id, questions: 3 })
    await ask('完全别的东西')
    expect(await joinNew(store)).toBe(0)
    await cluster()
    const after = await clusters()
    expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
    expect(after).toHaveLength(3)
  })

  it('are made by one process at a time, and a failure is told', async () => {
    await ask(WORDS[0] ?? '')
    let inner: boolean | undefined
    const outer = clusterAll({
      ...{ store: store, log: curation.log },
      group: async (questions) => {
        inner = await cluster()
        return group(questions)
      },
    })
    expect(await outer).toBe(true)
    expect(inner).toBe(false)
    const broken = async () => Promise.reject(new Error('no memory'))
    await expect(clusterAll({ store: store, log: curation.log, group: broken })).rejects.toThrow()
    const feed = await store.db.selectFrom('unanswered_feed').selectAll().executeTakeFirstOrThrow()
    expect(feed).toMatchObject({ run: null, failure: 'clustering_failed' })
  })

  it('that are dismissed take what is asked alike, and nothing of it comes back', async () => {
    await ask(WORDS[0] ?? '')
    await cluster()
    const [one] = await clusters()
    await carryOut(curation, 'mei', one?.id ?? '', { deed: 'dismiss' })
    await ask(WORDS[0] ?? '')
    await ask(`请问${WORDS[0]}`)
    await joinNew(store)
    await cluster()
    const open = await store.db.selectFrom('unanswered').select('id').where('status', '=', 'new').execute()
    expect(open).toEqual([])
    expect(await clusters()).toMatchObject([{ id: one?.id, status: 'dismissed' }])
  })

  it('lose what was decided elsewhere, and keep nothing open in what was decided while they were made', async () => {
    for (const text of WORDS) await ask(text)
    await cluster()
    const [one, other] = await clusters()
    const { db, now } = store
    const of = (id = '') => db.updateTable('unanswered').where('cluster_id', '=', id)
    await of(one?.id).set({ status: 'accepted' }).execute()
    await db
      .updateTable('clusters')
      .set({ status: 'dismissed' })
      .where('id', '=', other?.id ?? '')
      .execute()
    await clusterAll({ store: { ...store, now }, log: curation.log, group })
    const after = await clusters()
    expect(after).toMatchObject([{ status: 'new', questions: 1 }])
    expect([one?.id, other?.id]).not.toContain(after[0]?.id)
  })

  it('are applied once what was accepted is live, and not before', async () => {
    await ask(WORDS[1] ?? '')
    await cluster()
    const [one] = await clusters()
    await carryOut(curation, 'mei', one?.id ?? '', { deed: 'accept', entry: 'plan.list' })
    expect(await settleApplied(curation)).toBe(0)
    const draft = await readDraft(curation)
    await store.db.transaction().execute(async (trx) => {
      await settleDraft(trx, draft)
      await setLive(trx, draft.live ?? 1, 'mei', NOW + 1)
    })
    expect(await settleApplied(curation)).toBe(1)
    expect(await clusters()).toMatchObject([{ id: one?.id, status: 'applied', entry: 'plan.list' }])
    expect(await settleApplied(curation)).toBe(0)
  })

  it('keep what was decided since, when an earlier decision is taken back', async () => {
    const words = ['停车场能停一晚吗', '停车位还有吗', '停车卡怎么办']
    for (const text of words) await ask(text)
    await cluster()
    const { db } = store
    const of = async (status: 'new' | 'accepted' | 'dismissed') =>
      (await clusters()).filter((one) => one.status === status)
    const [one] = await of('new')
    const rows = await db.selectFrom('unanswered').select('id').orderBy('id').execute()
    const moved = [rows[0]?.id ?? '']
    const split = await carryOut(curation, 'mei', one?.id ?? '', { deed: 'split', questions: moved })
    const apart = (await of('new')).find(({ id }) => id !== one?.id)
    await carryOut(curation, 'li', apart?.id ?? '', { deed: 'accept', entry: 'plan.list' })
    await carryOut(curation, 'li', one?.id ?? '', { deed: 'dismiss' })
    await undoDeed(curation, 'mei', split.deed)
    expect(await of('accepted')).toMatchObject([{ id: apart?.id, questions: 1, entry: 'plan.list' }])
    expect(await of('dismissed')).toMatchObject([{ id: one?.id, questions: 2, decided_by: 'li' }])
    expect(await of('new')).toEqual([])
  })

  it('two leads who decide at once: one comes first', async () => {
    await ask(WORDS[1] ?? '')
    await cluster()
    const [one] = await clusters()
    const done = await Promise.allSettled([
      carryOut(curation, 'mei', one?.id ?? '', { deed: 'dismiss' }),
      carryOut(curation, 'li', one?.id ?? '', { deed: 'out-of-scope' }),
    ])
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(done.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'question_gone' },
    })
  })
})

describe('what a lead has split', () => {
  it('stays apart where it would come together again', () => {
    const splits = [{ from: 'one', moved: new Set(['c', 'd']) }]
    const before = new Map([
      ['a', 'one'],
      ['c', 'two'],
    ])
    expect(keepApart([['a', 'b', 'c'], ['d'], ['e']], splits, before)).toEqual([
      ['a', 'b'],
      ['c'],
      ['d'],
      ['e'],
    ])
    expect(keepApart([['c', 'e']], splits, before)).toEqual([['c', 'e']])
  })
})

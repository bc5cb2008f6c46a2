/** What the corpus has learned from somebody leaves every revision and the draft when they are erased. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { editItem, readDraft } from '../../../src/corpus/revisions/draft.ts'
import {
  insertRevision,
  liveRevision,
  readRevision,
  setLive,
} from '../../../src/corpus/revisions/revisions.ts'
import type { ItemContent } from '../../../src/corpus/revisions/types.ts'
import { erase } from '../../../src/jobs/erase/erase.ts'
import { Needles } from '../../../src/jobs/erase/needles.ts'
import { findPerson } from '../../../src/jobs/erase/person.ts'
import { scan } from '../../../src/jobs/erase/scan.ts'
import { clusterAll } from '../../../src/jobs/unanswered/cluster-all.ts'
import { collectAll } from '../../../src/jobs/unanswered/collect.ts'
import { carryOut } from '../../../src/jobs/unanswered/deeds.ts'
import { undoDeed } from '../../../src/jobs/unanswered/undo.ts'
import { smallCuration } from '../../corpus/small-curation.ts'
import { engines, type TestHome } from '../../databases.ts'
import { conversation } from '../unanswered/asked.ts'

const KEY = 'entry:plan.list'
const [THEIRS, SHARED, OTHERS] = ['能给我家橘猫办一张卡吗', '宠物能办卡吗', '小狗也能办卡吗']

describe.each(engines)('phrases learned from somebody on %s', (engine) => {
  let curation: Curation
  let store: Store
  let home: TestHome
  let close: () => Promise<void>

  beforeAll(async () => {
    const made = await smallCuration(engine)
    curation = made.curation
    store = curation.store
    home = made.home
    close = made.close
  })
  afterAll(() => close())

  const publish = async (): Promise<number> => {
    const { files, live } = await readDraft(curation)
    return store.db.transaction().execute(async (trx) => {
      const number = await insertRevision(trx, {
        ...{ parent: live, source: 'published', files, corpusHash: 'x', modelId: null, author: 'mei' },
        ...{ approvedBy: null, note: '', overrideReason: null, measurements: null, createdAt: 1 },
      })
      await setLive(trx, number, 'mei', 1)
      return number
    })
  }
  const scanFor = async (text: string) => {
    const needles = new Needles()
    needles.add('message', text)
    const places = { databaseUrl: home.databaseUrl, keystoreUrl: home.keystoreUrl, folders: [], except: [] }
    return (await scan(store, null, needles, places)).ok
  }

  it('leave revisions, draft and suggestions; what somebody else asked as well stays', async () => {
    const asked = (texts: readonly string[]) =>
      conversation(
        store,
        Date.now() - 600_000,
        texts.map((text) => ({ text, decision: 'decline' as const, confidence: 0.1 })),
      )
    const one = await asked([THEIRS, SHARED])
    await asked([SHARED, OTHERS])
    await collectAll({ store, corpus: curation.corpus })
    const together = async (questions: readonly unknown[]) => ({
      groupOf: new Int32Array(questions.length),
      groups: [questions.map((_, at) => at)],
      cohesion: Float32Array.of(1),
    })
    await clusterAll({ store, log: curation.log, group: together })
    const { id } = await store.db.selectFrom('clusters').select('id').executeTakeFirstOrThrow()
    expect(await carryOut(curation, 'mei', id, { deed: 'accept', entry: 'plan.list' })).toMatchObject({
      questions: 4,
      phrases: 3,
    })
    const number = await publish()
    await editItem(curation, 'mei', KEY, (now): ItemContent => {
      if (now?.kind !== 'entry') throw new Error('no entry')
      const { phrases } = now.entry
      return { kind: 'entry', entry: { ...now.entry, phrases: { ...phrases, zh: [...phrases.zh, '新的'] } } }
    })
    expect(await scanFor(THEIRS)).toBe(false)
    const before = await liveRevision(store)

    await store.db.updateTable('outbox').set({ status: 'dead' }).execute()
    const { rows } = await erase(store, await findPerson(store, one.id), { scope: 'chat', actor: 'test' })
    expect(rows).toMatchObject({ corpus_revisions: 1, draft_items: 1, unanswered: 2 })
    const { files } = await readRevision(store, number)
    const text = JSON.stringify([files, (await readDraft(curation)).files])
    expect(text).not.toContain(THEIRS)
    for (const kept of [SHARED, OTHERS, '新的']) expect(text).toContain(kept)
    // All processes train the live revision again.
    expect((await liveRevision(store))?.version).toBe((before?.version ?? 0) + 1)
    expect(await scanFor(THEIRS)).toBe(true)
    expect(await store.db.selectFrom('clusters').select('questions').execute()).toHaveLength(1)
  })

  it('leave the history of the draft too, where the decision was taken back before', async () => {
    const text = '仓鼠能办一张上网卡吗'
    const at = Date.now() - 1_000
    const one = await conversation(store, at, [{ text, decision: 'decline', confidence: 0.1 }])
    await collectAll({ store, corpus: curation.corpus })
    const alone = async (questions: readonly unknown[]) => ({
      groupOf: new Int32Array(questions.length).fill(-1),
      ...{ groups: [], cohesion: new Float32Array(0) },
    })
    await clusterAll({ store, log: curation.log, group: alone })
    const { cluster_id } = await store.db
      .selectFrom('unanswered')
      .select('cluster_id')
      .where('conversation_id', '=', one.id)
      .executeTakeFirstOrThrow()
    const deed = { deed: 'accept', entry: 'plan.list' } as const
    const done = await carryOut(curation, 'mei', cluster_id ?? '', deed)
    await undoDeed(curation, 'mei', done.deed)
    expect(await scanFor(text)).toBe(false)

    await store.db.updateTable('outbox').set({ status: 'dead' }).execute()
    await erase(store, await findPerson(store, one.id), { scope: 'chat', actor: 'test' })
    expect(await scanFor(text)).toBe(true)
  })
})

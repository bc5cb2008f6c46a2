import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { editItem, readDraft, settleDraft, undoChange } from '../../../src/corpus/revisions/draft.ts'
import { setLive } from '../../../src/corpus/revisions/revisions.ts'
import { clusterAll } from '../../../src/jobs/unanswered/cluster-all.ts'
import { collectAll } from '../../../src/jobs/unanswered/collect.ts'
import { carryOut } from '../../../src/jobs/unanswered/deeds.ts'
import { joinNew } from '../../../src/jobs/unanswered/join.ts'
import { pastDeeds } from '../../../src/jobs/unanswered/past-deeds.ts'
import { BACKGROUND } from '../../../src/jobs/unanswered/phrases.ts'
import { undoDeed } from '../../../src/jobs/unanswered/undo.ts'
import { adding, curationOver } from '../../corpus/curation-over.ts'
import { onDisk, smallCompany, smallCorpus } from '../../corpus/small-corpus.ts'
import { openedStore } from '../../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../../databases.ts'
import { conversation } from './asked.ts'

const ENTRY = 'plan.list'

describe.each(engines)('decisions about questions on %s', (engine) => {
  let home: TestHome
  let curation: Curation
  let store: Store
  /** Another server on the same data. */
  let other: Store
  const closing: (() => Promise<void>)[] = []
  let now = Date.parse('2026-11-22T05:00:00Z')

  beforeAll(async () => {
    home = await testHome(engine)
    const key = randomBytes(32)
    const opened = await openedStore(home, engine, () => now, key)
    const second = await openedStore(home, engine, () => now, key)
    closing.push(opened.close, second.close)
    store = opened.store
    other = second.store
    curation = await curationOver({
      store,
      corpusFolder: await onDisk(await smallCorpus()),
      companyFolder: await onDisk(smallCompany),
      modelFolder: home.folder,
    })
  })
  afterAll(async () => {
    for (const close of closing) await close()
    await home.remove()
  })
  beforeEach(async () => {
    now += 60_000
    for (const table of [
      'unanswered',
      'unanswered_feed',
      'clusters',
      'curation_deeds',
      'settled_phrases',
      'decisions',
      'draft_items',
    ] as const)
      await store.db.deleteFrom(table).execute()
  })

  const ask = async (text: string, on = store) => {
    await conversation(on, now - 30_000, [{ text, decision: 'decline', confidence: 0.1 }])
    await collectAll({ store: on, corpus: curation.corpus })
  }
  /** Groups by the first character: what is around it counts here. */
  const group = async (questions: readonly { readonly text: string }[]) => {
    const firsts = [...new Set(questions.map(({ text }) => text[0]))]
    const groups = firsts.map((first) => questions.flatMap(({ text }, at) => (text[0] === first ? [at] : [])))
    const groupOf = Int32Array.from(questions, ({ text }) => firsts.indexOf(text[0]))
    return { groups, groupOf, cohesion: Float32Array.from(firsts, () => 0.5) }
  }
  const cluster = (on = store) => clusterAll({ store: on, log: curation.log, group })
  const clusters = () => store.db.selectFrom('clusters').selectAll().orderBy('questions', 'desc').execute()
  const only = async () => (await clusters())[0]?.id ?? ''
  const statuses = async () =>
    (await store.db.selectFrom('unanswered').select('status').execute()).map(({ status }) => status).sort()
  const publish = async () => {
    now += 1_000
    const draft = await readDraft(curation)
    await store.db.transaction().execute(async (trx) => {
      await settleDraft(trx, draft)
      await setLive(trx, draft.live ?? 1, 'mei', now)
    })
  }
  const remove = (id: string) => editItem(curation, 'li', `entry:${id}`, () => null)
  const entry = { title: { zh: '停车', en: 'Parking' }, answer: { zh: '可以。', en: 'Yes.' } }

  it('are not taken back once they are published, also where the entry had been edited before', async () => {
    await editItem(curation, 'mei', `entry:${ENTRY}`, adding('what do you sell'))
    await ask('停车场免费吗')
    await cluster()
    const { deed } = await carryOut(curation, 'mei', await only(), { deed: 'accept', entry: ENTRY })
    expect(await pastDeeds(curation, 'mei')).toMatchObject([{ deed, title: '停车场免费吗' }])
    expect(await pastDeeds(curation, 'li')).toEqual([])
    await publish()
    await expect(undoDeed(curation, 'mei', deed)).rejects.toMatchObject({ code: 'draft_changed_since' })
    expect(await statuses()).toEqual(['accepted'])
    expect((await readDraft(curation)).changed.size).toBe(0)
    expect(await pastDeeds(curation, 'mei')).toEqual([])
  })

  it('are taken back also where their change of the draft has been already, and last for a day', async () => {
    await ask('停车场免费吗')
    await cluster()
    const id = await only()
    const { deed } = await carryOut(curation, 'mei', id, { deed: 'accept', entry: ENTRY })
    const { change } = JSON.parse(
      (await store.db.selectFrom('curation_deeds').select('body').executeTakeFirstOrThrow()).body,
    )
    await undoChange(curation, 'li', change)
    expect(await pastDeeds(curation, 'mei')).toMatchObject([{ deed, cluster: id }])
    await undoDeed(curation, 'mei', deed)
    expect(await statuses()).toEqual(['new'])
    await carryOut(curation, 'mei', id, { deed: 'dismiss' })
    expect(await pastDeeds(curation, 'mei')).toHaveLength(1)
    now += 25 * 3_600_000
    expect(await pastDeeds(curation, 'mei')).toEqual([])
  })

  it('into an entry that a colleague has taken out are refused whole', async () => {
    await ask('停车场免费吗')
    await cluster()
    const id = await only()
    await remove(ENTRY)
    await expect(carryOut(curation, 'mei', id, { deed: 'accept', entry: ENTRY })).rejects.toMatchObject({
      code: 'entry_unknown',
    })
    expect(await statuses()).toEqual(['new'])
    // Taken out between reading and writing.
    await store.db.deleteFrom('draft_items').execute()
    const [, late] = await Promise.allSettled([
      remove(ENTRY),
      carryOut(curation, 'mei', id, { deed: 'accept', entry: ENTRY }),
    ])
    if (late.status === 'rejected') expect(late.reason).toMatchObject({ code: 'entry_unknown' })
    const isIn = (await readDraft(curation)).items.some(({ key }) => key === `entry:${ENTRY}`)
    expect([await statuses(), isIn]).toEqual([[late.status === 'rejected' ? 'new' : 'accepted'], false])
    expect(await store.db.selectFrom('curation_deeds').select('id').execute()).toHaveLength(
      late.status === 'rejected' ? 0 : 1,
    )
  })

  it('make no entry whose id there is, whoever made it', async () => {
    await ask('停车场免费吗')
    await cluster()
    const id = await only()
    const make = (named: string) => carryOut(curation, 'mei', id, { deed: 'create', id: named, ...entry })
    await expect(make(ENTRY)).rejects.toMatchObject({ code: 'entry_taken' })
    expect(await statuses()).toEqual(['new'])
    await ask('宠物能寄养吗')
    await cluster()
    const [one, two] = await clusters()
    const done = await Promise.allSettled(
      [one, two].map((of) =>
        carryOut(curation, 'mei', of?.id ?? '', { deed: 'create', id: 'shop.twice', ...entry }),
      ),
    )
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(done.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'entry_taken' },
    })
    expect(await statuses()).toEqual(['accepted', 'new'])
  })

  it('make an entry again that was taken out of the draft', async () => {
    await ask('停车场免费吗')
    await cluster()
    await remove(ENTRY)
    const { deed } = await carryOut(curation, 'mei', await only(), { deed: 'create', id: ENTRY, ...entry })
    const made = async () => (await readDraft(curation)).items.find(({ key }) => key === `entry:${ENTRY}`)
    expect((await made())?.source).toContain('Parking')
    await undoDeed(curation, 'mei', deed)
    expect(await made()).toBeUndefined()
  })

  it('to split stand when all is clustered anew, and are taken back after that, with right figures', async () => {
    for (const text of ['停一', '停二', '停三', '停四']) await ask(text)
    await cluster()
    const id = await only()
    const rows = await store.db.selectFrom('unanswered').select('id').orderBy('id').execute()
    const questions = rows.slice(0, 2).map((row) => row.id)
    const { deed } = await carryOut(curation, 'mei', id, { deed: 'split', questions })
    await cluster(other)
    expect((await clusters()).map((one) => one.questions)).toEqual([2, 2])
    // One of them has gone to questions of another kind meanwhile.
    await ask('宠物能寄养吗')
    await cluster()
    const pets = (await clusters()).find((one) => one.questions === 1)?.id ?? ''
    await store.db
      .updateTable('unanswered')
      .set({ cluster_id: pets })
      .where('id', '=', questions[0] ?? '')
      .execute()
    await store.db.updateTable('clusters').set({ questions: 2 }).where('id', '=', pets).execute()
    await undoDeed(curation, 'mei', deed)
    expect((await clusters()).map((one) => [one.id, one.questions])).toEqual([
      [id, 4],
      [pets, 1],
    ])
    await cluster()
    expect((await clusters()).map((one) => one.questions)).toEqual([4, 1])
  })

  it('to dismiss hold for other case, width and signs, after all is clustered anew, and on every server', async () => {
    await ask('WIFI密码多少?')
    await cluster()
    const id = await only()
    await carryOut(curation, 'mei', id, { deed: 'dismiss' })
    for (const text of ['ｗｉｆｉ密码多少？', 'wifi 密码多少', 'WiFi密碼多少！']) await ask(text)
    await ask('wifi密码多少', other)
    await cluster()
    expect(await statuses()).toEqual(['dismissed'])
    // Its questions are past their time: what is left is that it was dismissed.
    await store.db.deleteFrom('unanswered').execute()
    await cluster(other)
    expect(await clusters()).toEqual([])
    await ask('WIFI密码多少', other)
    await joinNew(other)
    expect(await statuses()).toEqual([])
  })

  it('to dismiss hold for a phrase that was published once', async () => {
    await ask('停车场免费吗')
    await cluster()
    const { phrase_hash } = await store.db
      .selectFrom('unanswered')
      .select('phrase_hash')
      .executeTakeFirstOrThrow()
    await store.db
      .insertInto('settled_phrases')
      .values({ phrase_hash, status: 'applied', by: 'li', at: now })
      .execute()
    await carryOut(curation, 'mei', await only(), { deed: 'dismiss' })
    await ask('停车场免费吗')
    expect(await statuses()).toEqual(['dismissed'])
  })

  it('that put the same away twice are taken back one by one', async () => {
    await ask('停车场免费吗')
    // Asked before the other was decided about, as a process that was slower reads it.
    await ask('停车场免费吗？')
    await cluster()
    const rows = await store.db.selectFrom('unanswered').select('id').execute()
    const first = await carryOut(curation, 'mei', await only(), {
      deed: 'out-of-scope',
      questions: [rows[0]?.id ?? ''],
    })
    const rest = (await clusters()).find(({ status }) => status === 'new')?.id ?? ''
    const second = await carryOut(curation, 'li', rest, { deed: 'out-of-scope' })
    expect([first.phrases, second.phrases]).toEqual([1, 0])
    expect(second.passed).toHaveLength(1)
    const background = (await readDraft(curation)).items.find(({ key }) => key === BACKGROUND)?.source
    expect(background?.split('停车场免费吗')).toHaveLength(2)
    await undoDeed(curation, 'mei', first.deed)
    expect(await statuses()).toEqual(['new', 'out-of-scope'])
    await ask('停车场免费吗！')
    expect(await statuses()).toEqual(['new', 'out-of-scope'])
    await undoDeed(curation, 'li', second.deed)
    await ask('停车场免费吗！！')
    expect((await statuses()).length).toBeGreaterThan(2)
    await expect(undoDeed(curation, 'mei', first.deed)).rejects.toMatchObject({ code: 'deed_unknown' })
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import {
  changeItem,
  changeMany,
  type Draft,
  discardItems,
  editItem,
  ensureFirstRevision,
  readDraft,
  settleDraft,
  undoChange,
  versionOf,
} from '../../../src/corpus/revisions/draft.ts'
import { contentOf } from '../../../src/corpus/revisions/item-content.ts'
import {
  insertRevision,
  listRevisions,
  liveRevision,
  lockCorpus,
  readModel,
  readRevision,
  setLive,
  storeModel,
  tidyModels,
} from '../../../src/corpus/revisions/revisions.ts'
import type { EntryContent, ItemContent } from '../../../src/corpus/revisions/types.ts'
import { engines } from '../../databases.ts'
import { adding } from '../curation-over.ts'
import { smallCuration } from '../small-curation.ts'

const KEY = 'entry:plan.list'

describe.each(engines)('the draft on %s', (engine) => {
  let curation: Curation
  let store: Store
  let close: () => Promise<void>

  beforeAll(async () => {
    const made = await smallCuration(engine)
    curation = made.curation
    store = curation.store
    close = made.close
  })
  afterAll(() => close())
  beforeEach(async () => {
    for (const table of ['draft_items', 'draft_changes', 'corpus_live', 'corpus_revisions'] as const)
      await store.db.deleteFrom(table).execute()
  })

  const entryIn = (draft: Draft, key = KEY): EntryContent => {
    const item = draft.items.find((one) => one.key === key)
    const content = item ? contentOf(item) : null
    if (content?.kind !== 'entry') throw new Error(`${key} is no entry`)
    return content.entry
  }
  const withPhrase = (entry: EntryContent, text: string): ItemContent => ({
    kind: 'entry',
    entry: { ...entry, phrases: { ...entry.phrases, en: [...entry.phrases.en, text] } },
  })

  it('is the folder until something is changed; then revision 1 is the folder', async () => {
    const before = await readDraft(curation)
    expect(before).toMatchObject({ live: null, changed: new Map() })
    expect(await liveRevision(store)).toBeNull()
    await editItem(curation, 'mei', KEY, adding('one more'))
    const first = await readRevision(store, 1)
    expect(first).toMatchObject({ source: 'folder', parent: null, contentHash: before.contentHash })
    expect(first.files).toEqual(before.files)
    const after = await readDraft(curation)
    expect(after.live).toBe(1)
    expect(after.contentHash).not.toBe(before.contentHash)
    expect([...after.changed.keys()]).toEqual([KEY])
    expect(entryIn(after).phrases.en.at(-1)).toBe('one more')
  })

  it('of two who begin at once one makes the first revision', async () => {
    const both = await Promise.all([
      ensureFirstRevision(curation, 'mei'),
      ensureFirstRevision(curation, 'li'),
    ])
    expect(both).toEqual([1, 1])
    expect((await listRevisions(store, { limit: 5 })).length).toBe(1)
  })

  it('of two who save the same item one is refused, and loses nothing', async () => {
    const draft = await readDraft(curation)
    const version = versionOf(draft, KEY)
    const save = (actor: string) =>
      changeItem(curation, actor, { key: KEY, version, content: withPhrase(entryIn(draft), `by ${actor}`) })
    const results = await Promise.allSettled([save('mei'), save('li'), save('wu')])
    const refused = results.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBe(2)
    for (const result of refused) expect(result).toMatchObject({ reason: { code: 'draft_conflict' } })
    const saved = entryIn(await readDraft(curation)).phrases.en.filter((text) => text.startsWith('by '))
    expect(saved.length).toBe(1)
  })

  it('a version that was read is never that of something else, whatever happened between', async () => {
    const untouched = await readDraft(curation)
    const old = versionOf(untouched, KEY)
    const { version } = await editItem(curation, 'mei', KEY, adding('a'))
    await discardItems(curation, 'mei', [KEY])
    // Back to what is live: that was read, and may be changed.
    expect(versionOf(await readDraft(curation), KEY)).toBe(old)
    await editItem(curation, 'li', KEY, adding('b'))
    const content = withPhrase(entryIn(untouched), 'c')
    for (const stale of [old, version, 0])
      await expect(changeItem(curation, 'wu', { key: KEY, version: stale, content })).rejects.toMatchObject({
        code: 'draft_conflict',
      })
  })

  it('additions of many at once all stand', async () => {
    const texts = Array.from({ length: 8 }, (_, at) => `addition ${at}`)
    await Promise.all(texts.map((text) => editItem(curation, text, KEY, adding(text))))
    const { phrases } = entryIn(await readDraft(curation))
    expect(phrases.en.filter((text) => text.startsWith('addition')).sort()).toEqual(texts)
  })

  it('adds and takes out items, all or none', async () => {
    const draft = await readDraft(curation)
    const entry = { ...entryIn(draft), id: 'plan.other', title: { zh: '别的', en: 'Other' } }
    const fresh = {
      key: 'entry:plan.other',
      version: 0,
      file: 'faq/new.yaml',
      content: { kind: 'entry', entry },
    } as const
    await expect(
      changeMany(curation, 'mei', [fresh, { key: KEY, version: 12345, content: null }]),
    ).rejects.toMatchObject({ code: 'draft_conflict' })
    expect((await readDraft(curation)).contentHash).toBe(draft.contentHash)
    await changeMany(curation, 'mei', [fresh, { key: KEY, version: versionOf(draft, KEY), content: null }])
    const after = await readDraft(curation)
    expect(after.items.map(({ key }) => key)).not.toContain(KEY)
    expect(after.files.find(({ path }) => path === 'faq/new.yaml')?.text).toContain('id: plan.other')
    expect(after.changed.get(KEY)?.removed).toBe(true)
    for (const bad of [
      { ...fresh, key: 'entry:plan.third' },
      { ...fresh, key: 'entry:x', file: '../x.yaml' },
      { ...fresh, key: 'entry:plan.other', file: undefined, version: 0 },
    ])
      await expect(changeItem(curation, 'mei', bad)).rejects.toMatchObject({
        code: expect.stringMatching(/^(item_|draft_)/),
      })
  })

  it('changes are taken back, once, and not past what others did', async () => {
    const before = await readDraft(curation)
    const { change } = await editItem(curation, 'mei', KEY, adding('a'))
    const undone = await undoChange(curation, 'mei', change)
    const back = await readDraft(curation)
    expect(back.contentHash).toBe(before.contentHash)
    expect(back.changed.size).toBe(0)
    await expect(undoChange(curation, 'mei', change)).rejects.toMatchObject({ code: 'draft_changed_since' })
    await expect(undoChange(curation, 'mei', 'none')).rejects.toMatchObject({ code: 'change_unknown' })
    expect(undone.key).toBe(KEY)
    const first = await editItem(curation, 'mei', KEY, adding('b'))
    const second = await editItem(curation, 'li', KEY, adding('c'))
    await expect(undoChange(curation, 'mei', first.change)).rejects.toMatchObject({
      code: 'draft_changed_since',
    })
    await undoChange(curation, 'li', second.change)
    expect(entryIn(await readDraft(curation)).phrases.en.at(-1)).toBe('b')
    const [put] = await discardItems(curation, 'wu', [KEY])
    expect((await readDraft(curation)).changed.size).toBe(0)
    await undoChange(curation, 'wu', put?.change ?? '')
    expect(entryIn(await readDraft(curation)).phrases.en.at(-1)).toBe('b')
    await expect(undoChange(curation, 'wu', put?.change ?? '')).rejects.toMatchObject({
      code: 'draft_changed_since',
    })
  })

  it('takes YAML as it stands, of that item alone', async () => {
    const draft = await readDraft(curation)
    const item = draft.items.find(({ key }) => key === KEY)
    const source = `# a remark\n${item?.source ?? ''}`
    const change = { key: KEY, version: versionOf(draft, KEY), content: null }
    await expect(
      changeItem(curation, 'mei', { ...change, source: `${source}- id: x.y\n` }),
    ).rejects.toMatchObject({ code: 'item_invalid' })
    await changeItem(curation, 'mei', { ...change, source })
    expect((await readDraft(curation)).items.find(({ key }) => key === KEY)?.source).toBe(source)
  })

  it('what is published leaves the draft; what was changed meanwhile stays and is told from stale ones', async () => {
    await editItem(curation, 'mei', KEY, adding('published'))
    await editItem(curation, 'mei', 'entry:bill.view', adding('published too'))
    const draft = await readDraft(curation)
    await editItem(curation, 'li', KEY, adding('later'))
    const number = await store.db.transaction().execute(async (trx) => {
      await lockCorpus(trx)
      const made = await insertRevision(trx, {
        ...{
          parent: 1,
          source: 'published',
          files: draft.files,
          corpusHash: 'x',
          modelId: null,
          author: 'mei',
        },
        ...{ approvedBy: null, note: 'n', overrideReason: null, measurements: null, createdAt: 5 },
      })
      await setLive(trx, made, 'mei', 6)
      await settleDraft(trx, draft)
      return made
    })
    expect(number).toBe(2)
    expect(await liveRevision(store)).toMatchObject({ revision: 2, version: 2 })
    const after = await readDraft(curation)
    expect([...after.changed]).toMatchObject([[KEY, { by: 'li', isStale: false }]])
    expect(entryIn(after).phrases.en.slice(-2)).toEqual(['published', 'later'])
    // Back to the first: what was made from the second is stale now.
    await store.db.transaction().execute((trx) => setLive(trx, 1, 'mei', 7))
    expect((await readDraft(curation)).changed.get(KEY)?.isStale).toBe(true)
  })

  it('keeps models of the newest revisions, and knows a damaged one', async () => {
    await ensureFirstRevision(curation, 'mei')
    const ids: string[] = []
    for (let at = 0; at < 12; at++) {
      const id = await storeModel(store.db, new Uint8Array([at, 1, 2]), at)
      ids.push(id)
      await store.db.transaction().execute((trx) =>
        insertRevision(trx, {
          ...{ parent: 1, source: 'published', files: [], corpusHash: 'x', modelId: id, author: 'mei' },
          ...{ approvedBy: null, note: 'n', overrideReason: null, measurements: null, createdAt: 5 },
        }),
      )
    }
    await store.db.transaction().execute(async (trx) => {
      await setLive(trx, 2, 'mei', 1)
      await tidyModels(trx, [ids[1] ?? ''])
    })
    const kept = await Promise.all(ids.map((id) => readModel(store, id)))
    expect(kept.map((bytes) => bytes?.[0] ?? null)).toEqual([0, 1, null, null, 4, 5, 6, 7, 8, 9, 10, 11])
    await store.db
      .updateTable('corpus_models')
      .set({ bytes: Buffer.from([9]) })
      .where('id', '=', ids[5] ?? '')
      .execute()
    expect(await readModel(store, ids[5] ?? '')).toBeNull()
  })

  it('everything is in the audit log, without what was written', async () => {
    await editItem(curation, 'mei', KEY, adding('secret words'))
    await discardItems(curation, 'li', [KEY])
    const rows = await store.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(2).execute()
    expect(rows.map(({ actor, action, target }) => [actor, action, target])).toEqual([
      ['li', 'corpus.discard', KEY],
      ['mei', 'corpus.edit', KEY],
    ])
    for (const { detail } of rows) expect(String(detail)).not.toContain('secret')
  })
})

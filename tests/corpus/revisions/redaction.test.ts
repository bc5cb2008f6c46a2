import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCompany } from '../../../src/company/load.ts'
import type { Store } from '../../../src/conversations/store.ts'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import {
  changeItem,
  discardItems,
  editItem,
  readDraft,
  settleDraft,
  undoChange,
  versionOf,
} from '../../../src/corpus/revisions/draft.ts'
import { contentOf, sourceOf } from '../../../src/corpus/revisions/item-content.ts'
import { corpusOfFiles } from '../../../src/corpus/revisions/item-problems.ts'
import { withoutTexts } from '../../../src/corpus/revisions/redacted-yaml.ts'
import { redactPhrases } from '../../../src/corpus/revisions/redaction.ts'
import {
  insertRevision,
  lockCorpus,
  readModel,
  readRevision,
  setLive,
  storeModel,
} from '../../../src/corpus/revisions/revisions.ts'
import { engines } from '../../databases.ts'
import { adding } from '../curation-over.ts'
import { smallCuration } from '../small-curation.ts'

const KEY = 'entry:plan.list'
const OTHER = 'entry:bill.view'

describe('YAML without some texts', () => {
  it.each([
    ['a list', '- a\n- "b"\n# c\n- c\n', '- a\n# c\n- c\n'],
    ['brackets', 'en: [ a, b ]\n', 'en: [ a ]\n'],
    ['all of a list', 'en:\n  - b\nzh:\n  - c\n', 'en: []\nzh:\n  - c\n'],
    ['broken YAML', 'x: [\n  - b\n  - "b"\n  - c\n', 'x: [\n  - c\n'],
    ['none of them', 'x:   [ a ]\n\n# b\n', 'x:   [ a ]\n\n# b\n'],
    ['a text that is no item of a list', 'title: b\n', 'title: b\n'],
  ])('from %s', (_what, source, expected) => {
    expect(withoutTexts(source, (text) => text === 'b')).toBe(expected)
  })
})

describe.each(engines)('phrases of an erased person on %s', (engine) => {
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

  const everything = async () => {
    const { db } = store
    const items = await db.selectFrom('draft_items').selectAll().execute()
    const changes = await db.selectFrom('draft_changes').selectAll().execute()
    const revisions = await Promise.all([1, 2, 3].map((number) => readRevision(store, number)))
    return JSON.stringify([items, changes, revisions])
  }
  const publish = async (modelBytes: number) => {
    const draft = await readDraft(curation)
    return store.db.transaction().execute(async (trx) => {
      await lockCorpus(trx)
      const modelId = await storeModel(trx, new Uint8Array([modelBytes]), 1)
      const { hash } = corpusOfFiles(draft.files, curation.corpus().company)
      const number = await insertRevision(trx, {
        ...{ parent: draft.live, source: 'published', files: draft.files, corpusHash: hash, modelId },
        ...{ author: 'mei', approvedBy: null, note: '', overrideReason: null, measurements: '{}' },
        createdAt: 5,
      })
      await setLive(trx, number, 'mei', 6)
      await settleDraft(trx, draft)
      return modelId
    })
  }

  it('leave every revision, the draft and its changes; the rest stays as it was', async () => {
    await editItem(curation, 'mei', OTHER, adding('kept words'))
    const second = await publish(2)
    await editItem(curation, 'mei', KEY, adding('words of somebody'))
    const third = await publish(3)
    const untouched = await readRevision(store, 2)
    const beforeThird = await readRevision(store, 3)
    await editItem(curation, 'li', KEY, adding('later words'))
    await editItem(curation, 'li', OTHER, adding('Words of somebody'))
    const open = await readDraft(curation)
    expect(await everything()).toContain('words of somebody')

    const company = await loadCompany(curation.companyFolder)
    const redact = () =>
      store.db.transaction().execute((trx) =>
        redactPhrases(trx, {
          isGone: (text) => text.toLowerCase() === 'words of somebody',
          corpusHashOf: (files) => corpusOfFiles(files, company).hash,
          actor: 'system',
          now: 99,
        }),
      )
    expect(await redact()).toEqual({ revisions: [3], isLive: true, draftItems: 2, draftChanges: 3 })
    expect((await everything()).toLowerCase()).not.toContain('words of somebody')

    expect(await readRevision(store, 2)).toEqual(untouched)
    const now = await readRevision(store, 3)
    expect(now).toMatchObject({ redactedAt: 99, modelId: null, measurements: null })
    // What is left is the revision before it, but for what was learned.
    expect(now.corpusHash).toBe(untouched.corpusHash)
    expect(now.contentHash).not.toBe(beforeThird.contentHash)
    expect(await readModel(store, third)).toBeNull()
    expect(await readModel(store, second)).not.toBeNull()

    const draft = await readDraft(curation)
    const item = draft.items.find(({ key }) => key === KEY)
    expect(item && sourceOf(contentOf(item) ?? { kind: 'file', text: '' })).toContain('later words')
    expect([...draft.changed.values()].map(({ isStale }) => isStale)).toEqual([false, false])
    // Whoever has it open with the words in it cannot save them back.
    const old = open.items.find(({ key }) => key === KEY)
    const content = old ? contentOf(old) : null
    await expect(
      changeItem(curation, 'li', { key: KEY, version: versionOf(open, KEY), content }),
    ).rejects.toMatchObject({ code: 'draft_conflict' })

    expect(await redact()).toEqual({ revisions: [], isLive: false, draftItems: 0, draftChanges: 0 })
  })

  it('what is put back and begun anew while it is published is stale then', async () => {
    await discardItems(curation, 'mei', [KEY, OTHER])
    const { change } = await editItem(curation, 'mei', KEY, adding('one'))
    const draft = await readDraft(curation)
    await undoChange(curation, 'mei', change)
    await editItem(curation, 'mei', KEY, adding('two'))
    await store.db.transaction().execute(async (trx) => {
      await lockCorpus(trx)
      const number = await insertRevision(trx, {
        ...{ parent: 3, source: 'published', files: draft.files, corpusHash: 'x', modelId: null },
        ...{ author: 'mei', approvedBy: null, note: '', overrideReason: null, measurements: null },
        createdAt: 5,
      })
      await setLive(trx, number, 'mei', 6)
      await settleDraft(trx, draft)
    })
    expect((await readDraft(curation)).changed.get(KEY)?.isStale).toBe(true)
  })
})

/** The corpus folder, changed after something was published: told of, taken into the draft, left aside, or unreadable. */

import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { editItem, ensureFirstRevision, readDraft } from '../../../src/corpus/revisions/draft.ts'
import { insertRevision, setLive } from '../../../src/corpus/revisions/revisions.ts'
import { dismissFolder, folderDifference, takeFolder } from '../../../src/jobs/publish/folder.ts'
import { adding } from '../../corpus/curation-over.ts'
import { ENTRIES, entry, TESTS } from '../../corpus/small-corpus.ts'
import { smallCuration } from '../../corpus/small-curation.ts'
import { engines } from '../../databases.ts'

const PLAN = 'entry:plan.list'
const BILL = 'entry:bill.view'

describe.each(engines)('the corpus folder on %s', (engine) => {
  let curation: Curation
  let close: () => Promise<void>

  beforeAll(async () => {
    const made = await smallCuration(engine)
    curation = made.curation
    close = made.close
  })
  afterAll(() => close())
  beforeEach(async () => {
    const { db } = curation.store
    for (const table of [
      'corpus_folder',
      'draft_items',
      'draft_changes',
      'corpus_live',
      'corpus_revisions',
    ] as const)
      await db.deleteFrom(table).execute()
    await written('faq/sample.yaml', ENTRIES)
    await written('tests/sample.yaml', TESTS)
    await ensureFirstRevision(curation, 'mei')
  })

  const at = (file: string): string => path.join(curation.corpusFolder, file)
  const written = (file: string, text: string | Uint8Array) => writeFile(at(file), text)
  /** Key and kind of everything the folder is told to have otherwise. */
  const told = async () =>
    (await folderDifference(curation))?.items.map(({ key, change }) => `${change} ${key}`) ?? null
  const draftOf = async (key: string) =>
    (await readDraft(curation)).items.find((item) => item.key === key)?.source
  const deeds = async () =>
    (await curation.store.db.selectFrom('audit').select(['action', 'actor']).execute()).filter(
      ({ action }) => action === 'corpus.folder',
    )

  it('is not told of while it is what revision 1 was made of, nor where it is gone', async () => {
    expect(await told()).toBeNull()
    expect(await folderDifference({ ...curation, corpusFolder: at('nowhere') })).toBeNull()
  })

  it('is not told of before there is a revision: then it is what is live', async () => {
    await written('faq/sample.yaml', ENTRIES.replace('套餐题目', '套餐标题'))
    for (const table of ['corpus_live', 'corpus_revisions'] as const)
      await curation.store.db.deleteFrom(table).execute()
    expect(await told()).toBeNull()
  })

  it('is taken: what was changed, added and taken out there is so in the draft', async () => {
    const changed = entry('plan.list', '套餐', 'plan').replace('套餐题目', '套餐标题')
    await written('faq/sample.yaml', changed + entry('roam.abroad', '漫游', 'roaming'))
    expect(await told()).toEqual([`changed ${PLAN}`, 'added entry:roam.abroad', `removed ${BILL}`])
    expect(await takeFolder(curation, 'mei')).toMatchObject({ changes: { length: 3 }, kept: [] })
    expect(await draftOf(PLAN)).toBe(changed)
    expect(await draftOf(BILL)).toBeUndefined()
    expect((await readDraft(curation)).files.find(({ path: file }) => file === 'faq/sample.yaml')?.text).toBe(
      changed + entry('roam.abroad', '漫游', 'roaming'),
    )
    // What is live stays; the folder was looked at as it stands.
    expect((await readDraft(curation)).live).toBe(1)
    expect(await told()).toBeNull()
    // Of the next state only what is new since.
    const again = changed.replace('套餐标题', '套餐名目')
    await written('faq/sample.yaml', again + entry('roam.abroad', '漫游', 'roaming'))
    expect(await told()).toEqual([`changed ${PLAN}`])
  })

  it('that has not kept up with what was published does not take it back', async () => {
    // Bills are published with another title; the folder still has the old one, and gets another one for plans.
    await written('faq/sample.yaml', ENTRIES.replace('账单题目', '账单标题'))
    await takeFolder(curation, 'mei')
    const { files } = await readDraft(curation)
    await curation.store.db.transaction().execute(async (trx) => {
      const head = { parent: 1, source: 'published', files, corpusHash: 'x', modelId: null } as const
      const people = { author: 'mei', approvedBy: null, note: 'n', overrideReason: null }
      const number = await insertRevision(trx, { ...head, ...people, measurements: null, createdAt: 5 })
      await setLive(trx, number, 'mei', 6)
      await trx.deleteFrom('draft_items').execute()
      // Nobody has looked at the folder yet.
      await trx.deleteFrom('corpus_folder').execute()
    })
    await written('faq/sample.yaml', ENTRIES.replace('套餐题目', '套餐标题'))
    expect(await told()).toEqual([`changed ${PLAN}`])
    expect(await takeFolder(curation, 'mei')).toMatchObject({ changes: { length: 1 }, kept: [] })
    expect(await draftOf(BILL)).toContain('账单标题')
    // Looked at, the same holds: what it held then is no news.
    await written('tests/sample.yaml', TESTS.replace('都有啥可以选', '都有什么可以选'))
    expect(await told()).toEqual(['changed test:tests/sample.yaml#plan.list'])
  })

  it('does not replace what leads have changed, and says so', async () => {
    await editItem(curation, 'li', PLAN, adding('plans of ours'))
    const mine = await draftOf(PLAN)
    await written('faq/sample.yaml', ENTRIES.replace('套餐题目', '套餐标题').replace('账单题目', '账单标题'))
    expect(await takeFolder(curation, 'mei')).toMatchObject({ changes: { length: 1 }, kept: [PLAN] })
    expect(await draftOf(PLAN)).toBe(mine)
    expect(await draftOf(BILL)).toContain('账单标题')
  })

  it('has nothing kept from it where the draft has the same', async () => {
    await editItem(curation, 'li', PLAN, adding('plans of ours'))
    const mine = await draftOf(PLAN)
    const plan = entry('plan.list', '套餐', 'plan')
    await written('faq/sample.yaml', ENTRIES.replace(plan, mine ?? ''))
    expect(await takeFolder(curation, 'mei')).toEqual({ changes: [], kept: [] })
  })

  it('left aside it is not told of until it changes again', async () => {
    await written('faq/sample.yaml', ENTRIES.replace('套餐题目', '套餐标题'))
    const before = (await deeds()).length
    await dismissFolder(curation, 'mei')
    expect(await told()).toBeNull()
    expect((await readDraft(curation)).changed.size).toBe(0)
    expect((await deeds()).length).toBe(before + 1)
    await written('faq/sample.yaml', ENTRIES.replace('账单题目', '账单标题'))
    expect(await told()).toEqual([`changed ${BILL}`])
  })

  it.each<[string, string | Uint8Array, string, number]>([
    ['broken YAML', `${ENTRIES}- id: [\n`, 'yaml_syntax', 82],
    ['another encoding', new Uint8Array([0xd5, 0xcb, 0xb5, 0xa5]), 'file_not_utf8', 1],
    ['far too much', '#'.repeat(1024 * 1024 + 1), 'file_too_large', 1],
  ])(
    'with %s says so, and takes nothing: what cannot be read is not what was taken out',
    async (_, text, code, line) => {
      await written('faq/sample.yaml', text)
      const found = await folderDifference(curation)
      expect(found?.items).toEqual([])
      expect(found?.problems[0]).toMatchObject({ file: 'faq/sample.yaml', code, severity: 'error' })
      expect(found?.problems[0]?.line).toBeGreaterThanOrEqual(line)
      await expect(takeFolder(curation, 'mei')).rejects.toMatchObject({ code: 'folder_unreadable' })
      expect((await readDraft(curation)).changed.size).toBe(0)
      expect(await folderDifference(curation)).not.toBeNull()
      await dismissFolder(curation, 'mei')
      expect(await folderDifference(curation)).toBeNull()
    },
  )

  it('may hold a file less: its items are taken out', async () => {
    await rm(at('tests/sample.yaml'))
    expect(await told()).toEqual([
      'removed test:tests/sample.yaml#plan.list',
      'removed test:tests/sample.yaml#plan.list|bill.view',
    ])
  })

  it('is taken by one of two who take it at once; the other finds nothing left, or is told to look again', async () => {
    await written('faq/sample.yaml', ENTRIES.replace('套餐题目', '套餐标题'))
    const both = await Promise.allSettled(['mei', 'li'].map((who) => takeFolder(curation, who)))
    const won = both.filter((one) => one.status === 'fulfilled' && one.value.changes.length === 1)
    const other = both.find((one) => one !== won[0])
    expect(won).toHaveLength(1)
    if (other?.status === 'rejected') expect(other.reason).toMatchObject({ code: 'draft_conflict' })
    else expect(other?.value).toEqual({ changes: [], kept: [] })
    expect(await draftOf(PLAN)).toContain('套餐标题')
  })
})

import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveBrain } from '../../../src/bot/live-brain.ts'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { editItem, ensureFirstRevision, readDraft } from '../../../src/corpus/revisions/draft.ts'
import { redactPhrases } from '../../../src/corpus/revisions/redaction.ts'
import {
  insertRevision,
  readModel,
  readRevision,
  setLive,
  storeModel,
} from '../../../src/corpus/revisions/revisions.ts'
import { retrainLive, rollback } from '../../../src/jobs/publish/publish.ts'
import { createRandom } from '../../../src/understanding/classifier/random.ts'
import { adding } from '../../corpus/curation-over.ts'
import { type TestHome, testHome } from '../../databases.ts'
import { groundAt } from './ground.ts'
import { shopFolders } from './shop-corpus.ts'

const QUESTIONS = 5_000
/** Where it is about models and not about each prediction. */
const FEW = 200
const KEY = 'entry:bill.view'

describe('revisions and their models', () => {
  let home: TestHome
  let curation: Curation
  let close: () => Promise<void>

  beforeAll(async () => {
    home = await testHome('sqlite')
    const { corpus, company } = await shopFolders()
    const masterKey = randomBytes(32).toString('hex')
    const place = { engine: 'sqlite', home, corpusFolder: corpus, companyFolder: company, masterKey } as const
    const ground = await groundAt(place)
    curation = ground.curation
    close = ground.close
  })
  afterAll(async () => {
    await close()
    await home.remove()
  })

  /** Questions of all kinds, the same each time. */
  function questions(): string[] {
    const random = createRandom(17)
    const pieces = [
      '套餐',
      '账单',
      '漫游',
      'plan',
      'bill',
      'roaming',
      '怎么',
      '多少',
      'how',
      'my',
      '?',
      'x1',
      '看看',
      'the',
    ]
    return Array.from({ length: QUESTIONS }, () =>
      Array.from(
        { length: 1 + Math.floor(random() * 6) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join(random() < 0.5 ? ' ' : ''),
    )
  }

  /** Written out, which keeps every bit of a number, and is compared a hundred times faster than what it is made of. */
  async function predictions(count = QUESTIONS): Promise<string[]> {
    const live = await liveBrain(curation)
    if (!live) throw new Error('nothing is live')
    const all: string[] = []
    for (const text of asked.slice(0, count)) all.push(JSON.stringify(await live.brain.understand(text)))
    return all
  }

  const asked = questions()

  /** Publishes the draft without a gate. */
  async function publishDraft(): Promise<number> {
    const draft = await readDraft(curation)
    return curation.store.db.transaction().execute(async (trx) => {
      const number = await insertRevision(trx, {
        ...{ parent: draft.live, source: 'published', files: draft.files, corpusHash: 'x', modelId: null },
        ...{
          author: 'mei',
          approvedBy: null,
          note: 'n',
          overrideReason: null,
          measurements: null,
          createdAt: 5,
        },
      })
      await setLive(trx, number, 'mei', 6)
      return number
    })
  }

  it(`predict bit for bit the same after saving, reloading, rolling back, and training again (${QUESTIONS} questions)`, async () => {
    await ensureFirstRevision(curation, 'mei')
    const first = await predictions()
    const { modelId } = await readRevision(curation.store, 1)
    expect(await readModel(curation.store, modelId ?? '')).not.toBeNull()
    // Kept in the database: the folder is not needed.
    await rm(curation.modelFolder, { recursive: true, force: true })
    expect(await predictions()).toEqual(first)
    await editItem(curation, 'mei', KEY, adding('invoice of ann'))
    expect(await publishDraft()).toBe(2)
    expect(await predictions(FEW)).not.toEqual(first.slice(0, FEW))
    await rollback(curation, 'mei', 1, 'back')
    expect(await predictions()).toEqual(first)
    // The model is gone everywhere: it is made again from the content.
    await curation.store.db.updateTable('corpus_revisions').set({ model_id: null }).execute()
    await curation.store.db.deleteFrom('corpus_models').execute()
    await rm(curation.modelFolder, { recursive: true, force: true })
    expect(await predictions()).toEqual(first)
  }, 120_000)

  it('a model that is damaged, or of another kind, is made again and kept', async () => {
    const { store } = curation
    const first = await predictions(FEW)
    const { modelId } = await readRevision(store, 1)
    await store.db
      .updateTable('corpus_models')
      .set({ bytes: Buffer.from('damaged') })
      .where('id', '=', modelId ?? '')
      .execute()
    expect(await readModel(store, modelId ?? '')).toBeNull()
    expect(await predictions(FEW)).toEqual(first)
    expect(await readModel(store, modelId ?? '')).not.toBeNull()
    const other = await storeModel(store.db, Buffer.from('a model of the year 2031'), 1)
    await store.db.updateTable('corpus_revisions').set({ model_id: other }).where('number', '=', 1).execute()
    expect(await predictions(FEW)).toEqual(first)
    expect((await readRevision(store, 1)).modelId).toBe(modelId)
  }, 60_000)

  it('a phrase of an erased person leaves revisions and models; the others answer as before', async () => {
    const first = await predictions(FEW)
    const { store } = curation
    await rollback(curation, 'mei', 2, 'forth')
    await predictions(FEW)
    const redacted = await store.db.transaction().execute(async (trx) => {
      const done = await redactPhrases(trx, {
        isGone: (text) => text === 'invoice of ann',
        corpusHashOf: () => 'y',
        ...{ actor: 'system', now: Date.now() },
      })
      await retrainLive(trx, 'system', Date.now())
      return done
    })
    expect(redacted).toMatchObject({ revisions: [2], isLive: true })
    // Without that phrase it is the corpus of the first revision, and so is the model.
    expect(await predictions(FEW)).toEqual(first)
    const { files } = await readRevision(store, 2)
    expect(JSON.stringify(files)).not.toContain('invoice of ann')
    await rollback(curation, 'mei', 1, 'back')
    expect(await predictions(FEW)).toEqual(first)
  }, 60_000)
})

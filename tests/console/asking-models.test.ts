/** What pages of the console ask models: candidates of questions, and what a draft makes of a text. */

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadBrain } from '../../src/bot/load-brain.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { DraftTrier } from '../../src/console/try-in-thread.ts'
import { sideOf } from '../../src/console/try-side.ts'
import { clusterAnswer } from '../../src/console/unanswered-cluster.ts'
import { clustersAnswer } from '../../src/console/unanswered-list.ts'
import type { Curation } from '../../src/corpus/revisions/context.ts'
import { folderFiles } from '../../src/corpus/revisions/live.ts'
import { trainingSetOf } from '../../src/corpus/training-set.ts'
import { clusterAll } from '../../src/jobs/unanswered/cluster-all.ts'
import { collectAll } from '../../src/jobs/unanswered/collect.ts'
import { createLogger } from '../../src/log.ts'
import { loadOrTrain } from '../../src/understanding/classifier/model-store.ts'
import { openedStore } from '../customers/opened-store.ts'
import { type TestHome, testHome } from '../databases.ts'
import { shopFolders } from '../jobs/publish/shop-corpus.ts'
import { conversation } from '../jobs/unanswered/asked.ts'

const NOW = Date.parse('2026-11-22T05:00:00Z')
const ASKED = 'is there a tariff for my drone'

let home: TestHome
let close: () => Promise<void>
let curation: Curation
let brain: Brain
let publish: () => Promise<void>
let asked = 0

beforeAll(async () => {
  home = await testHome('sqlite')
  const opened = await openedStore(home, 'sqlite', () => NOW)
  close = opened.close
  const modelFolder = path.join(home.folder, 'trained')
  const { corpus, company } = await shopFolders()
  const source = { corpusFolder: corpus, companyFolder: company, modelFolder, seed: 1 }
  brain = await loadBrain(source)
  curation = {
    ...{ ...source, store: opened.store, modelSeed: 1, fourEyes: false, log: createLogger('silent') },
    corpus: () => brain.corpus,
    understand: (text) => {
      asked++
      return brain.understand(text)
    },
  }
  publish = async () => {
    const file = path.join(corpus, 'faq/sample.yaml')
    const yaml = await readFile(file, 'utf8')
    // A phrase of the entry about roaming, in each language.
    const [before, roaming = ''] = yaml.split(/(?=^- id: roam\.abroad)/m)
    const learned = roaming.replace(/^( *)en:\n( *- )/m, `$1en:\n$2${ASKED}\n$2`)
    await writeFile(file, before + learned)
    brain = await loadBrain(source)
  }
})
afterAll(async () => {
  await close()
  await home.remove()
})

it('candidates are those of what is live now, asked once for each publishing', async () => {
  const { store } = curation
  await conversation(store, NOW - 60_000, [
    {
      ...{ text: ASKED, decision: 'decline', confidence: 0.1 },
      // Of the day it was asked.
      understanding: { candidates: [{ intent: 'bill.view', probability: 0.9 }] },
    },
  ])
  await collectAll({ store, corpus: curation.corpus })
  const group = async () => ({
    ...{ groups: [], cohesion: new Float32Array() },
    groupOf: Int32Array.of(-1),
  })
  await clusterAll({ store, log: curation.log, group })
  const list = async () => (await clustersAnswer(curation, { status: 'new' })).clusters[0]
  const id = (await list())?.id ?? ''
  expect((await list())?.candidates[0]).toMatchObject({ entry: 'bill.view', score: 0.9 })
  const before = await clusterAnswer(curation, id)
  const roaming = before.candidates.find(({ entry }) => entry === 'roam.abroad')?.score ?? 0
  expect(before.candidates[0]?.score).not.toBe(0.9)
  expect((await list())?.candidates).toEqual(before.candidates)
  await clusterAnswer(curation, id)
  expect(asked).toBe(1)

  await publish()
  const after = await clusterAnswer(curation, id)
  expect(after.candidates[0]).toMatchObject({ entry: 'roam.abroad' })
  expect(after.candidates[0]?.score).toBeGreaterThan(Math.max(0.5, roaming))
  expect(asked).toBe(2)
})

it('a text is tried on a draft in a thread, which reads each draft once and outlives one that cannot be read', async () => {
  const { corpus, modelFolder } = curation
  const { bytes: model } = await loadOrTrain({ folder: modelFolder, set: trainingSetOf(corpus(), 1) })
  const draft = { files: await folderFiles(curation), company: corpus().company, model }
  const trier = new DraftTrier()
  let reads = 0
  const read = async () => {
    reads++
    return draft
  }
  const [first, second] = await Promise.all([
    trier.try('one', ASKED, read),
    trier.try('one', '我想看看账单', read),
  ])
  expect(first).toEqual(sideOf(ASKED, await brain.understand(ASKED), brain.corpus))
  expect(first?.because[0]).toMatchObject({ text: ASKED, entry: 'roam.abroad' })
  expect(second?.understanding.candidates[0]?.intent).toBe('bill.view')
  const before = reads
  await trier.try('one', '套餐', read)
  expect(reads).toBe(before)
  const broken = async () => ({ ...draft, model: model.slice(0, 100) })
  expect(await trier.try('two', ASKED, broken)).toBeNull()
  expect(await trier.try('one', ASKED, read)).toEqual(first)
  expect(await trier.try('three', ASKED, async () => null)).toBeNull()
}, 30_000)

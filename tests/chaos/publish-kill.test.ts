/** A crash during publishing leaves the old revision live and the draft whole, or the new one live: nothing between. */

import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDraft } from '../../src/corpus/revisions/draft.ts'
import { contentHashOf } from '../../src/corpus/revisions/items.ts'
import { listRevisions, liveRevision, readModel, readRevision } from '../../src/corpus/revisions/revisions.ts'
import { createRandom } from '../../src/understanding/classifier/random.ts'
import { engines, testHome } from '../databases.ts'
import { groundAt, type Place } from '../jobs/publish/ground.ts'
import { shopFolders } from '../jobs/publish/shop-corpus.ts'

const ROUNDS = 5

describe.each(engines)('killed while publishing on %s', (engine) => {
  it('loses no edit, and is never between two revisions', async () => {
    const home = await testHome(engine)
    const { corpus, company } = await shopFolders()
    const masterKey = randomBytes(32).toString('hex')
    const place: Place = { engine, home, corpusFolder: corpus, companyFolder: company, masterKey }
    const random = createRandom(23)
    const edited: string[] = []
    let publications = 0
    for (let round = 0; round < ROUNDS; round++) {
      const child = fork(path.join(import.meta.dirname, 'publishing-child.ts'), { execArgv: [] })
      child.send({ place: { ...place, home: { ...home, remove: undefined } }, from: round * 1_000 })
      const worked = Promise.withResolvers<void>()
      let ending = false
      child.on('message', (message: { edited?: string; published?: number }) => {
        if (message.edited !== undefined) edited.push(message.edited)
        if (message.published !== undefined) publications++
        // Every other round something is published first, however slow the machine is.
        const begins = round % 2 === 0 ? message.edited : message.published
        if (ending || begins === undefined) return
        ending = true
        // Somewhere in what follows: a publication, the next edit, the next publication.
        setTimeout(() => worked.resolve(), random() * 120)
      })
      await Promise.race([worked.promise, once(child, 'exit')])
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')

      const { curation, close } = await groundAt(place)
      const { store } = curation
      const live = await liveRevision(store)
      const [newest] = await listRevisions(store, { limit: 1 })
      expect(newest?.number).toBe(live?.revision)
      const revision = await readRevision(store, live?.revision ?? 0)
      expect(contentHashOf(revision.files)).toBe(revision.contentHash)
      if (revision.modelId !== null) expect(await readModel(store, revision.modelId)).not.toBeNull()
      const draft = await readDraft(curation)
      const entry = draft.items.find(({ key }) => key === 'entry:bill.view')?.source ?? ''
      for (const phrase of edited) expect(entry).toContain(phrase)
      await close()
    }
    expect(edited.length).toBeGreaterThanOrEqual(ROUNDS)
    expect(publications).toBeGreaterThan(0)
    await home.remove()
  }, 120_000)
})

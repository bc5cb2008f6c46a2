/** Edits and publishes without end, until it is killed; tells each edit once it is committed. */

import { newId } from '../../src/conversations/store.ts'
import { editItem, readDraft } from '../../src/corpus/revisions/draft.ts'
import { storeModel } from '../../src/corpus/revisions/revisions.ts'
import { publish } from '../../src/jobs/publish/publish.ts'
import { adding } from '../corpus/curation-over.ts'
import { groundAt, type Place } from '../jobs/publish/ground.ts'

process.once('message', async (message) => {
  // Its parent sends a place and a number to begin with.
  const { place, from } = message as { place: Place; from: number }
  const { curation } = await groundAt(place)
  const { store } = curation
  for (let number = from; ; number++) {
    const phrase = `phrase number ${number} of the test`
    await editItem(curation, 'mei', 'entry:bill.view', adding(phrase))
    process.send?.({ edited: phrase })
    const draft = await readDraft(curation)
    const gate = newId()
    await store.db
      .insertInto('corpus_gates')
      .values({
        ...{
          id: gate,
          content_hash: draft.contentHash,
          base: draft.live,
          status: 'passed',
          stage: null,
          share: 1,
        },
        ...{
          holder: 'test',
          beat_at: 1,
          started_by: 'mei',
          started_at: store.now(),
          ended_at: 1,
          failure: null,
        },
        ...{ submitted_by: null, submitted_at: null, submitted_note: null, submitted_override: null },
        model_id: await storeModel(store.db, Buffer.from(phrase), store.now()),
        report: JSON.stringify({ report: { contentHash: draft.contentHash }, corpusHash: 'x' }),
      })
      .execute()
    const { revision } = await publish(curation, 'mei', { gate, note: phrase })
    process.send?.({ published: revision })
  }
})

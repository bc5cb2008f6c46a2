/** Takes texts that were learned from an erased person out of every revision, the draft, and what was found about them. */

import type { Trx } from '../../conversations/store.ts'
import { newId } from '../../conversations/store.ts'
import { contentHashOf, filesOf, itemsOf, sourceHashOf } from './items.ts'
import { withoutTexts } from './redacted-yaml.ts'
import { liveRevision, lockCorpus, packFiles, unpackFiles } from './revisions.ts'
import type { CorpusFile } from './types.ts'

/** What is to go. */
export interface Redaction {
  /** Whether a text of a list (phrases, questions, background) in this item has to go. Asked once for each. */
  readonly isGone: (text: string, key: string) => boolean
  /** `Corpus.hash` of files; asked for revisions that changed. Costs as much as checking a corpus. */
  readonly corpusHashOf: (files: readonly CorpusFile[]) => string
  /** Who orders it, such as `system`. */
  readonly actor: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface Redacted {
  /** Numbers of the revisions that had some; they have no model any more. */
  readonly revisions: readonly number[]
  /** Whether the live one is among them: it has to be trained again, and told to all processes by `setLive`. */
  readonly isLive: boolean
  /** Items of the draft, and changes of it that could be taken back. */
  readonly draftItems: number
  readonly draftChanges: number
}

/**
 * Takes texts out of all revisions and of the draft; everything else in them stays, byte for byte where an item had none.
 * Trained models of what changed, and of drafts that were examined, are deleted. One row of the audit log is the caller's.
 */
export async function redactPhrases(trx: Trx, redaction: Redaction): Promise<Redacted> {
  await lockCorpus(trx)
  const cleaner = new Cleaner(redaction)
  const revisions = await redactRevisions(trx, redaction, cleaner)
  const draftChanges = await redactChanges(trx, cleaner)
  const draftItems = await redactDraft(trx, redaction, cleaner)
  if (revisions.length + draftChanges + draftItems > 0) await redactGates(trx, redaction.now)
  const live = await liveRevision({ db: trx })
  const isLive = live !== null && revisions.includes(live.revision)
  return { revisions, isLive, draftItems, draftChanges }
}

/** Cleans items, each text of one only once: most are the same from one revision to the next. */
class Cleaner {
  readonly #isGone: Redaction['isGone']
  readonly #known = new Map<string, string>()
  /** Hashes of items that changed, with those they have now. */
  readonly hashes = new Map<string, string>()

  constructor({ isGone }: Redaction) {
    this.#isGone = isGone
  }

  clean(key: string, source: string): string {
    const id = `${key}\n${source}`
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const cleaned = withoutTexts(source, (text) => this.#isGone(text, key))
    this.#known.set(id, cleaned)
    if (cleaned !== source) this.hashes.set(sourceHashOf(source), sourceHashOf(cleaned))
    return cleaned
  }
}

async function redactRevisions(trx: Trx, redaction: Redaction, cleaner: Cleaner): Promise<number[]> {
  const rows = await trx.selectFrom('corpus_revisions').select('number').orderBy('number').execute()
  const changed: number[] = []
  for (const { number } of rows) {
    const { content } = await trx
      .selectFrom('corpus_revisions')
      .select('content')
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    const before = await unpackFiles(content)
    const items = itemsOf(before)
    const cleaned = items.map((item) => ({ ...item, source: cleaner.clean(item.key, item.source) }))
    if (cleaned.every(({ source }, at) => source === items[at]?.source)) continue
    const files = filesOf(cleaned)
    await trx
      .updateTable('corpus_revisions')
      .set({
        content: await packFiles(files),
        content_hash: contentHashOf(files),
        corpus_hash: redaction.corpusHashOf(files),
        model_id: null,
        // It names questions by their words.
        measurements: null,
        redacted_at: redaction.now,
      })
      .where('number', '=', number)
      .execute()
    changed.push(number)
  }
  return changed
}

async function redactChanges(trx: Trx, cleaner: Cleaner): Promise<number> {
  const rows = await trx.selectFrom('draft_changes').select(['id', 'key', 'before', 'after']).execute()
  let count = 0
  for (const { id, key, before, after } of rows) {
    const cleaned = {
      before: before === null ? null : cleaner.clean(key, before),
      after: after === null ? null : cleaner.clean(key, after),
    }
    if (cleaned.before === before && cleaned.after === after) continue
    await trx.updateTable('draft_changes').set(cleaned).where('id', '=', id).execute()
    count++
  }
  return count
}

async function redactDraft(trx: Trx, { actor, now }: Redaction, cleaner: Cleaner): Promise<number> {
  const rows = await trx.selectFrom('draft_items').selectAll().execute()
  const { newest } = await trx
    .selectFrom('draft_changes')
    .select((e) => e.fn.max('version').as('newest'))
    .executeTakeFirstOrThrow()
  let version = Number(newest ?? 0)
  let count = 0
  for (const { key, file, source, base_hash } of rows) {
    // It was made from what has been cleaned as well, and is no staler than it was.
    const base = base_hash === null ? null : (cleaner.hashes.get(base_hash) ?? base_hash)
    const cleaned = source === null ? null : cleaner.clean(key, source)
    if (base !== base_hash)
      await trx.updateTable('draft_items').set({ base_hash: base }).where('key', '=', key).execute()
    if (cleaned === source) continue
    // Another version: whoever has it open with the text in it must not save that over this.
    version++
    await trx.updateTable('draft_items').set({ source: cleaned, version }).where('key', '=', key).execute()
    await trx
      .insertInto('draft_changes')
      .values({
        ...{ id: newId(), key, file, before: cleaned, was_changed: 1, after: cleaned, version, actor },
        ...{ changed_at: now, undone_at: null },
      })
      .execute()
    count++
  }
  return count
}

/** What was examined had the texts perhaps, and its reports quote: they are examined again. */
async function redactGates(trx: Trx, now: number): Promise<void> {
  await trx.updateTable('corpus_gates').set({ model_id: null, report: null }).execute()
  await trx
    .updateTable('corpus_gates')
    .set({ status: 'cancelled', ended_at: now })
    .where('status', 'in', ['running', 'passed', 'blocked'])
    .execute()
  const named = trx.selectFrom('corpus_revisions').select('model_id').where('model_id', 'is not', null)
  await trx.deleteFrom('corpus_models').where('id', 'not in', named).execute()
}

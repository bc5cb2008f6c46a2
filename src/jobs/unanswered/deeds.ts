/** What leads decide about unanswered questions: into an entry, a new entry, out of scope, away for good, apart. */

import { newId, type Store } from '../../conversations/store.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { type Draft, readDraft } from '../../corpus/revisions/draft.ts'
import { inDraft } from '../../corpus/revisions/draft-work.ts'
import { contentOf } from '../../corpus/revisions/item-content.ts'
import { contentHashOf } from '../../corpus/revisions/items.ts'
import { redactPhrases } from '../../corpus/revisions/redaction.ts'
import { LiukeError } from '../../errors.ts'
import { type Deed, editOf, unknownEntry } from './deed-edits.ts'
import { type DeedRecord, decide, gone, type Row, STATUS } from './deed-record.ts'
import { type Chosen, type Passed, type Phrase, phrasesFor } from './phrases.ts'
import { openQuestions } from './questions.ts'

/** What came of it. */
export interface Done {
  readonly deed: string
  readonly questions: number
  readonly phrases: number
  readonly passed: readonly Passed[]
}

/**
 * Carries out a decision, with what it changes of the draft, or nothing. Of two leads who decide about the same questions one comes first.
 * @throws LiukeError `question_gone`, `entry_unknown`, `entry_taken`, `item_invalid`, `split_whole`, as `editItem`
 */
export async function carryOut(
  curation: Curation,
  actor: string,
  clusterId: string,
  deed: Deed,
): Promise<Done> {
  const { store } = curation
  const { all, rows } = await openRows(store, clusterId, deed.questions)
  if (deed.deed === 'split' && rows.length === all)
    throw new LiukeError('split_whole', 'All questions are chosen.', 'Choose those that mean something else.')
  const draft = STATUS[deed.deed] === null || deed.deed === 'dismiss' ? null : await readDraft(curation)
  const found = draft === null ? null : await phrasesOf(store, draft, rows, deed)
  const edit = draft === null || found === null ? null : editOf(draft, deed, found.phrases)
  const id = newId()
  const deciding = { actor, clusterId, deed, rows, all, id, edit, found }
  if (edit === null) await store.db.transaction().execute((trx) => decide(store, trx, deciding))
  else {
    await inDraft(curation, actor, async (work) => {
      const record = await decide(store, work.trx, deciding)
      const item = work.itemOf(edit.key)
      if (!item && deed.deed === 'accept') throw unknownEntry(deed.entry)
      const content = edit.change(item ? contentOf(item) : null)
      const { change } = await work.write({ key: edit.key, file: edit.file, content })
      await work.trx
        .updateTable('curation_deeds')
        .set({ body: JSON.stringify({ ...record, change } satisfies DeedRecord) })
        .where('id', '=', id)
        .execute()
    })
    await forgetErased(curation, found?.sources ?? [])
  }
  const phrases = edit === null ? 0 : (found?.phrases.length ?? 0)
  return { deed: id, questions: rows.length, phrases, passed: found?.passed ?? [] }
}

/** Whoever was erased while the draft was changed has nothing in it. */
async function forgetErased({ store }: Curation, phrases: readonly Phrase[]): Promise<void> {
  const learned = await store.db
    .selectFrom('learned_phrases')
    .select('unanswered_id')
    .where('unanswered_id', 'in', ['', ...phrases.map(({ id }) => id)])
    .execute()
  const known = new Set(learned.map(({ unanswered_id }) => unanswered_id))
  const kept = new Set(phrases.filter(({ id }) => known.has(id)).map(({ text }) => text))
  const gone = new Set(phrases.map(({ text }) => text).filter((text) => !kept.has(text)))
  if (gone.size === 0) return
  const redaction = { corpusHashOf: contentHashOf, actor: 'system', now: store.now() }
  await store.db
    .transaction()
    .execute((trx) => redactPhrases(trx, { ...redaction, isGone: (text) => gone.has(text) }))
}

/** Questions of a cluster that nobody has decided about yet. */
async function openRows(
  { db }: Store,
  clusterId: string,
  chosen: readonly string[] | undefined,
): Promise<{ readonly all: number; readonly rows: readonly Row[] }> {
  const all = await db
    .selectFrom('unanswered')
    .select(['id', 'subject_id', 'body', 'phrase_hash', 'status', 'language'])
    .where('cluster_id', '=', clusterId)
    .where('status', 'in', ['new', 'labelled'])
    .orderBy('asked_at', 'desc')
    .execute()
  const ids = chosen && new Set(chosen)
  const rows = ids ? all.filter(({ id }) => ids.has(id)) : all
  if (rows.length === 0) throw gone()
  return { all: all.length, rows }
}

async function phrasesOf(store: Store, draft: Draft, rows: readonly Row[], deed: Deed): Promise<Chosen> {
  const opened = await openQuestions(store, rows)
  return phrasesFor(
    draft.items,
    opened.map(({ text, row }) => ({
      ...{ text, id: row.id, subjectId: row.subject_id },
      language: row.language === 'en' ? 'en' : 'zh',
    })),
    deed.deed === 'out-of-scope' ? 'background' : 'entry',
  )
}

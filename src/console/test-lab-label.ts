/** Labels live questions: as a phrase or a test question of an entry, or as out of scope. All of it goes into the draft. */

import { parseDocument } from 'yaml'
import type { Trx } from '../conversations/store.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { editItem, readDraft, undoChange } from '../corpus/revisions/draft.ts'
import type { ItemContent } from '../corpus/revisions/types.ts'
import { rememberLearned } from '../corpus/unanswered/learned.ts'
import { LiukeError } from '../errors.ts'
import { placeOf, withQuestion } from '../jobs/test-lab/held-out.ts'
import type { UnansweredBody } from '../jobs/test-lab/uncertain.ts'
import type { UnansweredStatus } from '../storage/schema.ts'
import { refuseKnown, requireEntry } from './test-lab-questions.ts'

/** What a question means; `entry` null: it is out of scope. */
export interface Label {
  readonly id: string
  readonly entry: string | null
  readonly as: 'phrase' | 'test'
}

const BACKGROUND = 'file:lexicon/background.yaml'
/** What stands in place of what was masked. */
const MASKED = /〔[^〕]*〕|\[[^\]]*\]/u

/**
 * Labels a question.
 * @returns the id of the change of the draft
 * @throws LiukeError `question_gone`, `question_masked`, `question_known`, `entry_unknown`
 */
export async function labelQuestion(curation: Curation, actor: string, label: Label): Promise<string> {
  const { store } = curation
  const { id, entry, as } = label
  const row = await store.db
    .selectFrom('unanswered')
    .select(['subject_id', 'language', 'body'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw gone()
  const key = await store.vault.keyOf(row.subject_id)
  // Sealed when it was collected.
  const { text } = JSON.parse(key.open(`unanswered.body:${id}`, row.body)) as UnansweredBody
  if (MASKED.test(text))
    throw new LiukeError(
      'question_masked',
      'The question holds something personal that was masked.',
      'Write a similar one in the entry.',
    )
  const draft = await readDraft(curation)
  if (entry !== null) requireEntry(draft, entry)
  refuseKnown(curation, draft, text)
  const place = placeIn(draft, label)
  const language = languageOf(row.language, entry === null || as === 'phrase')
  await store.db.transaction().execute(async (trx) => {
    await settle(trx, id, 'new', entry === null ? 'out-of-scope' : as === 'phrase' ? 'accepted' : 'labelled')
    const learned = { key: place.key, language, text, subjectId: row.subject_id, unansweredId: id }
    await rememberLearned(store, trx, learned)
  })
  try {
    const { change } = await editItem(
      curation,
      actor,
      place.key,
      (now) => labelled(now, label, language, text),
      place.file,
    )
    return change
  } catch (error) {
    await reopen(curation, id)
    throw error
  }
}

/** Takes a label back. @throws LiukeError `draft_changed_since`, `change_unknown` */
export async function undoLabel(
  curation: Curation,
  actor: string,
  { id, change }: { readonly id: string; readonly change: string },
): Promise<void> {
  await undoChange(curation, actor, change)
  await reopen(curation, id)
}

async function reopen({ store }: Curation, id: string): Promise<void> {
  // What was learned stays on record: the history of the draft still has it.
  await store.db.updateTable('unanswered').set({ status: 'new' }).where('id', '=', id).execute()
}

/** Of two who label the same question one comes first. */
async function settle(trx: Trx, id: string, from: UnansweredStatus, to: UnansweredStatus): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('unanswered')
    .set({ status: to })
    .where('id', '=', id)
    .where('status', '=', from)
    .executeTakeFirst()
  if (Number(numUpdatedRows) === 0) throw gone()
}

function gone(): LiukeError {
  return new LiukeError('question_gone', 'Somebody has labelled this question.', 'Load the list again.')
}

function placeIn(
  draft: Parameters<typeof requireEntry>[0],
  { entry, as }: Label,
): { readonly key: string; readonly file?: string } {
  if (entry === null) return { key: BACKGROUND }
  return as === 'test' ? placeOf(draft.items, entry) : { key: `entry:${entry}` }
}

/** Phrases are learned as Chinese or English; a mixed one stands with the Chinese ones. */
function languageOf(language: string, isPhrase: boolean): 'zh' | 'en' | 'mixed' {
  if (language === 'mixed') return isPhrase ? 'zh' : 'mixed'
  return language === 'en' ? 'en' : 'zh'
}

function labelled(
  now: ItemContent | null,
  { entry, as }: Label,
  language: 'zh' | 'en' | 'mixed',
  text: string,
): ItemContent {
  if (entry !== null && as === 'test') return withQuestion(now, entry, { language, text })
  if (now?.kind === 'entry' && language !== 'mixed') {
    const { phrases } = now.entry
    const more = { ...phrases, [language]: [...phrases[language], text] }
    return { kind: 'entry', entry: { ...now.entry, phrases: more } }
  }
  if (now?.kind === 'file') {
    const document = parseDocument(now.text, { schema: 'core' })
    document.addIn([language], text)
    return { kind: 'file', text: document.toString({ lineWidth: 0 }) }
  }
  throw new LiukeError('item_invalid', 'It cannot be read.', 'Mend it in the editor first.')
}

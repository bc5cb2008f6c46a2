/** Reads and changes the held-out questions of the draft. */

import { comparableOf } from '../corpus/comparable.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import {
  changeMany,
  type Draft,
  editItem,
  readDraft,
  undoChange,
  versionOf,
} from '../corpus/revisions/draft.ts'
import { contentOf } from '../corpus/revisions/item-content.ts'
import type { ItemContent } from '../corpus/revisions/types.ts'
import { LiukeError } from '../errors.ts'
import { heldOutIn, placeOf, requireNew, withoutQuestion, withQuestion } from '../jobs/test-lab/held-out.ts'
import type { HeldOutText } from '../jobs/test-lab/held-out-types.ts'
import type { HeldOutAnswer, HeldOutDeed } from './test-lab-types.ts'

const SHOWN = 50
const ENTRY = 'entry:'

/** The questions of an entry, or those a text is in; both where both are given. */
export async function heldOutAnswer(
  curation: Curation,
  { entry = '', q = '' }: { readonly entry?: string | undefined; readonly q?: string | undefined },
): Promise<HeldOutAnswer> {
  const draft = await readDraft(curation)
  const wanted = q.trim() === '' ? '' : comparableOf(q)
  const found = heldOutIn(draft.items).filter(
    ({ labels, text }) =>
      (entry === '' || labels.includes(entry)) && (wanted === '' || comparableOf(text).includes(wanted)),
  )
  return {
    questions: found.slice(0, SHOWN),
    total: found.length,
    changed: [...draft.changed.keys()].filter((key) => key.startsWith('test:')).length,
    entries: entriesIn(curation, draft).map(({ id, title }) => ({ entry: id, title })),
  }
}

interface EntryOfDraft {
  readonly id: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly phrases: { readonly zh: readonly string[]; readonly en: readonly string[] }
}

/** What is not changed is read already: reading all of them would take a third of a second. */
function entriesIn(
  { corpus }: Pick<Curation, 'corpus'>,
  { items, changed }: Pick<Draft, 'items' | 'changed'>,
): EntryOfDraft[] {
  const { entries } = corpus()
  return items.flatMap((item) => {
    if (item.kind !== 'entry') return []
    const live = changed.has(item.key) ? undefined : entries.get(item.key.slice(ENTRY.length))
    if (live) return live
    const content = contentOf(item)
    return content?.kind === 'entry' ? content.entry : []
  })
}

/**
 * Changes the draft.
 * @returns ids of the changes, in their order
 * @throws LiukeError `question_known`, `question_gone`, `entry_unknown`, `draft_conflict`
 */
export async function changeHeldOut(
  curation: Curation,
  actor: string,
  deed: HeldOutDeed,
): Promise<readonly string[]> {
  const { language, text } = deed
  const question = { language, text }
  switch (deed.deed) {
    case 'add':
      return [await addHeldOut(curation, actor, deed.label, question)]
    case 'change': {
      const draft = await readDraft(curation)
      if (comparableOf(deed.to.text) !== comparableOf(text)) refuseKnown(curation, draft, deed.to.text)
      return [await edit(curation, actor, deed.key, question, deed.to)]
    }
    case 'remove':
      return [await edit(curation, actor, deed.key, question)]
    case 'move':
      return move(curation, actor, deed.key, deed.label, question)
  }
}

/** Takes it out here and puts it in there, both or neither. */
async function move(
  curation: Curation,
  actor: string,
  key: string,
  label: string,
  question: HeldOutText,
): Promise<readonly string[]> {
  const draft = await readDraft(curation)
  requireEntry(draft, label)
  const place = placeOf(draft.items, label)
  const contentAt = (wanted: string): ItemContent | null => {
    const item = draft.items.find((one) => one.key === wanted)
    return item ? contentOf(item) : null
  }
  const done = await changeMany(curation, actor, [
    {
      ...{ key: place.key, file: place.file, version: versionOf(draft, place.key) },
      content: withQuestion(contentAt(place.key), label, question),
    },
    { key, version: versionOf(draft, key), content: withoutQuestion(contentAt(key), question) },
  ])
  return done.map(({ change }) => change)
}

/**
 * Adds a question to those of an entry.
 * @returns the id of the change
 * @throws LiukeError `question_known`, `entry_unknown`
 */
export async function addHeldOut(
  curation: Curation,
  actor: string,
  label: string,
  question: HeldOutText,
): Promise<string> {
  const draft = await readDraft(curation)
  requireEntry(draft, label)
  refuseKnown(curation, draft, question.text)
  return insert(curation, actor, draft, label, question)
}

/** @throws LiukeError `entry_unknown` */
export function requireEntry({ items }: Draft, label: string): void {
  if (!items.some(({ key }) => key === `${ENTRY}${label}`))
    throw new LiukeError('entry_unknown', `There is no entry ${label}.`, 'Choose one of the list.')
}

/** Whatever is learned or held out is so once. @throws LiukeError `question_known` */
export function refuseKnown(curation: Curation, draft: Draft, text: string): void {
  requireNew(
    text,
    heldOutIn(draft.items),
    entriesIn(curation, draft).map(({ id, phrases }) => [id, [...phrases.zh, ...phrases.en]] as const),
  )
}

async function insert(
  curation: Curation,
  actor: string,
  { items }: Draft,
  label: string,
  question: HeldOutText,
): Promise<string> {
  const { key, file } = placeOf(items, label)
  const { change } = await editItem(curation, actor, key, (now) => withQuestion(now, label, question), file)
  return change
}

async function edit(
  curation: Curation,
  actor: string,
  key: string,
  question: HeldOutText,
  instead?: HeldOutText,
): Promise<string> {
  const { change } = await editItem(curation, actor, key, (now) => withoutQuestion(now, question, instead))
  return change
}

/** Takes changes back, the last first. @throws LiukeError `draft_conflict` */
export async function undoHeldOut(
  curation: Curation,
  actor: string,
  changes: readonly string[],
): Promise<void> {
  for (const change of changes.toReversed()) await undoChange(curation, actor, change)
}

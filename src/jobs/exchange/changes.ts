/** What given entries change in a corpus: entries that are there are added to or replaced, others are made. */

import { isDeepStrictEqual } from 'node:util'
import { comparableOf } from '../../corpus/comparable.ts'
import type { EntryContent } from '../../corpus/revisions/types.ts'
import { CAPS } from '../../corpus/shapes.ts'
import type { Language } from '../../corpus/types.ts'
import type { GivenEntry } from './given.ts'

/** `merge` keeps what we have, and adds phrases; `replace` takes whatever is given in its place. */
export type ImportMode = 'merge' | 'replace'

/** An entry as it would be; the same object where nothing changes. */
export function changedBy(given: GivenEntry, ours: EntryContent | null, mode: ImportMode): EntryContent {
  if (ours === null) return newEntry(given)
  const next = mode === 'merge' ? merged(given, ours) : replaced(given, ours)
  return isDeepStrictEqual(next, ours) ? ours : next
}

/** What is not said is left empty, and told by the check. */
function newEntry({
  id,
  kind,
  dialog,
  title,
  related,
  tags,
  valid,
  phrases,
  answer,
}: GivenEntry): EntryContent {
  return {
    id,
    kind: kind ?? (dialog === undefined ? 'faq' : 'dialog'),
    ...(dialog !== undefined && { dialog }),
    // An entry without a title is called by what is asked.
    title: { zh: title?.zh ?? questionOf(phrases.zh), en: title?.en ?? questionOf(phrases.en) },
    related: related ?? [],
    tags: tags ?? [],
    ...(valid !== undefined && { valid }),
    phrases,
    answer,
  }
}

function questionOf(phrases: readonly string[]): string {
  return phrases.find((text) => text.length <= CAPS.titleLength) ?? ''
}

function merged(given: GivenEntry, ours: EntryContent): EntryContent {
  const lists = (language: Language) => added(ours.phrases[language], given.phrases[language])
  const said = (language: Language) =>
    ours.answer[language].some((text) => text.trim() !== '') ? ours.answer[language] : given.answer[language]
  return {
    ...ours,
    title: {
      zh: ours.title.zh || (given.title?.zh ?? ''),
      en: ours.title.en || (given.title?.en ?? ''),
    },
    related: ours.related.length > 0 ? ours.related : (given.related ?? []),
    tags: [...new Set([...ours.tags, ...(given.tags ?? [])])],
    phrases: { zh: lists('zh'), en: lists('en') },
    answer: { zh: said('zh'), en: said('en') },
  }
}

function replaced(given: GivenEntry, ours: EntryContent): EntryContent {
  const lists = (language: Language) =>
    given.phrases[language].length > 0 ? given.phrases[language] : ours.phrases[language]
  const said = (language: Language) =>
    given.answer[language].length > 0 ? given.answer[language] : ours.answer[language]
  const { dialog: _dialog, valid: _valid, ...rest } = ours
  const kind = given.kind ?? ours.kind
  const dialog = given.dialog ?? ours.dialog
  const valid = given.valid ?? ours.valid
  return {
    ...rest,
    kind,
    ...(kind === 'dialog' && dialog !== undefined && { dialog }),
    title: { zh: given.title?.zh ?? ours.title.zh, en: given.title?.en ?? ours.title.en },
    related: given.related ?? ours.related,
    tags: given.tags ?? ours.tags,
    ...(valid !== undefined && { valid }),
    phrases: { zh: lists('zh'), en: lists('en') },
    answer: { zh: said('zh'), en: said('en') },
  }
}

/** The list with those that say something new; two texts are the same when they compare equal. */
function added(list: readonly string[], more: readonly string[]): readonly string[] {
  const known = new Set(list.map(comparableOf))
  const fresh = more.filter((text) => {
    const key = comparableOf(text)
    if (known.has(key)) return false
    known.add(key)
    return true
  })
  return fresh.length === 0 ? list : [...list, ...fresh]
}

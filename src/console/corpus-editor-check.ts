/** Checks an item while it is being written, in its place in the draft; stores nothing. */

import type { Company } from '../company/load.ts'
import { parseYaml } from '../company/yaml-source.ts'
import { comparableOf } from '../corpus/comparable.ts'
import { problem } from '../corpus/problem-codes.ts'
import { readEntries } from '../corpus/read-entries.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import type { Draft } from '../corpus/revisions/draft.ts'
import { keyOfContent, sourceOf } from '../corpus/revisions/item-content.ts'
import type { EntryContent, Item, ItemContent, ItemProblem } from '../corpus/revisions/types.ts'
import type { Language, Problem } from '../corpus/types.ts'
import type { Understanding } from '../understanding/types.ts'
import type { DraftView } from './corpus-editor-draft.ts'
import { previewOf } from './corpus-editor-preview.ts'
import type { CheckAnswer } from './corpus-types.ts'

const LANGUAGES: readonly Language[] = ['zh', 'en']
/** Phrases the model is asked about at a time. */
const ASKED = 40

/** Phrases and titles of all other entries, by comparable form, with the entry. */
type Held = ReadonlyMap<string, { readonly owner: string; readonly isTitle: boolean }>

/** What can be said about an item before it is saved. @param key empty for a new one */
export async function checkItem(
  curation: Curation,
  view: DraftView,
  key: string,
  content: ItemContent,
): Promise<CheckAnswer> {
  const draft = await view.read()
  const { company } = curation.corpus()
  const entries = entriesOf(draft, view, key)
  if (content.kind !== 'entry')
    return {
      problems: await problemsInPlace(draft, view, key, content),
      near: [],
      preview: previewIn(content),
    }
  const { entry } = content
  const live = curation.corpus().entries.get(entry.id)
  const learned = new Set([...(live?.phrases.zh ?? []), ...(live?.phrases.en ?? [])])
  const fresh = [...entry.phrases.zh, ...entry.phrases.en].filter(
    (text) => text.trim() !== '' && !learned.has(text),
  )
  return {
    problems: entryProblems(entry, entries, company),
    near: await nearOthers(entry.id, fresh.slice(-ASKED), curation.understand),
    preview: LANGUAGES.flatMap((language) => {
      const related = entry.related.flatMap((id) => entries.get(id)?.title[language] ?? [])
      return previewOf(entry.answer[language][0] ?? '', related, language, company)
    }),
  }

  function previewIn(other: ItemContent): CheckAnswer['preview'] {
    if (other.kind !== 'wording') return []
    return LANGUAGES.flatMap((language) => previewOf(other.wording[language][0] ?? '', [], language, company))
  }
}

/** The other entries of the draft, by id. */
function entriesOf(draft: Draft, view: DraftView, key: string): Map<string, EntryContent> {
  const others = new Map<string, EntryContent>()
  for (const item of draft.items) {
    if (item.kind !== 'entry' || item.key === key) continue
    const { content } = view.reader.read(item)
    if (content?.kind === 'entry') others.set(content.entry.id, content.entry)
  }
  return others
}

/** What is wrong with an entry alone, and beside the others. */
export function entryProblems(
  entry: EntryContent,
  others: ReadonlyMap<string, EntryContent>,
  company: Company,
): ItemProblem[] {
  const text = sourceOf({ kind: 'entry', entry })
  const { source, problems: unreadable } = parseYaml({ path: 'faq/entry.yaml', file: 'faq/entry.yaml', text })
  const read = readEntries([source], company)
  const at = { file: 'faq/entry.yaml', line: 1 }
  const taken = others.has(entry.id)
    ? [
        problem(
          'entry_twice',
          at,
          `The id ${entry.id} is already used.`,
          'Merge the two entries, or give this one another id.',
        ),
      ]
    : []
  const related = entry.related.flatMap((id) => {
    if (id === entry.id) return [problem('related_self', at, `${id} is related to itself.`, 'Take it out.')]
    if (others.has(id)) return []
    return [problem('related_unknown', at, `There is no entry ${id}.`, 'Choose another, or take it out.')]
  })
  const all = [...unreadable, ...read.problems, ...taken, ...related, ...overlaps(entry, heldBy(others))]
  return all.map((one) => placed(one, `entry:${entry.id}`))
}

function heldBy(others: ReadonlyMap<string, EntryContent>): Held {
  const held = new Map<string, { owner: string; isTitle: boolean }>()
  for (const { id, phrases, title } of others.values()) {
    for (const text of [title.zh, title.en]) held.set(keyOf(text), { owner: id, isTitle: true })
    for (const text of [...phrases.zh, ...phrases.en]) held.set(keyOf(text), { owner: id, isTitle: false })
  }
  return held
}

/** Comparable forms of phrases, which stay the same from one check to the next. */
const forms = new Map<string, string>()
const FORMS = 100_000

function keyOf(text: string): string {
  const known = forms.get(text)
  if (known !== undefined) return known
  if (forms.size >= FORMS) forms.clear()
  const form = comparableOf(text)
  forms.set(text, form)
  return form
}

function overlaps(entry: EntryContent, held: Held): Problem[] {
  const at = { file: 'faq/entry.yaml', line: 1 }
  const own = new Set<string>()
  const phrases = [...entry.phrases.zh, ...entry.phrases.en].flatMap((text) => {
    const key = keyOf(text)
    const other = held.get(key)
    const isTwice = own.has(key)
    own.add(key)
    if (other !== undefined && !other.isTitle) {
      const message = `“${text}” stands in ${other.owner} as well.`
      return [problem('phrase_twice', at, message, 'Keep it in the entry that answers it best.')]
    }
    if (!isTwice) return []
    return [problem('phrase_repeated', at, `“${text}” stands in this entry twice.`, 'Take one out.')]
  })
  const titles = [entry.title.zh, entry.title.en].flatMap((text) => {
    const other = text.trim() === '' ? undefined : held.get(keyOf(text))
    if (other === undefined) return []
    const message = `The title “${text}” is also used by ${other.owner}.`
    return [problem('title_twice', at, message, 'Reword one of the two.')]
  })
  return [...phrases, ...titles]
}

function placed(one: Problem, key: string): ItemProblem {
  const { file, line, code, severity, message, fix } = one
  return { key, file, line, code, severity, message, fix }
}

/** What is wrong with another item, read in the whole draft with it in its place. */
async function problemsInPlace(
  draft: Draft,
  view: DraftView,
  key: string,
  content: ItemContent,
): Promise<ItemProblem[]> {
  const before = draft.items.find((item) => item.key === key)
  if (before === undefined) return []
  const source = sourceOf(content, before.source)
  const items = draft.items.map((item) => (item.key === key ? { ...item, source } : item))
  const mine: Item = { ...before, source, key: keyOfContent(content, before.file) }
  const problems = await view.problemsWith(items)
  return problems.filter((one) => one.key === key || one.key === mine.key)
}

/** Phrases that the live model takes for another entry, and is not unsure about. */
export async function nearOthers(
  id: string,
  phrases: readonly string[],
  understand: (text: string) => Promise<Understanding>,
): Promise<CheckAnswer['near']> {
  const near: { text: string; entry: string; share: number }[] = []
  for (const text of phrases) {
    const { candidates, band } = await understand(text)
    const [first] = candidates
    if (first === undefined || first.intent === id || band === 'decline') continue
    near.push({ text, entry: first.intent, share: first.probability })
  }
  return near
}

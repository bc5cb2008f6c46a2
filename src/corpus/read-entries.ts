/** Reads the entries of `corpus/faq` and checks each on its own. */

import { closest } from '../company/closest.ts'
import type { Company } from '../company/load.ts'
import type { Place } from '../company/problems.ts'
import { readShape, valueAt } from '../company/shape.ts'
import { holesIn } from '../company/variables.ts'
import type { YamlSource } from '../company/yaml-source.ts'
import {
  answerLengthProblems,
  languageProblems,
  plainTextProblems,
  templateProblems,
  titleLengthProblems,
  unknownVariable,
} from './check-text.ts'
import { tagProblems, validityOf, validityProblems } from './entry-labels.ts'
import { problem } from './problem-codes.ts'
import { CAPS, entryShape } from './shapes.ts'
import type { Entry, Language, Problem, Written } from './types.ts'
import { variantsOf, writtenIn } from './variants.ts'

/** Fewer ways of asking than this teach the model too little. */
export const ENOUGH_PHRASES = 15

/** A topic of small letters, then names after dots. */
const ID = /^[a-z]+(?:\.[a-z0-9-]+)+$/

const LANGUAGES: readonly Language[] = ['zh', 'en']

/** An entry together with where it was read, so that later checks can point at its lines. */
export interface ReadEntry {
  readonly entry: Entry
  readonly source: YamlSource
  /** Place of the entry in the list of its file. */
  readonly index: number
}

/** What the files of `corpus/faq` hold. */
export interface ReadEntries {
  readonly entries: ReadEntry[]
  /** Ids of all entries, those included that have errors and are left out. */
  readonly ids: ReadonlySet<string>
  readonly problems: Problem[]
}

/** Reads all entries; one with errors of shape, or an id that is taken, is left out. */
export function readEntries(sources: readonly YamlSource[], company: Company): ReadEntries {
  const entries: ReadEntry[] = []
  const problems: Problem[] = []
  const places = new Map<string, Place>()
  let count = 0
  for (const source of sources) {
    if (source.value === undefined) continue
    if (!Array.isArray(source.value)) {
      const message = 'The file should be a list of entries.'
      problems.push(
        problem('field_type', { file: source.file, line: 1 }, message, 'Start each with "- id: …".'),
      )
      continue
    }
    for (const index of source.value.keys()) {
      if (++count > CAPS.entries) continue
      const read = readEntry(source, index)
      problems.push(...read.problems)
      const taken = read.id === null ? undefined : places.get(read.id)
      if (read.id !== null && taken !== undefined) problems.push(idTaken(read.id, source, index, taken))
      else if (read.entry !== null) entries.push({ entry: read.entry, source, index })
      if (read.id !== null && taken === undefined) places.set(read.id, placeOfEntry(source, index))
    }
  }
  if (count > CAPS.entries) {
    const message = `The corpus has ${count} entries, more than ${CAPS.entries}.`
    const at = { file: sources[0]?.file ?? 'faq', line: 1 }
    problems.push(problem('entries_too_many', at, message, 'Merge entries that have the same answer.'))
  }
  for (const read of entries) problems.push(...textProblems(read, company))
  return { entries, ids: new Set(places.keys()), problems }
}

function readEntry(
  source: YamlSource,
  index: number,
): { id: string | null; entry: Entry | null; problems: Problem[] } {
  const { data, problems } = readShape(entryShape(valueAt(source.value, [index])), source, [index])
  const written = valueAt(source.value, [index, 'id'])
  const id = typeof written === 'string' ? written.trim() : null
  const at = { file: source.file, line: source.lineOf([index, 'id']) }
  if (id !== null && id !== '' && !ID.test(id)) {
    const message = `The id ${id.slice(0, 60)} is not a topic and a name.`
    const fix = 'Write small letters, a dot, then small letters, digits and hyphens: bill.due-date.'
    problems.push(problem('entry_id', at, message, fix))
  }
  if (data === null || id === null || problems.length > 0) return { id, entry: null, problems }

  problems.push(...dialogProblems(data.kind, data.dialog, source, index))
  problems.push(
    ...tagProblems(data.tags ?? [], source, index),
    ...validityProblems(data.valid, source, index),
  )
  const { dialog, related = [], tags = [], valid: days, answer, ...rest } = data
  const valid = validityOf(days)
  const { file, line } = placeOfEntry(source, index)
  const { usual, all } = variantsOf(answer)
  const entry: Entry = {
    ...rest,
    ...(dialog === undefined ? {} : { dialog }),
    related,
    ...(tags.length === 0 ? {} : { tags }),
    ...(valid === undefined ? {} : { valid }),
    answer: usual,
    ...(all === null ? {} : { answers: all }),
    file,
    line,
  }
  return { id, entry, problems }
}

function placeOfEntry(source: YamlSource, index: number): Place {
  return { file: source.file, line: source.lineOf([index]) }
}

function idTaken(id: string, source: YamlSource, index: number, earlier: Place): Problem {
  const at = { file: source.file, line: source.lineOf([index, 'id']) }
  const message = `The id ${id} is already used in ${earlier.file}, line ${earlier.line}.`
  return problem('entry_twice', at, message, 'Merge the two entries, or give this one another id.')
}

function dialogProblems(
  kind: string,
  dialog: string | undefined,
  source: YamlSource,
  index: number,
): Problem[] {
  if ((kind === 'dialog') === (dialog !== undefined)) return []
  if (dialog === undefined) {
    const at = { file: source.file, line: source.lineOf([index, 'kind']) }
    const message = 'An entry of the kind dialog has to name the dialog it starts.'
    return [problem('entry_dialog', at, message, 'Add `dialog:` with the name of the dialog.')]
  }
  const at = { file: source.file, line: source.lineOfName([index, 'dialog']) }
  const message = `An entry of the kind ${kind} starts no dialog.`
  return [problem('entry_dialog', at, message, 'Take the line out, or write `kind: dialog`.')]
}

/** Everything that can be said about the texts of one entry without looking at others. */
function textProblems({ entry, source, index }: ReadEntry, company: Company): Problem[] {
  const problems: Problem[] = []
  for (const language of LANGUAGES) {
    const title: Written = { text: entry.title[language], source, path: [index, 'title', language] }
    problems.push(...plainTextProblems(title), ...languageProblems(title, language))
    problems.push(...titleLengthProblems(title, language))

    for (const answer of answersIn(entry, language, source, index)) {
      problems.push(...templateProblems(answer, company), ...languageProblems(answer, language))
      problems.push(...undottedHoles(answer, company), ...answerLengthProblems(answer, language, company))
    }

    const phrases = entry.phrases[language]
    for (const [item, text] of phrases.entries()) {
      const phrase: Written = { text, source, path: [index, 'phrases', language, item] }
      problems.push(...plainTextProblems(phrase), ...languageProblems(phrase, language))
    }
    if (phrases.length < ENOUGH_PHRASES) {
      const at = { file: source.file, line: source.lineOfName([index, 'phrases', language]) }
      const message = `${entry.id} has ${phrases.length} phrases in ${language}, fewer than ${ENOUGH_PHRASES}.`
      problems.push(problem('phrases_few', at, message, 'Add more ways of asking, in different words.'))
    }
  }
  return problems
}

/** All answers in one language; one that is not a list in the file has no place within one. */
function answersIn(entry: Entry, language: Language, source: YamlSource, index: number): Written[] {
  const isList = Array.isArray(valueAt(source.value, [index, 'answer', language]))
  const texts = entry.answers?.[language] ?? [entry.answer[language]]
  const said = isList ? texts : (texts[0] ?? '')
  return writtenIn({ ...entry.answer, [language]: said }, language, source, [index, 'answer'])
}

/** Nothing is handed to an answer, so `{name}` without a dot can only be a mistake. */
function undottedHoles(answer: Written, company: Company): Problem[] {
  return holesIn(answer.text)
    .filter((hole) => !hole.name.includes('.'))
    .map((hole) => unknownVariable(hole.name, answer, hole.index, company))
}

/** Entries whose `related` names an entry that does not exist, or the entry itself. */
export function relatedProblems({ entries, ids }: ReadEntries): Problem[] {
  return entries.flatMap(({ entry, source, index }) =>
    entry.related.flatMap((id, item) => {
      const at = { file: source.file, line: source.lineOf([index, 'related', item]) }
      if (id === entry.id) {
        return [problem('related_self', at, `${id} is related to itself.`, 'Take it out.')]
      }
      if (ids.has(id)) return []
      const meant = closest(id, ids)
      const fix = meant === null ? 'Correct the id, or take it out.' : `Did you mean ${meant}?`
      return [problem('related_unknown', at, `There is no entry ${id}.`, fix)]
    }),
  )
}

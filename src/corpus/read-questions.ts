/** Reads held-out questions from `corpus/tests` and background questions from the lexicon. */

import { closest } from '../company/closest.ts'
import { readShape } from '../company/shape.ts'
import type { YamlSource } from '../company/yaml-source.ts'
import { plainTextProblems } from './check-text.ts'
import { problem } from './problem-codes.ts'
import { questionsShape, testShape } from './shapes.ts'
import type { HeldOutQuestion, Problem, Written } from './types.ts'

/** Background questions fewer than this do not teach the model what is not ours. */
export const ENOUGH_BACKGROUND = 50

/** A held-out question with the place it was read from. */
export interface ReadQuestion {
  readonly question: HeldOutQuestion
  readonly written: Written
}

const GROUPS = ['zh', 'en', 'mixed'] as const

type Lists = { readonly [Group in (typeof GROUPS)[number]]?: readonly string[] | undefined }

/**
 * Reads the files of `corpus/tests`: a list of items with `entry`, or, for questions that are out of
 * scope, the bare lists `zh`, `en` and `mixed`.
 */
export function readTests(sources: readonly YamlSource[]): {
  questions: ReadQuestion[]
  problems: Problem[]
} {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  for (const source of sources) {
    if (source.value === undefined) continue
    if (!Array.isArray(source.value)) {
      const read = readShape(questionsShape, source, [])
      problems.push(...read.problems)
      if (read.data !== null) questions.push(...questionsOf(read.data, [], source, []))
      continue
    }
    for (const index of source.value.keys()) {
      const read = readShape(testShape, source, [index])
      problems.push(...read.problems)
      if (read.data === null) continue
      const labels = read.data.entry.split('|').map((label) => label.trim())
      questions.push(...questionsOf(read.data, labels, source, [index]))
    }
  }
  for (const { written } of questions) problems.push(...plainTextProblems(written))
  return { questions, problems }
}

function questionsOf(
  lists: Lists,
  labels: readonly string[],
  source: YamlSource,
  base: readonly number[],
): ReadQuestion[] {
  return GROUPS.flatMap((language) =>
    (lists[language] ?? []).map((text, item) => {
      const path = [...base, language, item]
      const { file } = source
      const question = { labels, text, language, file, line: source.lineOf(path) }
      return { question, written: { text, source, path } }
    }),
  )
}

/** Labels of held-out questions that name no entry, each item reported once. */
export function labelProblems(questions: readonly ReadQuestion[], ids: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  for (const { question, written } of questions) {
    const item = written.path[0]
    for (const label of question.labels) {
      if (ids.has(label) || seen.has(`${written.source.file} ${item} ${label}`)) continue
      seen.add(`${written.source.file} ${item} ${label}`)
      const line = written.source.lineOf(item === undefined ? [] : [item, 'entry'])
      const meant = closest(label, ids)
      const fix =
        meant === null ? 'Correct the id; write a|b where either is right.' : `Did you mean ${meant}?`
      const message = `There is no entry ${label === '' ? 'without a name' : label.slice(0, 80)}.`
      problems.push(problem('test_entry_unknown', { file: written.source.file, line }, message, fix))
    }
  }
  return problems
}

/** Reads `corpus/lexicon/background.yaml`. */
export function readBackground(source: YamlSource | undefined) {
  const background: Written[] = []
  const problems: Problem[] = []
  if (source?.value !== undefined) {
    const read = readShape(questionsShape, source, [])
    problems.push(...read.problems)
    for (const group of GROUPS) {
      for (const [item, text] of (read.data?.[group] ?? []).entries()) {
        background.push({ text, source, path: [group, item] })
      }
    }
    for (const written of background) problems.push(...plainTextProblems(written))
  }
  return { background, problems }
}

/** Too few background questions to learn from. */
export function fewBackgroundProblems(background: readonly Written[], folder: string): Problem[] {
  if (background.length >= ENOUGH_BACKGROUND) return []
  const at = { file: background[0]?.source.file ?? folder, line: 1 }
  const message = `There are ${background.length} background questions, fewer than ${ENOUGH_BACKGROUND}.`
  const fix =
    'Add questions that are not yours to corpus/lexicon/background.yaml, so that the bot can decline.'
  return [problem('background_few', at, message, fix)]
}

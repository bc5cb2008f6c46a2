/** Checks values read from YAML against a zod schema, and says in a lead's words what does not fit. */

import { z } from 'zod'
import { closest } from './closest.ts'
import { type Place, type Problem, problemMaker, sourceProblems } from './problems.ts'
import type { ValuePath, YamlSource } from './yaml-source.ts'

/** Problems reported for one value: a list of thousands that is wrong throughout needs no more. */
const MAX_ISSUES = 200

const problem = problemMaker(sourceProblems)

/** Text somebody wrote: outer space is dropped, and at least one character must be left. */
export function text(maxLength: number) {
  return z.string().trim().min(1).max(maxLength)
}

/**
 * Reads the value at `path` of a source as the schema wants it.
 * @returns the data, or null when it does not fit, and everything that does not fit
 */
export function readShape<Schema extends z.ZodType>(
  schema: Schema,
  source: YamlSource,
  path: ValuePath,
): { data: z.output<Schema> | null; problems: Problem[] } {
  const result = schema.safeParse(valueAt(source.value, path))
  if (result.success) return { data: result.data, problems: [] }
  const issues = result.error.issues.slice(0, MAX_ISSUES)
  const problems = issues.flatMap((issue) => problemsOf(issue, schema, source, path)).slice(0, MAX_ISSUES)
  return { data: null, problems }
}

/** The value at a path of plain values, or undefined. */
export function valueAt(value: unknown, path: ValuePath): unknown {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    // Lists and objects are both read by key here; that the key is there was just checked.
    found = (found as Record<string | number, unknown>)[step]
  }
  return found
}

function problemsOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  source: YamlSource,
  base: ValuePath,
): Problem[] {
  // YAML has no symbols as keys, so every step is a name or a place in a list.
  const inside = issue.path as (string | number)[]
  const path = [...base, ...inside]
  const at = { file: source.file, line: source.lineOf(path) }
  const name = nameOf(path)
  const actual = valueAt(source.value, path)

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const place = { file: source.file, line: source.lineOfName([...path, key]) }
        return unknownField(key, fieldsAt(schema, inside), place)
      })
    case 'too_big':
      if (issue.origin === 'number') return [outOfRange(`${name} is larger than ${issue.maximum}.`, at)]
      return issue.origin === 'string'
        ? [problem('text_too_long', at, `${name} is longer than ${issue.maximum} characters.`, 'Shorten it.')]
        : [problem('list_too_long', at, `${name} has more than ${issue.maximum} items.`, 'Take some out.')]
    case 'too_small':
      if (issue.origin === 'number') return [outOfRange(`${name} is smaller than ${issue.minimum}.`, at)]
      return [problem('text_empty', at, `${name} is empty.`, 'Write something, or take the line out.')]
    case 'invalid_type':
      return [actual === undefined ? missing(path, at) : wrongType(name, issue.expected, actual, at)]
    case 'invalid_value':
      if (actual === undefined) return [missing(path, at)]
      return [wrongValue(name, actual, issue.values.map(String), at)]
    default:
      return [
        problem(
          'field_value',
          at,
          `${name} does not fit: ${issue.message}.`,
          'Compare it with docs/corpus.md.',
        ),
      ]
  }
}

function outOfRange(message: string, at: Place): Problem {
  return problem('field_value', at, message, 'Write a number within the range.')
}

function unknownField(key: string, known: string[], at: Place): Problem {
  const meant = closest(key, known)
  if (meant === null && /\s|\p{Script=Han}/u.test(key)) {
    const message = `There is no field ${key.slice(0, 60)}, which reads like a piece of text.`
    return problem('field_unknown', at, message, 'Put text that holds a comma or `: ` in "…".')
  }
  const list = known.length > 0 ? `The fields here are ${known.join(', ')}.` : 'There are no fields here.'
  const fix = meant === null ? list : `Did you mean ${meant}? ${list}`
  return problem('field_unknown', at, `There is no field ${key.slice(0, 60)}.`, fix)
}

function missing(path: ValuePath, at: Place): Problem {
  const last = path.at(-1)
  if (last === 'zh' || last === 'en') {
    const language = last === 'zh' ? 'Chinese' : 'English'
    const name = nameOf(path.slice(0, -1))
    return problem('language_missing', at, `${name} has no ${language} text.`, `Add the field ${last}.`)
  }
  return problem(
    'field_missing',
    at,
    `${nameOf(path)} is missing.`,
    'Add it; docs/corpus.md shows a whole entry.',
  )
}

function wrongType(name: string, expected: string, actual: unknown, at: Place): Problem {
  const wanted = { string: 'text', array: 'a list', object: 'fields' }[expected] ?? expected
  const message = `${name} should be ${wanted}, and is ${kindOf(actual)}.`
  return problem('field_type', at, message, adviceFor(expected, actual))
}

function adviceFor(expected: string, actual: unknown): string {
  if (actual === null) return 'Write something, or take the line out.'
  if (expected === 'string') return typeof actual === 'object' ? 'Put the text in "…".' : 'Put it in "…".'
  if (expected === 'array') return 'Start each item on a line of its own with "- ", or write [one, two].'
  return 'Compare the indentation with docs/corpus.md.'
}

function wrongValue(name: string, actual: unknown, values: string[], at: Place): Problem {
  const written = typeof actual === 'string' ? actual.slice(0, 60) : kindOf(actual)
  const meant = closest(written, values)
  const fix = `${meant === null ? '' : `Did you mean ${meant}? `}It is one of ${values.join(', ')}.`
  return problem('field_value', at, `${name} cannot be ${written}.`, fix)
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'fields'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return `the yes-or-no value ${value}`
  return 'text'
}

/** `phrases.zh, item 3` for a path, without the place of the entry in its file. */
function nameOf(path: ValuePath): string {
  const steps = typeof path[0] === 'number' ? path.slice(1) : path
  let name = ''
  for (const step of steps) {
    if (typeof step === 'number') name += `${name === '' ? '' : ', '}item ${step + 1}`
    else name += name === '' ? step : `.${step}`
  }
  return name === '' ? 'This' : name
}

/** Names of the fields a schema has at a path, for suggestions. */
function fieldsAt(schema: z.ZodType, path: ValuePath): string[] {
  let found: unknown = schema
  for (const step of path) {
    found = withoutOptional(found)
    if (found instanceof z.ZodArray) found = found.element
    else if (found instanceof z.ZodObject) found = found.shape[step]
    else return []
  }
  found = withoutOptional(found)
  return found instanceof z.ZodObject ? Object.keys(found.shape) : []
}

function withoutOptional(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : schema
}

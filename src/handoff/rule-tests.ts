/** Tests of handoff rules as leads write them, in `corpus/tests/handoff.yaml`: facts, and what should come of them. */

import { z } from 'zod'
import { closest } from '../company/closest.ts'
import { hasErrors, hidesContent, inReadingOrder, type Problem } from '../company/problems.ts'
import { text } from '../company/shape.ts'
import type { SourceFile } from '../company/source-files.ts'
import { parseYaml, type ValuePath } from '../company/yaml-source.ts'
import { calmFacts } from './calm-facts.ts'
import { valueProblem } from './fact-value.ts'
import { type Facts, factNames, isFactName } from './facts.ts'
import { answerTimes } from './read-queue.ts'
import { RuleFile } from './rule-file.ts'

/** What should come of facts; what is left out is not looked at. Null for none. */
export interface Expected {
  readonly action: 'none' | 'handoff' | 'offer' | 'raise'
  readonly rule?: string | null
  readonly queue?: string | null
  readonly priority?: number
  readonly answerWithinMs?: number | null
  /** Ids of other rules that have to apply as well. */
  readonly also?: readonly string[]
}

/** One test. */
export interface RuleTest {
  readonly file: string
  readonly line: number
  readonly about: string
  /** Those that were written, over those of a calm stranger. */
  readonly facts: Facts
  readonly expected: Expected
}

const MAX_TESTS = 1_000
const none = z.literal('none')
const testShape = z.strictObject({
  about: text(300),
  facts: z.record(z.string(), z.unknown()),
  expect: z.strictObject({
    action: z.enum(['none', 'handoff', 'offer', 'raise']),
    rule: z.union([none, text(60)]).optional(),
    queue: z.union([none, text(60)]).optional(),
    priority: z.number().optional(),
    answer_within: text(10).optional(),
    also: z.array(text(60)).max(50).optional(),
  }),
})
const fileShape = z.array(z.unknown()).max(MAX_TESTS)

/** The tests of a file, and everything that is wrong in it; there are tests only where nothing is. */
export function readRuleTests(file: SourceFile): {
  readonly tests: readonly RuleTest[]
  readonly problems: readonly Problem[]
} {
  const { source, problems } = parseYaml(file)
  const reading = new RuleFile(source, undefined)
  const tests: RuleTest[] = []
  const list = problems.some(hidesContent) ? null : reading.read(fileShape, [])
  for (const place of (list ?? []).keys()) {
    const test = readTest(reading, [place])
    if (test !== null) tests.push(test)
  }
  const found = inReadingOrder([...problems, ...reading.problems])
  return { tests: hasErrors(found) ? [] : tests, problems: found }
}

function readTest(reading: RuleFile, path: ValuePath): RuleTest | null {
  const read = reading.read(testShape, path)
  if (read === null) return null
  const { action, rule, queue, priority, answer_within: within, also } = read.expect
  const time =
    within === undefined || within === 'none'
      ? null
      : reading.readTime(within, [...path, 'expect', 'answer_within'], answerTimes)
  const orNull = (written: string): string | null => (written === 'none' ? null : written)
  return {
    ...reading.at(path),
    about: read.about,
    facts: readFacts(reading, read.facts, [...path, 'facts']),
    expected: {
      action,
      ...(rule !== undefined && { rule: orNull(rule) }),
      ...(queue !== undefined && { queue: orNull(queue) }),
      ...(priority !== undefined && { priority }),
      ...(within !== undefined && { answerWithinMs: time }),
      ...(also !== undefined && { also }),
    },
  }
}

function readFacts(reading: RuleFile, written: Readonly<Record<string, unknown>>, path: ValuePath): Facts {
  const facts: Record<string, unknown> = { ...calmFacts }
  for (const [name, value] of Object.entries(written)) {
    if (!isFactName(name)) {
      const meant = closest(name, factNames)
      const fix = `${meant === null ? '' : `Did you mean ${meant}? `}docs/handoff.md lists all facts.`
      reading.report('fact_unknown', [...path, name], `There is no fact ${name.slice(0, 60)}.`, fix)
      continue
    }
    const known = value === 'unknown' ? null : value
    const wrong = valueProblem(name, known)
    if (wrong === null) facts[name] = known
    else reading.report('comparison_value', [...path, name], wrong, 'Correct the value, or write unknown.')
  }
  // A calm stranger has every fact, and each that was put over it was checked.
  return facts as unknown as Facts
}

/** Reads and checks a file of handoff rules: shapes, names, types, both languages, and the lint on risk. */

import { z } from 'zod'
import { closest } from '../company/closest.ts'
import { hasErrors, hidesContent, inReadingOrder, type Place, type Problem } from '../company/problems.ts'
import { readShape, text, valueAt } from '../company/shape.ts'
import type { SourceFile } from '../company/source-files.ts'
import type { Company } from '../company/types.ts'
import { holesIn } from '../company/variables.ts'
import { parseYaml, type ValuePath, type YamlSource } from '../company/yaml-source.ts'
import { languageProblems, templateProblems } from '../corpus/check-text.ts'
import { placeOf, type Written } from '../corpus/types.ts'
import { fixedQueues } from './fixed.ts'
import { problem } from './problem-codes.ts'
import { ConditionReader } from './read-condition.ts'
import { compileRules, effects, type Queue, queueDefaults, type RuleContent, type Rules } from './rules.ts'

/** What rules are checked against besides the catalogue of facts; what is left out is not checked. */
export interface RuleSurroundings {
  /** Ids of all entries; a rule that names another intent never applies, which is a warning. */
  readonly intents?: ReadonlySet<string>
  /** For values such as `{company.short}` in what a rule says. */
  readonly company?: Company
}

const MAX_RULES = 500
const MAX_QUEUES = 50
const DAY_MS = 86_400_000
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

const both = (length: number) => z.strictObject({ zh: text(length), en: text(length) })
const fileShape = z.strictObject({
  queues: z.record(z.string(), z.unknown()),
  rules: z.array(z.unknown()).max(MAX_RULES),
})
const queueShape = z.strictObject({ name: both(60), answer_within: text(10) })
const ruleShape = z.strictObject({
  id: text(60),
  about: both(300),
  when: z.unknown(),
  do: z.enum(effects),
  queue: text(60).optional(),
  priority: z.number(),
  answer_within: text(10).optional(),
  say: both(300).optional(),
})

/**
 * The rules a file holds. Never throws for what stands in it: all problems come together, and rules
 * are given only where none of them is an error.
 */
export function readRules(
  file: SourceFile,
  surroundings: RuleSurroundings = {},
): { rules: Rules | null; problems: readonly Problem[] } {
  const { source, problems } = parseYaml(file)
  const reader = new RuleReader(source, surroundings)
  if (!problems.some(hidesContent)) reader.readFile()
  const found = inReadingOrder([...problems, ...reader.problems])
  const rules = hasErrors(found) ? null : compileRules({ queues: reader.queues, rules: reader.rules })
  return { rules, problems: found }
}

class RuleReader {
  readonly queues: Queue[] = []
  readonly rules: RuleContent[] = []
  readonly #problems: Problem[] = []
  readonly #places = new Map<string, Place>()
  readonly #source: YamlSource
  readonly #company: Company | undefined
  readonly #conditions: ConditionReader

  constructor(source: YamlSource, { intents, company }: RuleSurroundings) {
    this.#source = source
    this.#company = company
    this.#conditions = new ConditionReader(source, intents)
  }

  get problems(): Problem[] {
    return [...this.#problems, ...this.#conditions.problems]
  }

  readFile(): void {
    const file = this.#readShape(fileShape, [])
    if (file === null) return
    const names = Object.keys(file.queues)
    for (const name of names.slice(0, MAX_QUEUES)) this.#readQueue(name)
    for (const name of [...fixedQueues, ...names.slice(MAX_QUEUES)]) this.#checkQueueNames(name, names)
    for (let place = 0; place < file.rules.length; place++) this.#readRule(['rules', place], names)
  }

  #readQueue(name: string): void {
    const path = ['queues', name]
    if (!NAME.test(name)) {
      const message = `${name.slice(0, 60)} cannot be the name of a queue.`
      this.#report('queue_id', path, message, 'Use small letters, digits and hyphens: `night-shift`.')
    }
    const queue = this.#readShape(queueShape, path)
    if (queue === null) return
    this.#checkTexts(queue.name, [...path, 'name'])
    const answerWithinMs = this.#readTime(queue.answer_within, [...path, 'answer_within'])
    if (answerWithinMs !== null)
      this.queues.push({ ...queueDefaults, id: name, name: queue.name, answerWithinMs })
  }

  #checkQueueNames(name: string, declared: readonly string[]): void {
    if (declared.indexOf(name) >= MAX_QUEUES) {
      this.#report(
        'list_too_long',
        ['queues', name],
        `There are more than ${MAX_QUEUES} queues.`,
        'Merge some.',
      )
    } else if (!declared.includes(name)) {
      const message = `The queue ${name} is not declared, and the fixed rules need it.`
      this.#report('queue_missing', ['queues'], message, `Add ${name} with its name and answer_within.`)
    }
  }

  #readRule(path: ValuePath, queues: readonly string[]): void {
    const rule = this.#readShape(ruleShape, path)
    // The condition is read even where the rest does not fit, so that everything is told at once.
    const hasWhen = valueAt(this.#source.value, [...path, 'when']) !== undefined
    const when = hasWhen ? this.#conditions.read([...path, 'when']) : null
    if (rule === null) return
    this.#checkId(rule.id, [...path, 'id'])
    if (rule.queue !== undefined && !queues.includes(rule.queue)) {
      const meant = closest(rule.queue, queues)
      const fix = `${meant === null ? '' : `Did you mean ${meant}? `}The queues are ${queues.join(', ')}.`
      this.#report('queue_unknown', [...path, 'queue'], `There is no queue ${rule.queue}.`, fix)
    }
    this.#checkEffect(rule, path)
    this.#checkPriority(rule.priority, [...path, 'priority'])
    this.#checkTexts(rule.about, [...path, 'about'])
    if (rule.say !== undefined) this.#checkTexts(rule.say, [...path, 'say'])
    const { answer_within } = rule
    const answerWithinMs =
      answer_within === undefined ? null : this.#readTime(answer_within, [...path, 'answer_within'])
    if (when === null) return
    const { id, about, priority } = rule
    const { queue = null, say = null } = rule
    this.rules.push({ id, about, when, do: rule.do, queue, priority, answerWithinMs, say })
  }

  #checkId(id: string, path: ValuePath): void {
    if (!NAME.test(id)) {
      const message = `${id} cannot be the id of a rule.`
      this.#report('rule_id', path, message, 'Use small letters, digits and hyphens: `angry-twice`.')
    }
    const earlier = this.#places.get(id)
    if (earlier === undefined) this.#places.set(id, this.#at(path))
    else {
      const message = `The rule in line ${earlier.line} is called ${id} as well.`
      this.#report('rule_twice', path, message, 'Give one of them another id.')
    }
  }

  #checkEffect(rule: z.output<typeof ruleShape>, path: ValuePath): void {
    if (rule.do === 'raise') {
      if (rule.say === undefined) return
      const message = 'A rule that raises says nothing, and this text would never be shown.'
      this.#report('rule_effect', [...path, 'say'], message, 'Take say out.')
      return
    }
    for (const field of ['queue', 'say'] as const) {
      if (rule[field] !== undefined) continue
      this.#report('rule_effect', path, `A rule with do: ${rule.do} needs ${field}.`, `Add ${field}.`)
    }
  }

  #checkPriority(priority: number, path: ValuePath): void {
    if (Number.isInteger(priority) && priority >= 0 && priority <= 100) return
    const fix = 'Write a whole number from 0 to 100; higher is sooner.'
    this.#report('rule_priority', path, `${priority} is not a priority.`, fix)
  }

  #checkTexts(texts: { zh: string; en: string }, path: ValuePath): void {
    for (const language of ['zh', 'en'] as const) {
      const written: Written = { text: texts[language], source: this.#source, path: [...path, language] }
      this.#problems.push(...languageProblems(written, language))
      if (this.#company !== undefined) this.#problems.push(...templateProblems(written, this.#company))
      for (const hole of holesIn(written.text)) {
        if (hole.name.includes('.')) continue
        const message = `Nothing is handed in for {${hole.name}} here.`
        const fix = 'Use values of the company, such as {company.short}.'
        this.#problems.push(problem('wording_value_unknown', placeOf(written, hole.index), message, fix))
      }
    }
  }

  /** Milliseconds for `45s`, `5m` or `2h`. */
  #readTime(written: string, path: ValuePath): number | null {
    const match = /^(\d{1,5})\s?([smh])$/.exec(written)
    const time = match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0) : 0
    if (time >= 1_000 && time <= DAY_MS) return time
    const message = `${written} is not a time to answer within.`
    this.#report('time_value', path, message, 'Write it like 60s, 5m or 2h; from 1s to 24h.')
    return null
  }

  #readShape<Schema extends z.ZodType>(schema: Schema, path: ValuePath): z.output<Schema> | null {
    const { data, problems } = readShape(schema, this.#source, path)
    // The page that explains these files is another than that of the rest of the corpus.
    const fixOf = (fix: string) =>
      fix
        .replace('docs/corpus.md shows a whole entry', 'docs/handoff.md shows a whole rule')
        .replace('docs/corpus.md', 'docs/handoff.md')
    this.#problems.push(...problems.map((found) => ({ ...found, fix: fixOf(found.fix) })))
    return data
  }

  #at(path: ValuePath): Place {
    return { file: this.#source.file, line: this.#source.lineOf(path) }
  }

  #report(code: Parameters<typeof problem>[0], path: ValuePath, message: string, fix: string): void {
    this.#problems.push(problem(code, this.#at(path), message, fix))
  }
}

/** Reads and checks a file of handoff rules: shapes, names, types, both languages, and the lint on risk. */

import { z } from 'zod'
import { closest } from '../company/closest.ts'
import { hasErrors, hidesContent, inReadingOrder, type Place, type Problem } from '../company/problems.ts'
import { text, valueAt } from '../company/shape.ts'
import type { SourceFile } from '../company/source-files.ts'
import type { Company } from '../company/types.ts'
import { parseYaml, type ValuePath, type YamlSource } from '../company/yaml-source.ts'
import { fixedQueues } from './fixed.ts'
import { lintRules } from './lint.ts'
import { ConditionReader } from './read-condition.ts'
import { answerTimes, NAME, readQueue } from './read-queue.ts'
import { RuleFile } from './rule-file.ts'
import { compileRules, effects, type Queue, type RuleContent, type Rules } from './rules.ts'

/** What rules are checked against besides the catalogue of facts; what is left out is not checked. */
export interface RuleSurroundings {
  /** Ids of all entries; a rule that names another intent never applies, which is a warning. */
  readonly intents?: ReadonlySet<string>
  /** For values such as `{company.short}` in what a rule says, and for holidays named in the hours of a queue. */
  readonly company?: Company
}

const MAX_RULES = 500
const MAX_QUEUES = 50

const both = z.strictObject({ zh: text(300), en: text(300) })
const fileShape = z.strictObject({
  queues: z.record(z.string(), z.unknown()),
  rules: z.array(z.unknown()).max(MAX_RULES),
})
const ruleShape = z.strictObject({
  id: text(60),
  about: both,
  when: z.unknown(),
  do: z.enum(effects),
  queue: text(60).optional(),
  priority: z.number(),
  answer_within: text(10).optional(),
  say: both.optional(),
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
  // Single rules are right before it is asked how they go together.
  const single = [...problems, ...reader.problems]
  const together = hasErrors(single) ? [] : lintRules(reader.queues, reader.rules, reader.placeOf)
  const found = inReadingOrder([...single, ...together])
  const rules = hasErrors(found) ? null : compileRules({ queues: reader.queues, rules: reader.rules })
  return { rules, problems: found }
}

class RuleReader {
  readonly queues: Queue[] = []
  readonly rules: RuleContent[] = []
  readonly #file: RuleFile
  readonly #places = new Map<string, Place>()
  readonly #conditions: ConditionReader

  constructor(source: YamlSource, { intents, company }: RuleSurroundings) {
    this.#file = new RuleFile(source, company)
    this.#conditions = new ConditionReader(source, intents)
  }

  get problems(): Problem[] {
    return [...this.#file.problems, ...this.#conditions.problems]
  }

  /** Where a rule that was read stands, or the list of rules where there is none of that id. */
  readonly placeOf = (id: string | null): Place =>
    (id === null ? undefined : this.#places.get(id)) ?? this.#file.at(['rules'])

  readFile(): void {
    const file = this.#file.read(fileShape, [])
    if (file === null) return
    const names = Object.keys(file.queues)
    for (const name of names.slice(0, MAX_QUEUES)) {
      const queue = readQueue(this.#file, name)
      if (queue !== null) this.queues.push(queue)
    }
    for (const name of [...fixedQueues, ...names.slice(MAX_QUEUES)]) this.#checkQueueNames(name, names)
    for (let place = 0; place < file.rules.length; place++) this.#readRule(['rules', place], names)
  }

  #checkQueueNames(name: string, declared: readonly string[]): void {
    const path = ['queues', name]
    if (declared.indexOf(name) >= MAX_QUEUES) {
      this.#file.report('list_too_long', path, `There are more than ${MAX_QUEUES} queues.`, 'Merge some.')
    } else if (!declared.includes(name)) {
      const message = `The queue ${name} is not declared, and the fixed rules need it.`
      this.#file.report('queue_missing', ['queues'], message, `Add ${name} with its name and answer_within.`)
    }
  }

  #readRule(path: ValuePath, queues: readonly string[]): void {
    const rule = this.#file.read(ruleShape, path)
    // The condition is read even where the rest does not fit, so that everything is told at once.
    const hasWhen = valueAt(this.#file.source.value, [...path, 'when']) !== undefined
    const when = hasWhen ? this.#conditions.read([...path, 'when']) : null
    if (rule === null) return
    this.#checkId(rule.id, [...path, 'id'])
    if (rule.queue !== undefined && !queues.includes(rule.queue)) {
      const meant = closest(rule.queue, queues)
      const fix = `${meant === null ? '' : `Did you mean ${meant}? `}The queues are ${queues.join(', ')}.`
      this.#file.report('queue_unknown', [...path, 'queue'], `There is no queue ${rule.queue}.`, fix)
    }
    this.#checkEffect(rule, path)
    this.#checkPriority(rule.priority, [...path, 'priority'])
    this.#file.checkTexts(rule.about, [...path, 'about'])
    if (rule.say !== undefined) this.#file.checkTexts(rule.say, [...path, 'say'])
    const { answer_within } = rule
    const answerWithinMs =
      answer_within === undefined
        ? null
        : this.#file.readTime(answer_within, [...path, 'answer_within'], answerTimes)
    if (when === null) return
    const { id, about, priority } = rule
    const { queue = null, say = null } = rule
    this.rules.push({ id, about, when, do: rule.do, queue, priority, answerWithinMs, say })
  }

  #checkId(id: string, path: ValuePath): void {
    if (/^fixed\b/i.test(id)) {
      const message = `${id} is named like the rules that stand in the program and cannot be edited.`
      this.#file.report('rule_fixed', path, message, 'Give it another id; fixed rules need no line here.')
    } else if (!NAME.test(id)) {
      const message = `${id} cannot be the id of a rule.`
      this.#file.report('rule_id', path, message, 'Use small letters, digits and hyphens: `angry-twice`.')
    }
    const earlier = this.#places.get(id)
    if (earlier === undefined) this.#places.set(id, this.#file.at(path))
    else {
      const message = `The rule in line ${earlier.line} is called ${id} as well.`
      this.#file.report('rule_twice', path, message, 'Give one of them another id.')
    }
  }

  #checkEffect(rule: z.output<typeof ruleShape>, path: ValuePath): void {
    if (rule.do === 'raise') {
      if (rule.say === undefined) return
      const message = 'A rule that raises says nothing, and this text would never be shown.'
      this.#file.report('rule_effect', [...path, 'say'], message, 'Take say out.')
      return
    }
    for (const field of ['queue', 'say'] as const) {
      if (rule[field] !== undefined) continue
      this.#file.report('rule_effect', path, `A rule with do: ${rule.do} needs ${field}.`, `Add ${field}.`)
    }
  }

  #checkPriority(priority: number, path: ValuePath): void {
    if (Number.isInteger(priority) && priority >= 0 && priority <= 100) return
    const fix = 'Write a whole number from 0 to 100; higher is sooner.'
    this.#file.report('rule_priority', path, `${priority} is not a priority.`, fix)
  }
}

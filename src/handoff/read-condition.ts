/** Reads the `when` of a rule: names of facts, comparisons and their types, each error with its line. */

import { closest } from '../company/closest.ts'
import type { Problem } from '../company/problems.ts'
import { valueAt } from '../company/shape.ts'
import type { ValuePath, YamlSource } from '../company/yaml-source.ts'
import { type Comparison, type ComparisonName, type Condition, comparisonNames } from './conditions.ts'
import { type FactDefinition, type FactName, factNames, factOf, isFactName } from './facts.ts'
import { problem, type ruleProblems } from './problem-codes.ts'
import { fixedReason } from './untouched.ts'
import { downwardReason } from './upward.ts'

/** Most parts of one `all` or `any`, and most values of one `in`. */
const MAX_PARTS = 100

const LINKS = ['all', 'any', 'not']
const PER_TYPE: Readonly<Record<FactDefinition['type'], readonly ComparisonName[]>> = {
  boolean: ['is', 'is_not', 'known'],
  text: ['is', 'is_not', 'in', 'known'],
  'one of': ['is', 'is_not', 'in', 'known'],
  number: comparisonNames,
}

/** Reads conditions of one file and collects what is wrong with them. */
export class ConditionReader {
  readonly problems: Problem[] = []
  readonly #source: YamlSource
  readonly #intents: ReadonlySet<string> | undefined

  constructor(source: YamlSource, intents: ReadonlySet<string> | undefined) {
    this.#source = source
    this.#intents = intents
  }

  /** The condition at a path, or null when anything is wrong with it. */
  read(path: ValuePath, negated = false): Condition | null {
    const value = valueAt(this.#source.value, path)
    const [key, ...others] = isFields(value) ? Object.keys(value) : []
    if (key === undefined) {
      const message = 'A condition is a fact with its comparison, or all, any or not.'
      return this.#fail('condition_empty', path, message, 'Write it like `mood: { is: angry }`.')
    }
    if (others.length > 0) {
      const message = `${[key, ...others].slice(0, 3).join(' and ')} stand side by side in one condition.`
      const fix = 'Start each with "- " under all: (every one has to hold) or any: (one is enough).'
      return this.#fail('condition_keys', [...path, key], message, fix)
    }
    const inside = [...path, key]
    if (key === 'all' || key === 'any') return this.#readParts(key, inside, negated)
    if (key === 'not') {
      const inner = this.read(inside, true)
      return inner && { not: inner }
    }
    if (isFactName(key)) return this.#readFact(key, inside, negated)
    const meant = closest(key, [...factNames, ...LINKS])
    const list = 'docs/handoff.md lists all facts.'
    const fix = meant === null ? list : `Did you mean ${meant}? ${list}`
    return this.#fail('fact_unknown', inside, `There is no fact ${key.slice(0, 60)}.`, fix, 'name')
  }

  #readParts(link: 'all' | 'any', path: ValuePath, negated: boolean): Condition | null {
    const value = valueAt(this.#source.value, path)
    if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PARTS) {
      const message = `${link} needs a list of one to ${MAX_PARTS} conditions.`
      return this.#fail('condition_empty', path, message, 'Start each condition on its own line with "- ".')
    }
    const parts = value.map((_, place) => this.read([...path, place], negated))
    const read = parts.filter((part) => part !== null)
    if (read.length < parts.length) return null
    return link === 'all' ? { all: read } : { any: read }
  }

  #readFact(fact: FactName, path: ValuePath, negated: boolean): Condition | null {
    const value = valueAt(this.#source.value, path)
    const names = isFields(value) ? Object.keys(value) : []
    if (names.length === 0) {
      const message = `Nothing says how ${fact} is compared.`
      const [first] = PER_TYPE[factOf(fact).type]
      return this.#fail('condition_empty', path, message, `Write it like \`${fact}: { ${first}: … }\`.`)
    }
    const read = names.map((name) => this.#readComparison(fact, name, [...path, name], negated))
    const comparisons = read.filter((comparison) => comparison !== null)
    if (comparisons.length < read.length) return null
    const [only, ...more] = comparisons
    return only !== undefined && more.length === 0 ? only : { all: comparisons }
  }

  #readComparison(fact: FactName, name: string, path: ValuePath, negated: boolean): Comparison | null {
    const definition = factOf(fact)
    const possible = PER_TYPE[definition.type]
    const comparison = comparisonNames.find((known) => known === name)
    if (comparison === undefined || !possible.includes(comparison)) {
      const meant = comparison === undefined ? closest(name, possible) : null
      const message =
        comparison === undefined
          ? `There is no comparison ${name.slice(0, 60)}.`
          : `${fact} is ${kindOf(definition)} and cannot be compared by ${name}.`
      const fix = `${meant === null ? '' : `Did you mean ${meant}? `}${fact} can be compared by ${possible.join(', ')}.`
      return this.#fail('comparison_unknown', path, message, fix, 'name')
    }
    const value = valueAt(this.#source.value, path)
    const wanted = this.#readWanted(fact, comparison, value, path)
    if (wanted === null) return null
    const read: Comparison = { fact, comparison, wanted }
    const reason = downwardReason(read, negated)
    if (reason !== null) {
      const fix =
        'Risk may only bring people sooner: ask for more of it (at_least, above, or the upper bands).'
      return this.#fail('risk_downward', path, reason, fix)
    }
    const touched = fixedReason(read, negated)
    if (touched !== null) {
      const fix = `Take ${fact} out: whoever the fixed rules bring a person gets one, whatever stands here.`
      return this.#fail('rule_fixed', path, touched, fix)
    }
    return read
  }

  #readWanted(fact: FactName, comparison: ComparisonName, value: unknown, path: ValuePath) {
    const definition = factOf(fact)
    if (comparison === 'known') {
      if (typeof value !== 'boolean') {
        return this.#fail('comparison_type', path, `known is true or false.`, 'Write `known: true`.')
      }
      if (definition.mayBeUnknown) return value
      const message = `${fact} is always known.`
      return this.#fail('comparison_value', path, message, 'Take the comparison out.')
    }
    if (comparison !== 'in') return this.#readValue(fact, value, path)
    if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PARTS) {
      const message = `in needs a list of one to ${MAX_PARTS} values.`
      return this.#fail('comparison_type', path, message, 'Write it like `in: [one, two]`.')
    }
    const values = value.map((item, place) => this.#readValue(fact, item, [...path, place]))
    const read = values.filter((item) => typeof item === 'string' || typeof item === 'number')
    return read.length < values.length ? null : read
  }

  #readValue(fact: FactName, value: unknown, path: ValuePath): string | number | boolean | null {
    const definition = factOf(fact)
    const { type, values, range } = definition
    const wantedType = type === 'boolean' || type === 'number' ? type : 'string'
    const fits = typeof value === wantedType && !Number.isNaN(value) && value !== ''
    if (!fits) {
      const message = `${fact} is ${kindOf(definition)} and cannot be compared with ${describe(value)}.`
      const fix = {
        boolean: 'Write true or false, without quotes.',
        number: 'Write a number, without quotes and without a unit.',
        text: 'Write text; put it in "…" when it looks like a number.',
        'one of': `Write one of ${values?.join(', ')}.`,
      }[type]
      return this.#fail('comparison_type', path, message, fix)
    }
    if (typeof value === 'string' && values !== undefined && !values.includes(value)) {
      const meant = closest(value, values)
      const fix = `${meant === null ? '' : `Did you mean ${meant}? `}It is one of ${values.join(', ')}.`
      return this.#fail('comparison_value', path, `${fact} is never ${value.slice(0, 60)}.`, fix)
    }
    if (typeof value === 'number' && range !== undefined && isOutside(value, range)) {
      const [low, high] = range
      const message = `${fact} is never ${value}.`
      const fix = high === null ? `It is ${low} or more.` : `It is between ${low} and ${high}.`
      return this.#fail('comparison_value', path, message, fix)
    }
    if (fact === 'intent' && typeof value === 'string') this.#warnOfIntent(value, path)
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  }

  #warnOfIntent(intent: string, path: ValuePath): void {
    if (this.#intents === undefined || this.#intents.has(intent)) return
    const meant = closest(intent, this.#intents)
    const fix = meant === null ? 'Correct it, or take it out.' : `Did you mean ${meant}?`
    this.#fail('intent_unknown', path, `No entry has the id ${intent.slice(0, 60)}.`, fix)
  }

  #fail(
    code: keyof typeof ruleProblems,
    path: ValuePath,
    message: string,
    fix: string,
    where: 'name' | 'value' = 'value',
  ): null {
    const line = where === 'name' ? this.#source.lineOfName(path) : this.#source.lineOf(path)
    this.problems.push(problem(code, { file: this.#source.file, line }, message, fix))
    return null
  }
}

function isOutside(value: number, [low, high]: readonly [number | null, number | null]): boolean {
  return (low !== null && value < low) || (high !== null && value > high)
}

function kindOf({ type, values }: FactDefinition): string {
  return type === 'boolean'
    ? 'true or false'
    : type === 'one of'
      ? `one of ${values?.join(', ')}`
      : type === 'text'
        ? 'text'
        : 'a number'
}

function describe(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'fields'
  return typeof value === 'string' ? `the text ${value.slice(0, 60)}` : `${value}`
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

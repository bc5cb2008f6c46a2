/** Reads single facts from what was written or stored: their type, their values, their range. */

import { calmFacts } from './calm-facts.ts'
import { type FactName, type Facts, factNames, factOf } from './facts.ts'

/** Why something is no value of a fact, in one sentence; null where it is one. */
export function valueProblem(name: FactName, value: unknown): string | null {
  const { type, values = [], range, mayBeUnknown } = factOf(name)
  if (value === null) return mayBeUnknown ? null : `${name} is always known.`
  const wanted = type === 'boolean' || type === 'number' ? type : 'string'
  if (typeof value !== wanted || Number.isNaN(value)) {
    const kind = { boolean: 'true or false', number: 'a number', text: 'text', 'one of': 'a word' }[type]
    return `${name} is ${kind}.`
  }
  if (type === 'one of' && !values.some((one) => one === value))
    return `${name} is one of ${values.join(', ')}.`
  const [low, high] = range ?? [null, null]
  if (typeof value === 'number' && ((low !== null && value < low) || (high !== null && value > high)))
    return high === null ? `${name} is ${low} or more.` : `${name} is between ${low} and ${high}.`
  return null
}

/** Facts as an earlier version may have stored them; what is missing or no longer fits is as for a calm stranger. */
export function storedFacts(stored: Readonly<Record<string, unknown>>): {
  readonly facts: Facts
  readonly missing: readonly FactName[]
} {
  const missing = factNames.filter(
    (name) => !Object.hasOwn(stored, name) || valueProblem(name, stored[name]) !== null,
  )
  const facts: Record<string, unknown> = { ...calmFacts }
  for (const name of factNames) if (!missing.includes(name)) facts[name] = stored[name]
  // Every name of the table is there, with a value that was just checked.
  return { facts: facts as unknown as Facts, missing }
}

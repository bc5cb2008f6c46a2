/** Puts the company's figures and names into texts; texts are templates with holes, never code. */

import { LiukeError } from '../errors.ts'
import type { Bilingual, Company, Language } from './types.ts'

export type { Bilingual, Language } from './types.ts'

/**
 * A hole in a text: `{plan.basic.price}` is looked up in the company's tables, `{wait}` is handed in
 * by the code that speaks. A name is words of small letters, digits and `_`, joined by dots.
 */
const HOLE = /\{([a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*)\}/g

/**
 * Replaces every hole by what `lookUp` gives for its name, in one pass: what is put in is never
 * looked at again, so braces or `$` in it stay as they are. Linear in the length of the text.
 */
export function fillHoles(template: string, lookUp: (name: string) => string): string {
  return template.replace(HOLE, (_, name: string) => lookUp(name))
}

/** All holes of a text in order, with the place of their opening brace in UTF-16 units from 0. */
export function holesIn(template: string): { name: string; index: number }[] {
  return [...template.matchAll(HOLE)].map((match) => ({ name: match[1] ?? '', index: match.index }))
}

/** Names of all holes of a text, in order, each once. */
export function variablesIn(template: string): string[] {
  return [...new Set(holesIn(template).map((hole) => hole.name))]
}

/** Places of braces that are not part of a hole, counted in UTF-16 units from 0. */
export function strayBraces(template: string): number[] {
  const masked = template.replace(HOLE, (hole) => ' '.repeat(hole.length))
  return [...masked.matchAll(/[{}]/g)].map((match) => match.index)
}

/**
 * Fills a text with the company's variables in one language.
 * @throws LiukeError `unknown_variable`; loading the corpus finds these before a customer does
 */
export function fillVariables(template: string, language: Language, company: Company): string {
  return fillHoles(template, (name) => variable(name, language, company))
}

/**
 * One of the company's values in one language.
 * @throws LiukeError `unknown_variable`
 */
export function variable(name: string, language: Language, company: Company): string {
  const value = company.variables.get(name)
  if (value === undefined) {
    const advice =
      'Add it to a file in data/company, or correct the text; `liuke corpus check` shows the line.'
    throw new LiukeError('unknown_variable', `The company's tables have no value {${name}}.`, advice)
  }
  return typeof value === 'string' ? value : value[language]
}

/** One of the company's values in both languages; null where the tables have none of that name. */
export function bilingualValue(name: string, company: Company): Bilingual | null {
  const value = company.variables.get(name)
  if (value === undefined) return null
  return typeof value === 'string' ? { zh: value, en: value } : value
}

/** One of the company's figures; null where the tables have none of that name, or no number. */
export function figure(name: string, company: Company): number | null {
  const value = company.variables.get(name)
  const number = typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

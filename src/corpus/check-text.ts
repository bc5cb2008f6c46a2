/** Checks single texts: their language, their length, and the holes in them. */

import { closest } from '../company/closest.ts'
import type { Company } from '../company/load.ts'
import { fillHoles, holesIn, strayBraces } from '../company/variables.ts'
import { problem } from './problem-codes.ts'
import { type Language, type Problem, placeOf, type Written } from './types.ts'

/** Longest title and answer, in 字 and in letters or words. */
export const LIMITS = { titleZi: 16, titleLetters: 40, answerZi: 200, answerWords: 120 } as const

/** Texts that customers write or choose from hold no holes and no choices. */
export function plainTextProblems(written: Written): Problem[] {
  const problems = choiceProblems(written)
  const brace = /[{}]/.exec(written.text)
  if (brace !== null) {
    const message = 'Braces have no meaning here: this is text as a customer writes it.'
    problems.push(
      problem('template_brace', placeOf(written, brace.index), message, 'Write it out without braces.'),
    )
  }
  return problems
}

/**
 * Holes of a template: every brace belongs to one, every dotted name is in the company's tables.
 * Names without a dot are left to the caller, which knows what is handed in.
 */
export function templateProblems(written: Written, company: Company): Problem[] {
  const problems = choiceProblems(written)
  const stray = strayBraces(written.text)[0]
  if (stray !== undefined) {
    const message = 'This brace is not part of a variable such as {plan.basic.price}.'
    const fix = 'Write one { and } around a name in small letters without spaces, or take the brace out.'
    problems.push(problem('template_brace', placeOf(written, stray), message, fix))
  }
  for (const hole of holesIn(written.text)) {
    if (!hole.name.includes('.') || company.variables.has(hole.name)) continue
    problems.push(unknownVariable(hole.name, written, hole.index, company))
  }
  return problems
}

/** A problem for a hole the company's tables have nothing for. */
export function unknownVariable(name: string, written: Written, index: number, company: Company): Problem {
  const meant = closest(name, company.variables.keys())
  const add = 'Add it to a file of the company, or correct the name; lists and true/false cannot be quoted.'
  const fix = meant === null ? add : `Did you mean {${meant}}? ${add}`
  const message = `The company's tables have no value {${name.slice(0, 80)}}.`
  return problem('variable_unknown', placeOf(written, index), message, fix)
}

function choiceProblems(written: Written): Problem[] {
  const choice = /\([^()|]*\|[^()]*\)/.exec(written.text)
  if (choice === null) return []
  const message = `${choice[0].slice(0, 40)} looks like a choice, and nothing here is expanded.`
  return [
    problem('template_choice', placeOf(written, choice.index), message, 'Write each wording out on its own.'),
  ]
}

/** Whether the text is in the language of its field, with room for product names and mixed questions. */
export function languageProblems(written: Written, language: Language): Problem[] {
  const hasHan = /\p{Script=Han}/u.test(written.text)
  // A line of holes and marks alone reads the same in every language.
  if (!/\p{L}/u.test(written.text.replace(/\{[a-z0-9_.]+\}/g, ''))) return []
  if (
    language === 'zh' &&
    !hasHan &&
    /\p{Script=Latin}/u.test(written.text) &&
    !isProductWord(written.text)
  ) {
    const message = 'This stands under zh and has no Chinese character.'
    return [problem('text_language', placeOf(written), message, 'Move it to en, or write it in Chinese.')]
  }
  if (language === 'en' && hasHan && isMostlyHan(written.text)) {
    const message = 'This stands under en and is mostly Chinese.'
    return [problem('text_language', placeOf(written), message, 'Move it to zh, or write it in English.')]
  }
  return []
}

function isMostlyHan(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return han > latin
}

/** `eSIM`, `wifi`, `apn setting`: one or two words that Chinese customers type as they are. */
function isProductWord(text: string): boolean {
  return text.length <= 16 && text.trim().split(/\s+/).length <= 2
}

/** Whether a title fits on a button. */
export function titleLengthProblems(written: Written, language: Language): Problem[] {
  const length = language === 'zh' ? countZi(written.text) : written.text.length
  const limit = language === 'zh' ? LIMITS.titleZi : LIMITS.titleLetters
  if (length <= limit) return []
  const unit = language === 'zh' ? '字' : 'letters'
  const message = `The title has ${length} ${unit}; on a phone, ${limit} fit.`
  return [problem('title_long', placeOf(written), message, 'Shorten it.')]
}

/** Whether an answer, with the company's values in it, is short enough to be read in a chat. */
export function answerLengthProblems(written: Written, language: Language, company: Company): Problem[] {
  const filled = fillHoles(written.text, (name) => {
    const value = company.variables.get(name) ?? ''
    return typeof value === 'string' ? value : value[language]
  })
  const length = language === 'zh' ? countZi(filled) : countWords(filled)
  const limit = language === 'zh' ? LIMITS.answerZi : LIMITS.answerWords
  if (length <= limit) return []
  const message = `The answer has ${length} ${language === 'zh' ? '字' : 'words'}, more than ${limit}.`
  return [problem('answer_long', placeOf(written), message, 'Shorten it, or split the entry in two.')]
}

/** 字 as word processors count them: each Chinese character or mark is one, and so is each run of other signs. */
export function countZi(text: string): number {
  return (
    text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/gu)
      ?.length ?? 0
  )
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

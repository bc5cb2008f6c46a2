/** Tells which languages a question is written in, which is not always the language of its answer. */
import { hasHan } from './script.ts'
import type { Language } from './types.ts'

/** Chinese, English, or both in one question (想 check 一下 my balance). */
export type WrittenLanguage = Language | 'mixed'

/** All of them, in the order reports list them. */
export const WRITTEN_LANGUAGES: readonly WrittenLanguage[] = ['zh', 'en', 'mixed']

// A single letter is part of a term (5G, A 套餐), not a word of another language.
const LATIN_WORD = /\p{Script=Latin}{2,}/u

/** Chinese for any Chinese character, mixed where a Latin word of two or more letters stands beside it, else English. */
export function writtenLanguageOf(text: string): WrittenLanguage {
  if (!hasHan(text)) return 'en'
  return LATIN_WORD.test(text) ? 'mixed' : 'zh'
}

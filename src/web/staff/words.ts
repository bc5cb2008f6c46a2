/** The words of all pages for the people who work here, in the language chosen. */

import type { Language } from '../widget/strings.ts'
import { type Strings, strings } from './strings.ts'
import { usePreferences } from './use-preferences.ts'

export interface WordsIn<Words> {
  readonly words: Words
  readonly language: Language
}

/** A hook that gives a page its own words. @param all of the page, in both languages */
export function wordsHook<Words>(all: Readonly<Record<Language, Words>>): () => WordsIn<Words> {
  const byLanguage = {
    zh: { words: all.zh, language: 'zh' },
    en: { words: all.en, language: 'en' },
  } as const
  return function useWords() {
    return byLanguage[usePreferences().language]
  }
}

export const useWords: () => WordsIn<Strings> = wordsHook(strings)

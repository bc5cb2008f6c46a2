/** What every part of the console has at hand: the words, the calls, the account. */

import { createContext, use } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import type { Calls } from '../staff/calls.ts'
import { type WordsIn, wordsHook } from '../staff/words.ts'
import type { ConsoleApi } from './api.ts'
import { type Strings, strings } from './strings.ts'

export interface ConsoleContext {
  readonly api: ConsoleApi
  /** Of every page, for those with calls of their own. */
  readonly calls: Calls
  readonly account: SessionAnswer['account']
}

export const ConsoleProvider = createContext<ConsoleContext | undefined>(undefined)

export const useWords: () => WordsIn<Strings> = wordsHook<Strings>(strings)

export function useConsole(): ConsoleContext {
  const value = use(ConsoleProvider)
  if (value === undefined) throw new TypeError('Rendered outside of its provider: see app.tsx.')
  return value
}

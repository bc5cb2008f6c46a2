/** Entries to choose from. Pure. */

import type { HeldOutAnswer } from '../../../console/test-lab-types.ts'
import { TAG } from '../../staff/times.ts'
import type { Language } from '../../widget/strings.ts'

export interface EntryOption {
  readonly value: string
  readonly title: string
}

/** By their titles, with their ids, in the order of the language. */
export function entryOptions(entries: HeldOutAnswer['entries'], language: Language): EntryOption[] {
  return entries
    .map(({ entry, title }) => ({ value: entry, title: `${title[language]} · ${entry}` }))
    .sort((a, b) => a.title.localeCompare(b.title, TAG[language]))
}

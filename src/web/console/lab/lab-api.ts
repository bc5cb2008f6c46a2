/** The calls of the test lab. All of them throw `ApiError`. */

import type { HeldOutChanged, HeldOutDeed, LabelAnswer } from '../../../console/test-lab-types.ts'
import type { Calls } from '../../staff/calls.ts'
import type { Strings } from '../strings.ts'

export interface LabApi {
  /** @returns ids of the changes of the draft */
  change(deed: HeldOutDeed): Promise<readonly string[]>
  undo(changes: readonly string[]): Promise<void>
  /** @param entry null: out of scope. @returns what can be taken back */
  label(id: string, entry: string | null, as: 'phrase' | 'test'): Promise<string>
  undoLabel(id: string, change: string): Promise<void>
}

export function labCalls({ post }: Calls): LabApi {
  const at = 'api/console/test-lab'
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    change: async (deed) => ((await post(`${at}/questions`, deed)) as HeldOutChanged).changes,
    undo: async (changes) => {
      await post(`${at}/undo`, { changes })
    },
    label: async (id, entry, as) => ((await post(`${at}/label`, { id, entry, as })) as LabelAnswer).change,
    undoLabel: async (id, change) => {
      await post(`${at}/label/undo`, { id, change })
    },
  }
}

/** Sentences for what only these calls meet. */
export function labErrors(words: Strings): Readonly<Record<string, string>> {
  return {
    QuestionKnown: words.tlKnown,
    QuestionGone: words.tlGone,
    QuestionMasked: words.tlMaskedQuestion,
    DraftConflict: words.tlGone,
    DraftChangedSince: words.tlConflict,
    EntryNotFound: words.tlEntryGone,
  }
}

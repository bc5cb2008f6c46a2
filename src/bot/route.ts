/** Decides what to do with a message that no dialog is waiting for. Pure: plain data in, plain data out. */

import type { Entry } from '../corpus/types.ts'
import { PERSON_INTENT } from '../understanding/person-wish/person-wish.ts'
import type { Understanding } from '../understanding/types.ts'

/** Where a message goes. */
export type Route =
  | { readonly to: 'answer'; readonly entry: string; readonly confidence: number }
  | { readonly to: 'dialog'; readonly entry: string; readonly dialog: string; readonly confidence: number }
  | { readonly to: 'person'; readonly confidence: number }
  | { readonly to: 'ask'; readonly entries: readonly string[]; readonly confidence: number }
  | { readonly to: 'decline'; readonly confidence: number }

/** Most choices offered when asking back. */
const MAX_CHOICES = 3
/** A candidate below this share of belief is not worth a line. */
const MIN_SHARE = 0.04

/** The entry by which a customer asks for a person; a fixed rule, at any hour and in any dialog. */
export const PERSON_ENTRY = PERSON_INTENT

/**
 * Routes by band: answer or start the dialog, ask back, or decline.
 * @param hasDialog whether a dialog of that name exists; otherwise the entry's stop-gap answer is given
 */
export function routeOf(
  { candidates, confidence, band }: Understanding,
  entries: ReadonlyMap<string, Entry>,
  hasDialog: (name: string) => boolean,
): Route {
  const known = candidates.filter(({ intent }) => entries.has(intent))
  const [top] = known
  if (!top || band === 'decline') return { to: 'decline', confidence }
  if (band === 'ask') {
    // Small talk is no topic to choose: "did you mean: hello" helps nobody.
    const topics = known.filter(({ intent }) => entries.get(intent)?.kind !== 'small-talk')
    const worth = topics.filter(({ probability }, at) => at === 0 || probability >= MIN_SHARE)
    if (worth.length === 0) return { to: 'decline', confidence }
    return { to: 'ask', entries: worth.slice(0, MAX_CHOICES).map(({ intent }) => intent), confidence }
  }
  return routeToEntry(top.intent, confidence, entries, hasDialog)
}

/** Where an entry leads that is certain: chosen by the customer, or understood. */
export function routeToEntry(
  id: string,
  confidence: number,
  entries: ReadonlyMap<string, Entry>,
  hasDialog: (name: string) => boolean,
): Route {
  if (id === PERSON_ENTRY) return { to: 'person', confidence }
  const dialog = entries.get(id)?.dialog
  return dialog !== undefined && hasDialog(dialog)
    ? { to: 'dialog', entry: id, dialog, confidence }
    : { to: 'answer', entry: id, confidence }
}

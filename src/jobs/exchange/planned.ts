/** What an import comes to before it is looked at as a whole. */

import { place } from '../../corpus/revisions/draft-view.ts'
import type { Item } from '../../corpus/revisions/types.ts'
import { CAPS } from '../../corpus/shapes.ts'
import { LiukeError } from '../../errors.ts'
import type { Lost } from './given.ts'

/** All items as they would be, and what is lost. */
export interface Planned {
  readonly after: readonly Item[]
  readonly lost: readonly Lost[]
}

/**
 * New items where the draft puts them.
 * @throws LiukeError `exchange_too_large` where that are more than a corpus may have
 */
export function withNew(items: readonly Item[], fresh: readonly Item[]): Item[] {
  const count = [...items, ...fresh].filter(({ kind }) => kind === 'entry').length
  if (count > CAPS.entries)
    throw new LiukeError(
      'exchange_too_large',
      `With it the corpus would have ${count} entries; the most are ${CAPS.entries}.`,
      'Put together what is answered alike, or import less.',
    )
  const all = [...items]
  for (const item of fresh.toSorted((a, b) => (a.key < b.key ? -1 : 1))) place(all, item)
  return all
}

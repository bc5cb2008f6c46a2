/** Takes entries of a foreign format into a draft. */

import { contentOf, sourceOf } from '../../corpus/revisions/item-content.ts'
import type { EntryContent, Item } from '../../corpus/revisions/types.ts'
import { LiukeError } from '../../errors.ts'
import { withBackground } from './background.ts'
import { changedBy, type ImportMode } from './changes.ts'
import type { Given, Lost } from './given.ts'
import { type Planned, withNew } from './planned.ts'

const BACKGROUND = 'lexicon/background.yaml'
/** Longest name of a file, less its end. */
const NAME_LENGTH = 60

/** The items with what was given. @throws LiukeError `item_invalid`, `exchange_too_large` */
export function foreignInto(
  items: readonly Item[],
  { entries, background, lost }: Given,
  mode: ImportMode,
): Planned {
  const at = new Map(items.map((item, index) => [item.key, index]))
  const changed = [...items]
  const fresh: Item[] = []
  for (const given of entries) {
    const key = `entry:${given.id}`
    const index = at.get(key)
    const now = index === undefined ? undefined : changed[index]
    const form = now ? contentOf(now) : null
    if (now && form?.kind !== 'entry')
      throw new LiukeError(
        'item_invalid',
        `${given.id} cannot be changed: its YAML is unusual.`,
        'Change it by hand.',
      )
    const ours: EntryContent | null = form?.kind === 'entry' ? form.entry : null
    const entry = changedBy(given, ours, mode)
    if (entry === ours) continue
    const source = sourceOf({ kind: 'entry', entry }, now?.source)
    if (now && index !== undefined) changed[index] = { ...now, source }
    else fresh.push({ key, kind: 'entry', file: fileOfId(given.id), source })
  }
  const place = changed.findIndex((item) => item.key === `file:${BACKGROUND}`)
  const list = changed[place]
  if (list && background.length > 0)
    changed[place] = { ...list, source: withBackground(list.source, background) }
  const unplaced: Lost[] =
    list || background.length === 0
      ? []
      : [{ loss: 'background', count: background.length, example: background[0] ?? null }]
  return { after: withNew(changed, fresh), lost: [...lost, ...unplaced] }
}

/** Entries stand together by topic. */
function fileOfId(id: string): string {
  return `faq/${id.split('.', 1)[0]?.slice(0, NAME_LENGTH)}.yaml`
}

/** The draft: what leads change before it is published, item by item; nobody overwrites anybody unseen. */

import type { Trx } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { AuditEntry } from '../../storage/audit.ts'
import type { Curation } from './context.ts'
import type { Draft } from './draft-view.ts'
import { type DraftChange, type DraftChanged, type DraftWork, inDraft } from './draft-work.ts'
import { contentOf } from './item-content.ts'
import { sourceHashOf } from './items.ts'
import type { ItemContent } from './types.ts'
import { undoable } from './undoable.ts'

export { type ChangedItem, type Draft, kindOf, readDraft, versionOf } from './draft-view.ts'
export type { DraftChange, DraftChanged } from './draft-work.ts'
export { ensureFirstRevision, liveFiles } from './live.ts'

/**
 * Changes one item. What a form would write as it stands is no change.
 * @throws LiukeError `draft_conflict` where somebody has changed it since it was read, or made it, `item_unknown`,
 *   `item_invalid`, `corpus_folder_changed`
 */
export async function changeItem(
  curation: Curation,
  actor: string,
  change: DraftChange,
): Promise<DraftChanged> {
  const [changed] = await changeMany(curation, actor, [change])
  if (!changed) throw new Error('a change of one item gives one change')
  return changed
}

/**
 * Changes several items, all or none.
 * @param deed what they are together, for the audit log
 * @throws LiukeError as `changeItem`
 */
export async function changeMany(
  curation: Curation,
  actor: string,
  changes: readonly DraftChange[],
  deed?: Omit<AuditEntry, 'actor'>,
): Promise<DraftChanged[]> {
  return inDraft(curation, actor, async (work) => {
    if (deed) await curation.store.audit.append(work.trx, { actor, ...deed })
    const done: DraftChanged[] = []
    for (const change of changes) {
      if (work.versionOf(change.key) !== change.version) throw conflict(change.key)
      done.push(await work.write(change))
    }
    return done
  })
}

/**
 * Changes one item from whatever it is now; waits for others instead of refusing.
 * @param edit gets null for an item that is not there or has no form
 */
export async function editItem(
  curation: Curation,
  actor: string,
  key: string,
  edit: (now: ItemContent | null) => ItemContent | null,
  file?: string,
): Promise<DraftChanged> {
  return inDraft(curation, actor, async (work) => {
    const item = work.itemOf(key)
    return work.write({ key, file, content: edit(item ? contentOf(item) : null) })
  })
}

/**
 * Takes a change back, or does again what was taken back.
 * @throws LiukeError `change_unknown`, `draft_changed_since`
 */
export async function undoChange(curation: Curation, actor: string, change: string): Promise<DraftChanged> {
  return inDraft(curation, actor, (work) => takeBack(work, change, curation.store.now()))
}

/** Takes several back, all or none. @param changes oldest first @throws LiukeError as `undoChange` */
export async function undoChanges(
  curation: Curation,
  actor: string,
  changes: readonly string[],
): Promise<void> {
  await inDraft(curation, actor, async (work) => {
    for (const change of changes.toReversed()) await takeBack(work, change, curation.store.now())
  })
}

/** The same within other work. @throws LiukeError as `undoChange` */
export async function takeBack(work: DraftWork, change: string, now: number): Promise<DraftChanged> {
  const made = await work.trx
    .selectFrom('draft_changes')
    .selectAll()
    .where('id', '=', change)
    .executeTakeFirst()
  if (!made) throw new LiukeError('change_unknown', 'There is no such change.', 'Reload the page.')
  if (!(await undoable(work.trx, [change])).has(change))
    throw new LiukeError(
      'draft_changed_since',
      `${made.key} has been changed or published since.`,
      'Open it, and change what should be changed.',
    )
  const isLive = made.was_changed === 0 || made.before === (work.liveOf(made.key)?.source ?? null)
  const done = await work.put(made.key, made.file, made.before, isLive)
  await work.trx.updateTable('draft_changes').set({ undone_at: now }).where('id', '=', change).execute()
  return done
}

/** Puts items back to what is live. Those that are not changed stay. */
export async function discardItems(
  curation: Curation,
  actor: string,
  keys: readonly string[],
): Promise<DraftChanged[]> {
  return inDraft(curation, actor, async (work) => {
    const done: DraftChanged[] = []
    for (const key of new Set(keys)) {
      const row = work.rowOf(key)
      if (!row) continue
      done.push(await work.put(key, row.file, work.liveOf(key)?.source ?? null, true))
    }
    return done
  })
}

/** What was published leaves the draft; what was changed after it was read stays. */
export async function settleDraft(trx: Trx, { changed, items }: Draft): Promise<void> {
  const sources = new Map(items.map(({ key, source }) => [key, source]))
  for (const [key, { version }] of changed) {
    await trx.deleteFrom('draft_items').where('key', '=', key).where('version', '=', version).execute()
    // Changed since: what is live now is what it was made from, unless it was put back and begun anew.
    const begun = await trx
      .selectFrom('draft_changes')
      .select('id')
      .where('key', '=', key)
      .where('version', '>', version)
      .where('was_changed', '=', 0)
      .executeTakeFirst()
    if (begun) continue
    const source = sources.get(key)
    await trx
      .updateTable('draft_items')
      .set({ base_hash: source === undefined ? null : sourceHashOf(source) })
      .where('key', '=', key)
      .execute()
  }
}

function conflict(key: string): LiukeError {
  return new LiukeError(
    'draft_conflict',
    `Somebody has changed ${key} since it was read.`,
    'Compare both, and save what should stand.',
  )
}

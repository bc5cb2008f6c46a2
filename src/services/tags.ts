/** The words by which our people sort conversations. */

import { type Store, unknownConversation } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'

/** Most tags of one conversation. */
export const MAX_TAGS = 10

/**
 * Gives a conversation exactly these tags; those it has keep who gave them.
 * @param known ids a lead has set; one that is set no longer stays where it is, and is not given anew
 * @throws LiukeError `tag_unknown`, `tags_full`, `conversation_unknown`
 */
export async function setTags(
  store: Store,
  actor: string,
  conversationId: string,
  wanted: readonly string[],
  known: ReadonlySet<string>,
): Promise<void> {
  const tags = new Set(wanted)
  if (tags.size > MAX_TAGS)
    throw new LiukeError('tags_full', `A conversation has at most ${MAX_TAGS} tags.`, 'Take one away first.')
  const changed = await store.db.transaction().execute(async (trx) => {
    // Whoever sets tags of the same conversation waits here.
    const found = await trx
      .updateTable('conversations')
      .set((e) => ({ updated_at: e.ref('updated_at') }))
      .where('id', '=', conversationId)
      .executeTakeFirst()
    if (found.numUpdatedRows !== 1n) throw unknownConversation()
    const had = new Set(await tagsIn(trx, conversationId))
    const added = [...tags].filter((tag) => !had.has(tag))
    const removed = [...had].filter((tag) => !tags.has(tag))
    const stranger = added.find((tag) => !known.has(tag))
    if (stranger !== undefined)
      throw new LiukeError(
        'tag_unknown',
        `There is no tag "${stranger.slice(0, 40)}".`,
        'Take one of the list; a lead adds tags in corpus/desk.yaml.',
      )
    if (added.length === 0 && removed.length === 0) return false
    if (removed.length > 0)
      await trx
        .deleteFrom('conversation_tags')
        .where('conversation_id', '=', conversationId)
        .where('tag', 'in', removed)
        .execute()
    if (added.length > 0)
      await trx
        .insertInto('conversation_tags')
        .values(
          added.map((tag) => ({
            conversation_id: conversationId,
            tag,
            added_by: actor,
            added_at: store.now(),
          })),
        )
        .execute()
    await store.audit.append(trx, {
      actor,
      action: 'conversation.tag',
      target: `conversation:${conversationId}`,
      detail: { added, removed },
    })
    return true
  })
  if (changed) store.live.changed(conversationId)
}

/** The tags of a conversation, as they were given. */
export function tagsOf(store: Pick<Store, 'db'>, conversationId: string): Promise<string[]> {
  return tagsIn(store.db, conversationId)
}

async function tagsIn(db: Pick<Store['db'], 'selectFrom'>, conversationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('conversation_tags')
    .select('tag')
    .where('conversation_id', '=', conversationId)
    .orderBy('added_at')
    .orderBy('tag')
    .execute()
  return rows.map(({ tag }) => tag)
}

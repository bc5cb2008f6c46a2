/** Looks into the database of a server under test. */

import type { TestServer } from '../server.ts'

/** How many messages are stored, of all conversations or of one. */
export async function storedMessages(server: TestServer, conversationId?: string): Promise<number> {
  let query = server.open.store.db.selectFrom('messages').select((e) => e.fn.countAll<number>().as('n'))
  if (conversationId !== undefined) query = query.where('conversation_id', '=', conversationId)
  const { n } = await query.executeTakeFirstOrThrow()
  return Number(n)
}

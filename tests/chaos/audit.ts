/** Reads a whole database back after the chaos, and names everything in it that does not add up. */

import { sql } from 'kysely'
import type { OpenStore } from '../../src/conversations/open.ts'
import { type TranscriptLine, transcript } from '../../src/conversations/reading.ts'
import type { ChaoticCustomer } from './customer.ts'

/** What the database says about the run. */
export interface Audit {
  readonly problems: readonly string[]
  /** Messages that were recorded before a kill and answered after it. */
  readonly interrupted: number
}

/** @param kills when servers were killed, in milliseconds since 1970 */
export async function audit(
  open: OpenStore,
  customers: readonly ChaoticCustomer[],
  kills: readonly number[],
): Promise<Audit> {
  const { db, engine } = open.store
  const problems: string[] = []
  for (const customer of customers) problems.push(...(await problemsOf(open, customer)))
  const messages = await db
    .selectFrom('messages')
    .select(['id', 'status', 'created_at', 'answered_at'])
    .execute()
  for (const { id, status } of messages)
    if (status === 'recorded' || status === 'failed') problems.push(`message ${id} is left ${status}`)
  const decided = await db
    .selectFrom('decisions')
    .select((e) => ['message_id', e.fn.countAll<number>().as('n')])
    .groupBy('message_id')
    .execute()
  for (const { message_id, n } of decided)
    if (Number(n) !== 1) problems.push(`message ${message_id} was decided ${n} times`)
  const asked = customers.flatMap(({ sent }) => sent).length
  if (decided.length !== asked) problems.push(`${asked} messages were sent and ${decided.length} decided`)
  if (engine === 'sqlite') {
    for (const database of [open.database, open.keystore]) {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database.db)
      const said = rows.map((row) => row.integrity_check).join('; ')
      if (said !== 'ok') problems.push(`the integrity check says: ${said}`)
    }
  }
  const interrupted = messages.filter(({ created_at, answered_at }) =>
    kills.some((kill) => created_at < kill && answered_at !== null && answered_at > kill),
  )
  return { problems, interrupted: interrupted.length }
}

async function problemsOf({ store }: OpenStore, customer: ChaoticCustomer): Promise<string[]> {
  const { conversationId, sent, polled } = customer
  const lines = await transcript(store, conversationId)
  const problems: string[] = []
  const wrong = (what: string): void => {
    problems.push(`${conversationId}: ${what}`)
  }
  const { last_seq } = await store.db
    .selectFrom('conversations')
    .select('last_seq')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  if (lines.some(({ seq }, at) => seq !== at + 1)) wrong('the numbers have gaps')
  if (last_seq !== lines.length) wrong(`the last number is ${last_seq} of ${lines.length} messages`)
  for (const { clientId, id } of sent) {
    const own = lines.filter(({ activity }) => activity.channelData?.['clientActivityID'] === clientId)
    if (own.length !== 1) wrong(`message ${clientId} is stored ${own.length} times`)
    if (own[0]?.id !== id) wrong(`message ${clientId} was acknowledged as ${id} and is ${own[0]?.id}`)
    const answers = lines.filter((line) => isAnswer(line) && line.activity.replyToId === id)
    if (answers.length !== 1) wrong(`message ${clientId} has ${answers.length} answers`)
  }
  const users = lines.filter(({ role }) => role === 'user')
  if (users.length !== sent.length) wrong(`${sent.length} messages were sent and ${users.length} are stored`)
  const ids = new Set(lines.map(({ id }) => id))
  for (const { role, activity, id } of lines)
    if (role === 'bot' && !ids.has(activity.replyToId ?? '')) wrong(`message ${id} answers nothing`)
  const visible = lines.filter(({ role }) => role !== 'system').map(({ id }) => id)
  const given = polled.map(({ id }) => id)
  if (visible.join() !== given.join()) wrong(`${given.length} messages were polled of ${visible.length}`)
  return problems
}

/** The disclosure, which stands above the first answer when the greeting was lost, is no answer. */
function isAnswer({ role, activity }: TranscriptLine): boolean {
  return role === 'bot' && activity.channelData?.['liuke'] !== undefined
}

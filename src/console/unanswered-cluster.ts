/** Reads one cluster of unanswered questions: examples, and what our people answered. */

import { authorOf, openBody, unlessErased } from '../conversations/store.ts'
import { comparableOf } from '../corpus/comparable.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { LiukeError } from '../errors.ts'
import { knownOf } from '../jobs/unanswered/keep.ts'
import { mask } from '../jobs/unanswered/mask.ts'
import { openQuestions } from '../jobs/unanswered/questions.ts'
import { typicalFirst } from '../jobs/unanswered/typical.ts'
import { writtenLanguageOf } from '../understanding/written-language.ts'
import { takeAnew } from './unanswered-candidates.ts'
import { OPENED, summaryOf } from './unanswered-list.ts'
import type { AgentAnswer, ClusterAnswer, Example } from './unanswered-types.ts'

/** Examples that are shown, the newest; their number bounds what is opened. */
const EXAMPLES = 100
const ANSWERS = 10

/** @throws LiukeError `cluster_unknown` */
export async function clusterAnswer(curation: Curation, id: string): Promise<ClusterAnswer> {
  const { store } = curation
  const cluster = await store.db.selectFrom('clusters').selectAll().where('id', '=', id).executeTakeFirst()
  if (!cluster)
    throw new LiukeError(
      'cluster_unknown',
      'These questions are somewhere else by now.',
      'Load the list again.',
    )
  const rows = await store.db
    .selectFrom('unanswered')
    .selectAll()
    .where('cluster_id', '=', id)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(EXAMPLES)
    .execute()
  const newest = await openQuestions(store, rows)
  await takeAnew(curation, newest.slice(0, OPENED))
  const opened = typicalFirst(newest)
  const examples = opened.map(
    ({ text, row }): Example => ({
      ...{ id: row.id, text, language: row.language, reason: row.reason, conversation: row.conversation_id },
      ...{ at: Number(row.asked_at), channel: row.channel, risk: row.risk_band, entry: row.entry },
      ...{ rightEntry: row.right_entry, confidence: row.confidence === null ? null : Number(row.confidence) },
    }),
  )
  const summary = await summaryOf(curation, cluster)
  return {
    ...summary,
    title: examples[0]?.text ?? summary.title,
    examples,
    more: Math.max(0, cluster.questions - examples.length),
    agentAnswers: await agentAnswers(
      curation,
      opened.map(({ row }) => row),
    ),
    decidedBy: cluster.decided_by,
    decidedAt: cluster.decided_at === null ? null : Number(cluster.decided_at),
  }
}

interface Answered {
  readonly agent_message_id: string | null
  readonly conversation_id: string
  readonly subject_id: string
  readonly customer_id: string | null
}

/** What agents answered, masked, each wording once; the most frequent first. */
async function agentAnswers({ store }: Curation, rows: readonly Answered[]): Promise<AgentAnswer[]> {
  const answered = new Map(
    rows.flatMap((row) => (row.agent_message_id === null ? [] : [[row.agent_message_id, row] as const])),
  )
  if (answered.size === 0) return []
  const messages = await store.db
    .selectFrom('messages')
    .select(['id', 'body', 'created_at'])
    .where('id', 'in', [...answered.keys()])
    .where('role', '=', 'agent')
    .execute()
  const found = new Map<string, AgentAnswer>()
  for (const message of messages) {
    const row = answered.get(message.id)
    const key = row ? await unlessErased(store.vault.keyOf(row.subject_id)) : null
    if (!row || key === null) continue
    const said = openBody(key, message).text ?? ''
    const text = mask(said, await knownOf(store, row.customer_id))
    if (text === '') continue
    const known = found.get(comparableOf(text))
    found.set(comparableOf(text), {
      ...{ text, language: writtenLanguageOf(text), conversation: row.conversation_id },
      ...{
        agent: authorOf(key, message) ?? '',
        at: Number(message.created_at),
        times: (known?.times ?? 0) + 1,
      },
    })
  }
  return [...found.values()].sort((a, b) => b.times - a.times || b.at - a.at).slice(0, ANSWERS)
}

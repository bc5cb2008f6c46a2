/** Gives a conversation to a colleague or another queue, with what the customer is told. */

import { findConversation } from '../conversations/start.ts'
import { type Store, type Trx, unknownConversation } from '../conversations/store.ts'
import { transfer } from '../conversations/transfer.ts'
import { LiukeError } from '../errors.ts'
import { isQueueOpen, nextOpening } from '../handoff/queue-hours.ts'
import type { Queue } from '../handoff/rules.ts'
import { findAgent } from '../services/agents.ts'
import { afterHoursNotice, noticeFor } from './agent-side.ts'
import { ownerEvent } from './owner-event.ts'
import type { Brain } from './turn.ts'

/** Who gives it away. */
export interface Giver {
  /** Name of the account. */
  readonly name: string
  /** Whether they may give away what others have, and to queues that are closed. */
  readonly mayAssign: boolean
}

/** To whom: an agent by account name, or a queue by id. */
export type Target = { readonly agent: string } | { readonly queue: string }

/** How long a colleague is asked before everybody of the queue is, in milliseconds. */
const ASKED_MS = 2 * 60_000
/** What stands in place of a rule, and how urgent it is, where an agent took a conversation that did not wait. */
const REASON = 'desk.transfer'
const PRIORITY = 50

/**
 * Gives a conversation away. A colleague is asked for two minutes; then everybody of the queue may take it.
 * @param also what else is written with it, or not at all
 * @throws LiukeError `conversation_not_yours`, `conversation_unknown`, `queue_unknown`, `queue_closed`, `agent_unknown`,
 * `agent_unavailable`
 */
export async function transferTo(
  store: Store,
  brain: Brain,
  giver: Giver,
  conversationId: string,
  target: Target,
  also?: ((trx: Trx) => Promise<void>) | undefined,
): Promise<void> {
  const conversation = await findConversation(store, conversationId)
  if (!conversation) throw unknownConversation()
  const queue = 'queue' in target ? targetQueue(brain, target.queue, giver, store.now()) : null
  const agent = 'agent' in target ? await targetAgent(store, giver, target.agent) : null
  const { rules, corpus } = brain
  const waitsIn = queue ?? rules.queues.get(conversation.queue ?? '') ?? firstQueue(brain)
  const now = store.now()
  const opening = nextOpening(waitsIn, corpus.company, now) ?? now
  const isAway = agent === null && !isQueueOpen(waitsIn, corpus.company, now)
  const key = agent === null ? 'person.transferred-queue' : 'person.transferred'
  const notice = isAway
    ? await afterHoursNotice(store, brain, conversationId, waitsIn)
    : await noticeFor(store, corpus.phrases, conversationId, key)
  await transfer(store, {
    conversationId,
    actor: giver.name,
    mayAssign: giver.mayAssign,
    queueing: {
      queue: waitsIn.id,
      priority: conversation.priority ?? PRIORITY,
      // What was waited counts: going elsewhere puts nobody behind those who came later.
      answerDueAt: Math.min(
        conversation.answer_due_at ?? Number.POSITIVE_INFINITY,
        opening + waitsIn.answerWithinMs,
      ),
      value: conversation.value_yuan,
      reason: conversation.queue_reason ?? REASON,
    },
    ...(agent === null ? {} : { offer: { to: agent, until: now + ASKED_MS } }),
    notices: [notice, ownerEvent('queued')],
    also,
  })
}

function targetQueue({ rules, corpus }: Brain, id: string, { mayAssign }: Giver, now: number): Queue {
  const queue = rules.queues.get(id)
  if (!queue)
    throw new LiukeError(
      'queue_unknown',
      `There is no queue ${id}.`,
      `Queues are ${[...rules.queues.keys()].join(', ')}.`,
    )
  if (!mayAssign && !isQueueOpen(queue, corpus.company, now))
    throw new LiukeError(
      'queue_closed',
      'Nobody of this queue is there now.',
      'Take another queue, arrange a call back, or ask a supervisor.',
    )
  return queue
}

/** @returns the name of the account */
async function targetAgent(store: Store, giver: Giver, name: string): Promise<string> {
  const { account, status } = await findAgent(store, name)
  if (status !== 'available' || account.name === giver.name)
    throw new LiukeError(
      'agent_unavailable',
      `${account.displayName} cannot take it now.`,
      'Choose somebody who is available, or a queue.',
    )
  return account.name
}

function firstQueue({ rules }: Brain): Queue {
  const queue = rules.queues.get('general') ?? [...rules.queues.values()][0]
  if (queue) return queue
  throw new LiukeError('queue_unknown', 'The rules have no queue.', 'Add one to corpus/handoff.yaml.')
}

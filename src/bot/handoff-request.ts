/** Hands conversations over, and back, at the wish of a program of the company; with what the customer is told. */

import { endHandoff, queueUp } from '../conversations/ownership.ts'
import { waitingBefore } from '../conversations/routing.ts'
import { findConversation } from '../conversations/start.ts'
import { type Store, unknownConversation } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import { longestWaits } from '../handoff/longest-waits.ts'
import { closedQueues, isQueueOpen, nextOpening } from '../handoff/queue-hours.ts'
import { afterHoursNotice, noticeFor } from './agent-side.ts'
import { ownerEvent } from './owner-event.ts'
import type { Brain } from './turn.ts'

/** What is wished. */
export interface HandoffWish {
  /** Id of a queue of the rules in force. */
  readonly queue: string
  /** 0..99: 100 is danger to people, which the rules alone decide. */
  readonly priority: number
}

/** Stands where the id of a rule would. */
const REASON = 'api.request'
const ANSWER_WITHIN_MS = 5 * 60_000

/**
 * Queues a conversation for a person.
 * @param actor who wishes it, as in the audit log
 * @param minutesPerPlace waiting announced for each place in the queue
 * @throws LiukeError `queue_unknown`, `conversation_unknown`, `conversation_closed`, `conversation_taken`
 */
export async function requestHandoff(
  store: Store,
  brain: Brain,
  actor: string,
  conversationId: string,
  { queue, priority }: HandoffWish,
  minutesPerPlace: number,
): Promise<void> {
  const { rules, corpus } = brain
  const known = rules.queues.get(queue)
  if (!known)
    throw new LiukeError(
      'queue_unknown',
      `There is no queue ${queue}.`,
      `Queues are ${[...rules.queues.keys()].join(', ')}.`,
    )
  if (!(await findConversation(store, conversationId))) throw unknownConversation()
  const now = store.now()
  const opening = nextOpening(known, corpus.company, now) ?? now
  const answerDueAt = opening + (known.answerWithinMs || ANSWER_WITHIN_MS)
  const rank = { id: conversationId, queue, since: now, answerDueAt, value: null, priority }
  const closed = closedQueues(rules, corpus.company, now)
  const position = (await waitingBefore(store, rank, longestWaits(rules), closed)) + 1
  const notice = !isQueueOpen(known, corpus.company, now)
    ? await afterHoursNotice(store, brain, conversationId, known)
    : position === 1
      ? await noticeFor(store, corpus.phrases, conversationId, 'person.queued-first')
      : await noticeFor(store, corpus.phrases, conversationId, 'person.queued', {
          position,
          wait: Math.max(1, Math.round(position * minutesPerPlace)),
        })
  await queueUp(store, actor, conversationId, { queue, priority, answerDueAt, value: null, reason: REASON }, [
    notice,
    ownerEvent('queued'),
  ])
}

/**
 * Ends a hand-over, whoever has the conversation or waits in it.
 * @param actor who wishes it, as in the audit log
 * @param to who has it then: the bot, or nobody
 * @throws LiukeError `conversation_not_waiting`, `conversation_unknown`
 */
export async function endRequest(
  store: Store,
  { corpus }: Brain,
  actor: string,
  conversationId: string,
  to: 'bot' | 'closed',
): Promise<void> {
  const conversation = await findConversation(store, conversationId)
  if (!conversation) throw unknownConversation()
  const key =
    to === 'closed'
      ? 'closed.by-agent'
      : conversation.owner === 'queued'
        ? 'person.left-queue'
        : 'person.returned'
  const notice = await noticeFor(store, corpus.phrases, conversationId, key)
  await endHandoff(store, actor, conversationId, to, [notice, ownerEvent(to)])
}

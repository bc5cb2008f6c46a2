/** Asks a customer once whether we may write first, when they thank us for something that was done. */

import type { DialogContext } from 'botbuilder-dialogs'
import type { ConversationMemory, Memory } from '../src/bot/memory.ts'
import { sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { CANCEL_DIALOG } from './cancel.ts'

/** Words after which a conversation has come to a good end. */
const GOOD_ENDS: ReadonlySet<string> = new Set(['talk.thanks', 'talk.bye', 'talk.praise'])
/** The task must have been done just now, in milliseconds. */
const JUST_NOW_MS = 30 * 60_000

/** Asks when this is the moment; says nothing otherwise. */
export async function askForConsent(inner: DialogContext, store: Memory): Promise<void> {
  const turn = turnOf(inner.context)
  const memory = await store.ofConversation(inner.context)
  const customerId = turn.verifiedCustomerId
  if (customerId === null || !isGoodEnd(turn, memory)) return
  if (!(await turn.services.retention.mayAsk(customerId))) return
  turn.write(turn.services.retention.asked(customerId))
  memory.justAsked = 'consent'
  const decision = turn.decisions.at(-1)
  await sendText(inner.context, wording(turn, 'consent.ask'), {
    ...(decision ? { decision } : {}),
    suggestions: [{ title: wording(turn, 'consent.yes') }, { title: wording(turn, 'consent.no') }],
  })
}

/** Whether a task was done, the customer is content, and nobody else has to come. */
function isGoodEnd(turn: Turn, memory: ConversationMemory): boolean {
  const { lastEntry = '', lastAt = 0, signals, waiting = [] } = memory
  const entry = turn.brain.corpus.entries.get(lastEntry)
  return (
    GOOD_ENDS.has(turn.decisions.at(-1)?.entry ?? '') &&
    turn.owner === 'bot' &&
    turn.handoff?.decision.action === 'none' &&
    entry?.kind === 'dialog' &&
    entry.dialog !== CANCEL_DIALOG &&
    turn.services.now() - lastAt < JUST_NOW_MS &&
    waiting.length === 0 &&
    !signals?.cancel &&
    !signals?.negativeMood
  )
}

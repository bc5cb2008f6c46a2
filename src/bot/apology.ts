/** What happens when the bot itself fails on a message: a plain sentence, and a person. */

import { botAccount } from './adapter.ts'
import { messageOf, wording } from './reply.ts'
import type { Turn } from './turn.ts'

/** Turns a turn into an apology: the conversation is queued for a person, and its dialogs are forgotten. */
export function apologise(turn: Turn): Turn {
  turn.changedStates.set(turn.stateKeys.conversation, null)
  if (turn.owner === 'bot' || turn.owner === 'closed') turn.owner = 'queued'
  const decision = { decision: 'handoff', entry: null, confidence: null } as const
  turn.decide({ ...decision, trace: { reason: 'the bot failed' } })
  turn.capture({ ...messageOf(turn, wording(turn, 'error.sorry'), { decision }), from: { ...botAccount } })
  return turn
}

/** Short messages that answer what the bot asked of its own accord, stop it from writing, or take a decision back. */

import { isTitle } from '../src/bot/choice.ts'
import type { ConversationMemory } from '../src/bot/memory.ts'
import { wording } from '../src/bot/reply.ts'
import type { Turn } from '../src/bot/turn.ts'
import { isShortStop, isStop, isStopWord, isUndo } from '../src/understanding/slots/contact-choice.ts'
import { readYesNo } from '../src/understanding/slots/yes-no.ts'
import { yesNoOf } from './task-dialog.ts'

/** What such a message means; null for every other. */
export type ChoiceWord =
  | { readonly means: 'contact'; readonly wish: 'allow' | 'refuse' }
  /** What was decided last is taken back. */
  | { readonly means: 'undo' }
  /** Is interested in what we wrote first, or is not. */
  | { readonly means: 'interested' | 'not-interested' }

/** A decision can be taken back by a word for so long, in milliseconds. */
const UNDO_MS = 15 * 60_000
/** STOP alone means us for so long after we wrote, in milliseconds. */
const STOP_MS = 30 * 86_400_000

/**
 * Reads such a message.
 * @param isInTask whether a task waits for an answer, which short words then are
 */
export function choiceWordOf(
  turn: Turn,
  { justAsked, contactedAt, chosen }: ConversationMemory,
  isInTask: boolean,
): ChoiceWord | null {
  const { text } = turn
  const now = turn.services.now()
  const isLately = chosen !== undefined && now - chosen.at < UNDO_MS
  if (isLately && !isInTask && (isUndo(text) || isTitle(text, wording(turn, 'choice.undo'))))
    return { means: 'undo' }
  const wasContacted = contactedAt !== undefined && now - contactedAt < STOP_MS
  // Whoever waits for a person and says "stop" stops waiting.
  const mayBeWord = wasContacted && !isInTask && turn.owner !== 'queued'
  if (isStop(text) || (mayBeWord && isStopWord(text)) || (justAsked === 'contact' && isShortStop(text)))
    return { means: 'contact', wish: 'refuse' }
  if (isInTask || justAsked === undefined) return null
  if (justAsked === 'consent') {
    const answer = yesNoOf(turn, text, ['consent.yes', 'consent.no'])
    return answer === 'unclear' ? null : { means: 'contact', wish: answer === 'yes' ? 'allow' : 'refuse' }
  }
  const answer = readYesNo(text)
  return answer === 'unclear' ? null : { means: answer === 'yes' ? 'interested' : 'not-interested' }
}

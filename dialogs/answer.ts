/** Gives the answer of an entry, with related questions and the question whether it helped. */

import type { TurnContext } from 'botbuilder'
import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import type { Memory } from '../src/bot/memory.ts'
import { rememberTopic } from '../src/bot/previous.ts'
import { relatedQuestions } from '../src/bot/related.ts'
import {
  answerText,
  entrySuggestions,
  personSuggestion,
  type Suggestion,
  sendText,
} from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'

/** Which entry to answer from. */
export interface AnswerOptions {
  readonly entry: string
  readonly confidence: number
  readonly trace: unknown
  /** What was asked, where it is not the message as it stands: one of several questions, or a follow-up. */
  readonly asked?: string
  /** What follows in the same turn: another answer, which then asks whether it helped, or a task. */
  readonly before?: 'answer' | 'task'
}

export class AnswerDialog extends Dialog<AnswerOptions> {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super('answer')
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext, options?: AnswerOptions): Promise<DialogTurnResult> {
    if (!options) throw new Error('The answer dialog needs an entry.')
    await giveAnswer(dc.context, this.#memory, options)
    return dc.endDialog()
  }
}

/** Sends the answer of an entry, and remembers what it was about. */
export async function giveAnswer(context: TurnContext, store: Memory, options: AnswerOptions): Promise<void> {
  const turn = turnOf(context)
  const { entry: id, confidence, before } = options
  const entry = turn.brain.corpus.entries.get(id)
  const decision = { decision: 'answer', entry: id, confidence } as const
  turn.decide({ ...decision, trace: options.trace })
  // What stands below an answer belongs below the last message of the turn.
  const isLast = before === undefined
  await sendText(context, answerText(turn, id), {
    decision,
    suggestions: entry?.kind === 'small-talk' || !isLast ? [] : suggestionsFor(turn, id),
    askFeedback: entry?.kind === 'faq' && before !== 'answer',
  })
  const memory = await store.ofConversation(context)
  memory.declines = 0
  if (entry?.kind !== 'small-talk') rememberTopic(memory, id, options.asked ?? turn.text, turn.services.now())
}

/** Related entries; a person after a stop-gap. */
function suggestionsFor(turn: Turn, id: string): Suggestion[] {
  const entry = turn.brain.corpus.entries.get(id)
  const { entries } = turn.brain.corpus
  const isOffered = (other: string): boolean => (entries.get(other)?.kind ?? 'small-talk') !== 'small-talk'
  const ids = relatedQuestions(id, entry?.related ?? [], turn.services.related(id), isOffered)
  const related = entrySuggestions(turn, ids)
  return entry?.kind === 'dialog' ? [personSuggestion(turn), ...related.slice(0, 2)] : related
}

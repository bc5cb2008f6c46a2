/** Gives the answer of an entry, with related questions and the question whether it helped. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import type { Memory } from '../src/bot/memory.ts'
import { entrySuggestions, inScript, personSuggestion, type Suggestion, sendText } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { answerOf } from '../src/corpus/answers.ts'

/** Which entry to answer from. */
export interface AnswerOptions {
  readonly entry: string
  readonly confidence: number
  readonly trace: unknown
}

export class AnswerDialog extends Dialog<AnswerOptions> {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super('answer')
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext, options?: AnswerOptions): Promise<DialogTurnResult> {
    if (!options) throw new Error('The answer dialog needs an entry.')
    const turn = turnOf(dc.context)
    const { entry: id, confidence } = options
    const entry = turn.brain.corpus.entries.get(id)
    const decision = { decision: 'answer', entry: id, confidence } as const
    turn.decide({ ...decision, trace: options.trace })
    await sendText(dc.context, inScript(turn, answerOf(turn.brain.corpus, id, turn.language)), {
      decision,
      suggestions: entry?.kind === 'small-talk' ? [] : suggestionsFor(turn, id),
      askFeedback: entry?.kind === 'faq',
    })
    const memory = await this.#memory.ofConversation(dc.context)
    memory.declines = 0
    if (entry?.kind !== 'small-talk') {
      memory.lastText = turn.text
      memory.lastEntry = id
      memory.lastAt = turn.services.now()
    }
    return dc.endDialog()
  }
}

/** Related entries; a person after a stop-gap. */
function suggestionsFor(turn: Turn, id: string): Suggestion[] {
  const entry = turn.brain.corpus.entries.get(id)
  const related = entrySuggestions(turn, entry?.related ?? [])
  return entry?.kind === 'dialog' ? [personSuggestion(turn), ...related.slice(0, 2)] : related
}

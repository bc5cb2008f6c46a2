/** Asks back when in doubt: up to three choices and "none of these". */

import { Dialog, type DialogContext, type DialogTurnResult, DialogTurnStatus } from 'botbuilder-dialogs'
import { choiceOf } from '../src/bot/choice.ts'
import type { Memory } from '../src/bot/memory.ts'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { turnOf } from '../src/bot/turn.ts'
import { replyOf } from '../src/corpus/commands.ts'

/** What to offer. */
export interface ClarifyOptions {
  readonly entries: readonly string[]
  readonly confidence: number
  readonly trace: unknown
}

/** What came of it: an entry the customer chose, nothing, or a message that is no choice. */
export type ClarifyResult =
  | { readonly chosen: string; readonly question: string }
  | { readonly done: true }
  | { readonly unread: true }

interface ClarifyState {
  entries?: string[]
  titles?: string[]
  /** The question that was in doubt; a later follow-up is read with it. */
  question?: string
}

export class ClarifyDialog extends Dialog<ClarifyOptions> {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super('clarify')
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext, options?: ClarifyOptions): Promise<DialogTurnResult> {
    if (!options) throw new Error('The clarify dialog needs entries to offer.')
    const turn = turnOf(dc.context)
    const { entries: all } = turn.brain.corpus
    const offered = options.entries.flatMap((id) => {
      const entry = all.get(id)
      return entry ? [{ id, title: inScript(turn, entry.title[turn.language]) }] : []
    })
    const state: ClarifyState = dc.activeDialog?.state ?? {}
    state.entries = offered.map(({ id }) => id)
    state.titles = offered.map(({ title }) => title)
    state.question = turn.text
    const decision = {
      decision: 'ask',
      entry: options.entries[0] ?? null,
      confidence: options.confidence,
    } as const
    turn.decide({ ...decision, trace: options.trace })
    await sendText(dc.context, wording(turn, 'clarify.ask'), {
      decision,
      suggestions: [...offered.map(({ title }) => ({ title })), { title: wording(turn, 'clarify.none') }],
    })
    return Dialog.EndOfTurn
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { entries = [], titles = [], question = '' }: ClarifyState = dc.activeDialog?.state ?? {}
    const none = wording(turn, 'clarify.none')
    const choice = choiceOf(turn.text, [...titles, none])
    const chosen = choice === null ? undefined : entries[choice]
    if (chosen !== undefined) return dc.endDialog({ chosen, question } satisfies ClarifyResult)
    const reply = replyOf(turn.brain.corpus.commands, turn.text)
    if (reply === 'yes' && entries.length === 1 && entries[0]) {
      return dc.endDialog({ chosen: entries[0], question } satisfies ClarifyResult)
    }
    if (choice === titles.length || reply === 'none-of-these' || reply === 'no') {
      await this.#noneOfThese(dc)
      return dc.endDialog({ done: true } satisfies ClarifyResult)
    }
    return dc.endDialog({ unread: true } satisfies ClarifyResult)
  }

  async #noneOfThese(dc: DialogContext): Promise<void> {
    const turn = turnOf(dc.context)
    const decision = { decision: 'decline', entry: null, confidence: null } as const
    turn.decide({ ...decision, trace: { reason: 'none of these' } })
    const memory = await this.#memory.ofConversation(dc.context)
    memory.declines = (memory.declines ?? 0) + 1
    await sendText(dc.context, wording(turn, 'clarify.none-chosen'), {
      decision,
      suggestions: [personSuggestion(turn)],
    })
  }
}

/** What the clarify dialog ended with, if this is its result. */
export function clarifyResultOf(result: DialogTurnResult): ClarifyResult | null {
  if (result.status !== DialogTurnStatus.complete || typeof result.result !== 'object') return null
  // Dialog results are untyped; the three shapes are ClarifyDialog's own.
  return result.result as ClarifyResult | null
}

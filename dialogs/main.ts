/** The main dialog: commands and the wish for a person first, then whatever dialog is active, then routing. */

import {
  ComponentDialog,
  type Dialog,
  type DialogContext,
  type DialogTurnResult,
  DialogTurnStatus,
} from 'botbuilder-dialogs'
import { isTitle } from '../src/bot/choice.ts'
import { readFollowUp } from '../src/bot/follow-up.ts'
import type { Memory } from '../src/bot/memory.ts'
import { refusesPerson } from '../src/bot/person-wish.ts'
import { personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { PERSON_ENTRY, type Route, routeOf, routeToEntry } from '../src/bot/route.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { type CommandName, commandOf, followUpOf } from '../src/corpus/commands.ts'
import type { Understanding } from '../src/understanding/types.ts'
import type { AnswerOptions } from './answer.ts'
import { type ClarifyOptions, clarifyResultOf } from './clarify.ts'
import { LANGUAGE_DIALOG } from './language.ts'
import type { PersonOptions } from './person.ts'

export class MainDialog extends ComponentDialog {
  readonly #memory: Memory

  /** @param inner the dialogs it leads to; those an entry names are started by their id */
  constructor(memory: Memory, inner: readonly Dialog[]) {
    super('main')
    this.#memory = memory
    for (const dialog of inner) this.addDialog(dialog)
  }

  protected override async onBeginDialog(inner: DialogContext): Promise<DialogTurnResult> {
    return (await this.#interrupt(inner)) ?? this.#route(inner)
  }

  protected override async onContinueDialog(inner: DialogContext): Promise<DialogTurnResult> {
    const interrupted = await this.#interrupt(inner)
    if (interrupted) return interrupted
    const result = await inner.continueDialog()
    const clarified = clarifyResultOf(result)
    if (!clarified || 'done' in clarified) return result
    if ('unread' in clarified) return this.#route(inner)
    const turn = turnOf(inner.context)
    const memory = await this.#memory.ofConversation(inner.context)
    memory.lastText = clarified.question
    const route = routeToEntry(clarified.chosen, 1, turn.brain.corpus.entries, (id) => this.#has(id))
    return this.#follow(inner, route, { chosen: clarified.chosen })
  }

  /** What is obeyed whatever dialog is active. Null when the message is none of it. */
  async #interrupt(inner: DialogContext): Promise<DialogTurnResult | null> {
    const turn = turnOf(inner.context)
    if (turn.owner === 'queued' && isTitle(turn.text, wording(turn, 'offer.stop-waiting'))) {
      return this.#leaveQueue(inner, turn)
    }
    const command = commandOf(turn.brain.corpus.commands, turn.text)
    if (command) return this.#obey(inner, turn, command)
    const understanding = await turn.understood()
    const { candidates, band } = understanding
    const [top] = candidates
    const offered = isTitle(turn.text, wording(turn, 'offer.person'))
    if (top?.intent === PERSON_ENTRY && refusesPerson(turn.text)) return this.#noPerson(inner, turn)
    if (offered || (top?.intent === PERSON_ENTRY && band === 'answer')) {
      await inner.cancelAllDialogs()
      const confidence = offered ? 1 : understanding.confidence
      return this.#follow(inner, { to: 'person', confidence }, traceOf(understanding))
    }
    return null
  }

  async #obey(inner: DialogContext, turn: Turn, command: CommandName): Promise<DialogTurnResult> {
    if (command === 'help') {
      await sendText(inner.context, wording(turn, 'help'), { suggestions: [personSuggestion(turn)] })
      // Help does not end what was going on; the dialog still waits for its answer.
      return inner.activeDialog ? { status: DialogTurnStatus.waiting } : inner.endDialog()
    }
    const wasActive = inner.activeDialog !== undefined
    await inner.cancelAllDialogs()
    if (command === 'cancel') {
      if (!wasActive && turn.owner === 'queued') return this.#leaveQueue(inner, turn)
      const key = wasActive ? 'command.cancelled' : 'command.nothing-to-cancel'
      await sendText(inner.context, wording(turn, key))
      return inner.endDialog()
    }
    const memory = await this.#memory.ofConversation(inner.context)
    for (const key of ['lastText', 'lastEntry', 'lastAt', 'declines'] as const) delete memory[key]
    await sendText(inner.context, wording(turn, 'command.started-over'))
    return inner.endDialog()
  }

  /** "不用转人工": whoever waits stops waiting; everybody else is taken at their word. */
  async #noPerson(inner: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    if (turn.owner === 'queued') return this.#leaveQueue(inner, turn)
    await inner.cancelAllDialogs()
    if (!turn.brain.corpus.entries.has('talk.no')) {
      await sendText(inner.context, wording(turn, 'command.nothing-to-cancel'))
      return inner.endDialog()
    }
    const { confidence } = await turn.understood()
    return this.#follow(inner, { to: 'answer', entry: 'talk.no', confidence }, { reason: 'no person wanted' })
  }

  async #leaveQueue(inner: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    turn.owner = 'bot'
    await inner.cancelAllDialogs()
    await sendText(inner.context, wording(turn, 'person.left-queue'))
    return inner.endDialog()
  }

  async #route(inner: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const understanding = await this.#understand(inner, turn)
    const route = routeOf(understanding, turn.brain.corpus.entries, (id) => this.#has(id))
    return this.#follow(inner, route, traceOf(understanding))
  }

  async #follow(inner: DialogContext, route: Route, trace: unknown): Promise<DialogTurnResult> {
    const { confidence } = route
    switch (route.to) {
      case 'answer':
        return inner.beginDialog('answer', { entry: route.entry, confidence, trace } satisfies AnswerOptions)
      case 'dialog':
        return inner.beginDialog(route.dialog, { confidence, trace })
      case 'person':
        return inner.beginDialog('person', { confidence, trace } satisfies PersonOptions)
      case 'ask':
        return inner.beginDialog('clarify', {
          entries: route.entries,
          confidence,
          trace,
        } satisfies ClarifyOptions)
      case 'decline':
        return this.#decline(inner, confidence, trace)
    }
  }

  /** The message as understood by itself, or together with the question before it. */
  async #understand(inner: DialogContext, turn: Turn): Promise<Understanding> {
    const memory = await this.#memory.ofConversation(inner.context)
    const { lastText, lastEntry, lastAt } = memory
    const previous =
      lastText !== undefined && lastEntry !== undefined && lastAt !== undefined
        ? { text: lastText, entry: lastEntry, ageMs: turn.services.now() - lastAt }
        : null
    const marked = followUpOf(turn.brain.corpus.commands, turn.text)
    const read = (text: string) => turn.brain.understand(text)
    const alone = await turn.understood()
    return (await readFollowUp(turn.text, marked, alone, previous, read)) ?? alone
  }

  async #decline(inner: DialogContext, confidence: number, trace: unknown): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const memory = await this.#memory.ofConversation(inner.context)
    memory.declines = (memory.declines ?? 0) + 1
    const decision = { decision: 'decline', entry: null, confidence } as const
    turn.decide({ ...decision, trace })
    const key = memory.declines > 1 ? 'decline.again' : 'decline.first'
    await sendText(inner.context, wording(turn, key), { decision, suggestions: [personSuggestion(turn)] })
    return inner.endDialog()
  }

  /** Whether an entry's dialog exists. Person and language are reached by their entries too. */
  #has(name: string): boolean {
    return name === LANGUAGE_DIALOG || (this.findDialog(name) !== undefined && name.includes('.'))
  }
}

function traceOf({ candidates, confidence, band }: Understanding): unknown {
  return { candidates, confidence, band }
}

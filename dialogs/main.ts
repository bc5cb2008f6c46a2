/** The main dialog: commands and the wish for a person first, then whatever dialog is active, then routing. */

import {
  ComponentDialog,
  type Dialog,
  type DialogContext,
  type DialogTurnResult,
  DialogTurnStatus,
} from 'botbuilder-dialogs'
import { isTitle } from '../src/bot/choice.ts'
import { factsOf, isTaskDialog } from '../src/bot/facts.ts'
import { readFollowUp } from '../src/bot/follow-up.ts'
import type { Memory } from '../src/bot/memory.ts'
import { personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { PERSON_ENTRY, type Route, routeOf, routeToEntry } from '../src/bot/route.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { type CommandName, commandOf, followUpOf } from '../src/corpus/commands.ts'
import { decide, type HandoffDecision } from '../src/handoff/decide.ts'
import type { Facts } from '../src/handoff/facts.ts'
import type { Understanding } from '../src/understanding/types.ts'
import type { AnswerOptions } from './answer.ts'
import { CANCEL_DIALOG, isCancelWord } from './cancel.ts'
import { type ClarifyOptions, clarifyResultOf } from './clarify.ts'
import { LANGUAGE_DIALOG } from './language.ts'
import { asksForPlace, fill, type PersonOptions, raisedQueueing } from './person.ts'
import { questionOf } from './slot-prompt.ts'
import type { TaskOptions } from './task-dialog.ts'

export class MainDialog extends ComponentDialog {
  readonly #memory: Memory

  /** @param inner the dialogs it leads to; those an entry names are started by their id */
  constructor(memory: Memory, inner: readonly Dialog[]) {
    super('main')
    this.#memory = memory
    for (const dialog of inner) this.addDialog(dialog)
  }

  protected override async onBeginDialog(inner: DialogContext): Promise<DialogTurnResult> {
    return (await this.#interrupt(inner)) ?? this.#offered(inner, await this.#route(inner))
  }

  protected override async onContinueDialog(inner: DialogContext): Promise<DialogTurnResult> {
    return (await this.#interrupt(inner)) ?? this.#offered(inner, await this.#goOn(inner))
  }

  /** The active dialog gets the message; what it cannot read may be a question about something else. */
  async #goOn(inner: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const task = isTaskDialog(inner.activeDialog?.id ?? null)
    const result = await inner.continueDialog()
    if (task && !turn.unread) (await this.#memory.ofConversation(inner.context)).failed = 0
    if (turn.wantsPerson) return this.#callPerson(inner, turn.wantsPerson.rule)
    if (turn.unread) return this.#aside(inner, turn.unread)
    const clarified = clarifyResultOf(result)
    if (!clarified || 'done' in clarified) return result
    if ('unread' in clarified) return this.#route(inner)
    const memory = await this.#memory.ofConversation(inner.context)
    memory.lastText = clarified.question
    const route = routeToEntry(clarified.chosen, 1, turn.brain.corpus.entries, (id) => this.#has(id))
    return this.#follow(inner, route, { chosen: clarified.chosen }, clarified.question)
  }

  /** What is obeyed whatever dialog is active: fixed rules, commands, then the lead's rules. Null when nothing is. */
  async #interrupt(inner: DialogContext): Promise<DialogTurnResult | null> {
    const turn = turnOf(inner.context)
    const dialog = inner.activeDialog?.id ?? null
    const { decision, facts } = await this.#decideOnPerson(inner, turn, dialog)
    if (decision.action === 'handoff' && (facts.safety !== 'none' || facts.wants_person))
      return this.#callPerson(inner)
    if (turn.owner === 'queued' && isTitle(turn.text, wording(turn, 'offer.stop-waiting')))
      return this.#leaveQueue(inner, turn)
    const command = commandOf(turn.brain.corpus.commands, turn.text)
    if (command && !(command === 'cancel' && ownsCancel(inner) && isCancelWord(turn.text)))
      return this.#obey(inner, turn, command)
    // Whoever is in the middle of a task and wants no person goes on with it.
    if (facts.refuses_person && (turn.owner === 'queued' || !isTaskDialog(dialog)))
      return this.#noPerson(inner, turn)
    if (turn.owner === 'queued' && asksForPlace(turn.text)) return this.#callPerson(inner)
    if (decision.action === 'handoff') return this.#callPerson(inner)
    turn.queueing = raisedQueueing(turn)
    return null
  }

  /** Gathers the facts, lets the rules decide, and remembers what later messages are judged by. */
  async #decideOnPerson(
    inner: DialogContext,
    turn: Turn,
    dialog: string | null,
    unread = false,
  ): Promise<{ decision: HandoffDecision; facts: Facts }> {
    const memory = await this.#memory.ofConversation(inner.context)
    const { customerId, services } = turn
    const gathered = factsOf(turn, {
      understanding: await turn.understood(),
      memory,
      snapshot: customerId === null ? null : await services.snapshot(customerId),
      dialog,
      waiting: await services.queueLength(),
      unread,
    })
    const decision = decide(turn.brain.rules, gathered.facts)
    turn.handoff = { decision, facts: gathered }
    const { failedAnswers, ...signals } = gathered.signals
    memory.signals = signals
    // A task that is stuck counts its own failures, once it has seen the message.
    if (unread || !isTaskDialog(dialog)) memory.failed = failedAnswers
    if (!unread) Object.assign(memory, { turns: gathered.facts.turns, angry: gathered.facts.angry_messages })
    return { decision, facts: gathered.facts }
  }

  async #callPerson(inner: DialogContext, rule?: string): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    await inner.cancelAllDialogs()
    const memory = await this.#memory.ofConversation(inner.context)
    // A person starts afresh: what went wrong before is not held against the time after.
    for (const key of ['declines', 'failed', 'angry'] as const) delete memory[key]
    const understanding = await turn.understood()
    return inner.beginDialog('person', {
      // Of a rule's decision the model was not asked.
      confidence: understanding.candidates[0]?.intent === PERSON_ENTRY ? understanding.confidence : null,
      trace: traceOf(understanding),
      ...(rule === undefined ? {} : { rule }),
    } satisfies PersonOptions)
  }

  /** Says what a rule offers, below what the bot has answered. */
  async #offered(inner: DialogContext, result: DialogTurnResult): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const decision = turn.handoff?.decision
    if (decision?.action !== 'offer' || !decision.say || turn.owner !== 'bot') return result
    const memory = await this.#memory.ofConversation(inner.context)
    const now = turn.services.now()
    // The same offer twice in a row is nagging.
    if (memory.offeredRule === decision.rule && now - (memory.offeredAt ?? 0) < OFFER_AGAIN_MS) return result
    memory.offeredRule = decision.rule ?? undefined
    memory.offeredAt = now
    await sendText(inner.context, fill(turn, decision.say), { suggestions: [personSuggestion(turn)] })
    return result
  }

  /** A message the active dialog could not read: a question is answered and the dialog goes on, else it asks again. */
  async #aside(inner: DialogContext, askAgain: () => Promise<void>): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const understanding = await this.#understand(inner, turn)
    const route = routeOf(understanding, turn.brain.corpus.entries, (id) => this.#has(id))
    const stack = inner.stack.map(({ id }) => id)
    const isChat = route.to === 'answer' && /^talk\.(yes|no)$/.test(route.entry)
    if (route.to === 'answer' && !isChat) return this.#follow(inner, route, traceOf(understanding))
    if (route.to === 'dialog' && !stack.includes(route.dialog) && stack.length < MAX_STACK)
      return this.#follow(inner, route, traceOf(understanding))
    const { decision: stuck } = await this.#decideOnPerson(inner, turn, stack[0] ?? null, true)
    if (stuck.action === 'handoff') return this.#callPerson(inner)
    const decision = { decision: 'ask', entry: null, confidence: understanding.confidence } as const
    turn.decide({ ...decision, trace: traceOf(understanding) })
    await askAgain()
    return { status: DialogTurnStatus.waiting }
  }

  async #obey(inner: DialogContext, turn: Turn, command: CommandName): Promise<DialogTurnResult> {
    if (command === 'help') {
      await sendText(inner.context, wording(turn, 'help'), { suggestions: [personSuggestion(turn)] })
      if (!inner.activeDialog) return inner.endDialog()
      // Help does not end what was going on; the dialog asks again and waits for its answer.
      if (isTaskDialog(inner.activeDialog.id)) await inner.repromptDialog()
      return { status: DialogTurnStatus.waiting }
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

  /** Begins a task; one that cannot go on without a person gets one. */
  async #begin(inner: DialogContext, dialog: string, options: TaskOptions): Promise<DialogTurnResult> {
    const result = await inner.beginDialog(dialog, options)
    const memory = await this.#memory.ofConversation(inner.context)
    // What was not understood before has found its way now.
    memory.declines = 0
    memory.failed = 0
    const { wantsPerson } = turnOf(inner.context)
    return wantsPerson ? this.#callPerson(inner, wantsPerson.rule) : result
  }

  async #follow(
    inner: DialogContext,
    route: Route,
    trace: unknown,
    text?: string,
  ): Promise<DialogTurnResult> {
    const { confidence } = route
    switch (route.to) {
      case 'answer':
        return inner.beginDialog('answer', { entry: route.entry, confidence, trace } satisfies AnswerOptions)
      case 'dialog':
        return this.#begin(inner, route.dialog, {
          confidence,
          trace,
          text: text ?? turnOf(inner.context).text,
        })
      case 'person':
        return this.#callPerson(inner)
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

/** Offers of a person by the same rule come at most this often, in milliseconds. */
const OFFER_AGAIN_MS = 10 * 60_000
/** Questions within questions within questions are lost. */
const MAX_STACK = 3

/** Whether "cancel" answers what is being asked, because cancelling is what it is about. */
function ownsCancel(inner: DialogContext): boolean {
  const slot = questionOf(inner.activeDialog)?.slot
  return inner.activeDialog?.id === CANCEL_DIALOG && (slot === 'offer' || slot === 'cancel')
}

function traceOf({ candidates, confidence, band }: Understanding): unknown {
  return { candidates, confidence, band }
}

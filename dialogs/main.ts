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
import type { Memory } from '../src/bot/memory.ts'
import type { Reading } from '../src/bot/reading.ts'
import { personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { PERSON_ENTRY } from '../src/bot/route.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { forgetTask } from '../src/bot/waiting-task.ts'
import { type CommandName, commandOf } from '../src/corpus/commands.ts'
import type { Entry } from '../src/corpus/types.ts'
import { decide, type HandoffDecision } from '../src/handoff/decide.ts'
import type { Facts } from '../src/handoff/facts.ts'
import type { Action } from '../src/understanding/negation/negation-actions.ts'
import { isDoubt, readYesNo } from '../src/understanding/slots/yes-no.ts'
import type { Understanding } from '../src/understanding/types.ts'
import { isCancelWord } from './cancel-words.ts'
import { choiceWordOf } from './choice-words.ts'
import { type ChoiceOptions, CONTACT_CHOICE_DIALOG, undoChoice } from './choices.ts'
import { clarifyResultOf } from './clarify.ts'
import { UNDO_DIALOG } from './confirmation.ts'
import { askForConsent } from './consent.ts'
import { LANGUAGE_DIALOG } from './language.ts'
import { hasChoices, leavesTask, ownsCancel } from './leaving.ts'
import {
  asksForPlace,
  choosingLonger,
  fill,
  isAskedToWait,
  type PersonOptions,
  raisedQueueing,
} from './person.ts'
import { interruptedTask, keepProgress, offerToResume, RESUME_DIALOG, resumed } from './resume.ts'
import { Router, traceOf } from './router.ts'
import { slotsIn } from './task-dialog.ts'
import { waitsOn } from './waiting-words.ts'

export class MainDialog extends ComponentDialog {
  readonly #memory: Memory
  readonly #router: Router

  /** @param inner the dialogs it leads to; those an entry names are started by their id */
  constructor(memory: Memory, inner: readonly Dialog[]) {
    super('main')
    this.#memory = memory
    for (const dialog of inner) this.addDialog(dialog)
    this.#router = new Router({
      memory,
      // Person and language are reached by their entries too.
      has: (name) => name === LANGUAGE_DIALOG || (this.findDialog(name) !== undefined && name.includes('.')),
      callPerson: (context, rule) => this.#callPerson(context, rule),
    })
  }

  protected override async onBeginDialog(inner: DialogContext): Promise<DialogTurnResult> {
    return this.#kept(
      inner,
      (await this.#interrupt(inner)) ?? (await this.#concluded(inner, await this.#router.route(inner))),
    )
  }

  protected override async onContinueDialog(inner: DialogContext): Promise<DialogTurnResult> {
    return this.#kept(
      inner,
      (await this.#interrupt(inner)) ?? (await this.#concluded(inner, await this.#goOn(inner))),
    )
  }

  /** However a turn ended, what is on its way is kept for other channels. */
  async #kept(inner: DialogContext, result: DialogTurnResult): Promise<DialogTurnResult> {
    const memory = await this.#memory.ofConversation(inner.context)
    if (inner.activeDialog === undefined) delete memory.strayed
    const turn = turnOf(inner.context)
    turn.queueing = choosingLonger(turn) ?? turn.queueing
    await keepProgress(inner, turn, memory)
    return result
  }

  /** Whether somebody who may choose wishes to wait on, and asks for nothing that can be done meanwhile. */
  async #keepsWaiting(inner: DialogContext, turn: Turn): Promise<boolean> {
    if (!waitsOn(turn.text) && (inner.activeDialog !== undefined || readYesNo(turn.text) !== 'yes'))
      return false
    const { band, candidates } = await turn.understood()
    const entry = turn.brain.corpus.entries.get(candidates[0]?.intent ?? '')
    return band !== 'answer' || entry?.kind !== 'dialog' || entry.id === PERSON_ENTRY
  }

  /** The active dialog gets the message; what it cannot read may be a question about something else. */
  async #goOn(inner: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const task = isTaskDialog(inner.activeDialog?.id ?? null)
    const memory = await this.#memory.ofConversation(inner.context)
    if (memory.strayed && turn.yesCounts === 'any') turn.yesCounts = 'explicit'
    // Somebody else has spoken since the question: what comes now may be for them, however a dialog would read it.
    if (turn.yesCounts === 'none' && hasChoices(inner))
      return this.#aside(inner, () => inner.repromptDialog())
    const result = await inner.continueDialog()
    if (!turn.unread) delete memory.strayed
    if (task && !turn.unread) {
      memory.failed = 0
      if (memory.lastAt !== undefined) memory.lastAt = turn.services.now()
    }
    if (turn.wantsPerson) return this.#callPerson(inner, turn.wantsPerson.rule)
    if (turn.unread) return this.#aside(inner, turn.unread)
    const clarified = clarifyResultOf(result)
    if (!clarified || 'done' in clarified) return result
    if ('unread' in clarified) return this.#router.route(inner)
    return this.#router.choose(inner, clarified.chosen, clarified.question)
  }

  /** What is obeyed whatever dialog is active: fixed rules, commands, then the lead's rules. Null when nothing is. */
  async #interrupt(inner: DialogContext): Promise<DialogTurnResult | null> {
    const turn = turnOf(inner.context)
    const dialog = inner.activeDialog?.id ?? null
    const { decision, facts } = await this.#decideOnPerson(inner, turn, dialog)
    if (decision.action === 'handoff' && (facts.safety !== 'none' || facts.wants_person))
      return this.#callPerson(inner)
    const chosen = await this.#choice(inner, turn, isTaskDialog(dialog))
    if (chosen) return chosen
    if (turn.owner === 'queued' && isTitle(turn.text, wording(turn, 'offer.stop-waiting')))
      return this.#leaveQueue(inner, turn)
    if (turn.owner === 'queued' && isTitle(turn.text, wording(turn, 'offer.keep-waiting')))
      return this.#callPerson(inner)
    if (isAskedToWait(turn) && (await this.#keepsWaiting(inner, turn))) return this.#callPerson(inner)
    const interrupted = inner.activeDialog ? null : await this.#interrupted(inner, turn)
    if (interrupted) return interrupted
    const command = commandOf(turn.brain.corpus.commands, turn.text)
    const isAnswer = (ownsCancel(inner) && isCancelWord(turn.text)) || dialog === RESUME_DIALOG
    if (command && !(command === 'cancel' && isAnswer)) return this.#obey(inner, turn, command)
    // Whoever is in the middle of a task and wants no person goes on with it.
    if (facts.refuses_person && (turn.owner === 'queued' || !isTaskDialog(dialog)))
      return this.#inTurn(inner, await this.#noPerson(inner, turn))
    if (turn.owner === 'queued' && asksForPlace(turn.text)) return this.#callPerson(inner)
    if (decision.action === 'handoff') return this.#callPerson(inner)
    turn.queueing = raisedQueueing(turn)
    if (isTaskDialog(dialog) && leavesTask(await turn.read(), inner, turn.brain.corpus))
      return this.#inTurn(inner, await this.#leaveTask(inner, turn))
    return null
  }

  /** "Go on" after a hand-over, or while waiting for it: the task that was interrupted is taken up again. */
  async #interrupted(inner: DialogContext, turn: Turn): Promise<DialogTurnResult | null> {
    const memory = await this.#memory.ofConversation(inner.context)
    const task = interruptedTask(turn, memory)
    if (task === null || this.findDialog(task.dialog) === undefined) return null
    delete memory.interrupted
    return inner.beginDialog(task.dialog, resumed(task.slots))
  }

  /** Answers to what the bot asked of its own accord, STOP, and taking a decision back; null for everything else. */
  async #choice(inner: DialogContext, turn: Turn, isInTask: boolean): Promise<DialogTurnResult | null> {
    const memory = await this.#memory.ofConversation(inner.context)
    const word = choiceWordOf(turn, memory, isInTask)
    if (memory.justAsked === 'contact') turn.write(turn.services.retention.answered(turn.conversation.id))
    // Only the very next message answers it.
    delete memory.justAsked
    if (word === null) return null
    if (word.means === 'interested') return this.#callPerson(inner, 'retention.answer')
    await inner.cancelAllDialogs()
    if (word.means === 'contact') {
      const contacted = await turn.services.retention.contactedIn(turn.conversation.id)
      const known = contacted === null ? {} : { customerId: contacted }
      const options: ChoiceOptions = { confidence: null, trace: null, wish: word.wish, ...known }
      return inner.beginDialog(CONTACT_CHOICE_DIALOG, options)
    }
    if (word.means === 'undo') await undoChoice(inner, turn, memory)
    else await sendText(inner.context, wording(turn, 'contact.not-interested'))
    return inner.endDialog()
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
      understanding: await this.#understandingFor(inner, turn, dialog),
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
    if (gathered.facts.wants_person) memory.askedForPerson = true
    // A task that is stuck counts its own failures, once it has seen the message.
    if (unread || !isTaskDialog(dialog)) memory.failed = failedAnswers
    if (!unread) Object.assign(memory, { turns: gathered.facts.turns, angry: gathered.facts.angry_messages })
    return { decision, facts: gathered.facts }
  }

  /** What the facts of a turn are made from. What answers a dialog is no follow-up. */
  async #understandingFor(inner: DialogContext, turn: Turn, dialog: string | null): Promise<Understanding> {
    const reading = await turn.read()
    if (dialog === null && reading.parts.length === 1) return (await this.#router.hear(inner)).understanding
    return gravestOf(reading, turn.brain.corpus.entries)
  }

  async #callPerson(inner: DialogContext, rule?: string): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const memory = await this.#memory.ofConversation(inner.context)
    const task = inner.stack.find(({ id }) => isTaskDialog(id))
    const slots = task ? slotsIn(task) : null
    if (task && slots) memory.interrupted = { dialog: task.id, slots, at: turn.services.now() }
    await inner.cancelAllDialogs()
    // A person starts afresh: what went wrong before is not held against the time after.
    for (const key of ['declines', 'failed', 'angry'] as const) delete memory[key]
    forgetTask(memory)
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
    // A "sure" to this offer must not be taken for a yes to what the task asks.
    if (hasChoices(inner)) return result
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
    const reading = await turn.read()
    if (leavesTask(reading, inner, turn.brain.corpus, true)) return this.#leaveTask(inner, turn)
    const isConfirming = hasChoices(inner)
    // Nothing but a refusal, a goodbye or a change of mind where something is to be confirmed: it is not done.
    if (isConfirming && (refusesIt(reading, inner) || (await this.#router.isLeaving(inner))))
      return this.#leaveTask(inner, turn, false)
    if (isConfirming) (await this.#memory.ofConversation(inner.context)).strayed = true
    // Whoever doubts, or says "ok" to something else, is understood: the question stands, and nothing has failed.
    if (isConfirming && (isDoubt(turn.text) || readYesNo(turn.text) === 'yes')) {
      await askAgain()
      return { status: DialogTurnStatus.waiting }
    }
    const answered = await this.#router.aside(inner)
    if (answered) return answered
    const { understanding } = await this.#router.hear(inner)
    if (turn.yesCounts === 'none' || (await this.#router.isAboutTask(inner))) {
      await askAgain()
      return { status: DialogTurnStatus.waiting }
    }
    const { decision: stuck } = await this.#decideOnPerson(inner, turn, inner.stack[0]?.id ?? null, true)
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
    const memory = await this.#memory.ofConversation(inner.context)
    forgetTask(memory)
    if (command === 'cancel') {
      if (!wasActive && turn.owner === 'queued') return this.#leaveQueue(inner, turn)
      const key = wasActive ? 'command.cancelled' : 'command.nothing-to-cancel'
      await sendText(inner.context, wording(turn, key))
      return inner.endDialog()
    }
    for (const key of ['lastText', 'lastEntry', 'lastAt', 'declines'] as const) delete memory[key]
    await sendText(inner.context, wording(turn, 'command.started-over'))
    return inner.endDialog()
  }

  /** "不用转人工": whoever waits stops waiting; everybody else is taken at their word. What else is asked is answered. */
  async #noPerson(inner: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    const { negated, parts } = await turn.read()
    const asksMore = negated !== null && parts.length > 0
    if (turn.owner === 'queued') {
      const left = await this.#leaveQueue(inner, turn)
      return asksMore ? this.#router.route(inner) : left
    }
    await inner.cancelAllDialogs()
    if (asksMore) return this.#router.route(inner)
    if (!turn.brain.corpus.entries.has('talk.no')) {
      await sendText(inner.context, wording(turn, 'command.nothing-to-cancel'))
      return inner.endDialog()
    }
    const { confidence } = await turn.understood()
    const route = { to: 'answer', entry: 'talk.no', confidence } as const
    return this.#router.follow(inner, route, { trace: { reason: 'no person wanted' } })
  }

  /** "算了不退了": the task is left, and what else is asked is answered. */
  async #leaveTask(inner: DialogContext, turn: Turn, goesOn = true): Promise<DialogTurnResult> {
    await inner.cancelAllDialogs()
    forgetTask(await this.#memory.ofConversation(inner.context))
    await sendText(inner.context, wording(turn, 'command.cancelled'))
    const { parts } = await turn.read()
    return goesOn && parts.length > 0 ? this.#router.route(inner) : inner.endDialog()
  }

  async #leaveQueue(inner: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    turn.owner = 'bot'
    await inner.cancelAllDialogs()
    forgetTask(await this.#memory.ofConversation(inner.context))
    await sendText(inner.context, wording(turn, 'person.left-queue'))
    return inner.endDialog()
  }

  /** What stands at the end of a turn: the tasks that waited for their turn, and what a rule offers. */
  async #concluded(inner: DialogContext, result: DialogTurnResult): Promise<DialogTurnResult> {
    const concluded = await this.#offered(inner, await this.#inTurn(inner, result))
    if (inner.activeDialog !== undefined) return concluded
    const asked = await offerToResume(inner, this.#memory)
    if (asked) return asked
    await askForConsent(inner, this.#memory)
    return concluded
  }

  /** Begins what waited, one after the other until something is asked; nothing while a person talks to the customer. */
  async #inTurn(inner: DialogContext, result: DialogTurnResult): Promise<DialogTurnResult> {
    const isDone = result.status === DialogTurnStatus.complete && inner.activeDialog === undefined
    if (!isDone || turnOf(inner.context).owner === 'human') return result
    const next = await this.#router.next(inner)
    return next === null ? result : this.#inTurn(inner, next)
  }
}

/** What may be said of whatever is being done: 不取消了, 不改了, 不换了. */
const OF_ANYTHING: ReadonlySet<Action> = new Set(['any', 'cancel', 'change-plan', 'reschedule', 'technician'])

/** Whether a message says only that what is asked about is not to be done, and names nothing else. */
function refusesIt({ negated, parts }: Reading, inner: DialogContext): boolean {
  if (negated === null || parts.length > 0) return false
  // Whoever undoes a cancellation says "don't cancel it" for it.
  if (inner.activeDialog?.id === UNDO_DIALOG && negated.actions.includes('cancel')) return false
  return negated.actions.every((action) => OF_ANYTHING.has(action))
}

/** Offers of a person by the same rule come at most this often, in milliseconds. */
const OFFER_AGAIN_MS = 10 * 60_000

/** Of several questions the first that is to be done, else the first; certain of nothing where nothing is asked. */
function gravestOf({ parts }: Reading, entries: ReadonlyMap<string, Entry>): Understanding {
  const kindOf = ({ candidates }: Understanding) => entries.get(candidates[0]?.intent ?? '')?.kind
  const part = parts.find(({ understanding }) => kindOf(understanding) === 'dialog') ?? parts[0]
  return part?.understanding ?? { text: '', candidates: [], confidence: 1, band: 'answer' }
}

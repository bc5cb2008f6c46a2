/** Leads a message to what answers it: answers, tasks, questions back; several of them where it asks for several. */

import { type DialogContext, type DialogTurnResult, DialogTurnStatus } from 'botbuilder-dialogs'
import { readFollowUp } from '../src/bot/follow-up.ts'
import type { Memory } from '../src/bot/memory.ts'
import { previousOf, rememberTopic } from '../src/bot/previous.ts'
import type { Part } from '../src/bot/reading.ts'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Route, routeOf, routeToEntry } from '../src/bot/route.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { dropTasks, keepTask, takeTask } from '../src/bot/waiting-task.ts'
import { followUpOf } from '../src/corpus/commands.ts'
import { intentsOf } from '../src/understanding/negation/negation-actions.ts'
import type { Understanding } from '../src/understanding/types.ts'
import { type AnswerOptions, giveAnswer } from './answer.ts'
import { CANCEL_DIALOG, tellStanding } from './cancel.ts'
import { cancelWishOf, wonders } from './cancel-words.ts'
import type { ClarifyOptions } from './clarify.ts'
import { UNDO_DIALOG } from './confirmation.ts'
import { isFoundAgain } from './lost-words.ts'
import { arrangedAbout } from './not-wanted.ts'
import type { TaskOptions } from './task-dialog.ts'
import { asksToUndo } from './undo.ts'

/** What a route is followed with. */
interface Origin {
  readonly trace: unknown
  /** What a dialog reads its values from; the message where it is left out. */
  readonly text?: string
  /** What follow-ups are read with; the text where it is left out. */
  readonly about?: string
}

/** A message as routing reads it. */
interface Heard extends Origin {
  readonly understanding: Understanding
}

/** What the main dialog does for routing. */
export interface RouterOptions {
  readonly memory: Memory
  /** Whether a dialog that an entry names exists. */
  has(dialog: string): boolean
  /** Calls a person; by a rule where a task cannot go on without one. */
  callPerson(inner: DialogContext, rule?: string): Promise<DialogTurnResult>
}

/** The entry that says how cancelling works. */
const CANCEL_ANSWER = 'cancel.how'
/** Questions within questions within questions are lost. */
const MAX_STACK = 3

export class Router {
  readonly #options: RouterOptions
  readonly #heard = new WeakMap<Turn, Promise<Heard>>()

  constructor(options: RouterOptions) {
    this.#options = options
  }

  /** Routes the message of a turn while no task is active. */
  async route(inner: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const { parts } = await turn.read()
    await this.#dropRefused(inner, turn)
    const [{ understanding: said } = { understanding: null }] = parts
    const dialog = parts.length < 2 && said?.band !== 'answer' ? await arrangedAbout(turn) : null
    if (dialog !== null && this.#options.has(dialog))
      return this.follow(
        inner,
        { to: 'dialog', entry: dialog, dialog, confidence: 1 },
        { trace: { reason: 'not wanted' } },
      )
    if (parts.length === 0) {
      await this.#acknowledge(inner, turn)
      return inner.endDialog()
    }
    if (parts.length > 1) return this.#several(inner, turn, parts, [])
    const { understanding, ...origin } = await this.hear(inner)
    return this.follow(inner, this.#routeOf(turn, understanding), origin)
  }

  /**
   * A message the active task could not read: a question is answered, another task begun, and a refusal noted; then
   * the task asks again. Null when it was nothing of these.
   */
  async aside(inner: DialogContext): Promise<DialogTurnResult | null> {
    const turn = turnOf(inner.context)
    const { parts } = await turn.read()
    await this.#dropRefused(inner, turn)
    const stack = inner.stack.map(({ id }) => id)
    if (parts.length === 0) {
      await this.#acknowledge(inner, turn)
      await inner.repromptDialog()
      return { status: DialogTurnStatus.waiting }
    }
    const mayBegin = (route: Route): boolean =>
      route.to === 'dialog' && !stack.includes(route.dialog) && stack.length < MAX_STACK
    if (parts.length > 1) {
      const open = parts.filter(({ understanding }) => {
        const route = this.#routeOf(turn, understanding)
        return route.to === 'answer' || mayBegin(route)
      })
      if (open.length > 0) return this.#several(inner, turn, open, stack)
    }
    const { understanding, ...origin } = await this.hear(inner)
    const route = this.#routeOf(turn, understanding)
    const isChat = route.to === 'answer' && /^talk\.(yes|no)$/.test(route.entry)
    return mayBegin(route) || (route.to === 'answer' && !isChat) ? this.follow(inner, route, origin) : null
  }

  /** Whether a message that the active task could not read says goodbye, or takes back what was not done yet. */
  async isLeaving(inner: DialogContext): Promise<boolean> {
    const route = await this.#onlyRoute(inner)
    if (route?.to === 'answer') return route.entry === 'talk.bye'
    return route?.to === 'dialog' && route.dialog === UNDO_DIALOG && inner.activeDialog?.id !== UNDO_DIALOG
  }

  /** Whether such a message is about the very thing that is being done ("how long does it take?"): no failure. */
  async isAboutTask(inner: DialogContext): Promise<boolean> {
    const route = await this.#onlyRoute(inner)
    return route?.to === 'dialog' && inner.stack.some(({ id }) => id === route.dialog)
  }

  /** Where a message leads that asks for one thing. */
  async #onlyRoute(inner: DialogContext): Promise<Route | null> {
    const turn = turnOf(inner.context)
    if ((await turn.read()).parts.length !== 1) return null
    return this.#routeOf(turn, (await this.hear(inner)).understanding)
  }

  /** Follows what the customer chose out of several entries. */
  choose(inner: DialogContext, entry: string, question: string): Promise<DialogTurnResult> {
    const { entries } = turnOf(inner.context).brain.corpus
    const route = routeToEntry(entry, 1, entries, this.#options.has)
    return this.follow(inner, route, { trace: { chosen: entry }, text: question })
  }

  /** The task that waited for the one that has just ended; null when none does. */
  async next(inner: DialogContext): Promise<DialogTurnResult | null> {
    const turn = turnOf(inner.context)
    const memory = await this.#options.memory.ofConversation(inner.context)
    dropTasks(memory, ({ dialog }) => !this.#options.has(dialog))
    const next = takeTask(memory, turn.services.now())
    if (next === null) return null
    await sendText(inner.context, wording(turn, 'task.next', { title: titleOf(turn, next.entry) }))
    const { entry, dialog, confidence, text } = next
    return this.follow(inner, { to: 'dialog', entry, dialog, confidence }, { trace: { waited: true }, text })
  }

  /** The one question of a message as understood by itself, or together with what was talked about before. */
  hear(inner: DialogContext): Promise<Heard> {
    const turn = turnOf(inner.context)
    const heard = this.#heard.get(turn) ?? this.#hear(inner, turn)
    this.#heard.set(turn, heard)
    return heard
  }

  async #hear(inner: DialogContext, turn: Turn): Promise<Heard> {
    const { corpus } = turn.brain
    const memory = await this.#options.memory.ofConversation(inner.context)
    const { parts } = await turn.read()
    const [{ text, understanding: alone } = { text: turn.text, understanding: await turn.understood() }] =
      parts
    const previous = previousOf(memory, corpus, text, turn.services.now())
    const marked = followUpOf(corpus.commands, text)
    const read = (said: string) => turn.brain.understand(said)
    const followUp = await readFollowUp(text, marked, alone, previous, read)
    if (followUp === null) return { understanding: alone, trace: traceOf(alone), text }
    const { understanding, said, about } = followUp
    return { understanding, trace: { ...traceOf(understanding), after: previous?.entry }, text: said, about }
  }

  /** Several questions in one message: answers first, in order, then what is to be done, one after the other. */
  async #several(
    inner: DialogContext,
    turn: Turn,
    parts: readonly Part[],
    stack: readonly string[],
  ): Promise<DialogTurnResult> {
    const routed = parts.map(({ text, understanding }) => ({
      route: this.#routeOf(turn, understanding),
      origin: { trace: traceOf(understanding), text },
    }))
    const answers = routed.flatMap(({ route, origin }) => (route.to === 'answer' ? [{ route, origin }] : []))
    const tasks = routed.flatMap(({ route, origin }) =>
      route.to === 'dialog' && !stack.includes(route.dialog) ? [{ route, origin }] : [],
    )
    const [first, ...others] = tasks
    const last = first ?? answers.pop()
    for (const [at, { route, origin }] of answers.entries()) {
      const before = first && at === answers.length - 1 ? 'task' : 'answer'
      const { entry, confidence } = route
      const given = { entry, confidence, trace: origin.trace, asked: origin.text, before } as const
      await giveAnswer(inner.context, this.#options.memory, given)
    }
    if (first) {
      const memory = await this.#options.memory.ofConversation(inner.context)
      const at = turn.services.now()
      const kept = others.filter(({ route: { entry, dialog, confidence }, origin: { text } }) =>
        keepTask(memory, { entry, dialog, confidence, text, at }),
      )
      const titles = kept.map(({ route }) => titleOf(turn, route.entry))
      if (titles.length > 0) {
        const names = { first: titleOf(turn, first.route.entry), second: listed(turn, titles) }
        await sendText(inner.context, wording(turn, 'task.in-turn', names))
      }
    }
    return last ? this.follow(inner, last.route, last.origin) : inner.endDialog()
  }

  /** Does what a route says. */
  async follow(inner: DialogContext, route: Route, origin: Origin): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const { confidence } = route
    const { trace, text = turn.text, about = text } = origin
    const { entries } = turn.brain.corpus
    switch (route.to) {
      case 'answer': {
        const options: AnswerOptions = { entry: route.entry, confidence, trace, asked: about }
        return inner.beginDialog('answer', options)
      }
      case 'dialog': {
        // "And what happens to my TV?" after cancelling something asks, and cancels nothing.
        if (route.dialog === CANCEL_DIALOG && wonders(text) && entries.has(CANCEL_ANSWER))
          return inner.beginDialog('answer', { entry: CANCEL_ANSWER, confidence, trace, asked: about })
        const memory = await this.#options.memory.ofConversation(inner.context)
        rememberTopic(memory, route.entry, about, turn.services.now())
        // What is done now is not done again.
        dropTasks(memory, ({ dialog }) => dialog === route.dialog)
        const dialog = (await this.#takesBack(turn, route.dialog, text)) ? UNDO_DIALOG : route.dialog
        return this.#begin(inner, dialog, { confidence, trace, text })
      }
      case 'person':
        return this.#options.callPerson(inner)
      case 'ask': {
        return inner.beginDialog('clarify', {
          entries: route.entries,
          confidence,
          trace,
        } satisfies ClarifyOptions)
      }
      case 'decline':
        return this.#decline(inner, confidence, trace)
    }
  }

  /**
   * "撤回换套餐" sounds like changing the plan, and "I want to keep it after all" like cancelling: they take back what
   * was arranged, where there is something.
   */
  async #takesBack(turn: Turn, dialog: string, text: string): Promise<boolean> {
    const keepsIt = dialog === CANCEL_DIALOG && cancelWishOf(text) === 'keep'
    // A block is lifted where it was set.
    if (!(keepsIt || asksToUndo(text)) || isFoundAgain(text) || !this.#options.has(UNDO_DIALOG)) return false
    const id = turn.verifiedCustomerId
    if (id === null) return !keepsIt
    const customer = await turn.services.company.customer(id)
    const orders = customer ? await turn.services.orders.undoable(customer) : []
    return orders.some(({ request }) => !keepsIt || request.kind === 'service.cancel')
  }

  /** Begins a task; one that cannot go on without a person gets one. */
  async #begin(inner: DialogContext, dialog: string, options: TaskOptions): Promise<DialogTurnResult> {
    const result = await inner.beginDialog(dialog, options)
    const memory = await this.#options.memory.ofConversation(inner.context)
    // What was not understood before has found its way now.
    memory.declines = 0
    memory.failed = 0
    const { wantsPerson } = turnOf(inner.context)
    return wantsPerson ? this.#options.callPerson(inner, wantsPerson.rule) : result
  }

  /** What waits and is refused now does not wait any more. */
  async #dropRefused(inner: DialogContext, turn: Turn): Promise<void> {
    const { negated } = await turn.read()
    if (negated === null) return
    const { entries } = turn.brain.corpus
    const refused = intentsOf(negated.actions)
    const dialogs = new Set([...refused].map((id) => entries.get(id)?.dialog))
    const memory = await this.#options.memory.ofConversation(inner.context)
    dropTasks(memory, ({ entry, dialog }) => refused.has(entry) || dialogs.has(dialog))
  }

  /** Something is not to be done, and nothing else was said. */
  async #acknowledge(inner: DialogContext, turn: Turn): Promise<void> {
    const { negated } = await turn.read()
    const decision = { decision: 'answer', entry: null, confidence: null } as const
    turn.decide({ ...decision, trace: { reason: 'not wanted', actions: negated?.actions ?? [] } })
    // "我不想退了" after it was done: that nothing was done would not be true.
    const id = turn.verifiedCustomerId
    if (
      negated?.actions.includes('cancel') &&
      id !== null &&
      (await tellStanding(inner.context, turn, { id }))
    )
      return
    await sendText(inner.context, wording(turn, 'task.not-wanted'), { decision })
  }

  async #decline(inner: DialogContext, confidence: number, trace: unknown): Promise<DialogTurnResult> {
    const turn = turnOf(inner.context)
    const memory = await this.#options.memory.ofConversation(inner.context)
    memory.declines = (memory.declines ?? 0) + 1
    const decision = { decision: 'decline', entry: null, confidence } as const
    turn.decide({ ...decision, trace })
    const key = memory.declines > 1 ? 'decline.again' : 'decline.first'
    await sendText(inner.context, wording(turn, key), { decision, suggestions: [personSuggestion(turn)] })
    return inner.endDialog()
  }

  #routeOf(turn: Turn, understanding: Understanding): Route {
    return routeOf(understanding, turn.brain.corpus.entries, this.#options.has)
  }
}

/** What is stored of an understanding. */
export function traceOf({ candidates, confidence, band }: Understanding): Record<string, unknown> {
  return { candidates, confidence, band }
}

function titleOf(turn: Turn, entry: string): string {
  return inScript(turn, turn.brain.corpus.entries.get(entry)?.title[turn.language] ?? entry)
}

/** Titles as they stand between the quotation marks of a text. */
function listed(turn: Turn, titles: readonly string[]): string {
  return titles.join(turn.language === 'zh' ? '”、“' : '", "')
}

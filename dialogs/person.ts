/** Queues the conversation for a person, ranked by service level and value, and says honestly what happens next. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { backAt } from '../src/bot/back-at.ts'
import { inScript, type Suggestion, sendText, wording } from '../src/bot/reply.ts'
import { PERSON_ENTRY } from '../src/bot/route.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { fillVariables } from '../src/company/variables.ts'
import { isUrgent, type Rank } from '../src/conversations/routing.ts'
import type { Queueing } from '../src/conversations/turn.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { longestWaits } from '../src/handoff/longest-waits.ts'
import { closedQueues, isQueueOpen, nextOpening } from '../src/handoff/queue-hours.ts'
import type { Queue } from '../src/handoff/rules.ts'
import { timesOutAt } from '../src/handoff/time-outs.ts'
import { normalise } from '../src/understanding/normalise.ts'

/** Why a person comes in. */
export interface PersonOptions {
  readonly confidence: number | null
  readonly trace: unknown
  /** Rule, queue and times when not the rules' own decision brings a person. */
  readonly rule?: string
}

const DEFAULT_QUEUE = 'general'
const DEFAULT_PRIORITY = 50
const DEFAULT_ANSWER_WITHIN_MS = 5 * 60_000

export class PersonDialog extends Dialog<PersonOptions> {
  constructor() {
    super('person')
  }

  override async beginDialog(dc: DialogContext, options?: PersonOptions): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const decision = {
      decision: 'handoff',
      entry: PERSON_ENTRY,
      confidence: options?.confidence ?? null,
    } as const
    turn.decide({ ...decision, trace: options?.trace ?? null })
    const said = turn.handoff?.decision.action === 'handoff' ? turn.handoff.decision.say : null
    const meanwhile = helpMeanwhile(turn)
    if (said) await sendText(dc.context, fill(turn, said), { suggestions: meanwhile })
    const queueing = queueingOf(turn, options?.rule)
    // In danger nobody is told to wait, or that nobody is there: the rule's text says who comes and whom to call.
    const saysAll = said !== null && turn.handoff?.facts.facts.safety !== 'none'
    if (turn.owner === 'queued') {
      const isAsked = turn.conversation.choose_until !== null
      turn.queueing = { ...raised(turn, queueing), ...(isAsked ? { isRenewed: true } : {}) }
      if (saysAll) return dc.endDialog()
      const text = isClosed(turn, turn.queueing)
        ? afterHours(turn, turn.queueing)
        : wording(turn, 'person.already', { position: await positionOf(turn, turn.queueing) })
      const suggestions = [...meanwhile, ...waitingSuggestions(turn, turn.queueing)]
      await sendText(dc.context, text, { decision, suggestions, queueNotice: true })
      return dc.endDialog()
    }
    turn.owner = 'queued'
    turn.queueing = queueing
    if (saysAll) return dc.endDialog()
    const suggestions = [...meanwhile, ...waitingSuggestions(turn, queueing)]
    await sendText(dc.context, await queuedText(turn, queueing), { decision, suggestions, queueNotice: true })
    return dc.endDialog()
  }
}

function waitingSuggestions(turn: Turn, queueing: Queueing): Suggestion[] {
  const stop = { title: wording(turn, 'offer.stop-waiting') }
  return isClosed(turn, queueing) ? [...callSuggestion(turn, queueing), stop] : [stop]
}

/** A call back, where the queue makes calls. */
function callSuggestion(turn: Turn, queueing: Pick<Queueing, 'queue'>): Suggestion[] {
  return makesCalls(turn, queueing) ? [{ title: wording(turn, 'offer.callback') }] : []
}

/** Other queues take messages only. */
function makesCalls(turn: Turn, queueing: Pick<Queueing, 'queue'>): boolean {
  return queueOf(turn, queueing)?.whenClosed !== 'message'
}

function queueOf(turn: Turn, { queue }: Pick<Queueing, 'queue'>): Queue | undefined {
  return turn.brain.rules.queues.get(queue)
}

/** Whether nobody answers in a queue now. In danger somebody always does. */
function isClosed(turn: Turn, queueing: Pick<Queueing, 'queue' | 'priority'>): boolean {
  if (isUrgent(queueing)) return false
  return !isQueueOpen(queueOf(turn, queueing), turn.brain.corpus.company, turn.services.now())
}

function afterHours(turn: Turn, queueing: Queueing): string {
  const key = makesCalls(turn, queueing) ? 'person.after-hours' : 'person.after-hours-message'
  return wording(turn, key, { back: backIn(turn, queueing) })
}

/** When people of a queue are back, as a customer reads it: 明天 8:00, "tomorrow at 8:00". */
function backIn(turn: Turn, queueing: Queueing): string {
  const { brain, services, language } = turn
  const back = backAt(queueOf(turn, queueing), brain.corpus.company, services.now(), language)
  return back === null ? wording(turn, 'person.back-some-day') : inScript(turn, back)
}

/** What somebody whose phone or account is in strange hands need not wait for. */
function helpMeanwhile(turn: Turn): Suggestion[] {
  const safety = turn.handoff?.facts.facts.safety
  const { entries } = turn.brain.corpus
  if (safety === 'stolen-sim' && entries.has('sim.lost')) return [{ title: wording(turn, 'lost.block-now') }]
  if (safety === 'hijacked-account' && entries.has('sec.hacked'))
    return [{ title: wording(turn, 'hacked.secure-now') }]
  return []
}

/** Where the conversation is to wait: as the rules decided, else in the general queue. */
function queueingOf(turn: Turn, rule: string | undefined): Queueing {
  const { rules } = turn.brain
  const decision = turn.handoff?.decision
  const handsOver = decision?.action === 'handoff'
  const counts = handsOver || decision?.action === 'raise'
  // Who is only moved up stays where they wait, unless the rule says where to.
  const stays = decision?.action === 'raise' && turn.owner === 'queued'
  const queue = (counts ? decision.queue : null) ?? (stays ? turn.conversation.queue : null) ?? DEFAULT_QUEUE
  const within =
    (counts ? decision.answerWithinMs : null) ??
    rules.queues.get(queue)?.answerWithinMs ??
    DEFAULT_ANSWER_WITHIN_MS
  const priority = Math.max(DEFAULT_PRIORITY, decision?.priority ?? 0)
  const { ev = null, value = null, risk_band: riskBand = null } = turn.handoff?.facts.facts ?? {}
  return {
    queue,
    priority,
    answerDueAt: dueAt(turn, { queue, priority }, within),
    value: ev ?? value,
    reason: rule ?? (handsOver ? decision.rule : null) ?? 'fixed.person',
    riskBand,
  }
}

/** When an answer is due: only the hours count in which somebody is there. */
function dueAt(turn: Turn, queueing: Pick<Queueing, 'queue' | 'priority'>, within: number): number {
  const now = turn.services.now()
  const opening = isClosed(turn, queueing)
    ? nextOpening(queueOf(turn, queueing), turn.brain.corpus.company, now)
    : now
  return (opening ?? now) + within
}

/** Somebody who waits keeps the better of both places, and the reason of the more urgent one. */
function raised(turn: Turn, now: Queueing): Queueing {
  const { queue, priority, answer_due_at, value_yuan, queue_reason } = turn.conversation
  const wasMoreUrgent = priority !== null && priority >= now.priority
  return {
    queue: (wasMoreUrgent ? queue : null) ?? now.queue,
    priority: wasMoreUrgent ? priority : now.priority,
    answerDueAt: Math.min(answer_due_at ?? now.answerDueAt, now.answerDueAt),
    value: now.value === null ? value_yuan : Math.max(now.value, value_yuan ?? now.value),
    reason: (wasMoreUrgent ? queue_reason : null) ?? now.reason,
  }
}

/** What moves somebody up who already waits, without a word; undefined when nothing does. */
export function raisedQueueing(turn: Turn): Queueing | undefined {
  const decision = turn.handoff?.decision
  const { priority, answer_due_at } = turn.conversation
  if (turn.owner !== 'queued' || decision?.action !== 'raise') return undefined
  const next = raised(turn, queueingOf(turn, decision.rule ?? undefined))
  const changed = next.priority !== priority || next.answerDueAt !== answer_due_at
  return changed ? next : undefined
}

/** Whether somebody waits who was asked how to go on, since nobody came in time. */
export function isAskedToWait({ owner, conversation }: Turn): boolean {
  return owner === 'queued' && conversation.owner === 'queued' && conversation.choose_until !== null
}

/** Gives somebody who writes while they may choose the whole time again; undefined where nothing is to be chosen. */
export function choosingLonger(turn: Turn): Queueing | undefined {
  if (!isAskedToWait(turn) || turn.queueing?.isRenewed) return undefined
  return { ...(turn.queueing ?? standing(turn)), chooseUntil: turn.services.now() + CHOOSE_MS }
}

/** 1 for the next in line. */
async function positionOf(turn: Turn, place: Omit<Rank, 'id' | 'since'>): Promise<number> {
  const { id, waiting_since, queued_at } = turn.conversation
  const { queue, answerDueAt, value, priority } = place
  const since = waiting_since ?? queued_at ?? turn.services.now()
  const rank = { id, queue, since, answerDueAt, value, priority }
  const { rules, corpus } = turn.brain
  const closed = closedQueues(rules, corpus.company, turn.services.now())
  return (await turn.services.waitingBefore(rank, longestWaits(rules), closed)) + 1
}

/** Where somebody waits as of now. */
function standing(turn: Turn): Queueing {
  const { queue, priority, answer_due_at, value_yuan, queue_reason } = turn.conversation
  return {
    queue: queue ?? DEFAULT_QUEUE,
    priority: priority ?? DEFAULT_PRIORITY,
    answerDueAt: answer_due_at ?? turn.services.now() + DEFAULT_ANSWER_WITHIN_MS,
    value: value_yuan,
    reason: queue_reason ?? 'fixed.person',
  }
}

/** Minutes announced to somebody at this place. */
function waitAt(turn: Turn, position: number): number {
  return Math.max(1, Math.round(position * turn.services.minutesPerPlace))
}

async function queuedText(turn: Turn, queueing: Queueing): Promise<string> {
  if (isClosed(turn, queueing)) return afterHours(turn, queueing)
  const position = await positionOf(turn, queueing)
  if (position === 1) return wording(turn, 'person.queued-first')
  return wording(turn, 'person.queued', { position, wait: waitAt(turn, position) })
}

const PLACE =
  /(等|排)(队)?(到|要|得)?(多久|多长时间|几分钟)|(多久|什么时候|几时)(才)?(能|会)?(轮到|有人|接)|排(在|到)?第几|前面(还)?有?(几|多少)|how (much )?long(er)?\b.*\b(wait|take|queue|line)|(place|position|number) .*\b(queue|line)|how many .*(ahead|before|in front)/

/** Whether somebody who waits asks how long it takes. */
export function asksForPlace(text: string): boolean {
  return text.length <= 60 && PLACE.test(normalise(text))
}

/** A text of a rule, with the company's values, in the reader's script. */
export function fill(turn: Turn, text: Bilingual): string {
  return inScript(turn, fillVariables(text[turn.language], turn.language, turn.brain.corpus.company))
}

/** How long somebody may choose how to go on, in milliseconds. */
const CHOOSE_MS = 3 * 60_000
/** Reasons that are the customer's own wish. */
const ASKED_FOR: ReadonlySet<string> = new Set(['fixed.person', 'retention.answer'])

/**
 * Runs when nobody came in time: the customer is told and chooses. Runs again when they have not chosen: the bot goes
 * on, and whoever asked for a person is left to the team as a task.
 */
export class QueueTimeoutDialog extends Dialog {
  constructor() {
    super('queue-timeout')
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { queued_at, choose_until } = turn.conversation
    const now = turn.services.now()
    // Meanwhile somebody may have come, or the customer queued afresh.
    if (turn.owner !== 'queued' || queued_at === null) return dc.endDialog()
    const wait = standing(turn)
    if (choose_until !== null) {
      if (now >= choose_until) await this.#giveUp(dc, turn)
      return dc.endDialog()
    }
    const at = timesOutAt(turn.brain.rules, turn.brain.corpus.company, {
      ...{ queue: wait.queue, priority: wait.priority, queuedAt: queued_at },
      otherwiseMs: turn.services.queueTimeoutMs,
    })
    if (at === null || now < at) return dc.endDialog()
    if (isClosed(turn, wait)) await this.#goneHome(dc, turn, wait)
    else await this.#ask(dc, turn, wait)
    return dc.endDialog()
  }

  async #ask(dc: DialogContext, turn: Turn, wait: Queueing): Promise<void> {
    turn.queueing = { ...wait, chooseUntil: turn.services.now() + CHOOSE_MS }
    const key = makesCalls(turn, wait) ? 'person.time-out-choice' : 'person.time-out-choice-message'
    await sendText(dc.context, wording(turn, key), {
      queueNotice: true,
      suggestions: [
        { title: wording(turn, 'offer.keep-waiting') },
        ...callSuggestion(turn, wait),
        { title: wording(turn, 'offer.stop-waiting') },
      ],
    })
  }

  /** The last colleague went home while they waited: they stay in line until people are back. */
  async #goneHome(dc: DialogContext, turn: Turn, wait: Queueing): Promise<void> {
    const within = queueOf(turn, wait)?.answerWithinMs ?? DEFAULT_ANSWER_WITHIN_MS
    turn.queueing = { ...wait, answerDueAt: dueAt(turn, wait, within), isRenewed: true }
    const key = makesCalls(turn, wait) ? 'person.gone-home' : 'person.gone-home-message'
    await sendText(dc.context, wording(turn, key, { back: backIn(turn, wait) }), {
      queueNotice: true,
      suggestions: [...callSuggestion(turn, wait), { title: wording(turn, 'offer.stop-waiting') }],
    })
  }

  async #giveUp(dc: DialogContext, turn: Turn): Promise<void> {
    const { conversation, customerId } = turn
    turn.owner = 'bot'
    turn.timedOut = true
    const { company } = turn.services
    const isCalled =
      (await company.callbacks.open({ conversationId: conversation.id, customerId })).length > 0
    const isNoted = !isCalled && ASKED_FOR.has(conversation.queue_reason ?? '')
    if (isNoted) {
      const since = conversation.waiting_since ?? conversation.queued_at ?? turn.services.now()
      const minutes = Math.max(1, Math.round((turn.services.now() - since) / 60_000))
      const text = wording(turn, 'person.task', { minutes })
      turn.write(await company.requestFollowUp(conversation, customerId, { entry: PERSON_ENTRY, text }))
    }
    await sendText(dc.context, wording(turn, isNoted ? 'person.timeout-noted' : 'person.timeout'), {
      suggestions: [{ title: wording(turn, 'offer.callback') }, { title: wording(turn, 'offer.person') }],
    })
  }
}

/** Runs now and then while somebody waits: they hear where they stand. */
export class QueueNewsDialog extends Dialog {
  constructor() {
    super('queue-news')
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    if (turn.owner !== 'queued' || turn.conversation.choose_until !== null) return dc.endDialog()
    const place = standing(turn)
    const position = await positionOf(turn, place)
    const text = wording(turn, 'person.still-queued', { position, wait: waitAt(turn, position) })
    await sendText(dc.context, text, {
      queueNotice: true,
      suggestions: [...callSuggestion(turn, place), { title: wording(turn, 'offer.stop-waiting') }],
    })
    return dc.endDialog()
  }
}

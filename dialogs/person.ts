/** Queues the conversation for a person, ranked by service level and value, and says honestly what happens next. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { inScript, type Suggestion, sendText, wording } from '../src/bot/reply.ts'
import { PERSON_ENTRY } from '../src/bot/route.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { isOpen } from '../src/company/hours.ts'
import { fillVariables } from '../src/company/variables.ts'
import type { Rank } from '../src/conversations/ownership.ts'
import type { Queueing } from '../src/conversations/turn.ts'
import type { Bilingual } from '../src/corpus/types.ts'
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
    const suggestions = [...meanwhile, ...this.#suggestions(turn)]
    if (turn.owner === 'queued') {
      turn.queueing = raised(turn, queueing)
      const text = isOpen(turn.brain.corpus.company, turn.services.now())
        ? wording(turn, 'person.already', { position: await positionOf(turn, turn.queueing) })
        : wording(turn, 'person.after-hours')
      await sendText(dc.context, text, { decision, suggestions, queueNotice: true })
      return dc.endDialog()
    }
    turn.owner = 'queued'
    turn.queueing = queueing
    // In danger nobody is told to wait, or that nobody is there: the rule's text says who comes and whom to call.
    if (said && turn.handoff?.facts.facts.safety !== 'none') return dc.endDialog()
    await sendText(dc.context, await queuedText(turn, queueing), { decision, suggestions, queueNotice: true })
    return dc.endDialog()
  }

  #suggestions(turn: Turn): Suggestion[] {
    const stop = { title: wording(turn, 'offer.stop-waiting') }
    const closed = !isOpen(turn.brain.corpus.company, turn.services.now())
    return closed ? [{ title: wording(turn, 'offer.callback') }, stop] : [stop]
  }
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
  const queue = (counts ? decision.queue : null) ?? DEFAULT_QUEUE
  const within =
    (counts ? decision.answerWithinMs : null) ??
    rules.queues.get(queue)?.answerWithinMs ??
    DEFAULT_ANSWER_WITHIN_MS
  return {
    queue,
    priority: Math.max(DEFAULT_PRIORITY, decision?.priority ?? 0),
    answerDueAt: turn.services.now() + within,
    value: turn.handoff?.facts.facts.ev ?? turn.handoff?.facts.facts.value ?? null,
    reason: rule ?? (handsOver ? decision.rule : null) ?? 'fixed.person',
  }
}

/** Somebody who waits keeps the better of both places, and the reason of the more urgent one. */
function raised(turn: Turn, now: Queueing): Queueing {
  const { queue, priority, answer_due_at, value_yuan, queue_reason } = turn.conversation
  const wasMoreUrgent = priority !== null && priority >= now.priority
  return {
    queue: (wasMoreUrgent ? queue : null) ?? now.queue,
    priority: wasMoreUrgent ? priority : now.priority,
    answerDueAt: Math.min(answer_due_at ?? now.answerDueAt, now.answerDueAt),
    value: now.value ?? value_yuan,
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

/** 1 for the next in line. */
async function positionOf(
  turn: Turn,
  { answerDueAt, value, priority }: Pick<Rank, 'answerDueAt' | 'value' | 'priority'>,
): Promise<number> {
  const rank = { queuedAt: turn.conversation.queued_at ?? turn.services.now(), answerDueAt, value, priority }
  return (await turn.services.waitingBefore(rank, turn.conversation.id)) + 1
}

/** Minutes announced to somebody at this place. */
function waitAt(turn: Turn, position: number): number {
  return Math.max(1, Math.round(position * turn.services.minutesPerPlace))
}

async function queuedText(turn: Turn, queueing: Queueing): Promise<string> {
  if (!isOpen(turn.brain.corpus.company, turn.services.now())) return wording(turn, 'person.after-hours')
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

/** Runs when nobody came in time: the conversation goes back to the bot, and the customer is told and may be called. */
export class QueueTimeoutDialog extends Dialog {
  constructor() {
    super('queue-timeout')
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { queued_at } = turn.conversation
    const waited = turn.services.now() - (queued_at ?? turn.services.now())
    // Meanwhile somebody may have come, or the customer queued afresh.
    if (turn.owner !== 'queued' || waited < turn.services.queueTimeoutMs) return dc.endDialog()
    turn.owner = 'bot'
    await sendText(dc.context, wording(turn, 'person.timeout'), {
      suggestions: [{ title: wording(turn, 'offer.callback') }, { title: wording(turn, 'offer.person') }],
    })
    return dc.endDialog()
  }
}

/** Runs now and then while somebody waits: they hear where they stand. */
export class QueueNewsDialog extends Dialog {
  constructor() {
    super('queue-news')
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { queued_at, answer_due_at, value_yuan, priority } = turn.conversation
    if (turn.owner !== 'queued' || queued_at === null) return dc.endDialog()
    const position = await positionOf(turn, { answerDueAt: answer_due_at, value: value_yuan, priority })
    const text = wording(turn, 'person.still-queued', { position, wait: waitAt(turn, position) })
    await sendText(dc.context, text, {
      queueNotice: true,
      suggestions: [
        { title: wording(turn, 'offer.callback') },
        { title: wording(turn, 'offer.stop-waiting') },
      ],
    })
    return dc.endDialog()
  }
}

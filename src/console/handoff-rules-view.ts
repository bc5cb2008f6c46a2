/** Handoff rules as the console shows them: conditions in words, hours of queues, and what came of each rule. */

import type { Brain } from '../bot/turn.ts'
import { WEEKDAYS } from '../company/hours.ts'
import type { Bilingual, Company } from '../company/types.ts'
import type { Store } from '../conversations/store.ts'
import type { Condition } from '../handoff/conditions.ts'
import { comparisonWords } from '../handoff/fact-words.ts'
import { fixedRules } from '../handoff/fixed.ts'
import { isQueueOpen, nextOpening } from '../handoff/queue-hours.ts'
import type { Queue } from '../handoff/rules.ts'
import type {
  ConditionView,
  HandoffRulesAnswer,
  Problem,
  QueueView,
  RuleUse,
  RuleView,
} from './handoff-rules-types.ts'

/** Days over which use is counted. */
const DAYS = 30

/** Everything about the rules in force. @param problems what the lint says about their file */
export async function rulesView(
  store: Store,
  { rules, corpus }: Brain,
  problems: readonly Problem[],
): Promise<HandoffRulesAnswer> {
  const now = store.now()
  const uses = await usesSince(store, now - DAYS * 86_400_000)
  const useOf = (id: string): RuleUse => uses.get(id) ?? NO_USE
  const titleOf = (id: string): Bilingual | null => corpus.entries.get(id)?.title ?? null
  const fixed = fixedRules.map(
    (rule): RuleView => ({
      ...{ id: rule.id, about: rule.about, fixed: true, do: 'handoff', queue: rule.queue, say: null },
      ...{ priority: rule.priority, answerWithinMs: rule.answerWithinMs },
      when: { kind: 'fact', words: FIXED_WHEN[rule.fact] },
      ...useOf(rule.id),
    }),
  )
  const others = rules.rules.map(
    ({ id, about, do: effect, queue, priority, answerWithinMs, when, say }): RuleView => ({
      ...{ id, about, fixed: false, do: effect, queue, priority, answerWithinMs, say },
      when: conditionView(when, titleOf),
      ...useOf(id),
    }),
  )
  return {
    version: rules.version,
    queues: [...rules.queues.values()].map((queue) => queueView(queue, corpus.company, now)),
    rules: [...fixed, ...others],
    problems,
    days: DAYS,
    now,
    timeZone: corpus.company.timeZone,
  }
}

const NO_USE: RuleUse = {
  handoffs: 0,
  verdicts: { right: 0, 'bot-could': 0, 'too-late': 0, 'wrong-queue': 0 },
}

const FIXED_WHEN: Readonly<Record<(typeof fixedRules)[number]['fact'], Bilingual>> = {
  safety: { zh: '消息里有危险', en: 'the message speaks of danger' },
  wants_person: { zh: '客户要求人工', en: 'the customer asks for a person' },
}

/** Hand-overs and what agents said of them, by rule. */
async function usesSince(store: Store, since: number): Promise<Map<string, RuleUse>> {
  const rows = await store.db
    .selectFrom('handoffs')
    .select(['rule', 'verdict', (e) => e.fn.countAll<number>().as('count')])
    .where('started_at', '>=', since)
    .where('rule', 'is not', null)
    .groupBy(['rule', 'verdict'])
    .execute()
  const uses = new Map<string, { handoffs: number; verdicts: Record<string, number> }>()
  for (const { rule, verdict, count } of rows) {
    const use = uses.get(rule ?? '') ?? { handoffs: 0, verdicts: { ...NO_USE.verdicts } }
    use.handoffs += Number(count)
    if (verdict !== null) use.verdicts[verdict] = Number(count)
    uses.set(rule ?? '', use)
  }
  // The verdicts began with every kind of them.
  return uses as Map<string, RuleUse>
}

/** A condition in words; parts of one kind inside another are drawn together. */
export function conditionView(
  condition: Condition,
  titleOf: (id: string) => Bilingual | null,
): ConditionView {
  if ('not' in condition) return { kind: 'not', parts: [conditionView(condition.not, titleOf)] }
  if ('all' in condition || 'any' in condition) {
    const [kind, inside] =
      'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const)
    const parts = inside
      .map((part) => conditionView(part, titleOf))
      .flatMap((part) => (part.kind === kind ? part.parts : [part]))
    const [only] = parts
    return parts.length === 1 && only ? only : { kind, parts }
  }
  return { kind: 'fact', words: comparisonWords(condition, titleOf) }
}

function queueView(queue: Queue, company: Company, now: number): QueueView {
  const { hours, offerMs: _, ...shown } = queue
  const open = isQueueOpen(queue, company, now)
  const fromMonday = [...WEEKDAYS.slice(1).keys()].map((day) => day + 1).concat(0)
  return {
    ...shown,
    hours: hours && {
      timeZone: hours.timeZone,
      week: fromMonday.map((day) => {
        const span = hours.week[day]
        return span ? `${clock(span.from)}-${clock(span.to)}` : null
      }),
    },
    open,
    opensAt: open ? null : nextOpening(queue, company, now),
  }
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

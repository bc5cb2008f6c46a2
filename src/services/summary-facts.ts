/** Reads what a summary is made of: decisions, the customer's words, orders, tickets, what was left unfinished. */

import { z } from 'zod'
import type { Bilingual } from '../company/types.ts'
import { bilingualValue } from '../company/variables.ts'
import { type DecisionLine, decisionsOf } from '../conversations/reading.ts'
import { findConversation } from '../conversations/start.ts'
import { openBody, type Store, unlessErased } from '../conversations/store.ts'
import { stateName } from '../conversations/turn.ts'
import type { Corpus } from '../corpus/types.ts'
import { moodOf, moods } from '../understanding/mood/mood.ts'
import { maskedCustomer } from './customer-card.ts'
import type { SummaryInput } from './summary.ts'

/** What the facts are put into words with. */
export interface SummaryWords {
  readonly corpus: Pick<Corpus, 'entries' | 'company'>
  /** What a handoff rule is called, as short as an agent reads it. */
  ruleName(id: string): Bilingual
}

/** The newest messages of the customer that the mood is read from and the quotation is taken from. */
const NEWEST = 5
/** The newest decisions that count. */
const DECISIONS = 100

/** The facts of a conversation; null when there is none of that id, or its data was erased. */
export async function summaryFacts(
  store: Store,
  id: string,
  words: SummaryWords,
): Promise<SummaryInput | null> {
  const conversation = await findConversation(store, id)
  if (!conversation) return null
  const key = await unlessErased(store.vault.keyOf(conversation.subject_id))
  if (key === null) return null
  const { entries, company } = words.corpus
  const titleOf = (entry: string): Bilingual => entries.get(entry)?.title ?? { zh: entry, en: entry }
  const decisions = await decisionsOf(store, id, DECISIONS)
  const said = await store.db
    .selectFrom('messages')
    .select(['id', 'body'])
    .where('conversation_id', '=', id)
    .where('role', '=', 'user')
    .where('type', '=', 'message')
    .orderBy('seq', 'desc')
    .limit(NEWEST)
    .execute()
  const texts = new Map(said.map((row) => [row.id, openBody(key, row).text ?? '']))
  const unhelpful = await store.db
    .selectFrom('feedback')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('conversation_id', '=', id)
    .where('helpful', '=', 0)
    .executeTakeFirstOrThrow()
  const { customer_id } = conversation
  const customer = customer_id === null ? null : await maskedCustomer(store, customer_id)
  const arranged = await store.db
    .selectFrom('orders')
    .select('reference')
    .where('conversation_id', '=', id)
    .execute()
  const here = new Set(arranged.map(({ reference }) => reference))
  const orders = (customer?.orders ?? []).map(({ kind, reference }) => ({
    title: ORDER_TITLES[kind] ?? titleOf(kind),
    reference,
  }))
  const rule = ruleOf(decisions) ?? conversation.queue_reason
  const unfinished = await unfinishedIn(store, conversation.id, key)
  return {
    customer: customer
      ? {
          verified: (conversation.verified_until ?? 0) > store.now(),
          plan:
            customer.row.plan === null
              ? null
              : (bilingualValue(`plan.${customer.row.plan}.name`, company) ?? {
                  zh: customer.row.plan,
                  en: customer.row.plan,
                }),
          joined: customer.row.joined,
        }
      : null,
    rule: rule === null ? null : words.ruleName(rule),
    topic: topicOf(decisions, titleOf),
    quote: quoteOf(decisions, texts),
    answered: decisions
      .filter(({ decision, entry }) => decision === 'answer' && entry !== null && !isTalk(entry))
      .map(({ entry }) => titleOf(entry ?? '')),
    failed: decisions.filter(({ decision }) => decision === 'decline').length,
    unhelpful: Number(unhelpful.n),
    done: orders.filter(({ reference }) => here.has(reference)),
    orders: orders.filter(({ reference }) => !here.has(reference)),
    tickets: (customer?.tickets ?? [])
      .filter(({ status }) => status === 'open' || status === 'working')
      .map(({ topic, number }) => ({ title: titleOf(topic), number })),
    unfinished: unfinished && { title: titleOf(unfinished.dialog), slots: slotsInWords(unfinished.slots) },
    mood: worstOf([...texts.values()]),
    danger: rule === 'fixed.safety',
    wantsPerson: rule === 'fixed.person',
  }
}

const traceShape = z.object({ handoff: z.object({ rule: z.string() }) })

/** The rule of the newest hand-over. */
function ruleOf(decisions: readonly DecisionLine[]): string | null {
  for (const { decision, trace } of decisions.toReversed()) {
    if (decision !== 'handoff') continue
    const parsed = traceShape.safeParse(trace)
    if (parsed.success) return parsed.data.handoff.rule
  }
  return null
}

function isTalk(entry: string): boolean {
  return entry.startsWith('talk.')
}

/** Where people are asked for, and how. */
const PERSON_ENTRY = 'svc.human'

/** Of the newest decision that is about something. */
function topicOf(
  decisions: readonly DecisionLine[],
  titleOf: (entry: string) => Bilingual,
): Bilingual | null {
  const about = decisions.findLast(({ entry }) => entry !== null && !isTalk(entry) && entry !== PERSON_ENTRY)
  return about?.entry ? titleOf(about.entry) : null
}

/** The newest words that are more than small talk or the bare wish for a person; else the newest words. */
function quoteOf(decisions: readonly DecisionLine[], texts: ReadonlyMap<string, string>): string | null {
  const read = new Map(decisions.map((decision) => [decision.messageId, decision]))
  const said = [...texts].filter(([, text]) => text.trim() !== '')
  const telling = said.find(([id]) => {
    const entry = read.get(id)?.entry
    return entry == null ? true : !isTalk(entry) && entry !== PERSON_ENTRY
  })
  return (telling ?? said[0])?.[1] ?? null
}

function worstOf(texts: readonly string[]): SummaryInput['mood'] {
  const found = new Set(texts.map((text) => moodOf(text).mood))
  // From worst to best; one good word does not undo what was said before.
  return moods.find((mood) => found.has(mood)) ?? 'neutral'
}

const memoryShape = z.object({
  memory: z.object({
    interrupted: z.object({ dialog: z.string(), slots: z.record(z.string(), z.unknown()) }),
  }),
})

/** The task a hand-over has interrupted, as the bot remembers it. */
async function unfinishedIn(
  store: Store,
  id: string,
  key: Awaited<ReturnType<Store['vault']['keyOf']>>,
): Promise<{ readonly dialog: string; readonly slots: Readonly<Record<string, unknown>> } | null> {
  // As `stateKeysOf` of the bot calls it.
  const name = stateName(store, `conversation/${id}`)
  const row = await store.db.selectFrom('states').select('body').where('key', '=', name).executeTakeFirst()
  if (!row) return null
  const parsed = memoryShape.safeParse(JSON.parse(key.open(`states.body:${name}`, row.body)))
  return parsed.success ? parsed.data.memory.interrupted : null
}

/** What is known of a task, by name; values only where they are days or months: others may be personal. */
function slotsInWords(slots: Readonly<Record<string, unknown>>): Bilingual[] {
  return Object.entries(slots).flatMap(([slot, value]) => {
    const name = SLOTS[slot]
    if (!name || value === null || value === undefined) return []
    if (typeof value === 'string' && /^\d{4}-\d\d(-\d\d)?$/.test(value))
      return [{ zh: `${name.zh} ${value}`, en: `${name.en} ${value}` }]
    return [name]
  })
}

const SLOTS: Readonly<Record<string, Bilingual>> = {
  plan: { zh: '套餐', en: 'plan' },
  service: { zh: '业务', en: 'service' },
  services: { zh: '业务', en: 'services' },
  month: { zh: '账期', en: 'month' },
  item: { zh: '费用项', en: 'charge' },
  charge: { zh: '费用项', en: 'charge' },
  effective: { zh: '生效日', en: 'starting day' },
  day: { zh: '日期', en: 'day' },
  time: { zh: '时间', en: 'time' },
  from: { zh: '时间', en: 'time' },
  reason: { zh: '原因', en: 'reason' },
  words: { zh: '情况说明', en: 'description' },
  description: { zh: '情况说明', en: 'description' },
  phone: { zh: '电话', en: 'phone number' },
  field: { zh: '要改的资料', en: 'detail to change' },
  value: { zh: '新内容', en: 'new value' },
  what: { zh: '对象', en: 'what it is about' },
}

/** What kinds of orders are called. */
const ORDER_TITLES: Readonly<Record<string, Bilingual>> = {
  'plan.change': { zh: '换套餐', en: 'Plan change' },
  'service.cancel': { zh: '取消业务', en: 'Cancellation' },
  'bill.dispute': { zh: '账单核查', en: 'Disputed charge' },
  'pay.refund': { zh: '退款', en: 'Refund' },
  'visit.book': { zh: '预约上门', en: 'Visit booked' },
  'visit.move': { zh: '改约上门', en: 'Visit moved' },
  'visit.cancel': { zh: '取消上门', en: 'Visit cancelled' },
  'sim.block': { zh: '挂失停机', en: 'SIM blocked' },
  'sim.unblock': { zh: '恢复使用', en: 'SIM unblocked' },
  'number.port-out': { zh: '携号转网', en: 'Number moved out' },
  'contact.change': { zh: '改联系方式', en: 'Contact change' },
  'account.secure': { zh: '账户保护', en: 'Account secured' },
}

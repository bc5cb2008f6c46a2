/** Puts together what the desk shows: rows of the queue, a conversation with its customer and risk. */

import { z } from 'zod'
import type { Brain } from '../bot/turn.ts'
import { type ConversationSignals, liveRisk, riskBand } from '../churn/live.ts'
import { probabilityOf } from '../churn/logit.ts'
import type { Bilingual } from '../company/types.ts'
import { bilingualValue, figure } from '../company/variables.ts'
import { type Reach, reachOf } from '../conversations/addresses.ts'
import { type DeliveryState, deliveriesOf } from '../conversations/delivery.ts'
import { type FileInfo, filesIn, filesOf } from '../conversations/files.ts'
import { listQueue, type QueuedConversation, queuedOf } from '../conversations/ownership.ts'
import {
  type DecisionLine,
  decisionsOf,
  type FeedbackLine,
  feedbackOf,
  type TranscriptLine,
  transcript,
} from '../conversations/reading.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import { refusers } from '../customers/choices.ts'
import { longestWaits } from '../handoff/longest-waits.ts'
import { type MaskedCustomer, maskedCustomer, maskedNames } from '../services/customer-card.ts'
import type { ScoresTable } from '../storage/schema.ts'
import { tagsOf, unreadOf } from './desk-inbox-rows.ts'
import type {
  ConversationAnswer,
  CustomerCard,
  QueueAnswer,
  QueueItem,
  RiskCard,
  TranscriptItem,
} from './desk-types.ts'
import { valueCard } from './desk-value.ts'
import type { WorkItem } from './desk-work-types.ts'

type Names = ReadonlyMap<string, string>
type Deliveries = ReadonlyMap<string, DeliveryState>

/** The queue as one account sees it. */
export async function queueAnswer(
  store: Store,
  brain: Brain,
  account: string,
  names: Names,
): Promise<QueueAnswer> {
  const queue = await listQueue(store, longestWaits(brain.rules))
  const ids = queue.flatMap(({ customerId }) => customerId ?? [])
  const customers = await maskedNames(store, ids)
  const logits = await logitsOf(store, ids)
  const work = await workOf(store, queue, account, names)
  return {
    items: queue.map((row) => ({
      ...itemOf(brain, row, account, names, {
        name: customers.get(row.customerId ?? '') ?? null,
        logit: logits.get(row.customerId ?? '') ?? null,
      }),
      ...work(row),
    })),
    now: store.now(),
    timeZone: brain.corpus.company.timeZone,
  }
}

/** What is known of the work on listed conversations. */
async function workOf(
  store: Store,
  queue: readonly QueuedConversation[],
  account: string,
  names: Names,
): Promise<(row: QueuedConversation) => WorkItem> {
  const ids = queue.map(({ id }) => id)
  const tags = ids.length === 0 ? new Map<string, string[]>() : await tagsOf(store, ids)
  const unread = await unreadOf(store, queue)
  const now = store.now()
  return (row) => {
    const isOffered = row.offeredTo !== null && (row.offeredUntil ?? 0) > now
    return {
      waitingSince: row.owner === 'queued' ? row.waitingSince : null,
      offeredTo: isOffered ? (names.get(row.offeredTo ?? '') ?? row.offeredTo) : null,
      offeredToMe: isOffered && row.offeredTo === account,
      offeredUntil: isOffered ? row.offeredUntil : null,
      snoozedUntil: row.snoozedUntil,
      tags: tags.get(row.id) ?? [],
      unread: unread.get(row.id) ?? 0,
    }
  }
}

async function logitsOf(store: Store, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await store.db
    .selectFrom('scores')
    .select(['customer_id', 'logit'])
    .where('customer_id', 'in', [...new Set(ids)])
    .where('customer_id', 'not in', refusers(store.db))
    .execute()
  return new Map(rows.map(({ customer_id, logit }) => [customer_id, logit]))
}

function itemOf(
  brain: Brain,
  row: QueuedConversation,
  account: string,
  names: Names,
  customer: { readonly name: string | null; readonly logit: number | null },
): QueueItem {
  const queue = row.queue === null ? undefined : brain.rules.queues.get(row.queue)
  return {
    id: row.id,
    owner: row.owner,
    agent: row.agent === null ? null : (names.get(row.agent) ?? row.agent),
    mine: row.agent === account,
    channel: row.channel,
    shared: row.shared,
    language: row.language?.startsWith('en') ? 'en' : 'zh',
    customerName: customer.name,
    queue: queue ? { id: queue.id, name: queue.name } : null,
    reason: row.reason === null ? null : { rule: row.reason, about: aboutRule(brain, row.reason) },
    priority: row.priority,
    queuedAt: row.owner === 'queued' ? row.queuedAt : null,
    answerDueAt: row.owner === 'queued' ? row.answerDueAt : null,
    value: row.value,
    riskBand: customer.logit === null ? null : riskBand(probabilityOf(customer.logit)),
    updatedAt: row.updatedAt,
  }
}

/** What the rules in code and the bot's dialogs call a person for, as short as an agent reads it in a list. */
const SHORT_REASONS: Readonly<Record<string, Bilingual>> = {
  'fixed.safety': { zh: '人身、账户或号卡安全', en: 'Safety of a person, account or SIM' },
  'fixed.person': { zh: '客户要求人工', en: 'Asks for a person' },
  'retention.answer': { zh: '客户回复了我们主动发的消息', en: 'Answers a message we wrote first' },
  'api.request': { zh: '公司其他系统请求转人工', en: "Asked for by another of the company's systems" },
  'api.token-over': { zh: '接手的系统已停用', en: 'The system that had it is no longer allowed in' },
  'desk.holder-away': {
    zh: '接手的同事不在，客户在等',
    en: 'The colleague who had it is away, and the customer waits',
  },
  'desk.holder-gone': { zh: '接手的同事已离开', en: 'The colleague who had it has left' },
  'desk.transfer': { zh: '同事转来', en: 'Passed on by a colleague' },
  'verify.too-many': { zh: '客户多次未能通过身份验证', en: 'The customer could not prove who they are' },
}

/** What a rule is about, as short as it fits a list. */
export function aboutRule(brain: Brain, id: string): Bilingual {
  return SHORT_REASONS[id] ?? brain.rules.rules.find((rule) => rule.id === id)?.about ?? { zh: id, en: id }
}

/** One conversation as one account sees it; null when there is none of that id. */
export async function conversationAnswer(
  store: Store,
  brain: Brain,
  account: string,
  id: string,
  names: Names,
): Promise<ConversationAnswer | null> {
  const conversation = await findConversation(store, id)
  if (!conversation) return null
  const decisions = await decisionsOf(store, id)
  const { customer_id } = conversation
  const customer = customer_id === null ? null : await maskedCustomer(store, customer_id)
  const score =
    customer_id === null
      ? undefined
      : await store.db
          .selectFrom('scores')
          .selectAll()
          .where('customer_id', '=', customer_id)
          .where('customer_id', 'not in', refusers(store.db))
          .executeTakeFirst()
  const row = queuedOf(conversation)
  const name = customer?.fields.find(({ field }) => field === 'name')?.masked ?? null
  return {
    conversation: itemOf(brain, row, account, names, { name, logit: score?.logit ?? null }),
    lastSeq: conversation.last_seq,
    transcript: transcriptOf(brain, await transcript(store, id), decisions, {
      files: await filesOf(store, id),
      deliveries: await deliveriesOf(store, id),
      feedback: await feedbackOf(store, id),
    }),
    customer: customer
      ? cardOf(brain, customer, { verified: (conversation.verified_until ?? 0) > store.now(), except: id })
      : null,
    risk: score ? await riskOf(store, brain, score, signalsOf(decisions)) : null,
    reach: limitOf(await reachOf(store, id)),
    now: store.now(),
    timeZone: brain.corpus.company.timeZone,
  }
}

function limitOf(reach: Reach | null): ConversationAnswer['reach'] {
  const { windowUntil, messagesLeft } = reach ?? { windowUntil: null, messagesLeft: null }
  return windowUntil === null || messagesLeft === null ? null : { windowUntil, messagesLeft }
}

const traceShape = z.object({
  handoff: z
    .object({
      rule: z.string().nullable().catch(null),
      signals: z
        .object({
          cancel: z.boolean(),
          negativeMood: z.boolean(),
          failedAnswers: z.number(),
          repeatTicket: z.boolean(),
          resolved: z.boolean(),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})

/** What the conversation has said about the customer's leaving, as of the newest decision that looked. */
function signalsOf(decisions: readonly DecisionLine[]): ConversationSignals | null {
  for (const { trace } of decisions.toReversed()) {
    const signals = traceShape.safeParse(trace).data?.handoff?.signals
    if (signals) return signals
  }
  return null
}

function transcriptOf(
  brain: Brain,
  lines: readonly TranscriptLine[],
  decisions: readonly DecisionLine[],
  {
    files,
    deliveries,
    feedback,
  }: {
    readonly files: readonly FileInfo[]
    readonly deliveries: Deliveries
    readonly feedback: readonly FeedbackLine[]
  },
): TranscriptItem[] {
  const byId = new Map(files.map((file) => [file.id, file]))
  const byMessage = new Map(decisions.map((decision) => [decision.messageId, decision]))
  const helpful = new Map(feedback.map((said) => [said.messageId, said.helpful]))
  const unhelpful = new Set(feedback.flatMap((said) => (said.helpful ? [] : (said.about ?? []))))
  return lines
    .filter(({ activity }) => activity.type === 'message')
    .map(({ id, seq, role, at, activity }) => {
      const decision = role === 'user' ? byMessage.get(id) : undefined
      const rule = traceShape.safeParse(decision?.trace).data?.handoff?.rule
      return {
        id,
        seq,
        role,
        at,
        text: activity.text ?? '',
        agent: role === 'agent' ? (activity.from?.name ?? null) : null,
        choices: (activity.suggestedActions?.actions ?? []).map(({ title }) => title),
        files: filesIn(activity).flatMap((file) => byId.get(file) ?? []),
        delivery: deliveries.get(id) ?? null,
        helpful: helpful.get(id) ?? null,
        decision: decision
          ? {
              decision: decision.decision,
              entry: decision.entry,
              title: brain.corpus.entries.get(decision.entry ?? '')?.title ?? null,
              confidence: decision.confidence,
              rule: rule == null ? null : aboutRule(brain, rule),
              failed: decision.decision === 'decline' || unhelpful.has(id),
            }
          : null,
      }
    })
}

/** A customer as agents see them. @param shown whether they have proved it, and the conversation that is not listed */
export function cardOf(
  brain: Brain,
  { row, fields, language, lastInvoice, tickets, orders, conversations }: MaskedCustomer,
  shown: { readonly verified: boolean; readonly except: string | null },
): CustomerCard {
  const { company } = brain.corpus
  const named = (name: string, fallback: string): Bilingual =>
    bilingualValue(name, company) ?? { zh: fallback, en: fallback }
  const speed = row.home === null ? null : figure(`home.${row.home}.speed`, company)
  return {
    id: row.id,
    verified: shown.verified,
    fields,
    status: row.status,
    language,
    plan: row.plan === null ? null : named(`plan.${row.plan}.name`, row.plan),
    home:
      row.home === null
        ? null
        : speed !== null
          ? { zh: `${speed} 兆`, en: `${speed} Mbit/s` }
          : { zh: row.home, en: row.home },
    district: row.district === null ? null : named(`district.${row.district}`, row.district),
    joined: row.joined,
    contract: row.contract,
    contractEnd: row.contract_end,
    monthlyYuan: row.monthly_fen === null ? null : row.monthly_fen / 100,
    lastInvoice: lastInvoice
      ? { month: lastInvoice.month, totalYuan: lastInvoice.totalFen / 100, paid: lastInvoice.paid }
      : null,
    tickets: tickets.map(({ number, topic, status, createdAt }) => ({
      number,
      topic,
      title: brain.corpus.entries.get(topic)?.title ?? null,
      status,
      createdAt,
    })),
    orders,
    conversations: conversations
      .filter(({ id }) => id !== shown.except)
      .map(({ id, channel, updated_at, owner }) => ({ id, channel, owner, updatedAt: updated_at })),
  }
}

const SIGNAL_TITLES: Readonly<Record<keyof ConversationSignals, Bilingual>> = {
  cancel: { zh: '提出取消或离网', en: 'Wants to cancel or leave' },
  negativeMood: { zh: '情绪不满', en: 'Annoyed or angry' },
  failedAnswers: { zh: '机器人没答上来', en: 'The bot had no good answer' },
  repeatTicket: { zh: '同一问题再次反映', en: 'The same problem again' },
  resolved: { zh: '问题已解决', en: 'What they came for is settled' },
}

const reasonsShape = z.array(
  z.object({
    group: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    contribution: z.number(),
  }),
)

async function riskOf(
  store: Store,
  brain: Brain,
  score: ScoresTable,
  signals: ConversationSignals | null,
): Promise<RiskCard> {
  const live = signals ? liveRisk(score.logit, signals) : null
  const probability = live?.probability ?? score.probability
  return {
    band: riskBand(probability),
    probability,
    base: score.probability,
    reasons: reasonsShape.catch([]).parse(JSON.parse(score.reasons)),
    signals: (live?.signals ?? []).map(({ signal, shift }) => ({
      signal,
      shift,
      title: SIGNAL_TITLES[signal],
    })),
    value: await valueCard(store, brain, score.customer_id, probability),
    model: score.model,
    scoredAt: score.scored_at,
  }
}

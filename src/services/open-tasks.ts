/** Lists what the bot has promised and a person has to do: calls, offers to book, what a system could not, tickets. */

import { type Store, unlessErased } from '../conversations/store.ts'
import { masked } from '../customers/profile.ts'
import { ticketText } from '../customers/tickets.ts'
import type { TasksTable, TicketStatus } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import { maskedNames } from './customer-card.ts'

/** Whom something is about. */
interface About {
  readonly conversationId: string | null
  /** Masked; null while nobody knows who it is. */
  readonly customerName: string | null
  /** By when it has to be done, in milliseconds since 1970; null when no time was promised. */
  readonly dueAt: number | null
  readonly createdAt: number
}

/** An order that a system elsewhere did not carry out. */
export interface RefusedOrder {
  /** What the customer was told. */
  readonly reference: string
  readonly kind: string
  /** What that system said. */
  readonly code: string | null
  /** Whether it was to be taken back. */
  readonly undo: boolean
}

/** A call to make, an accepted offer to book, something to follow up, or an order to see to. */
export interface OpenTask extends About {
  readonly id: string
  readonly kind: TaskKind
  /** Masked; null unless it is a call. */
  readonly phone: string | null
  /** When the customer wants to be called; null: as soon as somebody is free. */
  readonly from: number | null
  readonly to: number | null
  /** Id of the offer; null unless it is one. */
  readonly offer: string | null
  /** Of what is to be followed up: id of the corpus entry, and what the customer wrote. */
  readonly entry: string | null
  readonly text: string | null
  readonly order: RefusedOrder | null
}

/** A ticket that is not settled. */
export interface OpenTicket extends About {
  readonly number: string
  /** Id of the corpus entry it is about. */
  readonly topic: string
  readonly status: Extract<TicketStatus, 'open' | 'working'>
  readonly text: string
}

/** Everything there is to do, in order of due time. */
export interface OpenTasks {
  readonly tasks: readonly OpenTask[]
  readonly tickets: readonly OpenTicket[]
  /** Whether there is more than is listed. */
  readonly more: boolean
}

/** What customers are told about how long things take, in milliseconds. */
export interface Promised {
  /** Until a call that is wanted as soon as possible. */
  readonly callbackMs: number
  /** Until somebody looks after a ticket, or books an offer. */
  readonly replyMs: number
}

/** Most tasks, and most tickets, that are listed. */
export const MOST_LISTED = 200
/** Tasks that are listed here. */
export const KINDS = ['callback', 'offer', 'follow-up', 'order'] as const
/** One of them. */
export type TaskKind = (typeof KINDS)[number]

/** Everything there is to do. What belongs to people whose data was erased is left out. */
export async function openTasks(store: Store, promised: Promised): Promise<OpenTasks> {
  const tasks = await store.db
    .selectFrom('tasks')
    .selectAll()
    .where('status', '=', 'open')
    .where('kind', 'in', KINDS)
    .orderBy('due_at')
    .orderBy('id')
    .limit(MOST_LISTED + 1)
    .execute()
  // Of too many, those that came last: the others are known already.
  const tickets = await store.db
    .selectFrom('tickets')
    .selectAll()
    .where('status', 'in', ['open', 'working'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_LISTED + 1)
    .execute()
  const rows = [...tasks.slice(0, MOST_LISTED), ...tickets.slice(0, MOST_LISTED)]
  const people = await peopleOf(
    store,
    rows.flatMap(({ customer_id }) => customer_id ?? []),
  )
  const open = async <Row extends (typeof rows)[number], Opened>(
    listed: readonly Row[],
    read: (row: Row, key: SubjectKey, customerName: string | null) => Opened,
  ): Promise<Opened[]> => {
    const opened: Opened[] = []
    for (const row of listed) {
      const key = await unlessErased(store.vault.keyOf(row.subject_id))
      if (key === null || people.erased.has(row.customer_id ?? '')) continue
      opened.push(read(row, key, people.names.get(row.customer_id ?? '') ?? null))
    }
    return opened
  }
  return {
    tasks: inOrder(
      await open(tasks.slice(0, MOST_LISTED), (row, key, customerName) =>
        taskOf(row, taskBody(row, key), customerName, promised),
      ),
    ),
    tickets: inOrder(
      await open(tickets.slice(0, MOST_LISTED).toReversed(), (row, key, customerName) => {
        const { number, topic, conversation_id: conversationId, created_at: createdAt } = row
        // The query asks for these two.
        const status = row.status as OpenTicket['status']
        const dueAt = status === 'open' ? createdAt + promised.replyMs : null
        const text = ticketText(key, row)
        return { number, topic, status, text, conversationId, customerName, dueAt, createdAt }
      }),
    ),
    more: tasks.length > MOST_LISTED || tickets.length > MOST_LISTED,
  }
}

/** What is due first comes first, what has no time comes last. */
function inOrder<T extends About>(items: readonly T[]): T[] {
  const due = ({ dueAt }: T) => dueAt ?? Number.MAX_SAFE_INTEGER
  return items.toSorted((a, b) => due(a) - due(b))
}

/** The sealed part of a task, whatever its kind. */
interface TaskBody {
  readonly phone?: string
  readonly from?: number | null
  readonly to?: number | null
  readonly offer?: string
  readonly entry?: string
  readonly text?: string
  readonly reference?: string
  /** Of the order. */
  readonly kind?: string
  readonly code?: string | null
  readonly undo?: boolean
}

/** Opens a task. */
export function taskBody(row: TasksTable, key: SubjectKey): TaskBody {
  // Written by those who made the task, and authenticated by the seal.
  return JSON.parse(key.open(`tasks.body:${row.id}`, row.body)) as TaskBody
}

function taskOf(
  row: TasksTable,
  { phone, from = null, to = null, offer, entry, text, reference, ...order }: TaskBody,
  customerName: string | null,
  promised: Promised,
): OpenTask {
  // The query asks for these kinds.
  const kind = row.kind as TaskKind
  const isCall = kind === 'callback'
  return {
    id: row.id,
    kind,
    conversationId: row.conversation_id,
    customerName,
    phone: isCall ? masked('phone', phone ?? null) : null,
    from,
    to,
    offer: offer ?? null,
    entry: entry ?? null,
    text: text ?? null,
    order:
      kind === 'order' && reference !== undefined
        ? { reference, kind: order.kind ?? '', code: order.code ?? null, undo: order.undo === true }
        : null,
    dueAt: to ?? (from ?? row.created_at) + (isCall ? promised.callbackMs : promised.replyMs),
    createdAt: row.created_at,
  }
}

/** Masked names of customers, and who of them was erased. */
export async function peopleOf(
  store: Store,
  ids: readonly string[],
): Promise<{ readonly names: ReadonlyMap<string, string>; readonly erased: ReadonlySet<string> }> {
  const erased = new Set<string>()
  if (ids.length === 0) return { names: new Map<string, string>(), erased }
  const rows = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  for (const { id, subject_id } of rows)
    if ((await unlessErased(store.vault.keyOf(subject_id))) === null) erased.add(id)
  return { names: await maskedNames(store, ids), erased }
}

/** Tickets: written with the turn that promises them, found by number, moved from open to closed. */

import { randomInt } from 'node:crypto'
import type { Insertable } from 'kysely'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { TicketStatus, TicketsTable } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import { dayIn } from './calendar.ts'

/** A ticket, opened. Moments in milliseconds since 1970. */
export interface Ticket {
  readonly id: string
  readonly number: string
  readonly customerId: string | null
  readonly conversationId: string | null
  readonly subjectId: string
  /** Id of the corpus entry it is about. */
  readonly topic: string
  readonly status: TicketStatus
  readonly text: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly resolvedAt: number | null
}

/** Digits and letters nobody takes for one another: no 0 O, 1 I L, U V. */
export const TICKET_ALPHABET = '23456789ABCDEFGHJKMNPQRSTWXYZ'
const NUMBER_TRIES = 20

/** The number of a ticket: the day, and four characters that `draw` (0 ≤ x < below) chooses. */
export function ticketNumber(day: string, draw: (below: number) => number): string {
  const mark = Array.from({ length: 4 }, () => TICKET_ALPHABET[draw(TICKET_ALPHABET.length)]).join('')
  return `T${day.slice(2).replaceAll('-', '')}-${mark}`
}

/** One form of a ticket's number, however it is written: `t261122 4f7k` and the order Q261122-4F7K are T261122-4F7K. */
export function ticketForm(number: string): string {
  const characters = number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  const form = /^[TQ]?(\d{6})([0-9A-Z]{4})$/.exec(characters)
  return form ? `T${form[1]}-${form[2]}` : characters
}

/** What a new ticket says. */
export interface TicketDraft {
  readonly customerId: string | null
  readonly conversationId: string | null
  /** Under whose key the text is sealed. */
  readonly subjectId: string
  readonly topic: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** Whose day stands in the number; UTC otherwise. */
  readonly timeZone?: string
}

/**
 * Makes a ticket, whose number can be told in the reply it is written with.
 * @returns its number, and what writes it; `write` throws `ticket_number_taken` when another process
 *   took the number meanwhile, and the whole turn is then run again
 * @throws LiukeError `subject_erased`
 */
export async function newTicket(
  store: Store,
  draft: TicketDraft,
): Promise<{ readonly number: string; readonly write: (trx: Trx) => Promise<void> }> {
  const number = await freeNumber(store, dayIn(draft.now, draft.timeZone ?? 'UTC'))
  const key = await store.vault.keyOf(draft.subjectId)
  const row = rowOf(key, number, { ...draft, status: 'open', createdAt: draft.now, resolvedAt: null })
  return {
    number,
    write: async (trx) => {
      const { numInsertedOrUpdatedRows: written } = await trx
        .insertInto('tickets')
        .values(row)
        .onConflict((c) => c.column('number').doNothing())
        .executeTakeFirst()
      if (written === 0n) throw numberTaken()
    },
  }
}

async function freeNumber(store: Store, day: string): Promise<string> {
  for (let tries = 0; tries < NUMBER_TRIES; tries++) {
    const number = ticketNumber(day, (below) => randomInt(below))
    const taken = await store.db
      .selectFrom('tickets')
      .select('id')
      .where('number', '=', number)
      .executeTakeFirst()
    if (!taken) return number
  }
  throw numberTaken()
}

/**
 * Opens the ticket of an order within the transaction that places the order. It has the order's id, and the marks of
 * its reference as number unless another ticket has them.
 * @throws LiukeError `subject_erased`, `ticket_number_taken`
 */
export async function openOrderTicket(
  store: Store,
  trx: Trx,
  order: { readonly id: string; readonly reference: string },
  draft: Omit<TicketDraft, 'timeZone'>,
): Promise<void> {
  const key = await store.vault.keyOf(draft.subjectId)
  const ticket = { ...draft, status: 'open', createdAt: draft.now, resolvedAt: null } as const
  const wanted = ticketForm(order.reference)
  for (let tries = 0; tries < NUMBER_TRIES; tries++) {
    const number = tries === 0 ? wanted : ticketNumber(`20${wanted.slice(1, 7)}`, (below) => randomInt(below))
    const { numInsertedOrUpdatedRows: written } = await trx
      .insertInto('tickets')
      .values(rowOf(key, number, ticket, order.id))
      .onConflict((c) => c.column('number').doNothing())
      .executeTakeFirst()
    if (written === 1n) return
  }
  throw numberTaken()
}

function numberTaken(): LiukeError {
  return new LiukeError('ticket_number_taken', 'No free ticket number was found.', 'Try again.')
}

/** A ticket as records of customers bring it. */
export interface PastTicket {
  readonly number: string
  readonly topic: string
  readonly status: TicketStatus
  readonly text: string
  readonly createdAt: number
  readonly resolvedAt: number | null
}

const BATCH = 1_000

/** Writes tickets that customers had before. */
export async function insertTickets(
  store: Store,
  trx: Trx,
  customers: readonly {
    readonly customer: { readonly id: string; readonly subjectId: string }
    readonly tickets: readonly PastTicket[]
  }[],
): Promise<void> {
  const rows: Insertable<TicketsTable>[] = []
  for (const { customer, tickets } of customers) {
    if (tickets.length === 0) continue
    const key = await store.vault.keyOf(customer.subjectId)
    const owner = { customerId: customer.id, conversationId: null, subjectId: customer.subjectId }
    for (const ticket of tickets) rows.push(rowOf(key, ticket.number, { ...owner, ...ticket }))
  }
  for (let at = 0; at < rows.length; at += BATCH)
    await trx
      .insertInto('tickets')
      .values(rows.slice(at, at + BATCH))
      .execute()
}

function rowOf(
  key: SubjectKey,
  number: string,
  ticket: Omit<Ticket, 'id' | 'number' | 'updatedAt'>,
  id = newId(),
): TicketsTable {
  return {
    id,
    number,
    customer_id: ticket.customerId,
    conversation_id: ticket.conversationId,
    subject_id: ticket.subjectId,
    topic: ticket.topic,
    status: ticket.status,
    body: key.seal(bodyContext(id), JSON.stringify({ text: ticket.text })),
    created_at: ticket.createdAt,
    updated_at: ticket.resolvedAt ?? ticket.createdAt,
    resolved_at: ticket.resolvedAt,
  }
}

function bodyContext(id: string): string {
  return `tickets.body:${id}`
}

/**
 * Tickets of a customer, newest first.
 * @throws LiukeError `subject_erased`
 */
export async function ticketsOf(
  store: Store,
  customer: { readonly id: string },
  limit = 20,
): Promise<Ticket[]> {
  const rows = await store.db
    .selectFrom('tickets')
    .selectAll()
    .where('customer_id', '=', customer.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return Promise.all(rows.map((row) => openTicket(store, row)))
}

/** Tickets that were opened in a conversation, newest first. */
export async function ticketsIn(
  store: Store,
  conversation: { readonly id: string; readonly subject_id: string },
  limit = 20,
): Promise<Ticket[]> {
  const rows = await store.db
    .selectFrom('tickets')
    .selectAll()
    // Found by the index of subjects.
    .where('subject_id', '=', conversation.subject_id)
    .where('conversation_id', '=', conversation.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return Promise.all(rows.map((row) => openTicket(store, row)))
}

/** The sealed part of a ticket with another text. */
export async function resealed(
  store: Store,
  { id, subjectId }: Pick<Ticket, 'id' | 'subjectId'>,
  text: string,
): Promise<Buffer> {
  const key = await store.vault.keyOf(subjectId)
  return key.seal(bodyContext(id), JSON.stringify({ text }))
}

/**
 * A ticket by its number, however it is written. Whether it may be told is for the caller to check.
 * @throws LiukeError `subject_erased`
 */
export async function ticketByNumber(store: Store, number: string): Promise<Ticket | undefined> {
  const row = await store.db
    .selectFrom('tickets')
    .selectAll()
    .where('number', '=', ticketForm(number))
    .executeTakeFirst()
  return row && openTicket(store, row)
}

/** What a ticket says. @param key of its subject */
export function ticketText(key: SubjectKey, row: Pick<TicketsTable, 'id' | 'body'>): string {
  // Written by rowOf, and authenticated by the seal.
  const { text } = JSON.parse(key.open(bodyContext(row.id), row.body)) as { text: string }
  return text
}

async function openTicket(store: Store, row: TicketsTable): Promise<Ticket> {
  const text = ticketText(await store.vault.keyOf(row.subject_id), row)
  return {
    id: row.id,
    number: row.number,
    customerId: row.customer_id,
    conversationId: row.conversation_id,
    subjectId: row.subject_id,
    topic: row.topic,
    status: row.status,
    text,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    resolvedAt: row.resolved_at,
  }
}

/**
 * Moves a ticket to a status. The moment it was first resolved stays until it is opened again.
 * @returns whether that changed anything
 * @throws LiukeError `ticket_unknown`
 */
export async function setTicketStatus(
  trx: Trx,
  id: string,
  status: TicketStatus,
  now: number,
): Promise<boolean> {
  const isOver = status === 'resolved' || status === 'closed'
  const { numUpdatedRows: changed } = await trx
    .updateTable('tickets')
    .set((e) => ({
      status,
      updated_at: now,
      resolved_at: isOver ? e.fn.coalesce('resolved_at', e.val(now)) : null,
    }))
    .where('id', '=', id)
    .where('status', '!=', status)
    .executeTakeFirst()
  if (changed > 0n) return true
  const found = await trx.selectFrom('tickets').select('id').where('id', '=', id).executeTakeFirst()
  if (found) return false
  throw new LiukeError('ticket_unknown', 'There is no such ticket.', 'Check its number.')
}

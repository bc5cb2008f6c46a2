/** Tickets as those who opened them see them: found by number, told apart from other people's, added to. */

import type { Store } from '../conversations/store.ts'
import { Outdated, type Write } from '../conversations/turn.ts'
import { resealed, type Ticket, ticketByNumber, ticketsIn, ticketsOf } from '../customers/tickets.ts'
import type { ConversationsTable } from '../storage/schema.ts'

/** Who asks: a conversation, and the customer who has proved to be there. */
export interface TicketOwner {
  readonly conversation: Pick<ConversationsTable, 'id' | 'subject_id'>
  readonly customerId: string | null
}

/** The same complaint within this time is the same ticket, in milliseconds. */
const SAME_FOR_MS = 24 * 3_600_000
/** Most that are compared. */
const COMPARED = 10

export class OwnTickets {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Tickets of the customer, or where nobody is known those opened in the conversation; newest first. */
  list({ conversation, customerId }: TicketOwner, limit = 5): Promise<Ticket[]> {
    return customerId === null
      ? ticketsIn(this.#store, conversation, limit)
      : ticketsOf(this.#store, { id: customerId }, limit)
  }

  /** A ticket by its number, however it is written; undefined for none, and for those of other people. */
  async byNumber({ conversation, customerId }: TicketOwner, number: string): Promise<Ticket | undefined> {
    const ticket = await ticketByNumber(this.#store, number)
    if (!ticket) return undefined
    const isOwn = customerId !== null && ticket.customerId === customerId
    return isOwn || ticket.conversationId === conversation.id ? ticket : undefined
  }

  /** The ticket that says the same about the same, opened lately and not settled yet. */
  async same(owner: TicketOwner, topic: string, text: string): Promise<Ticket | undefined> {
    const [here, theirs] = await Promise.all([
      this.list({ ...owner, customerId: null }, COMPARED),
      owner.customerId === null ? [] : this.list(owner, COMPARED),
    ])
    const since = this.#store.now() - SAME_FOR_MS
    return [...here, ...theirs].find(
      (ticket) =>
        ticket.topic === topic &&
        ticket.createdAt > since &&
        ticket.resolvedAt === null &&
        plain(ticket.text) === plain(text),
    )
  }

  /** Adds what the customer has to say to a ticket; one that was settled is open again. */
  async addRemark(ticket: Ticket, remark: string): Promise<Write> {
    const now = this.#store.now()
    const body = await resealed(this.#store, ticket, `${ticket.text}\n${remark}`)
    const isOver = ticket.status === 'resolved' || ticket.status === 'closed'
    return async (trx) => {
      const changed = await trx
        .updateTable('tickets')
        .set({ body, updated_at: now, ...(isOver ? { status: 'open', resolved_at: null } : {}) })
        .where('id', '=', ticket.id)
        .where('updated_at', '=', ticket.updatedAt)
        .where('status', '=', ticket.status)
        .returning(['conversation_id', 'customer_id'])
        .executeTakeFirst()
      if (!changed) throw new Outdated()
      await this.#store.audit.append(trx, {
        actor: 'bot',
        action: 'ticket.remark',
        target: `ticket:${ticket.number}`,
        detail: {
          ...{ before: ticket.status, after: isOver ? 'open' : ticket.status },
          ...{ conversation: changed.conversation_id, customer: changed.customer_id },
        },
      })
    }
  }
}

/** Without spaces and punctuation, which nobody repeats exactly. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, '')
}

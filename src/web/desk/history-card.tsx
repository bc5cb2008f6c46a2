/** What there was before: what the customer has arranged, tickets and other conversations. */

import type { CustomerCard } from '../../console/desk-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { ChannelMark } from './channel-mark.tsx'
import { useCalendar, useWords } from './desk-context.ts'
import { hrefOf } from './route.ts'
import { orderStatusWords, orderWords, ownerWords, ticketWords } from './wording.ts'

export interface HistoryCardProps {
  readonly customer: Pick<CustomerCard, 'orders' | 'tickets' | 'conversations'>
  readonly now: number
}

export function HistoryCard({ customer, now }: HistoryCardProps) {
  const { words, language } = useWords()
  const calendar = useCalendar()
  return (
    <>
      {customer.orders.length > 0 && (
        <section className="card">
          <h3>{words.arranged}</h3>
          <ul className="rows">
            {customer.orders.map((order) => (
              <li key={order.reference}>
                <span>{orderWords(order.kind, words)}</span>
                <small>
                  {order.reference} · {orderStatusWords(order.status, words)} ·{' '}
                  {momentWords(order.placedAt, now, calendar)}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="card">
        <h3>{words.tickets}</h3>
        {customer.tickets.length === 0 && <p className="note">{words.noTickets}</p>}
        <ul className="rows">
          {customer.tickets.map((ticket) => (
            <li key={ticket.number}>
              <span>{ticket.title?.[language] ?? ticket.topic}</span>
              <small>
                {ticket.number} · {ticketWords(ticket.status, words)} ·{' '}
                {momentWords(ticket.createdAt, now, calendar)}
              </small>
            </li>
          ))}
        </ul>
      </section>
      <section className="card">
        <h3>{words.otherConversations}</h3>
        {customer.conversations.length === 0 && <p className="note">{words.noConversations}</p>}
        <ul className="rows">
          {customer.conversations.map((other) => (
            <li key={other.id}>
              <a href={hrefOf(other.id)}>{momentWords(other.updatedAt, now, calendar)}</a>
              <small>
                <ChannelMark channel={other.channel} /> · {ownerWords(other.owner, words)}
              </small>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

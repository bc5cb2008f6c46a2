/** One ticket that is not settled. */

import { Button } from 'antd'
import { useState } from 'react'
import type { TicketItem, TicketStatus } from '../../console/desk-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { useCalendar, useWords } from './desk-context.ts'
import { TaskHead } from './task-head.tsx'
import { keyOfTicket, stepsFrom } from './task-order.ts'
import { ticketWords } from './wording.ts'

export interface TicketEntryProps {
  readonly ticket: TicketItem
  readonly open: boolean
  readonly now: number
  move(to: TicketStatus): Promise<void>
}

/** Of a longer text only the beginning is shown at first, in UTF-16 units. */
const SHORT = 80
/** As many lines as tasks.css leaves. */
const LINES = 4

export function TicketEntry({ ticket, open, now, move }: TicketEntryProps) {
  const { words, language } = useWords()
  const calendar = useCalendar()
  const [busy, setBusy] = useState<TicketStatus>()
  const [whole, setWhole] = useState(false)
  const { number, status, text } = ticket
  const isLong = text.length > SHORT || text.split('\n').length > LINES
  const run = async (to: TicketStatus) => {
    if (busy) return
    setBusy(to)
    await move(to)
    setBusy(undefined)
  }
  return (
    <li className={open ? 'entry task open' : 'entry task'} data-task={keyOfTicket(ticket)}>
      <TaskHead about={ticket} open={open} now={now} />
      <span className="reason">
        {ticket.title?.[language] ?? ticket.topic} · {ticketWords(status, words)}
      </span>
      <p className={isLong && !whole ? 'task-text cut' : 'task-text'} dir="auto">
        {text}
      </p>
      {isLong && (
        <Button type="link" size="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? words.collapse : words.expand}
        </Button>
      )}
      <span className="facts">
        {number} · {momentWords(ticket.createdAt, now, calendar)}
      </span>
      <span className="task-actions">
        {stepsFrom(status).map(({ to, word }) => (
          <Button key={to} size="small" loading={busy === to} onClick={() => void run(to)}>
            {words[word]}
          </Button>
        ))}
      </span>
    </li>
  )
}

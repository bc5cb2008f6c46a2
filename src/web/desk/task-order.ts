/** What the list of things to do shows of each: its key, its time in words, where it can go from here. */

import type { TaskItem, TicketItem, TicketStatus } from '../../console/desk-types.ts'
import { type Calendar, momentWords } from '../staff/calendar.ts'
import type { Strings, Word } from './strings.ts'
import { orderWords } from './wording.ts'

/** What the list holds, as far as it matters here. */
export interface ToDo {
  readonly tasks: readonly Pick<TaskItem, 'id' | 'conversation' | 'dueAt'>[]
  readonly tickets: readonly Pick<TicketItem, 'number' | 'conversation'>[]
}

/** Name of a task within the list. */
export function keyOfTask({ id }: Pick<TaskItem, 'id'>): string {
  return `task:${id}`
}

/** Name of a ticket within the list. */
export function keyOfTicket({ number }: Pick<TicketItem, 'number'>): string {
  return `ticket:${number}`
}

/** All names in the order in which the list shows them. */
export function keysIn({ tasks, tickets }: ToDo): string[] {
  return [...tasks.map(keyOfTask), ...tickets.map(keyOfTicket)]
}

/** The first entry about a conversation. */
export function keyAbout({ tasks, tickets }: ToDo, conversation: string | undefined): string | undefined {
  if (conversation === undefined) return undefined
  const task = tasks.find((one) => one.conversation === conversation)
  if (task) return keyOfTask(task)
  const ticket = tickets.find((one) => one.conversation === conversation)
  return ticket && keyOfTicket(ticket)
}

/** Whether a call or an offer is late; tickets may lie longer without anybody being on the phone for them. */
export function isLate({ tasks }: ToDo, now: number): boolean {
  return tasks.some(({ dueAt }) => dueAt !== null && dueAt < now)
}

/** When a customer wants to be called: `27 November at 15:00–16:00`, or as soon as possible. */
export function wishWords(
  { from, to }: Pick<TaskItem, 'from' | 'to'>,
  now: number,
  words: Strings,
  calendar: Calendar,
): string {
  if (from === null) return words.soon
  const begin = momentWords(from, now, calendar)
  return to === null ? begin : `${begin}–${momentWords(to, to, calendar)}`
}

/** What is to be done: `Call back · 15:00–16:00`, `Follow up · Change my plan`, `Refused by the system · Refund`. */
export function whatWords(
  task: Pick<TaskItem, 'kind' | 'from' | 'to' | 'about' | 'order'>,
  now: number,
  words: Strings,
  calendar: Calendar,
): string {
  switch (task.kind) {
    case 'callback':
      return `${words.kindCallback} · ${wishWords(task, now, words, calendar)}`
    case 'offer':
      return words.kindOffer
    case 'follow-up':
      return [words.kindFollowUp, task.about?.[calendar.language]].filter(Boolean).join(' · ')
    case 'order': {
      const { order } = task
      const kind = order?.undo ? words.kindOrderUndo : words.kindOrder
      return [kind, order && orderWords(order.kind, words)].filter(Boolean).join(' · ')
    }
  }
}

/** A step a ticket can take. */
export interface TicketStep {
  readonly to: TicketStatus
  readonly word: Word
}

/** Where a ticket can go from its status, most usual first. */
export function stepsFrom(status: TicketItem['status']): readonly TicketStep[] {
  return [
    { to: 'resolved', word: 'ticketResolve' },
    status === 'open' ? { to: 'working', word: 'ticketStart' } : { to: 'open', word: 'ticketPutBack' },
    { to: 'closed', word: 'ticketClose' },
  ]
}

/** What there is to do besides conversations: calls, offers to book, tickets. */

import { Alert, Button, Empty, Skeleton } from 'antd'
import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { TaskItem, TaskOutcome, TicketItem, TicketStatus } from '../../console/desk-types.ts'
import { Dialog } from '../staff/dialog.tsx'
import { fill } from '../widget/strings.ts'
import { useDesk, useNow, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import type { QueueListHandle } from './queue-list.tsx'
import { TaskEntry } from './task-entry.tsx'
import { keyAbout, keyOfTask, keyOfTicket, keysIn } from './task-order.ts'
import { TicketEntry } from './ticket-entry.tsx'
import { useListFocus } from './use-list-focus.ts'
import type { TasksState } from './use-tasks.ts'
import { ticketWords } from './wording.ts'

export interface TaskListProps {
  readonly ref: Ref<QueueListHandle>
  readonly state: TasksState
  /** Id of the open conversation. */
  readonly open: string | undefined
  failed(error: unknown): void
}

/** What was done last, and how to take it back where that is possible. */
interface Note {
  readonly text: string
  readonly undo?: { readonly number: string; readonly status: TicketStatus }
}

const EMPTY = { tasks: [], tickets: [], more: false }

export function TaskList({ ref, state, open, failed }: TaskListProps) {
  const { words } = useWords()
  const { api } = useDesk()
  const now = useNow()
  const nav = useRef<HTMLElement>(null)
  const [note, setNote] = useState<Note>()
  const [dropping, setDropping] = useState<TaskItem>()
  const { answer, error } = state
  const { tasks, tickets, more } = answer ?? EMPTY
  const toDo = { tasks, tickets }
  const focus = useListFocus(nav, 'task', keysIn(toDo))
  useImperativeHandle(ref, () => ({
    focus: (conversation) => focus.to(keyAbout(toDo, conversation)),
    move: (step) => focus.move(step, keyAbout(toDo, open)),
  }))

  /** Does something and reads the list again, whatever came of it. */
  const perform = async (act: () => Promise<void>, done: Note) => {
    try {
      await act()
      setNote(done)
    } catch (problem) {
      failed(problem)
    }
    await state.refresh()
  }
  const finish = (task: TaskItem, outcome: TaskOutcome) =>
    perform(() => api.finishTask(task.id, outcome), {
      text: fill(outcome === 'done' ? words.taskDoneNote : words.taskDropNote, {
        name: task.customerName ?? words.visitor,
      }),
    })
  const move = (number: string, to: TicketStatus, from?: TicketStatus) =>
    perform(() => api.setTicket(number, to), {
      text: fill(words.ticketMoved, { number, status: ticketWords(to, words) }),
      ...(from && { undo: { number, status: from } }),
    })
  const heading = (title: string, count: number) => (
    <h3>
      {title} <span className="count">{count}</span>
    </h3>
  )
  const undo = note?.undo
  return (
    <>
      <nav
        className="queue"
        ref={nav}
        tabIndex={-1}
        aria-label={words.todo}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
      >
        <p className="task-note" role="status">
          {note && <span>{note.text}</span>}
          {undo && (
            <Button type="link" size="small" onClick={() => void move(undo.number, undo.status)}>
              {words.undo}
            </Button>
          )}
        </p>
        {!answer && error === undefined && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
        {!answer && error !== undefined && <Alert type="error" showIcon title={errorWords(error, words)} />}
        {answer && tasks.length + tickets.length === 0 && (
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={
              <>
                <strong>{words.noTodo}</strong>
                <br />
                {words.noTodoMore}
              </>
            }
          />
        )}
        {tasks.length > 0 && (
          <section>
            {heading(words.todoCalls, tasks.length)}
            <ul>
              {tasks.map((task) => (
                <TaskEntry
                  key={keyOfTask(task)}
                  task={task}
                  open={task.conversation !== null && task.conversation === open}
                  now={now}
                  finish={(outcome) => (outcome === 'done' ? finish(task, outcome) : setDropping(task))}
                  failed={(problem) => {
                    failed(problem)
                    void state.refresh()
                  }}
                />
              ))}
            </ul>
          </section>
        )}
        {tickets.length > 0 && (
          <section>
            {heading(words.tickets, tickets.length)}
            <ul>
              {tickets.map((ticket: TicketItem) => (
                <TicketEntry
                  key={keyOfTicket(ticket)}
                  ticket={ticket}
                  open={ticket.conversation !== null && ticket.conversation === open}
                  now={now}
                  move={(to) => move(ticket.number, to, ticket.status)}
                />
              ))}
            </ul>
          </section>
        )}
        {more && <p className="note">{words.moreTodo}</p>}
      </nav>
      {dropping && (
        <Dialog
          title={words.dropTitle}
          close={() => setDropping(undefined)}
          actions={
            <>
              <Button onClick={() => setDropping(undefined)}>{words.cancel}</Button>
              <Button
                type="primary"
                danger
                onClick={() => {
                  setDropping(undefined)
                  void finish(dropping, 'dropped')
                }}
              >
                {words.taskDrop}
              </Button>
            </>
          }
        >
          <p>{words.dropText}</p>
        </Dialog>
      )}
    </>
  )
}

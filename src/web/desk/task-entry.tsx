/** One call to make, one offer to book, or one thing to follow up or to see to. */

import { Button } from 'antd'
import { useState } from 'react'
import type { TaskItem, TaskOutcome } from '../../console/desk-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useDesk, useWords } from './desk-context.ts'
import { TaskHead } from './task-head.tsx'
import { keyOfTask, whatWords } from './task-order.ts'

export interface TaskEntryProps {
  readonly task: TaskItem
  readonly open: boolean
  readonly now: number
  finish(outcome: TaskOutcome): Promise<void> | void
  failed(error: unknown): void
}

export function TaskEntry({ task, open, now, finish, failed }: TaskEntryProps) {
  const { words, language } = useWords()
  const { api, account } = useDesk()
  const calendar = useCalendar()
  const [phone, setPhone] = useState<string>()
  const [busy, setBusy] = useState<'reveal' | 'done'>()
  const field = language === 'en' ? words.fieldPhone.toLowerCase() : words.fieldPhone
  const isCall = task.kind === 'callback'

  const reveal = async () => {
    setBusy('reveal')
    try {
      setPhone((await api.revealPhone(task.id)).phone)
    } catch (error) {
      failed(error)
    }
    setBusy(undefined)
  }
  const done = async () => {
    if (busy) return
    setBusy('done')
    await finish('done')
    setBusy(undefined)
  }
  return (
    <li className={open ? 'entry task open' : 'entry task'} data-task={keyOfTask(task)}>
      <TaskHead about={task} open={open} now={now} />
      <span className="reason">{whatWords(task, now, words, calendar)}</span>
      {task.offer && <p className="task-text">{task.offer[language]}</p>}
      {task.text && (
        <p className="task-text" dir="auto">
          {task.text}
        </p>
      )}
      {task.order && (
        <span className="facts">
          {[task.order.reference, task.order.code, momentWords(task.createdAt, now, calendar)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
      {isCall && (
        <p className="task-text">
          {words.fieldPhone}{' '}
          {phone === undefined ? (
            <span>{task.phone ?? words.none}</span>
          ) : (
            <a href={`tel:${phone}`}>{phone}</a>
          )}
          {task.phone !== null && account.permissions.includes('customer.reveal') && (
            <Button
              type="link"
              size="small"
              loading={busy === 'reveal'}
              aria-label={fill(phone === undefined ? words.revealField : words.hideField, { field })}
              onClick={() => (phone === undefined ? void reveal() : setPhone(undefined))}
            >
              {phone === undefined ? words.reveal : words.hide}
            </Button>
          )}
          <span className="unseen" role="status">
            {phone !== undefined && fill(words.revealed, { field })}
          </span>
        </p>
      )}
      <span className="task-actions">
        <Button size="small" type="primary" loading={busy === 'done'} onClick={() => void done()}>
          {words.taskDone}
        </Button>
        <Button size="small" onClick={() => void finish('dropped')}>
          {words.taskDrop}
        </Button>
      </span>
    </li>
  )
}

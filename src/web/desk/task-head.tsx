/** The first line of something to do: whom it is about, and by when. */

import { ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons'
import { dueWords, waitingWords } from '../staff/times.ts'
import { useWords } from './desk-context.ts'
import { hrefOf } from './route.ts'

export interface TaskHeadProps {
  readonly about: {
    readonly customerName: string | null
    readonly conversation: string | null
    readonly dueAt: number | null
    readonly createdAt: number
  }
  readonly open: boolean
  readonly now: number
}

/** The name leads to the conversation, where there is one. */
export function TaskHead({ about, open, now }: TaskHeadProps) {
  const { words } = useWords()
  const { conversation, dueAt } = about
  const name = <strong dir="auto">{about.customerName ?? words.visitor}</strong>
  const due =
    dueAt === null
      ? { over: false, text: waitingWords(about.createdAt, now, words) }
      : dueWords(dueAt, now, words)
  return (
    <span className="entry-head">
      {conversation === null ? (
        <span tabIndex={-1}>{name}</span>
      ) : (
        <a href={hrefOf(conversation)} aria-current={open ? 'true' : undefined}>
          {name}
        </a>
      )}
      <span className={due.over ? 'due over' : 'due'}>
        {due.over ? <ExclamationCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />} {due.text}
      </span>
    </span>
  )
}

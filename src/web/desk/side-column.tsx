/** The column on the left: conversations, and beside them what else there is to do. */

import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { useDesk, useNow, useWords } from './desk-context.ts'
import { QueueList, type QueueListHandle } from './queue-list.tsx'
import type { Sections } from './queue-order.ts'
import { TaskList } from './task-list.tsx'
import { isLate, keysIn } from './task-order.ts'
import { useTasks } from './use-tasks.ts'

export interface SideColumnProps {
  readonly ref: Ref<QueueListHandle>
  readonly hidden: boolean
  /** Undefined until the queue was read once. */
  readonly sections: Sections | undefined
  /** Why the queue could not be read. */
  readonly error: unknown
  /** Id of the open conversation. */
  readonly open: string | undefined
  failed(error: unknown): void
}

const TABS = ['queue', 'todo'] as const
type Tab = (typeof TABS)[number]

export function SideColumn({ ref, hidden, sections, error, open, failed }: SideColumnProps) {
  const { words } = useWords()
  const { account } = useDesk()
  const mayWork = account.permissions.includes('task.work')
  const tasks = useTasks(mayWork)
  const now = useNow()
  const [tab, setTab] = useState<Tab>('queue')
  const shown = useRef<QueueListHandle>(null)
  const buttons = useRef(new Map<Tab, HTMLButtonElement>())
  useImperativeHandle(ref, () => ({
    focus: (id) => shown.current?.focus(id),
    move: (step) => shown.current?.move(step),
  }))

  const counts = {
    queue: sections?.waiting.length ?? 0,
    todo: tasks.answer ? keysIn(tasks.answer).length : 0,
  }
  const late = tasks.answer !== undefined && isLate(tasks.answer, now)
  const select = (next: Tab) => {
    setTab(next)
    buttons.current.get(next)?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    const next = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    select(TABS[(TABS.indexOf(tab) + next + TABS.length) % TABS.length] ?? 'queue')
  }
  const button = (name: Tab, title: string) => (
    <button
      key={name}
      ref={(element) => {
        if (element) buttons.current.set(name, element)
      }}
      type="button"
      role="tab"
      id={`tab-${name}`}
      aria-selected={tab === name}
      aria-controls="side-panel"
      tabIndex={tab === name ? 0 : -1}
      onClick={() => setTab(name)}
      onKeyDown={onKey}
    >
      {title}{' '}
      {counts[name] > 0 && (
        <span className={name === 'todo' && late ? 'count late' : 'count'}>
          {counts[name]}
          {name === 'todo' && tasks.answer?.more && '+'}
        </span>
      )}
    </button>
  )
  const list =
    tab === 'queue' ? (
      <QueueList ref={shown} sections={sections} error={error} open={open} />
    ) : (
      <TaskList ref={shown} state={tasks} open={open} failed={failed} />
    )
  return (
    <div className="side" hidden={hidden}>
      {mayWork && (
        <div className="tabs" role="tablist" aria-label={words.lists}>
          {button('queue', words.queue)}
          {button('todo', words.todo)}
        </div>
      )}
      {mayWork ? (
        <div className="side-panel" role="tabpanel" id="side-panel" aria-labelledby={`tab-${tab}`}>
          {list}
        </div>
      ) : (
        list
      )}
    </div>
  )
}

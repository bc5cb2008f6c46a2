/** The column on the left: conversations, and beside them what else there is to do. */

import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useDesk, useNow, useWords } from './desk-context.ts'
import { QueueList, type QueueListHandle } from './queue-list.tsx'
import type { Sections } from './queue-order.ts'
import { RetentionList } from './retention-list.tsx'
import { type Place, retentionHref } from './route.ts'
import { TaskList } from './task-list.tsx'
import { isLate, keysIn } from './task-order.ts'
import { useRetention } from './use-retention.ts'
import { useTasks } from './use-tasks.ts'

export interface SideColumnProps {
  readonly ref: Ref<QueueListHandle>
  readonly hidden: boolean
  /** Undefined until the queue was read once. */
  readonly sections: Sections | undefined
  /** Why the queue could not be read. */
  readonly error: unknown
  readonly place: Place
  failed(error: unknown): void
}

type Tab = 'queue' | 'todo' | 'retention'

export function SideColumn({ ref, hidden, sections, error, place, failed }: SideColumnProps) {
  const { words } = useWords()
  const { account } = useDesk()
  const mayWork = account.permissions.includes('task.work')
  const mayRetain = account.permissions.includes('retention.work')
  const tabs: readonly Tab[] = [
    'queue',
    ...(mayWork ? (['todo'] as const) : []),
    ...(mayRetain ? (['retention'] as const) : []),
  ]
  const tasks = useTasks(mayWork)
  const retention = useRetention(mayRetain)
  const now = useNow()
  const [tab, setTab] = useState<Tab>(place.view === 'retention' && mayRetain ? 'retention' : 'queue')
  const shown = useRef<QueueListHandle>(null)
  const buttons = useRef(new Map<Tab, HTMLButtonElement>())
  useImperativeHandle(ref, () => ({
    focus: (id) => shown.current?.focus(id),
    move: (step) => shown.current?.move(step),
  }))

  const counts = {
    queue: sections?.waiting.length ?? 0,
    todo: tasks.answer ? keysIn(tasks.answer).length : 0,
    retention: retention.answer?.counts.mine ?? 0,
  }
  const late = tasks.answer !== undefined && isLate(tasks.answer, now)
  const open = place.view === 'conversations' ? place.id : undefined
  // An address of the worklist shows it, wherever it came from.
  useEffect(() => {
    if (place.view === 'retention' && mayRetain) setTab('retention')
  }, [place, mayRetain])
  const show = (next: Tab) => {
    setTab(next)
    // What is open stays open; without anything the address says which list is shown.
    if (next === 'retention') {
      if (open === undefined && place.view !== 'retention') location.hash = retentionHref()
    } else if (place.view === 'retention') location.hash = '#/'
  }
  const select = (next: Tab) => {
    show(next)
    buttons.current.get(next)?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    const next = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    select(tabs[(tabs.indexOf(tab) + next + tabs.length) % tabs.length] ?? 'queue')
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
      onClick={() => show(name)}
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
    ) : tab === 'todo' ? (
      <TaskList ref={shown} state={tasks} open={open} failed={failed} />
    ) : (
      <RetentionList
        ref={shown}
        state={retention}
        open={place.view === 'retention' ? place.id : undefined}
        failed={failed}
      />
    )
  return (
    <div className="side" hidden={hidden}>
      {tabs.length > 1 && (
        <div className="tabs" role="tablist" aria-label={words.lists}>
          {button('queue', words.queue)}
          {mayWork && button('todo', words.todo)}
          {mayRetain && button('retention', words.retention)}
        </div>
      )}
      {tabs.length > 1 ? (
        <div className="side-panel" role="tabpanel" id="side-panel" aria-labelledby={`tab-${tab}`}>
          {list}
        </div>
      ) : (
        list
      )}
    </div>
  )
}

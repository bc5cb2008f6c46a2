/** The column on the left: conversations, and beside them what else there is to do, and all there ever were. */

import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { AgentsAnswer } from '../../console/desk-work-types.ts'
import { useDesk, useNow, useWords } from './desk-context.ts'
import { type Filters, NO_FILTERS } from './inbox-filters.ts'
import { InboxList, type InboxListHandle } from './inbox-list.tsx'
import { QueueList, type QueueListHandle } from './queue-list.tsx'
import type { Sections } from './queue-order.ts'
import { RetentionList } from './retention-list.tsx'
import { hrefOf, inboxHref, openConversation, type Place, retentionHref } from './route.ts'
import { TaskList } from './task-list.tsx'
import { isLate, keysIn } from './task-order.ts'
import { useDeskSettings } from './use-desk-settings.ts'
import { useInbox } from './use-inbox.ts'
import type { OffersState } from './use-offers.ts'
import { useRetention } from './use-retention.ts'
import { replacePlace } from './use-route.ts'
import { useTasks } from './use-tasks.ts'

/** How the desk moves about in this column. */
export interface SideHandle extends QueueListHandle {
  /** Shows the inbox, with the focus in its search or on its list. */
  showInbox(at: 'search' | 'list'): void
}

export interface SideColumnProps {
  readonly ref: Ref<SideHandle>
  readonly hidden: boolean
  /** Undefined until the queue was read once. */
  readonly sections: Sections | undefined
  /** Why the queue could not be read. */
  readonly error: unknown
  readonly place: Place
  readonly offers: OffersState
  readonly team: AgentsAnswer | undefined
  failed(error: unknown): void
}

type Tab = 'queue' | 'todo' | 'retention' | 'inbox'

export function SideColumn(props: SideColumnProps) {
  const { ref, hidden, sections, error, place, offers, team, failed } = props
  const { words } = useWords()
  const { account } = useDesk()
  const mayWork = account.permissions.includes('task.work')
  const mayRetain = account.permissions.includes('retention.work')
  const tabs: readonly Tab[] = [
    'queue',
    ...(mayWork ? (['todo'] as const) : []),
    ...(mayRetain ? (['retention'] as const) : []),
    'inbox',
  ]
  const tasks = useTasks(mayWork)
  const retention = useRetention(mayRetain)
  const settings = useDeskSettings()
  const now = useNow()
  const [tab, setTab] = useState<Tab>(tabAt(place, mayRetain) ?? 'queue')
  const [filters, setFilters] = useState<Filters>(place.view === 'inbox' ? place.filters : NO_FILTERS)
  const inbox = useInbox(filters, tab === 'inbox')
  const shown = useRef<QueueListHandle>(null)
  const inboxList = useRef<InboxListHandle>(null)
  /** Where in the inbox the focus goes once it is drawn. */
  const wanted = useRef<'search' | 'list'>(undefined)
  const buttons = useRef(new Map<Tab, HTMLButtonElement>())
  const open = openConversation(place)
  useImperativeHandle(ref, () => ({
    focus: (id) => (tab === 'inbox' ? inboxList : shown).current?.focus(id),
    move: (step) => (tab === 'inbox' ? inboxList : shown).current?.move(step),
    showInbox: (at) => {
      wanted.current = at
      if (tab === 'inbox' && !hidden) return focusWanted()
      // Where the list has no room beside the conversation, it takes its place.
      location.hash = inboxHref(filters, hidden ? undefined : open)
    },
  }))
  const focusWanted = () => {
    const at = wanted.current
    wanted.current = undefined
    if (at === 'search') inboxList.current?.focusSearch()
    else if (at === 'list') inboxList.current?.focus(open)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the inbox is drawn
  useEffect(() => {
    if (tab === 'inbox' && !hidden) focusWanted()
  }, [tab, hidden])

  const counts = {
    queue: sections?.waiting.length ?? 0,
    todo: tasks.answer ? keysIn(tasks.answer).length : 0,
    retention: retention.answer?.counts.mine ?? 0,
    inbox: 0,
  }
  const late = tasks.answer !== undefined && isLate(tasks.answer, now)
  // An address says which list it belongs to, wherever it came from.
  useEffect(() => {
    const next = tabAt(place, mayRetain)
    if (next !== undefined) setTab(next)
    else setTab((before) => (before === 'inbox' ? 'queue' : before))
    if (place.view === 'inbox') setFilters(place.filters)
  }, [place, mayRetain])
  const show = (next: Tab) => {
    setTab(next)
    // What is open stays open; without anything the address says which list is shown.
    if (next === 'inbox') location.hash = inboxHref(filters, open)
    else if (next === 'retention') {
      if (open === undefined && place.view !== 'retention') location.hash = retentionHref()
      else if (place.view === 'inbox' && open !== undefined) location.hash = hrefOf(open)
    } else if (place.view !== 'conversations') location.hash = open === undefined ? '#/' : hrefOf(open)
  }
  const filter = (next: Filters, typing = false) => {
    setFilters(next)
    const address = inboxHref(next, open)
    if (typing) replacePlace(address)
    else location.hash = address
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
      <QueueList
        ref={shown}
        sections={sections}
        error={error}
        open={open}
        tags={settings?.tags}
        offers={offers}
      />
    ) : tab === 'todo' ? (
      <TaskList ref={shown} state={tasks} open={open} failed={failed} />
    ) : tab === 'inbox' ? (
      <InboxList
        ref={inboxList}
        state={inbox}
        filters={filters}
        open={open}
        team={team}
        tags={settings?.tags}
        setFilters={filter}
      />
    ) : (
      <RetentionList
        ref={shown}
        state={retention}
        open={place.view === 'retention' ? place.id : undefined}
        failed={failed}
      />
    )
  return (
    <section className="side" hidden={hidden} aria-label={words.lists}>
      <div className="tabs" role="tablist" aria-label={words.lists}>
        {button('queue', words.tabQueue)}
        {mayWork && button('todo', words.todo)}
        {mayRetain && button('retention', words.retention)}
        {button('inbox', words.tabInbox)}
      </div>
      <div className="side-panel" role="tabpanel" id="side-panel" aria-labelledby={`tab-${tab}`}>
        {list}
      </div>
    </section>
  )
}

/** The list that an address belongs to; undefined for one that any list of conversations may show. */
function tabAt({ view }: Place, mayRetain: boolean): Tab | undefined {
  if (view === 'inbox') return 'inbox'
  return view === 'retention' && mayRetain ? 'retention' : undefined
}

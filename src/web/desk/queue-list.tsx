/** The list of conversations on the left, and where the focus is in it. */

import { Alert, Empty, Skeleton } from 'antd'
import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import type { QueueItem } from '../../console/desk-types.ts'
import { useNow, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { QueueEntry } from './queue-entry.tsx'
import { inListOrder, neighbour, type Sections } from './queue-order.ts'

/** How the desk moves the focus in the list. */
export interface QueueListHandle {
  /** Focuses a conversation; where it is gone or none is named, the list itself. */
  focus(id?: string): void
  move(step: 1 | -1): void
}

export interface QueueListProps {
  readonly ref: Ref<QueueListHandle>
  readonly hidden: boolean
  /** Undefined until the queue was read once. */
  readonly sections: Sections | undefined
  readonly error: unknown
  /** Id of the open conversation. */
  readonly open: string | undefined
}

export function QueueList({ ref, hidden, sections, error, open }: QueueListProps) {
  const { words } = useWords()
  const now = useNow()
  const nav = useRef<HTMLElement>(null)
  const last = useRef<{ id: string; at: number }>(undefined)
  const ids = sections ? inListOrder(sections).map(({ id }) => id) : []

  const focusEntry = (id: string | undefined): boolean => {
    const entries = nav.current?.querySelectorAll<HTMLElement>('[data-conversation]') ?? []
    const entry = [...entries].find((element) => element.dataset['conversation'] === id)
    entry?.focus()
    entry?.scrollIntoView({ block: 'nearest' })
    return entry !== undefined
  }
  useImperativeHandle(ref, () => ({
    focus: (id) => {
      if (!focusEntry(id)) nav.current?.focus()
    },
    move: (step) => {
      const focused = document.activeElement
      const here = focused instanceof HTMLElement ? focused.dataset['conversation'] : undefined
      focusEntry(neighbour(ids, here ?? open, step))
    },
  }))
  // An entry that moves to another section is drawn anew, and one that is gone leaves its place to the next.
  useLayoutEffect(() => {
    if (!last.current || document.activeElement !== document.body) return
    const { id, at } = last.current
    if (!focusEntry(ids.includes(id) ? id : ids[Math.min(at, ids.length - 1)])) nav.current?.focus()
  })
  const remember = (target: EventTarget) => {
    const id = target instanceof HTMLElement ? target.dataset['conversation'] : undefined
    last.current = id === undefined ? undefined : { id, at: ids.indexOf(id) }
  }

  const section = (title: string, items: readonly QueueItem[]) =>
    items.length > 0 && (
      <section>
        <h3>
          {title} <span className="count">{items.length}</span>
        </h3>
        <ul>
          {items.map((item) => (
            <QueueEntry key={item.id} item={item} open={item.id === open} now={now} />
          ))}
        </ul>
      </section>
    )
  return (
    <nav
      className="queue"
      ref={nav}
      hidden={hidden}
      tabIndex={-1}
      aria-labelledby="queue-title"
      onFocus={(event) => remember(event.target)}
      onBlur={(event) => {
        // Without a new target the element may just have been removed: then the focus is brought back.
        if (event.relatedTarget) last.current = undefined
      }}
    >
      <h2 id="queue-title" className="unseen">
        {words.queue}
      </h2>
      {!sections && error === undefined && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
      {!sections && error !== undefined && <Alert type="error" showIcon title={errorWords(error, words)} />}
      {sections && sections.waiting.length === 0 && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{words.empty}</strong>
              <br />
              {words.emptyMore}
            </>
          }
        />
      )}
      {sections && section(words.waiting, sections.waiting)}
      {sections && section(words.mine, sections.mine)}
      {sections && section(words.others, sections.others)}
    </nav>
  )
}

/** The list of conversations on the left, and where the focus is in it. */

import { Alert, Empty, Skeleton } from 'antd'
import { type Ref, useImperativeHandle, useRef } from 'react'
import { useNow, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import type { KnownTags } from './inbox-words.ts'
import { QueueEntry } from './queue-entry.tsx'
import { inListOrder, type ListedItem, type Sections } from './queue-order.ts'
import { useListFocus } from './use-list-focus.ts'
import type { OffersState } from './use-offers.ts'

/** How the desk moves the focus in the list. */
export interface QueueListHandle {
  /** Focuses a conversation; where it is gone or none is named, the list itself. */
  focus(id?: string): void
  move(step: 1 | -1): void
}

export interface QueueListProps {
  readonly ref: Ref<QueueListHandle>
  /** Undefined until the queue was read once. */
  readonly sections: Sections | undefined
  readonly error: unknown
  /** Id of the open conversation. */
  readonly open: string | undefined
  readonly tags: KnownTags
  readonly offers: OffersState
}

export function QueueList({ ref, sections, error, open, tags, offers }: QueueListProps) {
  const { words } = useWords()
  const now = useNow()
  const nav = useRef<HTMLElement>(null)
  const focus = useListFocus(nav, 'conversation', sections ? inListOrder(sections).map(({ id }) => id) : [])
  useImperativeHandle(ref, () => ({
    focus: (id) => focus.to(id),
    move: (step) => focus.move(step, open),
  }))

  const section = (title: string, items: readonly ListedItem[]) =>
    items.length > 0 && (
      <section>
        <h3>
          {title} <span className="count">{items.length}</span>
        </h3>
        <ul>
          {items.map((item) => (
            <QueueEntry
              key={item.id}
              item={item}
              open={item.id === open}
              now={now}
              tags={tags}
              offers={offers}
            />
          ))}
        </ul>
      </section>
    )
  return (
    <nav
      className="queue"
      ref={nav}
      tabIndex={-1}
      aria-labelledby="queue-title"
      onFocus={focus.onFocus}
      onBlur={focus.onBlur}
    >
      <h2 id="queue-title" className="unseen">
        {words.queue}
      </h2>
      {!sections && error === undefined && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
      {!sections && error !== undefined && <Alert type="error" showIcon title={errorWords(error, words)} />}
      {sections && section(words.mine, sections.mine)}
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
      {sections && section(words.snoozedSection, sections.snoozed)}
      {sections && section(words.others, sections.others)}
    </nav>
  )
}

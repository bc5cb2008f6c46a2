/** All conversations, also those nobody waits for: search, filters, and what was found. */

import { Alert, Button, Empty, type InputRef, Skeleton } from 'antd'
import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { AgentsAnswer } from '../../console/desk-work-types.ts'
import { fill } from '../widget/strings.ts'
import { useNow, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { InboxEntry } from './inbox-entry.tsx'
import { InboxFilterBar } from './inbox-filter-bar.tsx'
import { type Filters, isNarrowed } from './inbox-filters.ts'
import type { KnownTags } from './inbox-words.ts'
import type { QueueListHandle } from './queue-list.tsx'
import { inboxHref } from './route.ts'
import { SearchBar } from './search-bar.tsx'
import type { Strings } from './strings.ts'
import type { InboxState } from './use-inbox.ts'
import { useListFocus } from './use-list-focus.ts'

/** How the desk moves the focus in the inbox. */
export interface InboxListHandle extends QueueListHandle {
  focusSearch(): void
}

export interface InboxListProps {
  readonly ref: Ref<InboxListHandle>
  readonly state: InboxState
  readonly filters: Filters
  /** Id of the open conversation. */
  readonly open: string | undefined
  readonly team: AgentsAnswer | undefined
  readonly tags: KnownTags
  /** @param typing whether the agent may still be writing: then the browser's back button passes over it */
  setFilters(filters: Filters, typing?: boolean): void
}

export function InboxList({ ref, state, filters, open, team, tags, setFilters }: InboxListProps) {
  const { words } = useWords()
  const now = useNow()
  const nav = useRef<HTMLElement>(null)
  const search = useRef<InputRef>(null)
  const [busy, setBusy] = useState(false)
  const { answer, error } = state
  const items = answer?.items ?? []
  const focus = useListFocus(
    nav,
    'conversation',
    items.map(({ id }) => id),
  )
  useImperativeHandle(ref, () => ({
    focus: (id) => focus.to(id),
    move: (step) => focus.move(step, open),
    focusSearch: () => search.current?.focus({ cursor: 'all' }),
  }))
  const set = (change: Partial<Filters>) => setFilters({ ...filters, ...change })
  const more = async () => {
    setBusy(true)
    await state.more()
    setBusy(false)
  }
  const names = {
    agents: new Map(team?.agents.map(({ name, displayName }) => [name, displayName])),
    queues: team?.queues ?? [],
    tags,
  }
  return (
    <nav
      className="queue inbox"
      ref={nav}
      tabIndex={-1}
      aria-label={words.inbox}
      onFocus={focus.onFocus}
      onBlur={focus.onBlur}
    >
      <div className="inbox-head">
        <SearchBar
          ref={search}
          sought={filters}
          seek={(sought, typing) => setFilters({ ...filters, ...sought }, typing)}
          leave={() => focus.move(1, undefined)}
        />
        {filters.account !== '' && (
          <p className="note">
            {fill(words.searchAsAccount, { number: filters.account })}{' '}
            <Button type="link" size="small" onClick={() => set({ words: filters.account, account: '' })}>
              {words.searchInMessages}
            </Button>
          </p>
        )}
        <InboxFilterBar filters={filters} names={names} set={set} />
        <p className="note" role="status">
          {answer && isNarrowed(filters) && foundWords(items.length, answer.next !== null, words)}
          {answer && filters.words !== '' && answer.notIndexed > 0 && (
            <span className="not-indexed">
              {answer.notIndexed === 1
                ? words.inboxNotIndexedOne
                : fill(words.inboxNotIndexed, { count: answer.notIndexed })}
            </span>
          )}
        </p>
      </div>
      {!answer && error === undefined && (
        <div aria-busy="true">
          <Skeleton active title={false} paragraph={{ rows: 8 }} />
        </div>
      )}
      {error !== undefined && (
        <div className="inbox-problem">
          <Alert
            type={answer ? 'warning' : 'error'}
            showIcon
            role="alert"
            title={answer ? words.inboxOld : errorWords(error, words)}
          />
          <Button size="small" onClick={() => void state.refresh()}>
            {words.tryAgain}
          </Button>
        </div>
      )}
      {answer && items.length === 0 && <NothingFound narrowed={isNarrowed(filters)} />}
      {items.length > 0 && (
        <ul>
          {items.map((item) => (
            <InboxEntry
              key={item.id}
              item={item}
              open={item.id === open}
              now={now}
              tags={tags}
              href={inboxHref(filters, item.id)}
            />
          ))}
        </ul>
      )}
      {answer && answer.next !== null && (
        <Button className="inbox-more" block loading={busy} onClick={() => void more()}>
          {words.inboxMore}
        </Button>
      )}
    </nav>
  )
}

function NothingFound({ narrowed }: { readonly narrowed: boolean }) {
  const { words } = useWords()
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{narrowed ? words.inboxNotFound : words.inboxNone}</strong>
          <br />
          {narrowed ? words.inboxNotFoundMore : words.inboxNoneMore}
        </>
      }
    />
  )
}

function foundWords(count: number, hasMore: boolean, words: Strings): string {
  return fill(hasMore ? words.inboxFoundMany : words.inboxFound, { count })
}

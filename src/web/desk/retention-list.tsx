/** The worklist of customers who may leave: its filters, its customers, and how it was made. */

import { CloseOutlined, PlusOutlined, ReloadOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Input, Skeleton } from 'antd'
import { type FormEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { Choice } from '../staff/choice.tsx'
import { useCalendar, useDesk, useNow, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import type { QueueListHandle } from './queue-list.tsx'
import { RetentionAdd } from './retention-add.tsx'
import { RetentionEntry } from './retention-entry.tsx'
import { buildWords } from './retention-words.ts'
import { useListFocus } from './use-list-focus.ts'
import type { RetentionState } from './use-retention.ts'

export interface RetentionListProps {
  readonly ref: Ref<QueueListHandle>
  readonly state: RetentionState
  /** Id of the open customer. */
  readonly open: string | undefined
  failed(error: unknown): void
}

const EMPTY = {
  open: ['noRetention', 'noRetentionMore'],
  mine: ['noRetentionMine', 'noRetentionMineMore'],
  done: ['noRetentionDone', 'noRetentionDoneMore'],
  all: ['noRetention', 'noRetentionMore'],
  found: ['noRetentionFound', 'noRetentionFoundMore'],
} as const

export function RetentionList({ ref, state, open, failed }: RetentionListProps) {
  const { words } = useWords()
  const { retention, account } = useDesk()
  const calendar = useCalendar()
  const now = useNow()
  const nav = useRef<HTMLElement>(null)
  const [sought, setSought] = useState(state.query.account)
  const [adding, setAdding] = useState(false)
  const [busy, setBusy] = useState<'build' | 'more'>()
  const [note, setNote] = useState('')
  const { answer, error, query } = state
  const items = answer?.items ?? []
  const focus = useListFocus(
    nav,
    'retention',
    items.map(({ id }) => id),
  )
  useImperativeHandle(ref, () => ({
    focus: (id) => focus.to(id),
    move: (step) => focus.move(step, open),
  }))

  const find = (event: FormEvent) => {
    event.preventDefault()
    // A search looks everywhere: who seeks a number does not know how it ended.
    const found = sought.trim()
    state.ask({ filter: found === '' ? 'open' : 'all', account: found })
  }
  const clear = () => {
    setSought('')
    state.ask({ filter: 'open', account: '' })
  }
  const build = async () => {
    setBusy('build')
    try {
      await retention.build()
    } catch (problem) {
      failed(problem)
    }
    await state.refresh()
    setBusy(undefined)
  }
  const more = async () => {
    setBusy('more')
    await state.more()
    setBusy(undefined)
  }
  const counted = (title: string, count: number | undefined) => (count ? `${title} ${count}` : title)
  const [nothing, nothingMore] = EMPTY[query.account === '' ? query.filter : 'found']
  const running = answer?.build?.state === 'running'
  return (
    <>
      <nav
        className="queue retention-list"
        ref={nav}
        tabIndex={-1}
        aria-label={words.retention}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
      >
        <div className="retention-filters">
          {query.account === '' && (
            <Choice
              label={words.retentionFilter}
              value={query.filter}
              values={{
                open: counted(words.filterOpen, answer?.counts.open),
                mine: counted(words.filterMine, answer?.counts.mine),
                done: words.filterDone,
              }}
              choose={(filter) => state.ask({ filter, account: '' })}
            />
          )}
          <form onSubmit={find}>
            <Input
              size="small"
              aria-label={words.findAccount}
              placeholder={words.findAccount}
              value={sought}
              maxLength={60}
              onChange={(event) => setSought(event.target.value)}
            />
            <Button size="small" htmlType="submit">
              {words.find}
            </Button>
            {query.account !== '' && (
              <Button
                size="small"
                type="text"
                icon={<CloseOutlined aria-hidden />}
                aria-label={words.findClear}
                title={words.findClear}
                onClick={clear}
              />
            )}
          </form>
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {words.retentionAdd}
          </Button>
          {account.permissions.includes('retention.manage') && (
            <Button
              size="small"
              icon={<ReloadOutlined aria-hidden />}
              loading={busy === 'build' || running}
              disabled={running}
              onClick={() => void build()}
            >
              {words.buildNow}
            </Button>
          )}
        </div>
        <p className="task-note" role="status">
          {note}
        </p>
        {!answer && error === undefined && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
        {error !== undefined && (
          <Alert
            type="error"
            showIcon
            title={errorWords(error, words)}
            action={
              <Button size="small" onClick={() => void state.refresh()}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
        {answer && items.length === 0 && (
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={
              <>
                <strong>{words[nothing]}</strong>
                <br />
                {words[nothingMore]}
              </>
            }
          />
        )}
        <ul>
          {items.map((item) => (
            <RetentionEntry key={item.id} item={item} open={item.id === open} now={now} />
          ))}
        </ul>
        {answer?.after != null && (
          <Button block loading={busy === 'more'} onClick={() => void more()}>
            {words.retentionMore}
          </Button>
        )}
        {answer && (
          <p className="note build" role={running ? 'status' : undefined}>
            {buildWords(answer.build, now, words, calendar)}
            {answer.build && answer.build.held > 0 && ` ${words.heldHint}`}
          </p>
        )}
      </nav>
      {adding && (
        <RetentionAdd
          close={() => setAdding(false)}
          added={(text) => {
            setAdding(false)
            setNote(text)
            void state.refresh()
          }}
        />
      )}
    </>
  )
}

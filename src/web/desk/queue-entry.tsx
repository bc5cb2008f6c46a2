/** One conversation of the list. */

import {
  BellFilled,
  ClockCircleOutlined,
  EditOutlined,
  ExclamationCircleFilled,
  PauseCircleOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback, useSyncExternalStore } from 'react'
import { untilWords } from '../staff/calendar.ts'
import { dueWords, stopwatch, waitingWords, yuan } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { ChannelMark, SharedTag } from './channel-mark.tsx'
import { useCalendar, useDesk, useWords } from './desk-context.ts'
import { TagMarks, UnreadMark } from './entry-marks.tsx'
import type { KnownTags } from './inbox-words.ts'
import { isOffered, isSnoozed, type ListedItem } from './queue-order.ts'
import { RiskBadge } from './risk-badge.tsx'
import { hrefOf } from './route.ts'
import type { OffersState } from './use-offers.ts'

export interface QueueEntryProps {
  readonly item: ListedItem
  readonly open: boolean
  readonly now: number
  readonly tags: KnownTags
  readonly offers: OffersState
}

export function QueueEntry({ item, open, now, tags, offers }: QueueEntryProps) {
  const { words, language } = useWords()
  const { unsent: store } = useDesk()
  const subscribe = useCallback((changed: () => void) => store.onChange(changed), [store])
  const unsent = useSyncExternalStore(subscribe, () => store.of(item.id))
  const waits = item.owner === 'queued'
  const since = item.waitingSince ?? item.queuedAt
  const value = item.value === null ? 0 : Math.round(item.value)
  const offered = isOffered(item, now)
  const facts = [item.language === 'zh' ? words.chinese : words.english, item.queue?.name[language]].filter(
    (fact): fact is string => typeof fact === 'string',
  )
  return (
    <li className={offered ? 'offered' : undefined}>
      <a
        className={open ? 'entry open' : 'entry'}
        href={hrefOf(item.id)}
        data-conversation={item.id}
        aria-current={open ? 'true' : undefined}
      >
        <span className="entry-head">
          <strong dir="auto">{item.customerName ?? words.visitor}</strong>
          {item.mine && !open && <UnreadMark count={item.unread} />}
          {unsent.draft !== '' && (
            <span className="entry-draft">
              <EditOutlined aria-hidden /> {words.draft}
            </span>
          )}
          <Standing item={item} now={now} />
        </span>
        {offered && (
          <span className="offer-mark">
            <BellFilled aria-hidden /> {words.offer} ·{' '}
            {fill(words.offerTime, { time: stopwatch((item.offeredUntil ?? now) - now) })}
          </span>
        )}
        {item.reason && <span className="reason">{item.reason.about[language]}</span>}
        <span className="facts">
          {waits && since !== null && `${waitingWords(since, now, words)} · `}
          <ChannelMark channel={item.channel} /> · {facts.join(' · ')}
          {waits && !item.offeredToMe && item.offeredTo !== null && (
            <> · {fill(words.offeredTo, { name: item.offeredTo })}</>
          )}
        </span>
        {item.shared && <SharedTag short />}
        <TagMarks tags={item.tags} known={tags} />
        {(item.riskBand || value > 0) && (
          <span className="entry-foot">
            {item.riskBand && <RiskBadge band={item.riskBand} />}
            {value > 0 && (
              <span title={words.valueHint}>{fill(words.value, { amount: yuan(value, language) })}</span>
            )}
          </span>
        )}
      </a>
      {offered && (
        <div className="entry-answers">
          <Button
            size="small"
            type="primary"
            disabled={offers.busy !== undefined}
            onClick={() => void offers.accept(item.id)}
          >
            {words.offerAccept}
          </Button>
          <Button
            size="small"
            disabled={offers.busy !== undefined}
            onClick={() => void offers.decline(item.id)}
          >
            {words.offerDecline}
          </Button>
        </div>
      )}
    </li>
  )
}

/** At the end of the first line: when an answer is due, until when it is put aside, or who has it. */
function Standing({ item, now }: { readonly item: ListedItem; readonly now: number }) {
  const { words } = useWords()
  const calendar = useCalendar()
  if (item.owner === 'queued' && item.answerDueAt !== null) {
    const due = dueWords(item.answerDueAt, now, words)
    return (
      <span className={due.over ? 'due over' : 'due'}>
        {due.over ? <ExclamationCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />} {due.text}
      </span>
    )
  }
  if (item.mine && item.snoozedUntil !== null && isSnoozed(item, now)) {
    return (
      <span className="due">
        <PauseCircleOutlined aria-hidden />{' '}
        {fill(words.snoozedTill, { time: untilWords(item.snoozedUntil, now, calendar) })}
      </span>
    )
  }
  if (item.owner !== 'human' || item.mine || item.agent === null) return null
  return <span className="due">{fill(words.heldBy, { name: item.agent })}</span>
}

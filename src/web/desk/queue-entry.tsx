/** One conversation of the list. */

import { ClockCircleOutlined, EditOutlined, ExclamationCircleFilled } from '@ant-design/icons'
import { useCallback, useSyncExternalStore } from 'react'
import type { QueueItem } from '../../console/desk-types.ts'
import { dueWords, waitingWords, yuan } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { ChannelMark, SharedTag } from './channel-mark.tsx'
import { useDesk, useWords } from './desk-context.ts'
import { RiskBadge } from './risk-badge.tsx'
import { hrefOf } from './route.ts'

export interface QueueEntryProps {
  readonly item: QueueItem
  readonly open: boolean
  readonly now: number
}

export function QueueEntry({ item, open, now }: QueueEntryProps) {
  const { words, language } = useWords()
  const { unsent: store } = useDesk()
  const subscribe = useCallback((changed: () => void) => store.onChange(changed), [store])
  const unsent = useSyncExternalStore(subscribe, () => store.of(item.id))
  const waits = item.owner === 'queued'
  const due = waits && item.answerDueAt !== null ? dueWords(item.answerDueAt, now, words) : undefined
  const value = item.value === null ? 0 : Math.round(item.value)
  const facts = [item.language === 'zh' ? words.chinese : words.english, item.queue?.name[language]].filter(
    (fact): fact is string => typeof fact === 'string',
  )
  return (
    <li>
      <a
        className={open ? 'entry open' : 'entry'}
        href={hrefOf(item.id)}
        data-conversation={item.id}
        aria-current={open ? 'true' : undefined}
      >
        <span className="entry-head">
          <strong dir="auto">{item.customerName ?? words.visitor}</strong>
          {unsent.draft !== '' && (
            <span className="entry-draft">
              <EditOutlined aria-hidden /> {words.draft}
            </span>
          )}
          {due && (
            <span className={due.over ? 'due over' : 'due'}>
              {due.over ? <ExclamationCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />}{' '}
              {due.text}
            </span>
          )}
          {item.owner === 'human' && !item.mine && item.agent !== null && (
            <span className="due">{fill(words.heldBy, { name: item.agent })}</span>
          )}
        </span>
        {item.reason && <span className="reason">{item.reason.about[language]}</span>}
        <span className="facts">
          {waits && item.queuedAt !== null && `${waitingWords(item.queuedAt, now, words)} · `}
          <ChannelMark channel={item.channel} /> · {facts.join(' · ')}
        </span>
        {item.shared && <SharedTag short />}
        {(item.riskBand || value > 0) && (
          <span className="entry-foot">
            {item.riskBand && <RiskBadge band={item.riskBand} />}
            {value > 0 && (
              <span title={words.valueHint}>{fill(words.value, { amount: yuan(value, language) })}</span>
            )}
          </span>
        )}
      </a>
    </li>
  )
}

/** One customer of the worklist. */

import { ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons'
import type { RetentionItem } from '../../console/retention-types.ts'
import { dueWords, yuan } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useWords } from './desk-context.ts'
import { contactTag, itemWords } from './retention-words.ts'
import { RiskBadge } from './risk-badge.tsx'
import { retentionHref } from './route.ts'

export interface RetentionEntryProps {
  readonly item: RetentionItem
  readonly open: boolean
  readonly now: number
}

export function RetentionEntry({ item, open, now }: RetentionEntryProps) {
  const { words, language } = useWords()
  const calendar = useCalendar()
  const isOver = item.state === 'done' || item.state === 'dropped'
  const due =
    item.dueAt !== null && !isOver && item.state !== 'snoozed' ? dueWords(item.dueAt, now, words) : undefined
  const [reason] = item.reasons
  return (
    <li>
      <a
        className={open ? 'entry open' : 'entry'}
        href={retentionHref(item.id)}
        data-retention={item.id}
        aria-current={open ? 'true' : undefined}
      >
        <span className="entry-head">
          <strong dir="auto">{item.customerName ?? words.itemErased}</strong>
          {due && (
            <span className={due.over ? 'due over' : 'due'}>
              {due.over ? <ExclamationCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />}{' '}
              {due.text}
            </span>
          )}
        </span>
        {reason && <span className="reason">{reason.title[language]}</span>}
        {!reason && item.source === 'manual' && <span className="reason">{words.itemManual}</span>}
        <span className="facts">
          {[
            itemWords(item, now, words, calendar),
            item.plan?.[language],
            item.contact && contactTag(item.contact, words),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {(item.riskBand || item.ev !== null) && (
          <span className="entry-foot">
            {item.riskBand && <RiskBadge band={item.riskBand} />}
            {item.ev !== null && (
              <span>{fill(words.itemEv, { amount: yuan(Math.round(item.ev), language) })}</span>
            )}
          </span>
        )}
      </a>
    </li>
  )
}

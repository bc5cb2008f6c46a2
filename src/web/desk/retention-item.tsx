/** The open customer of the worklist: why, what may be offered, what was done and what can be. */

import { Alert, Button, Skeleton } from 'antd'
import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { RetentionDetail } from '../../console/retention-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { percent, yuan } from '../staff/times.ts'
import { bandWords } from '../staff/wording.ts'
import { fill } from '../widget/strings.ts'
import type { ConversationHandle } from './conversation.tsx'
import { CustomerCard } from './customer-card.tsx'
import { useCalendar, useDesk, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { HistoryCard } from './history-card.tsx'
import { NothingOpened, OpenedHead } from './opened.tsx'
import { Bars } from './reason-bars.tsx'
import { RetentionActions } from './retention-actions.tsx'
import { RetentionChoices } from './retention-choices.tsx'
import { RetentionContact } from './retention-contact.tsx'
import { RetentionNote } from './retention-note.tsx'
import { deedWords, valueWords } from './retention-words.ts'
import { RiskBadge } from './risk-badge.tsx'
import { useRetentionItem } from './use-retention-item.ts'

export interface RetentionItemProps {
  readonly ref: Ref<ConversationHandle>
  readonly hidden: boolean
  /** Undefined while none is open. */
  readonly id: string | undefined
  failed(error: unknown): void
  /** Undefined where the list stands beside. */
  readonly goBack: (() => void) | undefined
}

export function RetentionItem({ ref, hidden, id, failed, goBack }: RetentionItemProps) {
  const { words, language } = useWords()
  const { retention } = useDesk()
  const main = useRef<HTMLElement>(null)
  const state = useRetentionItem(id, failed)
  const [note, setNote] = useState('')
  const { detail, error } = state
  const item = detail?.item
  useImperativeHandle(ref, () => ({
    focus: () => main.current?.focus(),
    focusReply: () => main.current?.focus(),
    focusNote: () => main.current?.focus(),
    leaveReply: () => {
      const { activeElement } = document
      if (activeElement?.tagName !== 'TEXTAREA' || !main.current?.contains(activeElement)) return false
      main.current.focus()
      return true
    },
    claim: () => {
      if (!item || item.mine || (item.state !== 'open' && item.state !== 'snoozed')) return
      void state.change('take', {}).then((taken) => {
        if (taken) setNote(words.doneTake)
      })
    },
  }))
  const name = item ? (item.customerName ?? words.itemErased) : ''
  return (
    <main
      className="conversation retention-item"
      ref={main}
      hidden={hidden}
      tabIndex={-1}
      aria-label={name === '' ? words.retentionItem : `${words.retentionItem}: ${name}`}
    >
      {id === undefined && (
        <NothingOpened title={words.retentionChoose}>{words.retentionAbout}</NothingOpened>
      )}
      {id !== undefined && (
        <OpenedHead
          name={name}
          goBack={goBack}
          about={
            item && (
              <>
                <span>
                  {[
                    item.plan?.[language],
                    item.monthlyYuan !== null && yuan(item.monthlyYuan, language),
                    item.source === 'manual' && words.itemManual,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                {item.riskBand && <RiskBadge band={item.riskBand} />}
              </>
            )
          }
        />
      )}
      {id !== undefined && !detail && error === undefined && (
        <div className="placeholder" aria-busy="true">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      )}
      {error !== undefined && (
        <div className={detail ? 'stale' : 'placeholder'}>
          <Alert type="error" showIcon role="alert" title={errorWords(error, words)} />
          <Button onClick={() => void state.refresh()}>{words.tryAgain}</Button>
        </div>
      )}
      {detail && item && (
        <>
          <RetentionActions detail={detail} state={state} done={setNote} />
          <p className="task-note" role="status">
            {note}
          </p>
          <div className="retention-detail">
            <div className="details">
              <Why detail={detail} />
              <RetentionContact key={`contact-${item.id}`} detail={detail} state={state} done={setNote} />
              <RetentionNote key={`note-${item.id}`} detail={detail} state={state} done={setNote} />
              <Deeds detail={detail} />
            </div>
            <div className="details">
              {detail.customer && (
                <CustomerCard
                  key={item.id}
                  customer={detail.customer}
                  reveal={(field) => retention.reveal(item.id, field)}
                  identity={false}
                  failed={failed}
                />
              )}
              <RetentionChoices detail={detail} state={state} done={setNote} />
              {detail.customer && <HistoryCard customer={detail.customer} now={detail.now} />}
            </div>
          </div>
        </>
      )}
    </main>
  )
}

/** The risk with its reasons, what an attempt is worth, and what may be offered. */
function Why({ detail }: { readonly detail: RetentionDetail }) {
  const { words, language } = useWords()
  const calendar = useCalendar()
  const { item, choices } = detail
  const sum = valueWords(detail, words, calendar)
  return (
    <>
      <section className="card">
        <h3>{words.retentionRisk}</h3>
        {item.probability === null || item.riskBand === null ? (
          <p className="note">
            {words.retentionNoScore}
            {language === 'zh' ? '：' : ': '}
            {choices.automated ? words.retentionNoScoreManual : words.retentionNoScoreAutomated}
          </p>
        ) : (
          <>
            <p className="risk-head">
              <span className={`risk-badge ${item.riskBand}`}>{bandWords(item.riskBand, words)}</span>
              <span>
                {words.probability} <b>{percent(item.probability)}</b>
              </span>
            </p>
            <h4>{words.reasons}</h4>
            <Bars
              empty={words.noReasons}
              rows={item.reasons.map((reason) => ({ ...reason, id: reason.group }))}
            />
            <p className="risk-note">{words.retentionRiskNote}</p>
          </>
        )}
      </section>
      {sum !== undefined && item.ev !== null && (
        <section className="card">
          <h3>
            {words.valueTitle}{' '}
            <span className="ev">{fill(words.itemEv, { amount: yuan(Math.round(item.ev), language) })}</span>
          </h3>
          <p>{sum}</p>
        </section>
      )}
      <section className="card">
        <h3>{words.offerTitle}</h3>
        {item.offer ? (
          <>
            <p>{item.offer.text[language]}</p>
            {item.offer.eligibility && (
              <p className="note">{fill(words.eligibility, { text: item.offer.eligibility[language] })}</p>
            )}
          </>
        ) : (
          <p className="note">{words.offerNone}</p>
        )}
      </section>
    </>
  )
}

/** What was done about the customer, newest first. */
function Deeds({ detail: { history, now } }: { readonly detail: RetentionDetail }) {
  const { words } = useWords()
  const calendar = useCalendar()
  if (history.length === 0) return null
  return (
    <section className="card">
      <h3>{words.retentionHistory}</h3>
      <ul className="rows">
        {history.map((deed) => (
          <li key={`${deed.at}-${deed.action}`}>
            <span>{deedWords(deed, words)}</span>
            <small>
              {momentWords(deed.at, now, calendar)} · {deed.by ?? words.bySystem}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who looks after a customer, and what can be done about it. */

import { Button } from 'antd'
import { useState } from 'react'
import type { RetentionDetail, RetentionOutcome } from '../../console/retention-types.ts'
import { untilWords } from '../staff/calendar.ts'
import { Dialog } from '../staff/dialog.tsx'
import { Select } from '../staff/select.tsx'
import { durationWords } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useNow, useWords } from './desk-context.ts'
import { outcomes, outcomeWords, standingWords } from './retention-words.ts'
import type { RetentionItemState } from './use-retention-item.ts'

export interface RetentionActionsProps {
  readonly detail: RetentionDetail
  readonly state: RetentionItemState
  /** Hears what was done, in words. */
  done(text: string): void
}

const DAY_MS = 86_400_000
/** Days for which a customer can be put aside. */
const SNOOZES = [1, 3, 7, 30] as const

export function RetentionActions({ detail, state, done }: RetentionActionsProps) {
  const { words } = useWords()
  const calendar = useCalendar()
  const now = useNow()
  const [asking, setAsking] = useState<'outcome' | 'snooze'>()
  const { item, people, undoUntil } = detail
  const { busy, change } = state
  const isOver = item.state === 'done' || item.state === 'dropped'
  const others = people.filter(({ name }) => name !== item.owner?.name)
  const waiting = { disabled: busy !== undefined }

  const take = async () => {
    if (await change('take', {})) done(words.doneTake)
  }
  const release = async () => {
    if (await change('release', {})) done(words.doneRelease)
  }
  const assign = async (to: string) => {
    const name = people.find((one) => one.name === to)?.displayName ?? to
    if (await change('assign', { to })) done(fill(words.doneAssign, { name }))
  }
  const snooze = async (days: number) => {
    setAsking(undefined)
    const until = now + days * DAY_MS
    if (await change('snooze', { until })) {
      done(fill(words.doneSnooze, { time: untilWords(until, now, calendar) }))
    }
  }
  const end = async (outcome: RetentionOutcome) => {
    setAsking(undefined)
    if (await change('outcome', { outcome })) {
      done(fill(words.doneOutcome, { outcome: outcomeWords(outcome, words) }))
    }
  }
  const undo = async () => {
    if (await change('undo', {})) done(words.doneUndo)
  }
  const left = undoUntil === null ? 0 : undoUntil - now
  return (
    <div className={`standing retention-standing ${item.mine ? 'mine' : item.state}`}>
      <p role="status">
        {standingWords(item, now, words, calendar)}
        {left > 0 && <small> {fill(words.undoLeft, { time: durationWords(left, words) })}</small>}
      </p>
      {!isOver && !item.mine && item.state !== 'working' && (
        <Button type="primary" loading={busy === 'take'} {...waiting} onClick={() => void take()}>
          {words.take}
        </Button>
      )}
      {!isOver && item.mine && (
        <Button type="primary" {...waiting} loading={busy === 'outcome'} onClick={() => setAsking('outcome')}>
          {words.outcome}
        </Button>
      )}
      {!isOver && item.mine && item.state === 'working' && (
        <>
          <Button {...waiting} loading={busy === 'snooze'} onClick={() => setAsking('snooze')}>
            {words.snooze}
          </Button>
          <Button {...waiting} loading={busy === 'release'} onClick={() => void release()}>
            {words.giveBack}
          </Button>
        </>
      )}
      {!isOver && others.length > 0 && (
        <Select
          label={words.assign}
          value=""
          placeholder={words.assignNobody}
          options={others.map(({ name, displayName }) => ({ value: name, title: displayName }))}
          {...waiting}
          choose={(to) => void assign(to)}
        />
      )}
      {left > 0 && (
        <Button {...waiting} loading={busy === 'undo'} onClick={() => void undo()}>
          {words.undoOutcome}
        </Button>
      )}
      {asking === 'outcome' && (
        <Dialog title={words.outcomeTitle} close={() => setAsking(undefined)}>
          <p className="note">{words.outcomeText}</p>
          <div className="answers">
            {outcomes.map((outcome) => (
              <Button key={outcome} block onClick={() => void end(outcome)}>
                {outcomeWords(outcome, words)}
              </Button>
            ))}
          </div>
        </Dialog>
      )}
      {asking === 'snooze' && (
        <Dialog title={words.snoozeFor} close={() => setAsking(undefined)}>
          <div className="answers">
            {SNOOZES.map((days) => (
              <Button key={days} block onClick={() => void snooze(days)}>
                {days === 1 ? words.snoozeDay : fill(words.snoozeDays, { count: days })}
              </Button>
            ))}
          </div>
        </Dialog>
      )}
    </div>
  )
}

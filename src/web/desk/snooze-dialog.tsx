/** Asks until when a conversation is put aside. */

import { Button } from 'antd'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { untilWords } from '../staff/calendar.ts'
import { Dialog } from '../staff/dialog.tsx'
import { useCalendar, useDesk, useWords } from './desk-context.ts'
import { dateIn, SNOOZE_LIMIT_MS, type SnoozeChoice, snoozeUntil } from './snooze-times.ts'

export interface SnoozeDialogProps {
  /** @param until milliseconds since 1970 */
  snooze(until: number): void
  close(): void
}

const CHOICES = {
  hour: 'snoozeHour',
  hours: 'snoozeHours',
  tomorrow: 'snoozeTomorrow',
  own: 'snoozeOwn',
} as const satisfies Readonly<Record<SnoozeChoice, string>>

export function SnoozeDialog({ snooze, close }: SnoozeDialogProps) {
  const { words } = useWords()
  const { clock } = useDesk()
  const calendar = useCalendar()
  const form = useId()
  const [choice, setChoice] = useState<SnoozeChoice>('hour')
  const [own, setOwn] = useState(() => ({ date: dateIn(clock.now(), calendar.timeZone, 1), time: '09:00' }))
  const [problem, setProblem] = useState('')
  const first = useRef<HTMLInputElement>(null)
  // The browser would take the button that closes the window.
  useEffect(() => first.current?.focus(), [])
  const now = clock.now()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const until = snoozeUntil(choice, own, clock.now(), calendar.timeZone)
    if (!(until > clock.now())) return setProblem(words.snoozePast)
    if (until > clock.now() + SNOOZE_LIMIT_MS) return setProblem(words.snoozeFar)
    snooze(until)
  }
  return (
    <Dialog
      title={words.snoozeTitle}
      close={close}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button type="primary" htmlType="submit" form={form}>
            {words.snoozeDo}
          </Button>
        </>
      }
    >
      <form id={form} className="form" onSubmit={submit} noValidate>
        <fieldset className="radios">
          <legend className="unseen">{words.snoozeTitle}</legend>
          {
            // Object.keys gives strings; these are the keys of the table.
            (Object.keys(CHOICES) as SnoozeChoice[]).map((one, at) => (
              <label key={one}>
                <input
                  type="radio"
                  name="snooze"
                  ref={at === 0 ? first : undefined}
                  checked={choice === one}
                  onChange={() => {
                    setChoice(one)
                    setProblem('')
                  }}
                />
                <span>{words[CHOICES[one]]}</span>
                {(one === 'hour' || one === 'hours') && (
                  <small>{untilWords(snoozeUntil(one, own, now, calendar.timeZone), now, calendar)}</small>
                )}
              </label>
            ))
          }
        </fieldset>
        {choice === 'own' && (
          <div className="moment">
            <label>
              {words.snoozeDate}
              <input
                type="date"
                value={own.date}
                min={dateIn(now, calendar.timeZone)}
                max={dateIn(now + SNOOZE_LIMIT_MS, calendar.timeZone)}
                onChange={(event) => setOwn({ ...own, date: event.target.value })}
              />
            </label>
            <label>
              {words.snoozeTime}
              <input
                type="time"
                value={own.time}
                onChange={(event) => setOwn({ ...own, time: event.target.value })}
              />
            </label>
          </div>
        )}
        <p role="alert" className="blocked">
          {problem}
        </p>
        <p className="note">{words.snoozeText}</p>
      </form>
    </Dialog>
  )
}

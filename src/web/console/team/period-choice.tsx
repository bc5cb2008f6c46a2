/** Chooses a period: one of the usual ones, or two days. */

import { Button } from 'antd'
import { useId, useState } from 'react'
import { Choice } from '../../staff/choice.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { isPeriod, lastDays, type Period } from './period.ts'

const PRESETS = [7, 28, 90] as const

export interface PeriodChoiceProps {
  readonly period: Period
  readonly today: string
  choose(period: Period): void
}

export function PeriodChoice({ period, today, choose }: PeriodChoiceProps) {
  const { words } = useWords()
  const [draft, setDraft] = useState(period)
  const hint = useId()
  const wrong = !isPeriod(draft)
  const preset = PRESETS.find((days) => {
    const { from, to } = lastDays(days, today)
    return from === period.from && to === period.to
  })
  const take = (next: Period) => {
    setDraft(next)
    choose(next)
  }
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong) choose(draft)
      }}
    >
      <Choice
        label={words.periodPreset}
        value={preset === undefined ? '' : String(preset)}
        values={Object.fromEntries(PRESETS.map((days) => [String(days), fill(words.lastDays, { days })]))}
        choose={(days) => take(lastDays(Number(days), today))}
      />
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="day-field">
          <span>{end === 'from' ? words.periodFrom : words.periodTo}</span>
          <input
            type="date"
            value={draft[end]}
            max={today}
            required
            aria-invalid={wrong}
            aria-describedby={wrong ? hint : undefined}
            onChange={(event) => setDraft({ ...draft, [end]: event.target.value })}
          />
        </label>
      ))}
      <Button htmlType="submit" disabled={wrong}>
        {words.periodShow}
      </Button>
      <p className="note warn" id={hint} role="status">
        {wrong && words.periodWrong}
      </p>
    </form>
  )
}

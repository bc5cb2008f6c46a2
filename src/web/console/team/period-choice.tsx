/** Chooses a period: one of the usual ones, or two days. */

import { Button } from 'antd'
import { useEffect, useId, useState } from 'react'
import { Choice } from '../../staff/choice.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { isPeriod, type Period, type Wanted } from './period.ts'

const PRESETS = ['7', '28', '90'] as const

export interface PeriodChoiceProps {
  readonly wanted: Wanted
  /** What is shown; undefined until it was read once. */
  readonly shown: Period | undefined
  choose(wanted: Wanted): void
}

export function PeriodChoice({ wanted, shown, choose }: PeriodChoiceProps) {
  const { words } = useWords()
  const [draft, setDraft] = useState<Period>({ from: '', to: '' })
  const hint = useId()
  // The days of a usual period are the company's, and come with the answer.
  useEffect(() => {
    if (shown) setDraft({ from: shown.from, to: shown.to })
  }, [shown])
  const wrong = draft.from !== '' && !isPeriod(draft)
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        if (isPeriod(draft)) choose(draft)
      }}
    >
      <Choice
        label={words.periodPreset}
        value={'days' in wanted ? String(wanted.days) : ''}
        values={Object.fromEntries(PRESETS.map((days) => [days, fill(words.lastDays, { days })]))}
        choose={(days) => choose({ days: Number(days) })}
      />
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="day-field">
          <span>{end === 'from' ? words.periodFrom : words.periodTo}</span>
          <input
            type="date"
            value={draft[end]}
            required
            aria-invalid={wrong}
            aria-describedby={wrong ? hint : undefined}
            onChange={(event) => setDraft({ ...draft, [end]: event.target.value })}
          />
        </label>
      ))}
      <Button htmlType="submit" disabled={!isPeriod(draft)}>
        {words.periodShow}
      </Button>
      <p className="note warn" id={hint} role="status">
        {wrong && words.periodWrong}
      </p>
    </form>
  )
}

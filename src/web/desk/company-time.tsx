/** The company's time, for agents whose own clock shows another. */

import { ownZone, zoneWords } from '../staff/calendar.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useNow, useWords } from './desk-context.ts'

export function CompanyTime() {
  const { words } = useWords()
  const calendar = useCalendar()
  const text = zoneWords(useNow(), calendar, ownZone())
  if (text === undefined) return null
  return (
    <span className="company-time" title={fill(words.companyTimeHint, { zone: calendar.timeZone })}>
      {text}
    </span>
  )
}

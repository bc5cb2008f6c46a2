/** How an account stands, in marks. */

import type { AccountItem } from '../../console/staff-accounts-types.ts'
import { stampWords } from '../staff/stamps.ts'
import { fill } from '../widget/strings.ts'
import { useWords } from './console-context.ts'

export interface AccountMarksProps {
  readonly account: AccountItem
  readonly timeZone: string
}

export function AccountMarks({ account, timeZone }: AccountMarksProps) {
  const { words, language } = useWords()
  const { disabled, lockedUntil, mustChange, secondFactorSince, own } = account
  return (
    <span className="marks">
      {own && <span className="mark">{words.accountOwn}</span>}
      {disabled && <span className="mark danger">{words.accountDisabled}</span>}
      {lockedUntil !== null && (
        <span className="mark danger">
          {fill(words.accountLocked, { time: stampWords(lockedUntil, language, timeZone) })}
        </span>
      )}
      {mustChange && <span className="mark warn">{words.accountMustChange}</span>}
      {secondFactorSince === null ? (
        <span className="mark warn">{words.accountNoFactor}</span>
      ) : (
        <span className="mark good">{words.accountFactor}</span>
      )}
    </span>
  )
}

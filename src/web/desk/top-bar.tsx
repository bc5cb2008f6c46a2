/** The bar on top: the product, who is signed in, and the switches. */

import { LogoutOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { fill } from '../widget/strings.ts'
import { ownZone, zoneWords } from './calendar.ts'
import { useCalendar, useDesk, useNow, useWords } from './desk-context.ts'
import { Switches } from './switches.tsx'
import { roleWords } from './wording.ts'

export interface TopBarProps {
  signOut(): Promise<void>
  showShortcuts(): void
  failed(error: unknown): void
}

export function TopBar({ signOut, showShortcuts, failed }: TopBarProps) {
  const { words } = useWords()
  const { account } = useDesk()
  const [leaving, setLeaving] = useState(false)
  const leave = async () => {
    setLeaving(true)
    try {
      await signOut()
    } catch (error) {
      setLeaving(false)
      failed(error)
    }
  }
  return (
    <header className="top-bar">
      <h1 className="brand">{words.product}</h1>
      <CompanyTime />
      <span className="account">
        {fill(words.signedInAs, { name: account.displayName, role: roleWords(account.role, words) })}
      </span>
      <Switches />
      <Button
        className="with-keyboard"
        type="text"
        icon={<QuestionCircleOutlined aria-hidden />}
        aria-label={words.shortcuts}
        title={words.shortcuts}
        onClick={showShortcuts}
      />
      <Button
        type="text"
        icon={<LogoutOutlined aria-hidden />}
        aria-label={words.signOut}
        title={words.signOut}
        loading={leaving}
        onClick={() => void leave()}
      />
    </header>
  )
}

/** For agents whose own clock shows another time than the desk. */
function CompanyTime() {
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

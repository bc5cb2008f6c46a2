/** The bar on top: the page, who is signed in, and the switches. */

import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, type ReactNode, Suspense, use, useState } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import { fill } from '../widget/strings.ts'
import { StaffProvider } from './staff-context.ts'
import { Switches } from './switches.tsx'
import { roleWords } from './wording.ts'
import { useWords } from './words.ts'

/** Rarely seen, and loaded then. */
const AccountDialog = lazy(() => import('./account-dialog.tsx'))

export interface TopBarProps {
  readonly product: string
  readonly account: SessionAnswer['account']
  /** What stands left of the name. */
  readonly before?: ReactNode
  /** What stands between the name and who is signed in. */
  readonly children?: ReactNode
  signOut(): Promise<void>
  showShortcuts(): void
  failed(error: unknown): void
}

export function TopBar(props: TopBarProps) {
  const { product, account, before, children, signOut, showShortcuts, failed } = props
  const { words } = useWords()
  const [leaving, setLeaving] = useState(false)
  const [open, setOpen] = useState(false)
  const staff = use(StaffProvider)
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
      {before}
      <h1 className="brand">{product}</h1>
      {children}
      <span className="account">
        {fill(words.signedInAs, { name: account.displayName, role: roleWords(account.role, words) })}
      </span>
      {staff && (
        <Button
          type="text"
          icon={<UserOutlined aria-hidden />}
          aria-label={words.myAccount}
          title={words.myAccount}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        />
      )}
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
      {staff && open && (
        <Suspense>
          <AccountDialog staff={staff} close={() => setOpen(false)} />
        </Suspense>
      )}
    </header>
  )
}

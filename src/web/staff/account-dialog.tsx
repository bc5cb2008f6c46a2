/** One's own account: name and languages, password, second factor, sessions. */

import { Alert, Button, Spin } from 'antd'
import { useEffect, useState } from 'react'
import type { OwnAccountAnswer } from '../../console/staff-accounts-types.ts'
import { fill } from '../widget/strings.ts'
import { type AccountApi, accountCalls } from './account-api.ts'
import { AccountFactor } from './account-factor.tsx'
import { AccountSessions } from './account-sessions.tsx'
import { Dialog } from './dialog.tsx'
import { PasswordField, TextField } from './fields.tsx'
import { LanguagesChoice } from './languages-choice.tsx'
import { isSettled, NewPassword } from './new-password.tsx'
import type { StaffContext } from './staff-context.ts'
import { useAttempt } from './use-attempt.ts'
import { roleWords } from './wording.ts'
import { useWords } from './words.ts'

export interface AccountDialogProps {
  readonly staff: StaffContext
  close(): void
}

export default function AccountDialog({ staff, close }: AccountDialogProps) {
  const { words } = useWords()
  const [api] = useState(() => accountCalls(staff.calls))
  const [account, setAccount] = useState<OwnAccountAnswer>()
  const { busy, problem, run } = useAttempt()
  const load = () => void run(async () => setAccount(await api.account()))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(load, [])
  return (
    <Dialog kind="side" title={words.myAccount} close={close}>
      <div className="own-account">
        <div role="alert">
          {problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}
        </div>
        {!account && (busy ? <Spin /> : <Button onClick={load}>{words.tryAgain}</Button>)}
        {account && (
          <>
            <p className="note">
              {fill(words.signedInAs, { name: account.name, role: roleWords(account.role, words) })}
            </p>
            <Profile account={account} api={api} changed={setAccount} refresh={staff.refresh} />
            <OwnPassword name={account.name} api={api} />
            <AccountFactor account={account} api={api} reload={load} refresh={staff.refresh} />
            <AccountSessions api={api} />
          </>
        )}
      </div>
    </Dialog>
  )
}

interface ProfileProps {
  readonly account: OwnAccountAnswer
  readonly api: AccountApi
  changed(account: OwnAccountAnswer): void
  refresh(): Promise<void>
}

function Profile({ account, api, changed, refresh }: ProfileProps) {
  const { words } = useWords()
  const [displayName, setDisplayName] = useState(account.displayName)
  const [languages, setLanguages] = useState(account.languages)
  const [saved, setSaved] = useState(false)
  const { busy, problem, run } = useAttempt({ BadArgument: words.errorDisplayName })
  const missing = displayName.trim() === ''
  const save = async () => {
    setSaved(false)
    if (missing || languages.length === 0) return
    const done = await run(async () => {
      changed(await api.edit({ displayName, languages }))
      await refresh()
    })
    setSaved(done)
  }
  return (
    <form
      className="card"
      noValidate
      aria-label={words.profile}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3>{words.profile}</h3>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      <TextField
        label={words.displayName}
        hint={words.displayNameHint}
        value={displayName}
        change={setDisplayName}
        autoComplete="name"
        maxLength={60}
        problem={missing ? words.displayNameMissing : ''}
      />
      <LanguagesChoice value={languages} change={setLanguages} />
      <div className="form-buttons">
        <Button htmlType="submit" loading={busy}>
          {words.save}
        </Button>
        <span role="status">{saved && words.saved}</span>
      </div>
    </form>
  )
}

function OwnPassword({ name, api }: { readonly name: string; readonly api: AccountApi }) {
  const { words } = useWords()
  const [current, setCurrent] = useState('')
  const [passwords, setPasswords] = useState({ next: '', again: '' })
  const [tried, setTried] = useState(false)
  const [saved, setSaved] = useState(false)
  const { busy, problem, run } = useAttempt()
  const save = async () => {
    setTried(true)
    setSaved(false)
    if (current === '' || !isSettled(passwords, name)) return
    if (!(await run(() => api.changePassword(current, passwords.next)))) return
    setCurrent('')
    setPasswords({ next: '', again: '' })
    setTried(false)
    setSaved(true)
  }
  return (
    <form
      className="card"
      noValidate
      aria-label={words.changePassword}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3>{words.changePassword}</h3>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      <PasswordField
        label={words.currentPassword}
        value={current}
        change={setCurrent}
        autoComplete="current-password"
        problem={tried && current === '' ? words.passwordMissing : ''}
      />
      <NewPassword value={passwords} change={setPasswords} name={name} tried={tried} />
      <div className="form-buttons">
        <Button htmlType="submit" loading={busy}>
          {words.changePassword}
        </Button>
        <span role="status">{saved && words.passwordChanged}</span>
      </div>
    </form>
  )
}

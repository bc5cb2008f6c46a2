/** What somebody has to do after signing in and before anything else: choose a password, set up a second factor. */

import { Button } from 'antd'
import { useState } from 'react'
import { accountCalls } from './account-api.ts'
import type { Calls } from './calls.ts'
import { EntranceForm } from './entrance-form.tsx'
import { PasswordField } from './fields.tsx'
import { isSettled, NewPassword } from './new-password.tsx'
import { SecondFactorSetup } from './second-factor-setup.tsx'
import { Switches } from './switches.tsx'
import { useAttempt } from './use-attempt.ts'
import { useWords } from './words.ts'

export interface AccountNeedProps {
  readonly need: 'password' | 'second-factor'
  /** What the page is called. */
  readonly product: string
  /** Of the account. */
  readonly name: string
  /** The one just typed at sign-in; empty after a reload. */
  readonly password: string
  readonly calls: Calls
  /** Hears the new password, which may be asked for again. */
  chosen(password: string): void
  done(): Promise<void>
  signOut(): Promise<void>
}

export default function AccountNeed(props: AccountNeedProps) {
  return props.need === 'password' ? <ChoosePassword {...props} /> : <ChooseFactor {...props} />
}

function ChoosePassword({ product, name, password, calls, chosen, done, signOut }: AccountNeedProps) {
  const { words } = useWords()
  const [current, setCurrent] = useState(password)
  const [passwords, setPasswords] = useState({ next: '', again: '' })
  const [tried, setTried] = useState(false)
  const { busy, problem, run } = useAttempt()
  const submit = () => {
    setTried(true)
    if (current === '' || !isSettled(passwords, name)) return
    void run(async () => {
      await accountCalls(calls).changePassword(current, passwords.next)
      chosen(passwords.next)
      await done()
    })
  }
  return (
    <EntranceForm product={product} title={words.choosePasswordTitle} problem={problem} submit={submit}>
      <p className="note">{words.choosePasswordAbout}</p>
      {password === '' && (
        <PasswordField
          label={words.currentPassword}
          value={current}
          change={setCurrent}
          autoComplete="current-password"
          problem={tried && current === '' ? words.passwordMissing : ''}
          autoFocus
        />
      )}
      <NewPassword
        value={passwords}
        change={setPasswords}
        name={name}
        tried={tried}
        autoFocus={password !== ''}
      />
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {words.savePassword}
      </Button>
      <Button type="link" onClick={() => void run(signOut)}>
        {words.signOut}
      </Button>
    </EntranceForm>
  )
}

function ChooseFactor({ product, calls, done, signOut }: AccountNeedProps) {
  const { words } = useWords()
  const { run } = useAttempt()
  const [api] = useState(() => accountCalls(calls))
  return (
    <div className="sign-in">
      <header>
        <Switches />
      </header>
      <main>
        <section className="entrance-card" aria-labelledby="factor-title">
          <p className="brand">{product}</p>
          <h1 id="factor-title">{words.factorTitle}</h1>
          <p className="note">{words.factorRequired}</p>
          <SecondFactorSetup api={api} begin={() => api.beginSecondFactor()} done={() => void run(done)} />
          <Button type="link" onClick={() => void run(signOut)}>
            {words.signOut}
          </Button>
        </section>
      </main>
    </div>
  )
}

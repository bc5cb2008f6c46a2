/** What somebody has to do after signing in and before anything else: choose a password, set up a second factor. */

import { Button } from 'antd'
import { useState } from 'react'
import type { PendingSecretAnswer } from '../../console/staff-accounts-types.ts'
import { accountCalls } from './account-api.ts'
import { Proof } from './account-factor.tsx'
import { ApiError, type Calls } from './calls.ts'
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
  const [isAsked, setIsAsked] = useState(false)
  const [proved, setProved] = useState<PendingSecretAnswer>()
  const begin = () =>
    api.beginSecondFactor().catch((error: unknown) => {
      // Signed in too long ago for the password to count as just given.
      if (error instanceof ApiError && error.code === 'PasswordNeeded') setIsAsked(true)
      throw error
    })
  const prove = async (password: string) => setProved(await api.beginSecondFactor(password))
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
          {isAsked && !proved ? (
            <Proof deed="on" withCode={false} prove={prove} />
          ) : (
            <SecondFactorSetup
              key={proved ? 'proved' : 'fresh'}
              api={api}
              begin={proved ? async () => proved : begin}
              done={() => void run(done)}
            />
          )}
          <Button type="link" onClick={() => void run(signOut)}>
            {words.signOut}
          </Button>
        </section>
      </main>
    </div>
  )
}

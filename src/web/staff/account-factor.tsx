/** One's own second factor: what there is, setting one up, new recovery codes, switching it off. */

import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { OwnAccountAnswer, PendingSecretAnswer } from '../../console/staff-accounts-types.ts'
import { fill } from '../widget/strings.ts'
import type { AccountApi } from './account-api.ts'
import { CodeField, PasswordField } from './fields.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SecondFactorSetup } from './second-factor-setup.tsx'
import { stampWords } from './stamps.ts'
import { useAttempt } from './use-attempt.ts'
import { useWords } from './words.ts'

export interface AccountFactorProps {
  readonly account: OwnAccountAnswer
  readonly api: AccountApi
  /** Reads the account anew. */
  reload(): void
  /** Reads anew what has to be done before anything else. */
  refresh(): Promise<void>
}

type Step =
  | { readonly is: 'shown' }
  | { readonly is: 'asking'; readonly deed: 'on' | 'off' | 'codes' }
  | { readonly is: 'setup'; readonly pending: PendingSecretAnswer }
  | { readonly is: 'codes'; readonly codes: readonly string[] }

export function AccountFactor({ account, api, reload, refresh }: AccountFactorProps) {
  const { words, language } = useWords()
  const [step, setStep] = useState<Step>({ is: 'shown' })
  const { secondFactor } = account
  const finish = () => {
    setStep({ is: 'shown' })
    reload()
  }
  const ask = (deed: 'on' | 'off' | 'codes') => setStep({ is: 'asking', deed })
  const prove = async (password: string, code: string) => {
    if (step.is !== 'asking') return
    if (step.deed === 'on') setStep({ is: 'setup', pending: await api.beginSecondFactor(password) })
    else if (step.deed === 'codes')
      setStep({ is: 'codes', codes: (await api.renewRecoveryCodes(password, code)).recoveryCodes })
    else {
      await api.endSecondFactor(password, code)
      finish()
      await refresh()
    }
  }
  return (
    <section className="card" aria-labelledby="own-factor">
      <h3 id="own-factor">{words.factorTitle}</h3>
      <p>
        {secondFactor
          ? fill(words.factorOn, {
              since: stampWords(secondFactor.since, language),
              count: secondFactor.recoveryCodes,
            })
          : words.factorOff}
      </p>
      {step.is === 'shown' && (
        <div className="form-buttons">
          {secondFactor ? (
            <>
              <Button onClick={() => ask('codes')}>{words.recoveryRenew}</Button>
              <Button danger onClick={() => ask('off')}>
                {words.factorSwitchOff}
              </Button>
            </>
          ) : (
            <Button type="primary" onClick={() => ask('on')}>
              {words.factorSetUp}
            </Button>
          )}
        </div>
      )}
      {step.is === 'asking' && (
        <Proof
          key={step.deed}
          deed={step.deed}
          withCode={step.deed !== 'on'}
          prove={prove}
          cancel={() => setStep({ is: 'shown' })}
        />
      )}
      {step.is === 'setup' && <SecondFactorSetup api={api} begin={async () => step.pending} done={finish} />}
      {step.is === 'codes' && <RecoveryCodes codes={step.codes} done={finish} />}
    </section>
  )
}

interface ProofProps {
  readonly deed: 'on' | 'off' | 'codes'
  readonly withCode: boolean
  /** @throws ApiError */
  prove(password: string, code: string): Promise<void>
  /** Without it there is nothing to go back to. */
  cancel?(): void
}

const DEEDS = { on: 'factorSetUp', off: 'factorSwitchOff', codes: 'recoveryRenew' } as const

/** Asks for the password once more, and for a code. */
export function Proof({ deed, withCode, prove, cancel }: ProofProps) {
  const { words } = useWords()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, problem, run } = useAttempt()
  const submit = () => {
    setTried(true)
    if (password === '' || (withCode && code.trim() === '')) return
    void run(() => prove(password, code))
  }
  return (
    <form
      className="proof"
      noValidate
      aria-label={words[DEEDS[deed]]}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      <PasswordField
        label={words.currentPassword}
        value={password}
        change={setPassword}
        autoComplete="current-password"
        autoFocus
        problem={tried && password === '' ? words.passwordMissing : ''}
      />
      {withCode && (
        <CodeField
          label={words.code}
          hint={words.codeHint}
          value={code}
          change={setCode}
          problem={tried && code.trim() === '' ? words.codeMissing : ''}
        />
      )}
      <div className="form-buttons">
        <Button type="primary" danger={deed === 'off'} htmlType="submit" loading={busy}>
          {words[DEEDS[deed]]}
        </Button>
        {cancel && <Button onClick={cancel}>{words.cancel}</Button>}
      </div>
    </form>
  )
}

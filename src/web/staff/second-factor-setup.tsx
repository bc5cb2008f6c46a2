/** Setting up an authenticator app in three steps: scan, first code, recovery codes. */

import { Alert, Button, QRCode } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { PendingSecretAnswer } from '../../console/staff-accounts-types.ts'
import type { AccountApi } from './account-api.ts'
import { CodeField } from './fields.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { useAttempt } from './use-attempt.ts'
import { useWords } from './words.ts'

export interface SecondFactorSetupProps {
  readonly api: AccountApi
  /** Asks for a secret. @throws ApiError */
  begin(): Promise<PendingSecretAnswer>
  /** The recovery codes are put away. */
  done(): void
}

export function SecondFactorSetup({ api, begin, done }: SecondFactorSetupProps) {
  const { words } = useWords()
  const [pending, setPending] = useState<PendingSecretAnswer>()
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState<readonly string[]>()
  const { busy, problem, run, tell } = useAttempt()
  const begun = useRef(false)
  const start = () => void run(async () => setPending(await begin()))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; each call makes another secret
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    start()
  }, [])

  if (recovery) return <RecoveryCodes codes={recovery} done={done} />
  const confirm = () => {
    if (code.trim() === '') return tell(words.codeMissing)
    void run(async () => setRecovery((await api.confirmSecondFactor(code)).recoveryCodes))
  }
  return (
    <form
      className="factor-setup"
      noValidate
      aria-label={words.factorTitle}
      onSubmit={(event) => {
        event.preventDefault()
        confirm()
      }}
    >
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      {!pending && !busy && <Button onClick={start}>{words.tryAgain}</Button>}
      {pending && (
        <>
          <ol>
            <li>{words.factorStepApp}</li>
            <li>{words.factorStepScan}</li>
            <li>{words.factorStepCode}</li>
          </ol>
          <figure className="qr">
            <div>
              {/* Dark on light in either appearance: not every app reads it the other way round. */}
              <QRCode
                value={pending.uri}
                type="svg"
                size={184}
                color="#000000"
                bgColor="#ffffff"
                marginSize={2}
                bordered={false}
                aria-label={words.factorQr}
              />
            </div>
            <figcaption>
              {words.factorByHand} <code>{pending.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
            </figcaption>
          </figure>
          <CodeField label={words.factorFirstCode} value={code} change={setCode} />
          <Button type="primary" htmlType="submit" block loading={busy}>
            {words.factorConfirm}
          </Button>
        </>
      )}
    </form>
  )
}

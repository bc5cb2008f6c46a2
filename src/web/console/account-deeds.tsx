/** What an admin can do to an account, each after being asked once more. */

import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { AccountItem } from '../../console/staff-accounts-types.ts'
import { useAttempt } from '../staff/use-attempt.ts'
import { fill } from '../widget/strings.ts'
import type { AccountDeed, AccountsApi } from './accounts-api.ts'
import { useWords } from './console-context.ts'
import { OneTimePassword } from './one-time-password.tsx'

export interface AccountDeedsProps {
  readonly account: AccountItem
  readonly api: AccountsApi
  /** Something was changed. */
  changed(): void
}

type Deed = AccountDeed | 'reset-password'

const WORDS = {
  unlock: ['deedUnlock', 'deedUnlockAsk'],
  enable: ['deedEnable', 'deedEnableAsk'],
  disable: ['deedDisable', 'deedDisableAsk'],
  'reset-password': ['deedPassword', 'deedPasswordAsk'],
  'reset-second-factor': ['deedFactor', 'deedFactorAsk'],
} as const satisfies Record<Deed, readonly [string, string]>
const DANGER: readonly Deed[] = ['disable', 'reset-second-factor']

function deedsFor({ disabled, lockedUntil, secondFactorSince, own }: AccountItem): Deed[] {
  return [
    ...(lockedUntil === null ? [] : (['unlock'] as const)),
    // One's own are changed in "My account", which asks for the password.
    ...(own ? [] : (['reset-password'] as const)),
    ...(own || secondFactorSince === null ? [] : (['reset-second-factor'] as const)),
    disabled ? 'enable' : 'disable',
  ]
}

export function AccountDeeds({ account, api, changed }: AccountDeedsProps) {
  const { words } = useWords()
  const [asking, setAsking] = useState<Deed>()
  const [password, setPassword] = useState<string>()
  const { busy, problem, run } = useAttempt()
  const { name, displayName } = account
  const perform = async (deed: Deed) => {
    const done = await run(async () => {
      if (deed === 'reset-password') setPassword((await api.resetPassword(name)).password)
      else await api.act(name, deed)
    })
    setAsking(undefined)
    if (done) changed()
  }
  return (
    <section className="card" aria-labelledby="account-deeds">
      <h3 id="account-deeds">{words.accountAccess}</h3>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      {password !== undefined && (
        <OneTimePassword name={name} password={password} done={() => setPassword(undefined)} />
      )}
      {asking === undefined ? (
        <div className="form-buttons">
          {deedsFor(account).map((deed) => (
            <Button key={deed} danger={DANGER.includes(deed)} onClick={() => setAsking(deed)}>
              {words[WORDS[deed][0]]}
            </Button>
          ))}
        </div>
      ) : (
        <fieldset className="asking">
          <legend>{fill(words[WORDS[asking][1]], { name: displayName })}</legend>
          <div className="form-buttons">
            <Button
              type="primary"
              danger={DANGER.includes(asking)}
              loading={busy}
              autoFocus
              onClick={() => void perform(asking)}
            >
              {words[WORDS[asking][0]]}
            </Button>
            <Button onClick={() => setAsking(undefined)}>{words.cancel}</Button>
          </div>
        </fieldset>
      )}
    </section>
  )
}

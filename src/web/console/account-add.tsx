/** Adding a person; their first password is shown once. */

import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { TextField } from '../staff/fields.tsx'
import { useAttempt } from '../staff/use-attempt.ts'
import { AccountFieldsForm, areComplete } from './account-fields.tsx'
import type { AccountFields, AccountsApi } from './accounts-api.ts'
import { useWords } from './console-context.ts'
import { OneTimePassword } from './one-time-password.tsx'

export interface AccountAddProps {
  readonly api: AccountsApi
  /** Somebody was added. */
  added(): void
  close(): void
}

const FRESH: AccountFields = { displayName: '', role: 'agent', languages: ['zh', 'en'] }

export function AccountAdd({ api, added, close }: AccountAddProps) {
  const { words } = useWords()
  const [name, setName] = useState('')
  const [fields, setFields] = useState(FRESH)
  const [tried, setTried] = useState(false)
  const [made, setMade] = useState<{ readonly name: string; readonly password: string }>()
  const { busy, problem, run } = useAttempt({ BadArgument: words.errorNameUnsuitable })
  const submit = () => {
    setTried(true)
    if (name.trim() === '' || !areComplete(fields)) return
    void run(async () => {
      const { account, password } = await api.add(name, fields)
      setMade({ name: account.name, password })
      added()
    })
  }
  return (
    <Dialog kind="side" title={words.accountAdd} close={close}>
      <div className="own-account">
        {made ? (
          <OneTimePassword {...made} done={close} />
        ) : (
          <form
            noValidate
            aria-label={words.accountAdd}
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            <div role="alert">
              {problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}
            </div>
            <TextField
              label={words.accountName}
              hint={words.accountNameHint}
              value={name}
              change={setName}
              maxLength={40}
              autoFocus
              problem={tried && name.trim() === '' ? words.nameMissing : ''}
            />
            <AccountFieldsForm value={fields} change={setFields} tried={tried} />
            <Button type="primary" htmlType="submit" loading={busy}>
              {words.accountAdd}
            </Button>
          </form>
        )}
      </div>
    </Dialog>
  )
}

/** The form that makes the first account of an installation. */

import { Button } from 'antd'
import { useState } from 'react'
import { EntranceForm } from './entrance-form.tsx'
import { TextField } from './fields.tsx'
import { LanguagesChoice } from './languages-choice.tsx'
import { isSettled, NewPassword } from './new-password.tsx'
import { useAttempt } from './use-attempt.ts'
import { useWords } from './words.ts'

export interface AccountSetupProps {
  /** What the page is called. */
  readonly product: string
  /** @throws ApiError */
  setUp(wanted: object): Promise<void>
  /** To the form for signing in. */
  leave(): void
}

export default function AccountSetup({ product, setUp, leave }: AccountSetupProps) {
  const { words } = useWords()
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [languages, setLanguages] = useState<readonly ('zh' | 'en')[]>(['zh', 'en'])
  const [passwords, setPasswords] = useState({ next: '', again: '' })
  const [tried, setTried] = useState(false)
  const { busy, problem, run } = useAttempt({ BadArgument: words.errorNameUnsuitable })
  const submit = () => {
    setTried(true)
    const complete = name.trim() !== '' && displayName.trim() !== '' && languages.length > 0
    if (!complete || !isSettled(passwords, name.trim())) return
    void run(() => setUp({ name, displayName, languages, password: passwords.next }))
  }
  return (
    <EntranceForm product={product} title={words.setupTitle} problem={problem} submit={submit}>
      <p className="note">{words.setupAbout}</p>
      <TextField
        label={words.accountName}
        hint={words.accountNameHint}
        value={name}
        change={setName}
        autoComplete="username"
        autoFocus
        maxLength={40}
        problem={tried && name.trim() === '' ? words.nameMissing : ''}
      />
      <TextField
        label={words.displayName}
        hint={words.displayNameHint}
        value={displayName}
        change={setDisplayName}
        autoComplete="name"
        maxLength={60}
        problem={tried && displayName.trim() === '' ? words.displayNameMissing : ''}
      />
      <LanguagesChoice value={languages} change={setLanguages} />
      <NewPassword value={passwords} change={setPasswords} name={name.trim()} tried={tried} />
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {words.setupDo}
      </Button>
      <Button type="link" onClick={leave}>
        {words.setupLeave}
      </Button>
    </EntranceForm>
  )
}

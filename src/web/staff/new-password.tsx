/** Two fields for a new password: what is wrong with it is said while it is typed. */

import { PasswordField } from './fields.tsx'
import { passwordVerdict } from './password-check.ts'
import type { Word } from './strings.ts'
import { useWords } from './words.ts'

const VERDICTS = {
  short: 'passwordShort',
  few: 'passwordFew',
  name: 'passwordIsName',
} as const satisfies Record<string, Word>

/** What is typed into both fields. */
export interface TwoPasswords {
  readonly next: string
  readonly again: string
}

/** Whether a form may be sent: the password is suitable, and typed alike twice. */
export function isSettled({ next, again }: TwoPasswords, name: string): boolean {
  return passwordVerdict(next, name) === 'good' && next === again
}

export interface NewPasswordProps {
  readonly value: TwoPasswords
  change(value: TwoPasswords): void
  /** Of the account. */
  readonly name: string
  /** Whether what is missing is said too. */
  readonly tried: boolean
  readonly autoFocus?: boolean
}

export function NewPassword({ value, change, name, tried, autoFocus = false }: NewPasswordProps) {
  const { words } = useWords()
  const { next, again } = value
  const verdict = passwordVerdict(next, name)
  const problem = verdict === 'good' || (next === '' && !tried) ? '' : words[VERDICTS[verdict]]
  const differs = again !== next && (again !== '' || tried)
  return (
    <>
      <PasswordField
        label={words.newPassword}
        value={next}
        change={(text) => change({ next: text, again })}
        autoComplete="new-password"
        autoFocus={autoFocus}
        hint={verdict === 'good' ? words.passwordGood : words.passwordHint}
        problem={problem}
      />
      <PasswordField
        label={words.newPasswordAgain}
        value={again}
        change={(text) => change({ next, again: text })}
        autoComplete="new-password"
        problem={differs ? words.passwordsDiffer : ''}
      />
    </>
  )
}

/** What can be written about a person: what they are called, what they may do, what they answer in. */

import { TextField } from '../staff/fields.tsx'
import { LanguagesChoice } from '../staff/languages-choice.tsx'
import { Select } from '../staff/select.tsx'
import { roleWords } from '../staff/wording.ts'
import type { AccountFields } from './accounts-api.ts'
import { useWords } from './console-context.ts'

const ROLES = ['agent', 'supervisor', 'lead', 'admin'] as const
const ABOUT = {
  agent: 'roleAgentAbout',
  supervisor: 'roleSupervisorAbout',
  lead: 'roleLeadAbout',
  admin: 'roleAdminAbout',
} as const

export interface AccountFieldsFormProps {
  readonly value: AccountFields
  change(value: AccountFields): void
  readonly tried: boolean
}

/** Whether a form may be sent. */
export function areComplete({ displayName, languages }: AccountFields): boolean {
  return displayName.trim() !== '' && languages.length > 0
}

export function AccountFieldsForm({ value, change, tried }: AccountFieldsFormProps) {
  const { words } = useWords()
  return (
    <>
      <TextField
        label={words.displayName}
        hint={words.displayNameHint}
        value={value.displayName}
        change={(displayName) => change({ ...value, displayName })}
        maxLength={60}
        problem={tried && value.displayName.trim() === '' ? words.displayNameMissing : ''}
      />
      <Select
        label={words.role}
        value={value.role}
        options={ROLES.map((role) => ({ value: role, title: roleWords(role, words) }))}
        choose={(chosen) => {
          const role = ROLES.find((known) => known === chosen)
          if (role) change({ ...value, role })
        }}
      />
      <p className="note">{words[ABOUT[value.role]]}</p>
      <LanguagesChoice value={value.languages} change={(languages) => change({ ...value, languages })} />
    </>
  )
}

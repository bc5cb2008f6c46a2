/** How an entry is answered. */

import type { EntryContent } from '../../../console/corpus-types.ts'
import { Select } from '../../staff/select.tsx'
import { useWords } from '../console-context.ts'

export interface KindSelectProps {
  readonly value: EntryContent['kind']
  readonly disabled?: boolean
  choose(kind: EntryContent['kind']): void
}

export function KindSelect({ value, disabled = false, choose }: KindSelectProps) {
  const { words } = useWords()
  const kinds = { faq: words.coFaq, dialog: words.coDialogKind, 'small-talk': words.coSmallTalk }
  const options = Object.entries(kinds).map(([kind, title]) => ({ value: kind, title }))
  return (
    <Select
      label={words.coEntryKind}
      value={value}
      options={options}
      disabled={disabled}
      // The options are the kinds.
      choose={(kind) => choose(kind as EntryContent['kind'])}
    />
  )
}

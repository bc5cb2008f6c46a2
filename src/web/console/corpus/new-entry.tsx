/** Begins an entry: its id and the file it goes to; the rest is written in the editor. */

import { Button } from 'antd'
import { useState } from 'react'
import type { ChoicesAnswer, EntryContent } from '../../../console/corpus-types.ts'
import { Dialog } from '../../staff/dialog.tsx'
import { TextField } from '../../staff/fields.tsx'
import { Select } from '../../staff/select.tsx'
import { useWords } from '../console-context.ts'
import { KindSelect } from './kind-select.tsx'

export interface NewEntryProps {
  readonly choices: ChoicesAnswer | undefined
  create(entry: EntryContent, file: string): void
  close(): void
}

const ID = /^[a-z]+(?:\.[a-z0-9-]+)+$/

export function NewEntry({ choices, create, close }: NewEntryProps) {
  const { words } = useWords()
  const [id, setId] = useState('')
  const [kind, setKind] = useState<EntryContent['kind']>('faq')
  const [chosen, setChosen] = useState('')
  const [problem, setProblem] = useState('')
  const files = choices?.files ?? []
  const topic = `faq/${id.split('.')[0]}.yaml`
  const proposed = ID.test(id) ? topic : 'faq/new.yaml'
  const file = chosen === '' ? proposed : chosen
  const options = [...new Set([proposed, ...files])].map((one) => ({ value: one, title: one }))
  const submit = () => {
    if (!ID.test(id) || id.length > 80) return setProblem(words.coIdWrong)
    if (choices?.entries.some((one) => one.id === id)) return setProblem(words.coTaken)
    const nothing = { zh: [], en: [] }
    const entry: EntryContent = {
      id,
      kind,
      title: { zh: '', en: '' },
      related: [],
      tags: [],
      phrases: nothing,
      answer: nothing,
    }
    create(entry, file)
  }
  return (
    <Dialog title={words.coNew} close={close}>
      <form
        className="co-new"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          label={words.coId}
          value={id}
          hint={words.coIdHint}
          problem={problem}
          maxLength={80}
          autoFocus
          change={(value) => {
            setId(value.trim())
            setProblem('')
          }}
        />
        <KindSelect value={kind} choose={setKind} />
        <Select label={words.coFile} value={file} options={options} choose={setChosen} />
        <Button type="primary" htmlType="submit">
          {words.coCreate}
        </Button>
      </form>
    </Dialog>
  )
}

/** Asks why an earlier revision is to be live again. */

import { Button } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

interface GoBackProps {
  readonly number: number
  /** Whether publishing needs somebody's approval here: going back does not, which is said. */
  readonly fourEyes: boolean
  stay(): void
  rollback(note: string): Promise<void>
}

export function GoBack({ number, fourEyes, stay, rollback }: GoBackProps) {
  const { words } = useWords()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(() => field.current?.focus(), [])
  const send = async () => {
    if (note.trim() === '') {
      setMissing(true)
      field.current?.focus()
      return
    }
    setBusy(true)
    await rollback(note.trim())
    setBusy(false)
  }
  return (
    <form
      className="pb-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <strong>{fill(words.pbRollbackTitle, { number })}</strong>
      <p className="note">{words.pbRollbackMore}</p>
      {fourEyes && <p className="note">{words.pbRollbackEyes}</p>}
      <label htmlFor={id}>{words.pbRollbackNote}</label>
      <input
        ref={field}
        id={id}
        value={note}
        maxLength={500}
        aria-invalid={missing}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') stay()
        }}
      />
      <p id={`${id}-hint`} className="note warn">
        {missing && words.pbNoteMissing}
      </p>
      <div className="filters">
        <Button type="primary" htmlType="submit" disabled={busy}>
          {words.pbRollback}
        </Button>
        <Button onClick={stay}>{words.pbCancelDialog}</Button>
      </div>
    </form>
  )
}

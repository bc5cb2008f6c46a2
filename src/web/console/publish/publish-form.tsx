/** A sentence for colleagues, a reason where the check refused, and the button. */

import { Button } from 'antd'
import { useId, useRef, useState } from 'react'
import { useWords } from '../console-context.ts'

export interface PublishFormProps {
  readonly isBlocked: boolean
  /** Errors of the corpus cannot be passed over. */
  readonly cannot: boolean
  /** @param override empty where none is needed */
  publish(note: string, override: string): Promise<void>
}

const MOST = 500

export function PublishForm({ isBlocked, cannot, publish }: PublishFormProps) {
  const { words } = useWords()
  const id = useId()
  const noteField = useRef<HTMLInputElement>(null)
  const reasonField = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState('')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState<'note' | 'reason'>()
  const [busy, setBusy] = useState(false)
  if (cannot) return null
  const send = async () => {
    if (note.trim() === '') {
      setMissing('note')
      noteField.current?.focus()
      return
    }
    if (isBlocked && reason.trim() === '') {
      setMissing('reason')
      reasonField.current?.focus()
      return
    }
    setMissing(undefined)
    setBusy(true)
    await publish(note.trim(), isBlocked ? reason.trim() : '')
    setBusy(false)
  }
  return (
    <form
      className="card pb-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label htmlFor={`${id}-note`}>{words.pbNote}</label>
      <input
        ref={noteField}
        id={`${id}-note`}
        value={note}
        maxLength={MOST}
        aria-describedby={`${id}-hint`}
        aria-invalid={missing === 'note'}
        onChange={(event) => setNote(event.target.value)}
      />
      <p id={`${id}-hint`} className={missing === 'note' ? 'note warn' : 'note'}>
        {missing === 'note' ? words.pbNoteMissing : words.pbNoteHint}
      </p>
      {isBlocked && (
        <>
          <label htmlFor={`${id}-reason`}>{words.pbOverride}</label>
          <input
            ref={reasonField}
            id={`${id}-reason`}
            value={reason}
            maxLength={MOST}
            aria-describedby={`${id}-reason-hint`}
            aria-invalid={missing === 'reason'}
            onChange={(event) => setReason(event.target.value)}
          />
          <p id={`${id}-reason-hint`} className={missing === 'reason' ? 'note warn' : 'note'}>
            {words.pbOverrideMissing}
          </p>
        </>
      )}
      <Button type="primary" danger={isBlocked} htmlType="submit" disabled={busy}>
        {words.pbPublish}
      </Button>
    </form>
  )
}

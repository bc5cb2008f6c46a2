/** Asks why a conversation ends, and ends it: the reason by arrow, the end by Enter. */

import { Alert, Button } from 'antd'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import type { SettingsState } from './use-settings-state.ts'
import type { Closing } from './work-api.ts'

/** Longest note, in UTF-16 code units. */
const NOTE_LIMIT = 1_000

export interface ResolveDialogProps {
  readonly known: SettingsState
  resolve(closing: Closing): void
  close(): void
}

export function ResolveDialog({ known, resolve, close }: ResolveDialogProps) {
  const { words, language } = useWords()
  const form = useId()
  const [chosen, setChosen] = useState<string>()
  const [note, setNote] = useState('')
  const { settings, error } = known
  const first = useRef<HTMLInputElement>(null)
  // Once there is something to choose; the browser would take the button that closes the window.
  const isReady = settings !== undefined
  useEffect(() => {
    if (isReady) first.current?.focus()
  }, [isReady])
  const reason = chosen ?? settings?.reasons[0]?.id
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === undefined) return
    const text = note.trim()
    resolve({ reason, ...(text !== '' && { note: text }) })
  }
  return (
    <Dialog
      title={words.closeTitle}
      close={close}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button type="primary" danger htmlType="submit" form={form} disabled={reason === undefined}>
            {words.closeConfirm}
          </Button>
        </>
      }
    >
      {error !== undefined && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={`${words.errorSettings} ${errorWords(error, words)}`}
          action={<Button onClick={known.again}>{words.resolveTry}</Button>}
        />
      )}
      {settings && (
        <form id={form} className="form" onSubmit={submit}>
          <p>{words.closeText}</p>
          <fieldset className="radios">
            <legend>{words.resolveReason}</legend>
            {settings.reasons.map(({ id, name, rate }, at) => (
              <label key={id}>
                <input
                  type="radio"
                  name="reason"
                  ref={at === 0 ? first : undefined}
                  checked={reason === id}
                  onChange={() => setChosen(id)}
                />
                <span>{name[language]}</span>
                {rate && <small>{words.resolveRated}</small>}
              </label>
            ))}
          </fieldset>
          <label className="labelled">
            {words.resolveNote}
            <input
              type="text"
              value={note}
              maxLength={NOTE_LIMIT}
              autoComplete="off"
              dir="auto"
              onChange={(event) => setNote(event.target.value)}
            />
          </label>
          <p className="note with-keyboard">{words.resolveHint}</p>
        </form>
      )}
    </Dialog>
  )
}

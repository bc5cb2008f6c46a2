/** Puts a customer on the worklist by hand. */

import { Alert, Button, Input, type InputRef } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { fill } from '../widget/strings.ts'
import { useDesk, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'
import { retentionHref } from './route.ts'

/** Longest note, in UTF-16 code units. */
export const NOTE_LIMIT = 2_000

export interface RetentionAddProps {
  close(): void
  /** Hears what was done, in words. */
  added(text: string): void
}

export function RetentionAdd({ close, added }: RetentionAddProps) {
  const { words } = useWords()
  const { retention } = useDesk()
  const [account, setAccount] = useState('')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const field = useRef<InputRef>(null)
  const submit = async () => {
    if (account.trim() === '') {
      setProblem(words.retentionAddMissing)
      field.current?.focus()
      return
    }
    setBusy(true)
    setProblem('')
    try {
      const { item } = await retention.add({
        account: account.trim(),
        ...(note.trim() !== '' && { note: note.trim() }),
      })
      added(fill(words.retentionAdded, { name: item.customerName ?? words.none }))
      location.hash = retentionHref(item.id)
    } catch (error) {
      setProblem(errorWords(error, words))
      setBusy(false)
      field.current?.focus({ cursor: 'all' })
    }
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) void submit()
  }
  return (
    <Dialog
      title={words.retentionAddTitle}
      close={close}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button type="primary" htmlType="submit" form="retention-add" loading={busy}>
            {words.addConfirm}
          </Button>
        </>
      }
    >
      <form id="retention-add" className="form" onSubmit={onSubmit} noValidate>
        <p>{words.retentionAddText}</p>
        <div role="alert">
          {problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}
        </div>
        <div className="field">
          <label htmlFor="retention-account">{words.retentionAddAccount}</label>
          <Input
            id="retention-account"
            ref={field}
            value={account}
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setAccount(event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="retention-add-note">{words.retentionAddNote}</label>
          <Input.TextArea
            id="retention-add-note"
            value={note}
            maxLength={NOTE_LIMIT}
            rows={2}
            className="grows"
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
      </form>
    </Dialog>
  )
}

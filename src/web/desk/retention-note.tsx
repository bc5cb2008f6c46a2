/** The note on a customer of the worklist. */

import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { RetentionDetail } from '../../console/retention-types.ts'
import { useWords } from './desk-context.ts'
import { NOTE_LIMIT } from './retention-add.tsx'
import type { RetentionItemState } from './use-retention-item.ts'

export interface RetentionNoteProps {
  readonly detail: RetentionDetail
  readonly state: RetentionItemState
  /** Hears what was done, in words. */
  done(text: string): void
}

export function RetentionNote({ detail, state, done }: RetentionNoteProps) {
  const { words } = useWords()
  const stored = detail.note ?? ''
  const [text, setText] = useState(stored)
  /** What the text began with. */
  const [base, setBase] = useState(stored)
  // What a colleague wrote takes its place, unless something of one's own would be lost by it.
  useEffect(() => {
    if (stored === base || text !== base) return
    setText(stored)
    setBase(stored)
  }, [stored, text, base])
  const save = async () => {
    const kept = text.trim()
    if (!(await state.change('note', { text: kept }))) return
    setText(kept)
    setBase(kept)
    done(words.noteSaved)
  }
  return (
    <section className="card">
      <h3>
        <label htmlFor="retention-note">{words.noteTitle}</label>
      </h3>
      <Input.TextArea
        id="retention-note"
        value={text}
        maxLength={NOTE_LIMIT}
        placeholder={words.notePlaceholder}
        rows={2}
        className="grows"
        onChange={(event) => setText(event.target.value)}
      />
      {stored !== base && stored !== text && (
        <p className="blocked" role="status">
          {words.noteOther}
          <br />
          {stored === '' ? words.noteRemoved : stored}
        </p>
      )}
      <p className="contact-send">
        <Button
          disabled={text === stored || state.busy !== undefined}
          loading={state.busy === 'note'}
          onClick={() => void save()}
        >
          {words.noteSave}
        </Button>
        <span className="note">{words.noteHint}</span>
      </p>
    </section>
  )
}

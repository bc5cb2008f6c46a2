/** Where an agent writes to colleagues. */

import { LockOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type KeyboardEvent, type RefObject, useId } from 'react'
import { fill } from '../widget/strings.ts'
import { useWords } from './desk-context.ts'
import { REPLY_LIMIT } from './unsent.ts'

export interface NoteBoxProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly busy: boolean
  setText(text: string): void
  keep(text: string): void
}

export function NoteBox({ field, text, busy, setText, keep }: NoteBoxProps) {
  const { words } = useWords()
  const id = useId()
  const kept = text.trim()
  const over = kept.length - REPLY_LIMIT
  const submit = () => {
    if (kept !== '' && over <= 0 && !busy) keep(kept)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  return (
    <>
      <label className="unseen" htmlFor={id}>
        {words.noteField}
      </label>
      <textarea
        id={id}
        ref={field}
        className="note-field"
        value={text}
        rows={3}
        dir="auto"
        placeholder={words.noteFieldHint}
        aria-invalid={over > 0}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="reply-foot">
        <span>
          <LockOutlined aria-hidden /> {words.noteOnly}
        </span>
        <span className={over > 0 ? 'counter over' : 'counter'} role="status">
          {over > 0 && fill(words.tooLong, { count: over })}
        </span>
        <Button disabled={kept === '' || over > 0} loading={busy} onClick={submit}>
          {words.noteKeep}
        </Button>
      </div>
    </>
  )
}

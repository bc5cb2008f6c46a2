/** A note of a colleague between the messages; the customer never sees it. */

import { LockOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { NoteItem } from '../../console/desk-work-types.ts'
import { useWords } from './desk-context.ts'
import { Time } from './time.tsx'

export interface NoteLineProps {
  readonly note: NoteItem
  takeBack(note: NoteItem): void
}

export function NoteLine({ note, takeBack }: NoteLineProps) {
  const { words } = useWords()
  return (
    <article className="note-line">
      <p className="line-head">
        <LockOutlined aria-hidden /> {words.note} · <bdi>{note.mine ? words.me : note.author}</bdi>{' '}
        <Time at={note.at} /> · {words.noteOnly}
      </p>
      <p className="bubble" dir="auto">
        {note.text}
      </p>
      {note.mayDelete && (
        <Button size="small" type="link" aria-label={words.noteTakeBackLabel} onClick={() => takeBack(note)}>
          {words.noteTakeBack}
        </Button>
      )}
    </article>
  )
}

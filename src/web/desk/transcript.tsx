/** What was said, kept at its end as long as the reader is there. */

import { DownOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { NoteItem } from '../../console/desk-work-types.ts'
import { dayWords } from '../staff/calendar.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useWords } from './desk-context.ts'
import { NoteLine } from './note-line.tsx'
import { OutgoingLine } from './outgoing-line.tsx'
import { TranscriptLine } from './transcript-line.tsx'
import { entriesOf, newestRead } from './transcript-order.ts'
import { notYetShown, type Outgoing } from './unsent.ts'
import type { Replies } from './use-replies.ts'
import type { OpenConversation } from './work-api.ts'

/** Closer to the end than this counts as being at the end, in pixels. */
const NEAR = 48

function scrollToEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight
}

export interface TranscriptProps {
  readonly answer: OpenConversation
  readonly outgoing: readonly Outgoing[]
  readonly replies: Pick<Replies, 'retry' | 'takeBack'>
  takeBackNote(note: NoteItem): void
  /** Hears up to which number messages were on the screen. */
  saw(seq: number): void
  /** At the end, such as that the customer is typing. */
  readonly children?: ReactNode
}

export function Transcript(props: TranscriptProps) {
  const { answer, outgoing, replies, takeBackNote, saw, children } = props
  const { words } = useWords()
  const calendar = useCalendar()
  const log = useRef<HTMLDivElement>(null)
  const lines = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const [seen, setSeen] = useState(answer.lastSeq)
  const { transcript, notes, now } = answer
  const read = newestRead(transcript, answer.customerReadSeq)
  const pending = notYetShown(outgoing, transcript)
  const unseen = transcript.filter(({ seq }) => seq > seen).length

  // A reply just written brings the reader to the end; anything else only if they are there.
  const replied = outgoing.length
  const before = useRef(replied)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new note is something new, too
  useLayoutEffect(() => {
    if (atEnd.current || replied > before.current) scrollToEnd(log.current)
    before.current = replied
    if (atEnd.current) setSeen(answer.lastSeq)
  }, [answer.lastSeq, notes.length, replied])
  useEffect(() => saw(seen), [saw, seen])
  useEffect(() => {
    // Lines grow after they are drawn, too: by images, and by what became of a message.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) scrollToEnd(log.current)
    })
    for (const { current } of [log, lines]) if (current) observer.observe(current)
    return () => observer.disconnect()
  }, [])
  const onScroll = () => {
    const element = log.current
    if (!element) return
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
    if (atEnd.current) setSeen(answer.lastSeq)
  }

  let day = ''
  return (
    <div className="transcript-frame">
      <div
        className="transcript"
        ref={log}
        role="log"
        aria-label={words.transcript}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div className="lines" ref={lines}>
          {transcript.length === 0 && notes.length === 0 && pending.length === 0 && (
            <p className="system-line">{words.noMessages}</p>
          )}
          {entriesOf(transcript, notes).map((entry) => {
            const title = dayWords(entry.at, now, calendar)
            const first = title !== day
            day = title
            return (
              <Fragment key={entry.key}>
                {first && <p className="day">{title}</p>}
                {entry.is === 'note' ? (
                  <NoteLine note={entry.note} takeBack={takeBackNote} />
                ) : (
                  <TranscriptLine line={entry.line} read={entry.line.id === read} />
                )}
              </Fragment>
            )
          })}
          {pending.map((reply) => (
            <OutgoingLine key={reply.clientId} reply={reply} replies={replies} />
          ))}
          {children}
        </div>
      </div>
      {unseen > 0 && (
        <Button
          className="to-end"
          type="primary"
          shape="round"
          icon={<DownOutlined aria-hidden />}
          onClick={() => scrollToEnd(log.current)}
        >
          {fill(words.newMessages, { count: unseen })}
        </Button>
      )}
    </div>
  )
}

/** What was just done to the draft, with a way back. */

import { Button } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import { type Attempt, useAttempt } from '../../staff/use-attempt.ts'
import { useWords } from '../console-context.ts'
import { labErrors } from './lab-api.ts'

/** A deed in words, and what takes it back; null where it is taken back already. */
export interface Done {
  readonly text: string
  readonly undo: (() => Promise<void>) | null
}

/** Deeds on the draft: the last one, and whether one is under way. */
export interface Deeds extends Attempt {
  readonly done: Done | null
  /** Does it; afterwards the keyboard is at the note. @param undoOf given what the deed came to */
  perform<Result>(
    text: string,
    act: () => Promise<Result>,
    undoOf: (result: Result) => () => Promise<void>,
  ): Promise<boolean>
  takeBack(): Promise<void>
  readonly note: RefObject<HTMLDivElement | null>
}

/** @param changed hears that the draft is another now, or may be */
export function useDeeds(changed: () => Promise<void>): Deeds {
  const { words } = useWords()
  const attempt = useAttempt(labErrors(words))
  const [done, setDone] = useState<Done | null>(null)
  const note = useRef<HTMLDivElement>(null)
  const { run } = attempt
  const perform: Deeds['perform'] = async (text, act, undoOf) => {
    const isDone = await run(async () => {
      const result = await act()
      setDone({ text, undo: undoOf(result) })
    })
    await changed()
    if (isDone) note.current?.focus()
    return isDone
  }
  const takeBack = async () => {
    const undo = done?.undo
    if (!undo) return
    await run(async () => {
      await undo()
      setDone({ text: words.tlUndone, undo: null })
    })
    await changed()
    note.current?.focus()
  }
  return { ...attempt, done, perform, takeBack, note }
}

export function DoneNote({ deeds }: { readonly deeds: Deeds }) {
  const { words } = useWords()
  const { done, problem, busy, takeBack, note } = deeds
  return (
    <div className="done-note" ref={note} tabIndex={-1}>
      <p role="status">{done?.text}</p>
      {done?.undo && (
        <Button size="small" disabled={busy} onClick={() => void takeBack()}>
          {words.tlUndo}
        </Button>
      )}
      <p role="alert" className="note warn">
        {problem}
      </p>
    </div>
  )
}

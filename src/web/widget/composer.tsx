/** Where the customer writes, and chooses files to send along. */

import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ClipIcon, SendIcon } from './icons.tsx'
import { PickedFiles } from './picked-files.tsx'
import { pastedImages } from './picks.ts'
import { fill, type Strings } from './strings.ts'
import type { Picks } from './use-picks.ts'

/** Longest message, in UTF-16 units as `maxlength` counts. */
export const MOST_CHARACTERS = 2000
const COUNTER_FROM = 1800
/** What the file dialog offers first; the server decides what it takes. */
const OFFERED = 'image/*,audio/*,video/mp4,video/quicktime,application/pdf,text/plain,.docx,.xlsx,.pptx'

export interface ComposerProps {
  readonly words: Strings
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly picks: Picks
  say(text: string, files: readonly File[]): void
  /** Something is being typed. */
  writing(): void
}

/** Enter that chooses a candidate of an input method; Safari tells so only by the old key code. */
function belongsToInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}

function ClipButton({ words, add }: { words: Strings; add(files: readonly File[]): void }) {
  const dialog = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={dialog}
        type="file"
        multiple
        hidden
        accept={OFFERED}
        onChange={({ currentTarget }) => {
          add([...(currentTarget.files ?? [])])
          // The same file can be chosen again after it was removed.
          currentTarget.value = ''
        }}
      />
      <button
        type="button"
        class="clip"
        aria-label={words.attach}
        title={words.attach}
        onClick={() => dialog.current?.click()}
      >
        <ClipIcon />
      </button>
    </>
  )
}

function Counter({ length, words }: { length: number; words: Strings }) {
  const values = { count: length, limit: MOST_CHARACTERS }
  return (
    <p class={length >= MOST_CHARACTERS ? 'counter full' : 'counter'} id="liuke-counter">
      <span aria-hidden="true">{fill(words.counter, values)}</span>
      <span class="hidden-text">{fill(words.counterLabel, values)}</span>
    </p>
  )
}

export function Composer({ words, field, picks, say, writing }: ComposerProps) {
  const [draft, setDraft] = useState('')
  const ready = draft.trim() !== '' || picks.files.length > 0
  const near = draft.length >= COUNTER_FROM
  const canAttach = picks.maxMb > 0

  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    if (draft) element.style.height = `${element.scrollHeight}px`
  }, [draft, field])

  const add = (files: readonly File[]) => {
    picks.add(files)
    field.current?.focus()
  }
  const send = () => {
    if (!ready) return
    say(draft.trim(), picks.files)
    setDraft('')
    picks.clear()
    field.current?.focus()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <PickedFiles picks={picks} words={words} focusField={() => field.current?.focus()} />
      <div class={canAttach ? 'field attach' : 'field'}>
        {canAttach && <ClipButton words={words} add={add} />}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          maxLength={MOST_CHARACTERS}
          enterkeyhint="send"
          aria-label={words.message}
          aria-describedby={near ? 'liuke-counter' : undefined}
          placeholder={words.placeholder}
          value={draft}
          onInput={(event) => {
            setDraft(event.currentTarget.value)
            if (event.currentTarget.value !== '') writing()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || belongsToInputMethod(event)) return
            event.preventDefault()
            send()
          }}
          onPaste={(event) => {
            const images = canAttach ? pastedImages(event.clipboardData) : []
            if (images.length === 0) return
            event.preventDefault()
            add(images)
          }}
        />
        <button type="submit" class="send" disabled={!ready} aria-label={words.send} title={words.send}>
          <SendIcon />
        </button>
      </div>
      {near && <Counter length={draft.length} words={words} />}
    </form>
  )
}

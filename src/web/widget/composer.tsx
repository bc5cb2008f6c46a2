/** Where the customer writes. */

import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { SendIcon } from './icons.tsx'
import { fill, type Strings } from './strings.ts'

/** Longest message, in UTF-16 units as `maxlength` counts. */
export const MOST_CHARACTERS = 2000
const COUNTER_FROM = 1800

export interface ComposerProps {
  readonly words: Strings
  readonly field: RefObject<HTMLTextAreaElement | null>
  say(text: string): void
}

/** Enter that chooses a candidate of an input method; Safari tells so only by the old key code. */
function belongsToInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}

export function Composer({ words, field, say }: ComposerProps) {
  const [draft, setDraft] = useState('')
  const ready = draft.trim() !== ''
  const near = draft.length >= COUNTER_FROM

  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    if (draft) element.style.height = `${element.scrollHeight}px`
  }, [draft, field])

  const send = () => {
    if (!ready) return
    say(draft.trim())
    setDraft('')
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
      <div class="field">
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
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || belongsToInputMethod(event)) return
            event.preventDefault()
            send()
          }}
        />
        <button type="submit" class="send" disabled={!ready} aria-label={words.send} title={words.send}>
          <SendIcon />
        </button>
      </div>
      {near && (
        <p class={draft.length >= MOST_CHARACTERS ? 'counter full' : 'counter'} id="liuke-counter">
          <span aria-hidden="true">
            {fill(words.counter, { count: draft.length, limit: MOST_CHARACTERS })}
          </span>
          <span class="hidden-text">
            {fill(words.counterLabel, { count: draft.length, limit: MOST_CHARACTERS })}
          </span>
        </p>
      )}
    </form>
  )
}

/** Chooses a ready text: a field that filters, and the list below it, worked by keyboard alone. */

import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Language } from '../widget/strings.ts'
import { fill } from '../widget/strings.ts'
import { type Canned, matching } from './canned-words.ts'
import { useWords } from './desk-context.ts'

export interface CannedPickerProps {
  readonly canned: readonly Canned[]
  /** In which the texts are inserted: the customer's. */
  readonly into: Language
  insert(text: string): void
  /** @param typed what the agent wanted to write instead; empty for nothing */
  close(typed: string): void
}

export function CannedPicker({ canned, into, insert, close }: CannedPickerProps) {
  const { words, language } = useWords()
  const [asked, setAsked] = useState('')
  const [chosen, setChosen] = useState(0)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const found = matching(canned, asked)
  const current = Math.min(chosen, found.length - 1)
  useLayoutEffect(() => field.current?.focus(), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen one has to be in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current, asked])

  const take = (at: number) => {
    const one = found[at]
    if (one) insert(one.text[into])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => setChosen(Math.min(current + 1, found.length - 1)),
      ArrowUp: () => setChosen(Math.max(current - 1, 0)),
      Enter: () => take(current),
      Escape: () => close(''),
    }
    // Whoever wants to begin a line with a stroke types it twice.
    if (event.key === '/' && asked === '') close('/')
    else if (event.key === 'Backspace' && asked === '') close('')
    else if (Object.hasOwn(steps, event.key)) steps[event.key]?.()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <fieldset className="canned">
      <legend className="unseen">{words.cannedTitle}</legend>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={words.cannedFind}
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${id}${current}` : undefined}
        aria-describedby={`${id}hint`}
        placeholder={words.cannedFind}
        value={asked}
        autoComplete="off"
        onChange={(event) => {
          setAsked(event.target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        className="canned-list"
        id={`${id}list`}
        role="listbox"
        aria-label={words.canned}
        tabIndex={-1}
      >
        {found.map((one, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken by the field above
          <div
            key={one.id}
            id={`${id}${at}`}
            role="option"
            aria-selected={at === current}
            tabIndex={-1}
            onClick={() => take(at)}
          >
            <strong>{one.title[language]}</strong>
            <span lang={into === 'zh' ? 'zh-CN' : 'en'}>{one.text[into]}</span>
          </div>
        ))}
      </div>
      <p id={`${id}hint`}>
        <span role="status">
          {found.length === 0 ? words.cannedNone : fill(words.cannedCount, { count: found.length })}
        </span>{' '}
        · {fill(words.cannedLanguage, { language: into === 'zh' ? words.chinese : words.english })}
        <span className="with-keyboard"> · {words.cannedHint}</span>
      </p>
    </fieldset>
  )
}

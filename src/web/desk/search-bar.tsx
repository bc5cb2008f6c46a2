/** Looks for conversations by words, phrases in quotes, or an account number. */

import { CloseOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef } from 'antd'
import { type FormEvent, type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from 'react'
import { useWords } from './desk-context.ts'
import { type Filters, MAX_SEARCH, soughtIn } from './inbox-filters.ts'

export type Sought = Pick<Filters, 'words' | 'account'>

export interface SearchBarProps {
  readonly ref: Ref<InputRef>
  /** What is looked for now. */
  readonly sought: Sought
  /** @param typing whether the agent may still be writing */
  seek(sought: Sought, typing: boolean): void
  /** Goes on to what was found. */
  leave(): void
}

/** How long the agent has to pause before it is looked for what was written so far, in milliseconds. */
const PAUSE_MS = 350

/** Whether a text in the box stands for what is looked for. */
function stands(text: string, { words, account }: Sought): boolean {
  const sought = soughtIn(text)
  // Digits are looked for among words where the agent has said so.
  return (sought.words === words && sought.account === account) || (account === '' && text.trim() === words)
}

export function SearchBar({ ref, sought, seek, leave }: SearchBarProps) {
  const { words } = useWords()
  const [text, setText] = useState(sought.words || sought.account)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const hint = useId()
  // The address says what is looked for, wherever it came from; but not while the agent is writing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is looked for counts
  useEffect(() => {
    if (timer.current === undefined && !stands(text, sought)) setText(sought.words || sought.account)
  }, [sought.words, sought.account])
  useEffect(() => () => clearTimeout(timer.current), [])

  const begin = (next: string, typing: boolean) => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (!stands(next, sought)) seek(soughtIn(next), typing)
  }
  const write = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => begin(next, true), PAUSE_MS)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      leave()
    } else if (event.key === 'Escape' && text !== '') {
      // Only what was looked for goes, not the open conversation as well.
      event.preventDefault()
      clear()
    }
  }
  const clear = () => {
    setText('')
    begin('', false)
  }
  return (
    <search>
      <form
        className="search-bar"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          begin(text, false)
        }}
      >
        <Input
          ref={ref}
          type="text"
          enterKeyHint="search"
          autoComplete="off"
          prefix={<SearchOutlined aria-hidden />}
          aria-label={words.searchLabel}
          aria-describedby={hint}
          aria-keyshortcuts="/"
          placeholder={words.searchHint}
          title={words.searchHow}
          value={text}
          maxLength={MAX_SEARCH}
          dir="auto"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKey}
        />
        {text !== '' && (
          <Button
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={words.searchClear}
            title={words.searchClear}
            onClick={clear}
          />
        )}
        <span id={hint} className="unseen">
          {words.searchHow}
        </span>
      </form>
    </search>
  )
}

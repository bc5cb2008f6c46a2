/** Finds any entry by words, and accepts into it by keyboard. */

import { type KeyboardEvent, type Ref, useEffect, useId, useState } from 'react'
import type { ItemSummary } from '../../../console/corpus-types.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { UnansweredApi } from './unanswered-api.ts'

/** Typing rests this long before it is searched for, in milliseconds. */
const REST_MS = 200
const SHOWN = 8

export interface EntrySearchProps {
  readonly api: UnansweredApi
  readonly busy: boolean
  readonly ref: Ref<HTMLInputElement>
  accept(entry: string): void
}

export function EntrySearch({ api, busy, ref, accept }: EntrySearchProps) {
  const { words, language } = useWords()
  const id = useId()
  const [q, setQ] = useState('')
  /** With the words it was found by: Enter takes nothing that was found by earlier ones. */
  const [found, setFound] = useState<{ readonly q: string; readonly items: readonly ItemSummary[] }>()
  const wanted = q.trim()

  useEffect(() => {
    if (wanted === '') return setFound(undefined)
    let isGone = false
    const timer = setTimeout(() => {
      api.entries(wanted).then(
        ({ items }) => !isGone && setFound({ q: wanted, items: items.slice(0, SHOWN) }),
        () => !isGone && setFound({ q: wanted, items: [] }),
      )
    }, REST_MS)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [api, wanted])

  const items = found?.q === wanted ? found.items : []
  const first = items[0]
  const step = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const field = event.currentTarget.closest('.un-search')
    const stops = [...(field?.querySelectorAll<HTMLElement>('input, li button') ?? [])]
    const to = stops[stops.indexOf(event.currentTarget) + (event.key === 'ArrowDown' ? 1 : -1)]
    if (!to) return
    event.preventDefault()
    to.focus()
  }
  return (
    <div className="un-search">
      <label htmlFor={id}>
        {words.unSearch} <kbd aria-hidden>/</kbd>
      </label>
      <input
        id={id}
        ref={ref}
        type="search"
        value={q}
        maxLength={200}
        placeholder={words.unSearchHint}
        aria-keyshortcuts="/"
        onChange={(event) => setQ(event.target.value)}
        onKeyDown={(event) => {
          step(event)
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || !first || busy) return
          event.preventDefault()
          accept(nameOf(first))
        }}
      />
      <p role="status" className="note">
        {found?.q === wanted &&
          (items.length === 0 ? words.unSearchNone : fill(words.unSearchFound, { count: items.length }))}
      </p>
      <ul>
        {items.map((item) => (
          <li key={item.key}>
            <button type="button" disabled={busy} onKeyDown={step} onClick={() => accept(nameOf(item))}>
              {item.title[language] || nameOf(item)} <span className="note">{nameOf(item)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The id of an entry: its key is `entry:` and that. */
function nameOf({ key }: ItemSummary): string {
  return key.slice(key.indexOf(':') + 1)
}

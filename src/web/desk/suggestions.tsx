/** Answers of the corpus that may help, above the reply; they are put into it, never sent by themselves. */

import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { Suggestion } from '../../console/desk-work-types.ts'
import { fill } from '../widget/strings.ts'
import { useDesk, useWords } from './desk-context.ts'
import { confidenceWords } from './suggestion-words.ts'

/**
 * Suggestions for the newest message of the customer.
 * @param message its id; undefined for none, and where nothing is to be suggested
 */
export function useSuggestions(id: string, message: string | undefined): readonly Suggestion[] {
  const { work } = useDesk()
  const [items, setItems] = useState<readonly Suggestion[]>([])
  useEffect(() => {
    let isGone = false
    setItems([])
    if (message === undefined) return
    work.suggestions(id).then(
      (answer) => {
        if (!isGone) setItems(answer.items)
      },
      () => undefined, // a help, nothing more: without it one writes oneself
    )
    return () => {
      isGone = true
    }
  }, [work, id, message])
  return items
}

export interface SuggestionsProps {
  readonly items: readonly Suggestion[]
  insert(text: string): void
}

export function Suggestions({ items, insert }: SuggestionsProps) {
  const { words, language } = useWords()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // By its place: with Alt some keyboards type another character.
      const digit = /^(?:Digit|Numpad)([1-3])$/u.exec(event.code)?.[1]
      const item = digit === undefined ? undefined : items[Number(digit) - 1]
      if (!item || !event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
      if (document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      insert(item.text)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [items, insert])
  if (items.length === 0) return null
  return (
    <section className="suggestions" aria-label={words.suggested} title={words.suggestHint}>
      <p>{words.suggested}</p>
      <ul>
        {items.map((item, at) => {
          const title = item.title[language]
          const confidence = confidenceWords(item.confidence, words)
          return (
            <li key={item.entry}>
              <Button
                size="small"
                aria-label={fill(words.suggestInsert, { number: at + 1, title, confidence })}
                aria-keyshortcuts={`Alt+${at + 1}`}
                title={item.text}
                onClick={() => insert(item.text)}
              >
                <kbd aria-hidden>{at + 1}</kbd>
                <span className="suggestion-title">{title}</span>
                <small>{confidence}</small>
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

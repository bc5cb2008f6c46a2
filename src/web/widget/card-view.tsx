/** The cards of a message: as text until they can be drawn, and for good where they cannot. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Cards } from './attachments.ts'
import type { CardAnswer, CardRenderer } from './card/renderer.ts'
import type { CardLoader } from './card-loader.ts'
import type { Strings } from './strings.ts'

export interface CardViewProps {
  readonly cards: Cards
  readonly loader: CardLoader
  readonly words: Strings
  answer(answer: CardAnswer): void
}

export function CardView({ cards, loader, words, answer }: CardViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState(false)
  const latest = useRef(answer)
  latest.current = answer
  // What the server sends again, with new links, is the same card.
  const content = JSON.stringify(cards.contents)

  useLayoutEffect(() => {
    let wanted = true
    const draw = ({ drawCards }: CardRenderer) => {
      if (!wanted || !place.current) return
      try {
        drawCards(cards.contents, place.current, (given) => latest.current(given))
        setDrawn(true)
      } catch (error) {
        setDrawn(false)
        console.warn('Liuke: a card is shown as text.', error)
      }
    }
    if (loader.loaded) draw(loader.loaded)
    else loader.load().then(draw, () => undefined) // the browser reports it; the text is there
    return () => {
      wanted = false
    }
  }, [content, loader])

  const text = cards.summary || words.cardUnshown
  return (
    <>
      {!drawn && <span class="summary">{text}</span>}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; most cards are figures to read */}
      <div
        class="card"
        role="group"
        aria-label={text.split('\n', 1)[0]}
        // Read out as text when it came; the drawing says nothing new.
        aria-live="off"
        hidden={!drawn}
        ref={place}
      />
    </>
  )
}

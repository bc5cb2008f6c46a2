/** The part of the widget that draws Adaptive Cards, loaded when the first one arrives. */

import { AdaptiveCard, OpenUrlAction, SubmitAction } from 'adaptivecards/lib/card-elements.js'
import { GlobalSettings } from 'adaptivecards/lib/shared.js'
import 'adaptivecards/lib/table.js'
import { applyStyles } from '../styles.ts'
import styles from './card.css'
import { cardLink, cleanCard } from './content.ts'
import { look } from './look.ts'

/** What a customer answers by a button of a card. */
export interface CardAnswer {
  readonly title: string
  /** The button's data together with what stands in the card's inputs. */
  readonly value: unknown
}

/** What the loaded module is to the widget. */
export interface CardRenderer {
  drawCards(contents: readonly unknown[], into: HTMLElement, answer: (answer: CardAnswer) => void): void
}

GlobalSettings.setTabIndexAtCardRoot = false
// They cut texts by writing HTML.
GlobalSettings.useAdvancedTextBlockTruncation = false
GlobalSettings.useAdvancedCardBottomTruncation = false

// Texts are never markup, whatever the page around has loaded.
AdaptiveCard.onProcessMarkdown = (_text, result) => {
  result.didProcess = false
}

const styled = new WeakSet<Node>()

function style(root: Node): void {
  if (!(root instanceof ShadowRoot) || styled.has(root)) return
  applyStyles(root, styles)
  styled.add(root)
}

/** The library sets the page's own click handler, which belongs to the page. */
function keepingClickHandler<T>(act: () => T): T {
  const handler = document.onclick
  try {
    return act()
  } finally {
    document.onclick = handler
  }
}

function draw(content: unknown, answer: (answer: CardAnswer) => void): HTMLElement {
  const card = new AdaptiveCard()
  card.hostConfig = look
  card.onExecuteAction = (action) => {
    if (action instanceof SubmitAction) answer({ title: action.title ?? '', value: action.data })
    const href = action instanceof OpenUrlAction ? cardLink(action.url) : undefined
    if (href) open(href, '_blank', 'noopener,noreferrer')
  }
  card.parse(cleanCard(content))
  const element = card.shouldFallback() ? undefined : keepingClickHandler(() => card.render())
  if (!element || card.getItemCount() === 0) throw new TypeError('There is nothing to show in this card.')
  return element
}

/**
 * Draws the cards of a message into an element, instead of what is in it.
 * @throws when one cannot be drawn; the element is then as it was
 */
export function drawCards(
  contents: readonly unknown[],
  into: HTMLElement,
  answer: (answer: CardAnswer) => void,
): void {
  const elements = contents.map((content) => draw(content, answer))
  style(into.getRootNode())
  into.replaceChildren(...elements)
}

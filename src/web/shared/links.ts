/** Splits plain text into words and web links, so that pages can show links without ever parsing HTML. */

/** A piece of a message: plain text, or a link whose visible text is exactly its address as written. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

// Only ASCII address characters: Chinese text follows an address without a space ("见 https://x.example。谢谢").
const ADDRESS = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/giu
const TRAILING = new Set('.,;:!?\'"*_~'.split(''))
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[' }

/** Length of an address without the punctuation that belongs to the sentence around it. Linear in its length. */
function addressLength(address: string): number {
  const open: Record<string, number> = { '(': 0, '[': 0 }
  const close: Record<string, number> = { '(': 0, '[': 0 }
  for (const character of address) {
    if (character in open) open[character]! += 1
    const opening = OPENING[character]
    if (opening) close[opening]! += 1
  }
  let length = address.length
  while (length > 0) {
    const last = address[length - 1]!
    const opening = OPENING[last]
    if (opening && close[opening]! > open[opening]!) close[opening]! -= 1
    else if (!TRAILING.has(last)) break
    length -= 1
  }
  return length
}

/**
 * The address to open for a text, or undefined when it is not a plain http(s) address.
 * Addresses with a user name in them (`https://bank.example@evil.example`) are refused: they exist to mislead.
 */
export function safeHref(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  if (url.username || url.password) return undefined
  return url.href
}

/** Splits a message into text and links; joined together, the parts' texts are the message again. */
export function splitLinks(message: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of message.matchAll(ADDRESS)) {
    const text = match[0].slice(0, addressLength(match[0]))
    const href = safeHref(text)
    if (!href) continue
    if (match.index > end) parts.push({ kind: 'text', text: message.slice(end, match.index) })
    parts.push({ kind: 'link', text, href })
    end = match.index + text.length
  }
  if (end < message.length) parts.push({ kind: 'text', text: message.slice(end) })
  return parts
}

/** Makes what customers and files say safe to show in HTML and in Markdown. */

/** Longer texts are cut in the pages; report.json has them whole. */
const LONGEST = 160

// Control characters; marks that turn the direction of what follows; line separators.
const UNSHOWABLE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
const REPLACEMENT = '\ufffd'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * A text on one line, with nothing in it that cannot be seen and changes how the rest is read, and cut to 160
 * characters. Still to be escaped.
 */
export function shown(text: string): string {
  const line = text.toWellFormed().replace(/\s+/g, ' ').trim().replace(UNSHOWABLE, REPLACEMENT)
  const characters = [...line.slice(0, 2 * LONGEST + 2)]
  return characters.length <= LONGEST ? line : `${characters.slice(0, LONGEST).join('')}…`
}

/** Safe between tags and in quoted attributes of HTML and SVG. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** Safe as text of Markdown, in cells of tables too; not at the beginning of a line, where more has a meaning. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~&$]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replace(/www\./gi, (found) => `${found.slice(0, -1)}\\.`)
}

/**
 * As code in Markdown, which is shown as it is: no markup, no link, nobody mentioned. Where a bar or a backtick is
 * in it, renderers do not agree how a cell of a table may hold it as code; entities end neither code nor cells.
 */
export function markdownCode(text: string): string {
  if (!/[`|]/.test(text)) return text === '' ? '` `' : `\`${text}\``
  const entities = text.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.codePointAt(0)};`)
  return `<code>${entities}</code>`
}

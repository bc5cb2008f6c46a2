/** Takes texts out of the lists of a YAML text. */

import { isScalar, parseDocument, visit } from 'yaml'

/**
 * The same YAML without those texts of its lists. A text with none of them, or that is not YAML, is given back as it is.
 * Lists that lose all of theirs stay, empty.
 */
export function withoutTexts(source: string, isGone: (text: string) => boolean): string {
  const document = parseDocument(source, { schema: 'core', prettyErrors: false, uniqueKeys: false })
  // Broken YAML has no lists; its lines are read as such.
  if (document.errors.length > 0) return withoutLines(source, isGone)
  let isFound = false
  visit(document, {
    Seq(_, list) {
      const kept = list.items.filter(
        (item) => !(isScalar(item) && typeof item.value === 'string' && isGone(item.value)),
      )
      if (kept.length === list.items.length) return
      isFound = true
      list.items = kept
      // An empty list has only one way of being written.
      if (kept.length === 0) list.flow = true
    },
  })
  return isFound ? document.toString({ lineWidth: 0, flowCollectionPadding: true }) : source
}

/** A line that is a text of a list, quoted or not. */
const LIST_LINE = /^[ \t]*-[ \t]+(.*?)[ \t]*\r?$/

function withoutLines(source: string, isGone: (text: string) => boolean): string {
  return source
    .split('\n')
    .filter((line) => {
      const written = LIST_LINE.exec(line)?.[1] ?? ''
      const bare = /^(["'])(.*)\1$/.exec(written)?.[2] ?? written
      return bare === '' || !isGone(bare)
    })
    .join('\n')
}

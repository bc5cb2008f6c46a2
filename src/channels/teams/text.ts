/** Text as Teams takes it: split by size, and never read as markup. */

/** Largest text of one message, in bytes; Teams counts UTF-16, other servers on the way UTF-8. */
export const TEXT_LIMIT = 28_000
/** A long text is cut into pieces of this size, and as many as fit are sent together. */
const PIECE_LIMIT = 3_500

/** Bytes of a text in the encoding that takes more. */
export function sizeOf(text: string): number {
  return Math.max(Buffer.byteLength(text, 'utf8'), text.length * 2)
}

/**
 * Cuts a text into pieces of at most `limit` bytes: at line ends, else after sentences or words, else
 * between characters. The pieces joined are the text, and the same text is always cut the same way.
 * @returns no piece for an empty text
 */
export function piecesOf(text: string, limit: number = PIECE_LIMIT): string[] {
  return packed(text.split(/(?<=\n)/), limit, (line) =>
    packed(line.split(/(?<=[。！？；，.!?;,\s])/u), limit, (sentence) =>
      packed([...sentence], limit, (character) => [character]),
    ),
  )
}

/** Joins neighbours as long as they fit; what is too large alone is cut further. */
function packed(parts: readonly string[], limit: number, cut: (part: string) => string[]): string[] {
  const pieces: string[] = []
  let open = ''
  let size = 0
  for (const part of parts.flatMap((whole) => (sizeOf(whole) > limit ? cut(whole) : [whole]))) {
    // Both encodings are summed at their larger value, so a piece is never larger than counted.
    const added = sizeOf(part)
    if (open !== '' && size + added > limit) {
      pieces.push(open)
      open = ''
      size = 0
    }
    open += part
    size += added
  }
  return open === '' ? pieces : [...pieces, open]
}

/** A text in messages of `textFormat` xml: shown as written, with its lines. */
export function xmlText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r?\n/g, '<br/>')
}

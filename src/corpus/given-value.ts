/** Makes a value safe to stand in what the bot says: words of a customer stay words, on every channel. */

/** Longest value, in UTF-16 units; the rest is cut off, visibly. */
export const LONGEST_VALUE = 300

/** Controls, direction marks and other signs nobody sees; what joins or colours an emoji stays. */
const INVISIBLE = /(?!\u200d|\ufe0f)(?:\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point})/gu

/** An e-mail address, some of it perhaps starred out. */
const MAIL = /^[\w.+*•-]+@[\w-]+(?:\.[\w-]+)+$/

/**
 * The value as plain words. No channel makes a tag, a link or a mention of it:
 * `<`, `>`, the `@` of `@all`, `://` and the dots of host names become full-width signs, which read the same.
 * E-mail addresses stay as they are. Linear in its length.
 */
export function givenValue(value: string): string {
  const whole = value.toWellFormed().replace(/\s+/g, ' ').replace(INVISIBLE, '').trim()
  return shortened(whole)
    .split(/( )/)
    .map((word) => (MAIL.test(word) ? word : plainWord(word)))
    .join('')
}

function plainWord(word: string): string {
  return word
    .replace(/</g, '＜')
    .replace(/>/g, '＞')
    .replace(/@/g, '＠')
    .replace(/:\/\//g, '：／／')
    .replace(/\]\(/g, ']（')
    .replace(/(?<=[\w-])\.(?=[A-Za-z]{2})/g, '．')
}

const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' })

function shortened(text: string): string {
  if (text.length <= LONGEST_VALUE) return text
  let end = 0
  // One character as readers see it may be longer than is left; then nothing of it stands.
  for (const { index, segment } of GRAPHEMES.segment(text.slice(0, LONGEST_VALUE + 1))) {
    if (index + segment.length > LONGEST_VALUE - 1) break
    end = index + segment.length
  }
  return `${text.slice(0, end)}…`
}

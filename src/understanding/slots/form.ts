/** The one form every slot reader looks at, and how long a text it looks at. */

import { normalise } from '../normalise.ts'

/** Longer texts hold no slot value, in UTF-16 units. */
export const MAX_SLOT_LENGTH = 500

/**
 * The text in the form of understanding (lower case, half width, simplified, contractions opened), with one
 * kind of dash and one space wherever there is any; null when it is longer than `MAX_SLOT_LENGTH`.
 * Linear in the length of the text; takes any string.
 */
export function slotForm(text: string): string | null {
  if (text.length > MAX_SLOT_LENGTH) return null
  // Understanding would read ½ as "1⁄2".
  const form = normalise(text.replace(/(\p{Nd})½/gu, '$1.5').replaceAll('½', ' half '))
  return form
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
}

/** What people read and programs send: in one form, and without characters that nobody sees. */

import { z } from 'zod'

/** Control characters, and marks that turn the direction of what stands around them or hide in it. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u
/** Control characters that a text may not have: all but line breaks and tabs. */
const CONTROL = /[^\P{Cc}\n\r\t]/u
const VISIBLE = /[^\s\p{C}]/u

/** A name or another single line. Lengths in UTF-16 units, after trimming. */
export function lineShape(min: number, max: number) {
  return z
    .string()
    .transform((text) => text.toWellFormed().trim())
    .pipe(z.string().min(min).max(max))
    .refine((text) => VISIBLE.test(text) && !HIDDEN.test(text), 'has characters that nobody sees')
}

/** A text of one or more lines. @param max UTF-16 units */
export function textShape(max: number) {
  return z
    .string()
    .max(max)
    .transform((text) => text.toWellFormed().trim())
    .refine((text) => text !== '', 'is empty')
    .refine((text) => VISIBLE.test(text) && !CONTROL.test(text), 'has characters that nobody sees')
}

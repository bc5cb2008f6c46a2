/** Reads the one e-mail address that a message names. */

import { MAX_SLOT_LENGTH } from './form.ts'

/** Longest address, and longest part before the @; RFC 5321, section 4.5.3.1. */
const MAX_LENGTH = 254
const MAX_LOCAL = 64
const LOCAL = /^[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*$/i
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const LAST_LABEL = /^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$/
const INSIDE_LOCAL = /[a-z0-9._%+'-]/i
const INSIDE_DOMAIN = /[a-z0-9.-]/i

/**
 * The e-mail address in a message, the part behind the @ in small letters; null when there is none, when there are
 * several different ones, or when it is no address that mail could reach. Full-width characters are read as plain
 * ones, and 。 between letters as a point. Linear in the length of the text; longer than 500 characters is null.
 */
export function readEmail(text: string): string | null {
  if (text.length > MAX_SLOT_LENGTH) return null
  const form = text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/(?<=[a-z0-9])。(?=[a-z0-9])/gi, '.')
  const found = new Map<string, string>()
  let broken = false
  let from = 0
  for (let at = form.indexOf('@'); at >= 0; at = form.indexOf('@', at + 1)) {
    const address = addressAround(form, at, from)
    from = at + 1
    if (address === null) broken = true
    else found.set(address.toLowerCase(), address)
  }
  const [address, ...others] = found.values()
  return address === undefined || others.length > 0 || broken ? null : address
}

/** The address around an @, looked for from a place on; null when it is malformed. */
function addressAround(form: string, at: number, from: number): string | null {
  let start = at
  while (start > from && INSIDE_LOCAL.test(form.charAt(start - 1))) start--
  let end = at + 1
  while (end < form.length && INSIDE_DOMAIN.test(form.charAt(end))) end++
  const local = form.slice(start, at).replace(/^['.]+/, '')
  const domain = form
    .slice(at + 1, end)
    .replace(/[.-]+$/, '')
    .toLowerCase()
  const labels = domain.split('.')
  const valid =
    local.length <= MAX_LOCAL &&
    local.length + 1 + domain.length <= MAX_LENGTH &&
    LOCAL.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    LAST_LABEL.test(labels.at(-1) ?? '')
  return valid ? `${local}@${domain}` : null
}

/** Who a customer is: the sealed part of a record, and how it is shown masked. */

import { z } from 'zod'

const text = (max: number) => z.string().min(1).max(max)

/** Longest e-mail address there can be (RFC 5321, section 4.5.3.1), in UTF-16 units. */
const MAX_EMAIL = 254
/** Longest postal address, in UTF-16 units. */
const MAX_ADDRESS = 300
/** No way to reach a customer is longer. */
export const MAX_CONTACT = Math.max(MAX_EMAIL, MAX_ADDRESS)

/** The personal part of a record; sealed under the customer's key as one JSON text. */
export const profileShape = z.object({
  account: text(40),
  name: text(120).nullable(),
  /** Digits, with + and country code outside the mainland. */
  phone: text(30).nullable(),
  email: text(MAX_EMAIL).nullable(),
  /** What the customer prefers to be written to in. */
  language: z.enum(['zh', 'en']).nullable(),
  address: text(MAX_ADDRESS).nullable(),
  gender: text(20).nullable(),
  birthYear: z.number().int().min(1900).max(2100).nullable(),
})

/** Who a customer is. */
export type Profile = z.infer<typeof profileShape>

/** Fields of a profile an agent may ask to see in full, one by one, each on record. */
export const revealable = ['account', 'name', 'phone', 'email', 'address'] as const

/** One of them. */
export type Revealable = (typeof revealable)[number]

/** One form for account numbers: upper case, no spaces, half width. */
export function accountForm(account: string): string {
  return account.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
}

/** One form for phone numbers: digits, with a leading + kept; +86 is dropped. */
export function phoneForm(phone: string): string {
  const form = phone.normalize('NFKC').replace(/[^\d+]/g, '')
  return form.replace(/^(\+86|0086)/, '')
}

/** One form for e-mail addresses. */
export function emailForm(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

const MASK = '•'

/** What of a field is shown without asking for it: enough to recognise, not enough to use. */
export function masked(field: Revealable, value: string | null): string | null {
  if (value === null || value === '') return null
  const characters = [...value]
  switch (field) {
    case 'name':
      return maskName(value)
    case 'phone':
      return ends(characters, 3, 4)
    case 'account':
      return ends(characters, 2, 2)
    case 'email':
      return maskEmail(value)
    case 'address':
      return ends(characters, 3, 0)
  }
}

/** 王小明 → 王••, Emma Clarke → E••• C••••• */
function maskName(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => ends([...part], 1, 0))
    .join(' ')
}

function maskEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@')
  return `${ends([...name], 1, 0)}@${domain}`
}

/** Keeps the ends and hides the middle; the number of marks says nothing about the length beyond twelve. */
function ends(characters: readonly string[], first: number, last: number): string {
  if (characters.length <= first + last) return characters.length <= 1 ? MASK : `${characters[0]}${MASK}`
  const hidden = Math.min(characters.length - first - last, 12)
  const tail = last === 0 ? '' : characters.slice(-last).join('')
  return characters.slice(0, first).join('') + MASK.repeat(hidden) + tail
}

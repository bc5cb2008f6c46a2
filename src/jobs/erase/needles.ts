/** Texts that must not be found any more, looked for in many bytes at once, in the forms a text is stored in. */

import type { Store } from '../../conversations/store.ts'
import { profileShape } from '../../customers/profile.ts'
import { keysOfPerson, type Person } from './person.ts'
import { type AnyDatabase, openerOf, rowsOf } from './personal-store.ts'
import { stores } from './stores.ts'

/** What a needle is, told in place of the text itself. */
export type NeedleKind = 'account' | 'name' | 'phone' | 'email' | 'address' | 'message' | 'key' | 'given'

interface Form {
  readonly kind: NeedleKind
  /** In lower case, unless it has to be there exactly. */
  readonly bytes: Buffer
  /** Capital letters count: bytes that are no text, or so few that chance would find them. */
  readonly exact: boolean
  /** Digits count only where they are not part of a longer number. */
  readonly isNumber: boolean
}

/** Every byte, ASCII letters in lower case. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte))

/** Shorter ones are found by chance. In bytes of UTF-8. */
const SHORTEST = 6
/** Shorter messages are everybody's: "how much is it". In bytes of UTF-8. */
const SHORTEST_MESSAGE = 24
/** Bytes the search begins with. */
const HEAD = 3
const MOST_MESSAGES = 20_000
const DIGITS = /^\d+$/
/** Numbers of fewer digits are found within random ids by chance, where letters stand beside them. */
const LONG_NUMBER = 10
/** Digits that may stand before a phone number: 86, or up to three after a plus or 00. */
const COUNTRY = /^(?:\+\d{1,3}|00\d{1,3}|\+?86)$/

/** Needles; see {@link Needles.in}. */
export class Needles {
  readonly #forms = new Map<number, Form[]>()
  /** One bit for each head, so that most bytes are passed over at once. */
  readonly #heads = new Uint8Array((1 << 24) / 8)
  readonly #known = new Set<string>()
  #count = 0
  #longest = 0

  /** How many texts are looked for. */
  get count(): number {
    return this.#count
  }

  /** Bytes of the longest form; chunks of a file overlap by as much. */
  get longest(): number {
    return this.#longest
  }

  /**
   * Adds a text in UTF-8, UTF-16, as in JSON, as in addresses of the web, in hexadecimal and in Base64; capital ASCII
   * letters are found as small ones and the other way round.
   * @returns whether it is long enough
   */
  add(kind: NeedleKind, text: string): boolean {
    const utf8 = Buffer.from(text)
    if (utf8.length < SHORTEST) return false
    this.#count += 1
    this.#text(kind, text, DIGITS.test(text))
    const utf16 = Buffer.from(text, 'utf16le')
    this.#put({ kind, bytes: utf16, exact: !/[a-z]/i.test(text), isNumber: false })
    for (const form of [...jsonForms(text), ...percentForms(text)]) this.#text(kind, form)
    // Short ones in other alphabets are found by chance.
    if (utf8.length < 9) return true
    this.#text(kind, utf8.toString('hex'))
    for (const part of base64Forms(utf8))
      this.#put({ kind, bytes: Buffer.from(part), exact: true, isNumber: false })
    return true
  }

  /** Adds bytes as they are, such as a wrapped key. */
  addBytes(kind: NeedleKind, bytes: Buffer): void {
    if (bytes.length < SHORTEST) return
    this.#count += 1
    this.#put({ kind, bytes, exact: true, isNumber: false })
  }

  /** Which kinds are in there, and how often each. */
  in(bytes: Uint8Array): Map<NeedleKind, number> {
    const found = new Map<NeedleKind, number>()
    let head = 0
    for (let at = 0; at < bytes.length; at++) {
      head = ((head << 8) | (LOWER[bytes[at] ?? 0] ?? 0)) & 0xffffff
      if (((this.#heads[head >>> 3] ?? 0) & (1 << (head & 7))) === 0) continue
      const from = at - HEAD + 1
      for (const form of this.#forms.get(head) ?? [])
        if (isAt(bytes, from, form)) found.set(form.kind, (found.get(form.kind) ?? 0) + 1)
    }
    return found
  }

  #text(kind: NeedleKind, text: string, isNumber = false): void {
    this.#put({ kind, bytes: Buffer.from(text), exact: false, isNumber })
  }

  #put(given: Form): void {
    const form = given.exact ? given : { ...given, bytes: lower(given.bytes) }
    const known = `${form.exact} ${form.bytes.toString('latin1')}`
    // A number by itself is in JSON what it is.
    if (this.#known.has(known)) return
    this.#known.add(known)
    const head = lower(form.bytes.subarray(0, HEAD)).readUIntBE(0, HEAD)
    this.#heads[head >>> 3] = (this.#heads[head >>> 3] ?? 0) | (1 << (head & 7))
    const forms = this.#forms.get(head)
    if (forms) forms.push(form)
    else this.#forms.set(head, [form])
    this.#longest = Math.max(this.#longest, form.bytes.length)
  }
}

function lower(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte) => LOWER[byte] ?? byte))
}

function isAt(bytes: Uint8Array, from: number, form: Form): boolean {
  const { length } = form.bytes
  if (from < 0 || from + length > bytes.length) return false
  for (let i = 0; i < length; i++) {
    const byte = bytes[from + i] ?? 0
    if ((form.exact ? byte : LOWER[byte]) !== form.bytes[i]) return false
  }
  return !form.isNumber || standsAlone(bytes, from, length)
}

/** Whether digits are a number, not part of a longer one; a country's prefix, words and `_` may stand beside it. */
function standsAlone(bytes: Uint8Array, from: number, length: number): boolean {
  const beside = [bytes[from - 1], bytes[from + length]]
  if (isDigit(beside[1])) return false
  if (length < LONG_NUMBER && beside.some(isLetter)) return false
  if (!isDigit(beside[0])) return true
  let first = from - 1
  while (from - first < 6 && isDigit(bytes[first - 1])) first -= 1
  if (bytes[first - 1] === 0x2b) first -= 1
  return COUNTRY.test(Buffer.from(bytes.subarray(first, from)).toString('latin1'))
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z]/.test(String.fromCharCode(byte))
}

/** As it stands in addresses of the web and in forms that were sent. */
function percentForms(text: string): string[] {
  // Halves of a character, as a file cut short has them, cannot be written so.
  const form = encodeURIComponent(text.toWellFormed())
  return [form, form.replaceAll('%20', '+')]
}

/** As it stands in JSON, with other characters than ASCII as they are and escaped. */
function jsonForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return [json, ascii]
}

/** What is in Base64 wherever the text begins within three bytes; its ends depend on what stands beside it. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const base64 = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const first = Math.ceil((before * 8) / 6)
    const last = Math.floor(((before + bytes.length) * 8) / 6)
    return base64.slice(first, last)
  })
}

/**
 * What a scan for somebody looks for: who they are, and what was written in their chats. Held in memory alone.
 * @param isCommon whether a text is the product's own, such as a question of the corpus or the name of a colleague
 */
export async function needlesOf(
  store: Store,
  who: Person,
  isCommon: (text: string) => boolean,
): Promise<Needles> {
  const needles = new Needles()
  const add = (kind: NeedleKind, text: string | null): void => {
    if (text !== null && !isCommon(text)) needles.add(kind, text)
  }
  const person = await keysOfPerson(store.db, store, who)
  const db = store.db as unknown as AnyDatabase
  const subjects = await subjectsOf(store, who)
  const open = openerOf(store.vault, subjects, 0)
  const rows = async (table: 'customer_records' | 'messages') => {
    const personal = stores[table]
    const theirs = 'impersonal' in personal ? null : rowsOf(personal, person)
    return theirs === null
      ? []
      : db.selectFrom(table).selectAll().where(theirs).limit(MOST_MESSAGES).execute()
  }
  for (const row of await rows('customer_records')) {
    const text = await open.text(row['subject_id'], `customers.profile:${row['id']}`, row['profile'])
    const profile = profileShape.safeParse(text === null ? null : JSON.parse(text))
    if (!profile.success) continue
    for (const field of ['account', 'name', 'phone', 'email', 'address'] as const)
      add(field, profile.data[field])
  }
  for (const row of await rows('messages')) {
    // What the bot says is in the corpus.
    if (row['role'] !== 'user' && row['role'] !== 'agent') continue
    const subject = open.subjectOf(row['conversation_id'])
    const body = await open.text(subject, `messages.body:${row['id']}`, row['body'])
    const text: unknown = body === null ? null : (JSON.parse(body) as { text?: unknown }).text
    if (typeof text === 'string' && Buffer.byteLength(text) >= SHORTEST_MESSAGE) add('message', text)
  }
  return needles
}

/** Whose key opens what: by conversation, and by customer. */
export async function subjectsOf(store: Store, who: Person): Promise<Map<string, string>> {
  const { conversationIds } = await keysOfPerson(store.db, store, who)
  const subjects = new Map<string, string>()
  if (conversationIds.length > 0) {
    const rows = await store.db
      .selectFrom('conversations')
      .select(['id', 'subject_id'])
      .where('id', 'in', conversationIds)
      .execute()
    for (const { id, subject_id } of rows) subjects.set(id, subject_id)
  }
  if (who.customerId !== null) {
    const record = await store.db
      .selectFrom('customer_records')
      .select('subject_id')
      .where('id', '=', who.customerId)
      .executeTakeFirst()
    if (record) subjects.set(who.customerId, record.subject_id)
  }
  return subjects
}

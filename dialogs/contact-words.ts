/** Reads which contact details a message wants changed, and to what. Pure, linear in the text. */

import type { ContactField } from '../src/customers/notices.ts'
import { emailForm, phoneForm } from '../src/customers/profile.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { readAddress } from '../src/understanding/slots/address.ts'
import { readEmail } from '../src/understanding/slots/email.ts'
import { readPhone } from '../src/understanding/slots/phone.ts'

/** Contact details, in the order they are asked for. */
export const CONTACT_FIELDS = ['address', 'email', 'phone'] as const satisfies readonly ContactField[]

/** Values of some contact details. */
export type ContactValues = Readonly<Partial<Record<ContactField, string>>>

/** Longer messages are read up to here, in UTF-16 units. */
const MOST = 500

/** Both of these are about one detail, whatever their words are. */
const EMAIL_ADDRESS = /(?:邮箱|邮件|电邮|电子邮件|信箱|e ?-?mail)(?:的)? ?(?:地址|address(?:es)?)/g
const NUMBERS_OF_OTHERS = /house number|flat number|门牌号码?|account number|账号|帐号/g
const WORDS: Readonly<Record<ContactField, RegExp>> = {
  address:
    /地址|住址|门牌|搬家|搬到|搬去|住处|新家|寄(?:信|东西|账单)|\baddress(?:es)?\b|\bmoved\b|\bpostcode\b|\bhouse number\b|\b(?:letters|post|mail) (?:still )?go/,
  email: /邮箱|邮件|电邮|信箱|伊妹儿|\be ?-?mails?\b|\binbox\b|\bmailbox\b/,
  phone:
    /电话|手机|号码|联系人|\bphone\b|\bmobile\b|\bcell\b|\b(?:contact|backup|my|new|old) (?:no|nr|number)\b/,
}
/** Beside another detail, a phone alone is what somebody reads mails on. */
const PLAIN_PHONE =
  /电话|手机号|号码|联系人|\b(?:phone|mobile|cell|contact) (?:no|nr|number)s?\b|\b(?:and|or|new) (?:my |the )?(?:phone|mobile)\b|\b(?:phone|mobile) (?:and|or)\b/

/** The details a message is about, in their order. */
export function fieldsIn(text: string): ContactField[] {
  const said = normalise(text.slice(0, MOST))
  const left = said.replace(EMAIL_ADDRESS, ' ')
  const others = {
    address: WORDS.address.test(left),
    email: left !== said || WORDS.email.test(left),
  }
  const phone = others.address || others.email ? PLAIN_PHONE : WORDS.phone
  const found = { ...others, phone: phone.test(left.replace(NUMBERS_OF_OTHERS, ' ')) }
  return CONTACT_FIELDS.filter((field) => found[field])
}

/** "Only the e-mail" leaves the rest as it is. */
const ONLY =
  /(?:只|光|仅)(?:要|用|需|想)?(?:改|换|更新|修改)|(?:其他|别的|其它)(?:的)?(?:都)?(?:先|就)?不(?:用|要)?(?:改|动|换)|^(?:那就|那)?只(?:要|是)?(?:邮箱|邮件|电邮|电话|手机号|号码|地址)|^(?:就|那就)?(?:邮箱|邮件|电邮|电话|手机号?|号码|地址)(?:就行|就好|就可以|就够)了?|\b(?:only|just) (?:change |update |do )?(?:the |my )?(?:new )?(?:e ?-?mail|phone|mobile|number|address|contact)|\b(?:e ?-?mail|phone|mobile|number|address) only\b/

/** The one detail a message wants changed and no other; null when it does not say so. */
export function onlyFieldIn(text: string): ContactField | null {
  if (!ONLY.test(normalise(text.slice(0, MOST)))) return null
  const refused = refusedFieldsIn(text)
  const fields = fieldsIn(text).filter((field) => !refused.includes(field))
  const [only] = fields
  return fields.length === 1 && only !== undefined ? only : null
}

/** 电话不改了, 先别换手机号, "don't change the phone", "leave the number as it is". */
const LEFT =
  /(?:不|别|甭|无需|没必要|无须)(?:用|要|想|必|需要)?(?:再)?(?:改|换|动|变|更新|更改|修改)|(?:保持|维持)(?:不变|原样|原来)|照旧|不变|还(?:是)?用(?:原来|旧|老|以前)的?|(?<!账单)(?:先)?不(?:要|用)了|\b(?:not|never|without) (?:to )?(?:change|changing|update|updating|touch|touching|switch|switching|edit|editing|do|alter)\b|\b(?:leave|keep)\b|\bstays?\b|^(?:but )?(?:not|except|without)(?: for)? (?:the|my|that)\b|\bno (?:need|change)\b|\bnot (?:be changed|necessary|needed)\b/
const CLAUSES = /[,，;；。.!！\n]|但是?|不过|\bbut\b|\band\b/iu

/** The details a message says are to stay as they are. A part of it with a new value refuses nothing. */
export function refusedFieldsIn(text: string): ContactField[] {
  const clauses = text
    .slice(0, MOST)
    .split(CLAUSES)
    .filter((clause) => !isAboutOther(clause) && LEFT.test(normalise(clause).trim()))
  const named = new Set(clauses.flatMap((clause) => fieldsIn(clause)))
  return CONTACT_FIELDS.filter((field) => named.has(field))
}

const SKIPPED =
  /^(?:这个|那个|电话|邮箱|地址|手机)?(?:就|先)?(?:不用|不要|不|别)(?:改|换|动|填|用)?了?[.。!！]*$|^跳过|^(?:skip|leave)\b|^no need\b|^not (?:that|this) one\b|^keep (?:it|that|the)\b/

/** Whether the detail that is asked for is to stay as it is. */
export function isSkipped(text: string): boolean {
  return text.length <= 60 && SKIPPED.test(normalise(text))
}

/** What the new value stands behind: 从 … 改成 …, "from … to …". */
const NEW_VALUE = /.*(?:改成|改为|改到|换成|换为|变更为|更新为|更换为|\bto\b|->|→)/isu
const SENTENCES =
  /[;；。!！\n]|[,，](?=\s*(?:另外|还有|并且|同时|邮箱|电邮|信箱|邮件|电话|手机|联系电话|号码|地址|住址|and |also |my |the |e-?mail|phone|new ))|\b(?:and|also) (?=(?:my |the |new )*(?:e-?mail|phone|mobile|number|address)\b)/iu

/** The new value of a detail; null when a message names none, or several. */
export function readContact(field: ContactField, text: string): string | null {
  const whole = text.slice(0, MOST)
  const read = READERS[field]
  const parts = whole.split(SENTENCES).filter((part) => part.trim() !== '')
  const found = new Set<string>()
  for (const part of parts) {
    // A part that is about another detail holds no address.
    const others = parts.length > 1 && field === 'address' && isAboutOther(part)
    const value = others ? null : (read(part) ?? read(part.replace(NEW_VALUE, '')))
    if (value !== null) found.add(value)
  }
  const [only] = found
  return found.size === 1 && only !== undefined ? only : null
}

function isAboutOther(part: string): boolean {
  return readEmail(part) !== null || readPhone(part) !== null
}

const READERS: Readonly<Record<ContactField, (text: string) => string | null>> = {
  address: readAddress,
  email: readEmail,
  phone: (text) => readPhone(text)?.number ?? null,
}

/**
 * The new values a message names. Where it says what it is about, only of that: "the account of 139…, new e-mail …".
 * An address is only looked for where it is asked for or spoken of.
 * @param asked the detail that is asked for, if one is
 */
export function contactsIn(text: string, asked: ContactField | null = null): ContactValues {
  const named = fieldsIn(text)
  const values: Partial<Record<ContactField, string>> = {}
  for (const field of CONTACT_FIELDS) {
    const isMeant = field === asked || named.includes(field) || (field !== 'address' && named.length === 0)
    const value = isMeant ? readContact(field, text) : null
    if (value !== null) values[field] = value
  }
  return values
}

/** Whether two values of a detail are the same, however they are written. */
export function isSameContact(field: ContactField, one: string, other: string): boolean {
  return formOf(field, one) === formOf(field, other)
}

function formOf(field: ContactField, value: string): string {
  if (field === 'phone') return phoneForm(value)
  if (field === 'email') return emailForm(value)
  return value
    .normalize('NFKC')
    .replace(/[\s,，.。]+/g, '')
    .toLowerCase()
}

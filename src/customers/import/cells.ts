/** Cleans single cells of a table of customers: account, phone, e-mail, day, money, yes or no. */

import { dayIn, dayInMonth, monthOf } from '../calendar.ts'
import type { ColumnSpec } from '../mapping.ts'
import { accountForm, emailForm, phoneForm } from '../profile.ts'
import type { Reason } from './reasons.ts'

/** A cleaned value, or what is wrong with the cell. */
export type Cleaned<Value> = { readonly value: Value } | { readonly problem: Reason }

/** Highest amount, in yuan, and longest time as a customer, in months. */
const MOST_YUAN = 1_000_000
const MOST_MONTHS = 1_500

/** Letters and digits in full width; punctuation is left, Chinese text is written with it. */
const WIDE = /[０-９Ａ-Ｚａ-ｚ]/
const ALL_WIDE = /[０-９Ａ-Ｚａ-ｚ]/g
const WIDE_OFFSET = 0xfee0

/** Letters and digits in half width. */
export function halfWidth(text: string): string {
  if (!WIDE.test(text)) return text
  return text.replace(ALL_WIDE, (character) => String.fromCharCode(character.charCodeAt(0) - WIDE_OFFSET))
}

/** Control characters are commands to a terminal; marks of direction show a text as something else. */
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

/** Text of at most so many characters, without control characters, letters and digits in half width. */
export function cleanText(most: number): (cell: string) => Cleaned<string> {
  const long: Reason = { code: 'text_long', detail: String(most) }
  return (cell) => {
    const text = halfWidth(cell.normalize('NFC').trim())
    if (text.length > most) return { problem: long }
    return CONTROL.test(text) ? wrong('text_control') : { value: text }
  }
}

/** An account number in its one form. */
export function cleanAccount(cell: string): Cleaned<string> {
  const form = accountForm(cell)
  const isAccount = form.length <= 40 && /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(form)
  return isAccount ? { value: form } : wrong('account_form')
}

/** A phone number in its one form. */
export function cleanPhone(cell: string): Cleaned<string> {
  const form = phoneForm(cell)
  const isPhone = /^\+?\d{5,15}$/.test(form) && /^[+\d\s().\-/０-９＋－（）]+$/.test(cell)
  return isPhone ? { value: form } : wrong('phone_form')
}

/** An e-mail address in its one form. */
export function cleanEmail(cell: string): Cleaned<string> {
  const form = emailForm(cell)
  const [name = '', domain = '', ...more] = form.split('@')
  const isAddress = more.length === 0 && name !== '' && /^[^\s.]+(\.[^\s.]+)+$/.test(domain)
  if (isAddress && form.length <= 200 && !/[\s\p{Cc}]/u.test(form)) return { value: form }
  return wrong('email_form')
}

/** One of two languages, also by its names and tags. */
export function cleanLanguage(cell: string): Cleaned<'zh' | 'en'> {
  const word = halfWidth(cell).trim().toLowerCase()
  if (/^(zh([-_].*)?|chinese|中文|汉语|漢語)$/.test(word)) return { value: 'zh' }
  if (/^(en([-_].*)?|english|英文|英语|英語)$/.test(word)) return { value: 'en' }
  return wrong('language_form')
}

/** Whether somebody is still a customer. */
export function cleanStatus(cell: string): Cleaned<'active' | 'cancelled'> {
  const word = halfWidth(cell).trim().toLowerCase()
  return word === 'active' || word === 'cancelled' ? { value: word } : wrong('status_form')
}

const YES = new Set(['yes', 'y', 'true', 't', '1', 'on', '是', '有', '√', '✓'])
const NO = new Set(['no', 'n', 'false', 'f', '0', 'off', '否', '无', '無', '×', '✗'])

/** `yes` or `no`, however it is written. */
export function cleanBoolean(cell: string): Cleaned<'yes' | 'no'> {
  const word = cell.normalize('NFKC').trim().toLowerCase()
  if (YES.has(word)) return { value: 'yes' }
  return NO.has(word) ? { value: 'no' } : wrong('boolean_form')
}

const CHINESE_DIGITS = '〇一二三四五六七八九'
/** 二〇二六年三月五日 */
const CHINESE_DAY =
  /^([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]$/

/**
 * A day as `YYYY-MM-DD`; also written 2026/3/5, 2026.3.5, 20260305, 2026年3月5日 and 二〇二六年三月五日, and
 * with a time of day, which is dropped. Orders that could mean two days, and years of two digits, are refused.
 * @param today the last day it may be; null where days to come are fine
 * @param timeZone IANA name: a moment in UTC (…T16:00:00Z) is of the day that it is there
 */
export function cleanDay(today: string | null, timeZone = 'UTC'): (cell: string) => Cleaned<string> {
  return (cell) => {
    const text = cell.normalize('NFKC').trim()
    const parts = /^\d{4}-\d\d-\d\d$/.test(text)
      ? [text.slice(0, 4), text.slice(5, 7), text.slice(8)]
      : partsOfDay(text)
    if (parts === null) return wrong('day_form')
    const month = `${parts[0]}-${String(parts[1]).padStart(2, '0')}`
    const written = `${month}-${String(parts[2]).padStart(2, '0')}`
    const isReal =
      /-(0[1-9]|1[0-2])$/.test(month) && written >= `${month}-01` && written <= dayInMonth(month, 31)
    if (!isReal || month < '1900-01') return wrong('day_unreal')
    const day = dayThere(written, text, timeZone)
    if (today !== null && (day > today || monthOf(day) > monthOf(today))) return wrong('day_future')
    return { value: day }
  }
}

/** The day as it is in a time zone, where the cell is a moment in UTC. */
function dayThere(day: string, text: string, timeZone: string): string {
  const [, hour, minute] = /[T ]\s*(\d{1,2}):(\d\d)[\d:.]*Z$/.exec(text) ?? []
  if (hour === undefined || timeZone === 'UTC') return day
  return dayIn(Date.parse(`${day}T${hour.padStart(2, '0')}:${minute}:00Z`), timeZone)
}

/** Year, month and day, as digits. */
function partsOfDay(text: string): readonly string[] | null {
  const bare = text.replace(/(?<=\d|日|号)[T ]\s*([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?Z?$/, '')
  const digits =
    /^(\d{4})[-](\d{1,2})[-](\d{1,2})$/.exec(bare) ??
    /^(\d{4})[/](\d{1,2})[/](\d{1,2})$/.exec(bare) ??
    /^(\d{4})[.](\d{1,2})[.](\d{1,2})$/.exec(bare) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(bare) ??
    /^(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?$/.exec(bare)
  if (digits) return digits.slice(1)
  const [, year, month, day] = CHINESE_DAY.exec(bare) ?? []
  if (year === undefined || month === undefined || day === undefined) return null
  const ofYear = [...year.replace(/[零○]/g, '〇')].map((digit) => CHINESE_DIGITS.indexOf(digit)).join('')
  return [ofYear, String(chineseNumber(month)), String(chineseNumber(day))]
}

/** 十, 十二, 二十, 三十一; 0 for what is no number below a hundred. */
function chineseNumber(text: string): number {
  if (!text.includes('十')) return text.length === 1 ? CHINESE_DIGITS.indexOf(text) : 0
  const [tens = '', ones = '', ...more] = text.split('十')
  if (more.length > 0 || tens.length > 1 || ones.length > 1) return 0
  return (
    (tens === '' ? 1 : CHINESE_DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : CHINESE_DIGITS.indexOf(ones))
  )
}

/** Plain decimals: no thousands separators, no units, nothing that becomes infinite. */
export const DECIMAL = /^[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?$/
/** Thousands only in groups of three, so that 1,5 is never taken for 15. */
const MONEY = /^([+-]?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,6})?$/

/**
 * An amount in yuan, also written ¥1,234.50 or 1,234.50元. What could mean something else (1.2万, 1.234,50,
 * other currencies) is refused.
 */
export function cleanMoney(cell: string): Cleaned<number> {
  const text = cell
    .normalize('NFKC')
    .trim()
    .replace(/^([+-]?)\s*(?:¥|CNY|RMB|人民币)\s*/i, '$1')
    .replace(/\s*(?:元整?|圆整?|CNY|RMB)$/i, '')
  const parts = MONEY.exec(text)
  return parts ? { value: Number(text.replaceAll(',', '')) } : wrong('money_form')
}

/** A plain number, in full width too. */
export function cleanNumber(cell: string): Cleaned<number> {
  const text = DECIMAL.test(cell) ? cell : cell.normalize('NFKC').trim()
  return DECIMAL.test(text) ? { value: Number(text) } : wrong('number_form')
}

/** A number, or an amount in yuan. */
export function cleanMoneyOrNumber(cell: string): Cleaned<number> {
  const plain = cleanNumber(cell)
  return 'value' in plain ? plain : cleanMoney(cell)
}

/** The value of a cell in a column of a mapping, as the churn model reads it. @param cell not empty */
export function typedCell({ type, clean }: ColumnSpec, cell: string): Cleaned<string | number> {
  if (type === 'number') return clean === 'money' ? cleanMoneyOrNumber(cell) : cleanNumber(cell)
  if (clean === 'boolean') return cleanBoolean(cell)
  return clean === 'date' ? cleanDay(null)(cell) : { value: halfWidth(cell) }
}

/** Yuan as fen. */
export function cleanYuan(cell: string | number): Cleaned<number> {
  const read = typeof cell === 'number' ? { value: cell } : cleanMoney(cell)
  if ('problem' in read) return read
  if (read.value >= 0 && read.value <= MOST_YUAN) return { value: Math.round(read.value * 100) }
  return wrong('money_form')
}

/** Whole months, rounded down. */
export function cleanMonths(cell: string | number): Cleaned<number> {
  const read = typeof cell === 'number' ? { value: cell } : cleanNumber(cell)
  if ('value' in read && read.value >= 0 && read.value <= MOST_MONTHS)
    return { value: Math.floor(read.value) }
  return wrong('months_form')
}

const EMAIL = /[^\s@]@[^\s@.]+\./
/** Digits alone: a mobile number, a landline with its area code, a number of an identity card. */
const PERSONAL_DIGITS = /^(?:(?:00)?86)?(?:1[3-9]\d{9}|0(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7})$|^\d{17}[\dX]$/i
/** A mobile number in a text, in the groups in which it is written. */
const MOBILE =
  /(?<!\d)(?:(?:\+|00)?86[ ().-]{0,2})?1[3-9]\d(?:[ .-]{0,2}\d{4}[ .-]{0,2}|\d[ .-]{0,2}\d{3}[ .-]{0,2}|[ .-]{0,2}\d{3}[ .-]{0,2}\d)\d{4}(?!\d)/
/** A landline in a text. What follows a dash or a dot is the rest of a day or a version. */
const LANDLINE =
  /(?<![\d.:-])(?:(?:\+|00)86[ -]{0,2}\(?0?|\(?0)(?:10|2\d|[3-9]\d\d)\)?[ -]{0,2}[2-9]\d{2,3}[ -]?\d{4}(?!\d)/
const IDENTITY = /(?<![\dA-Z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dX](?![\dA-Z])/i
/** Fewer digits are neither a phone number nor that of an identity card. */
const FEWEST_DIGITS = 10

/**
 * Whether a text holds what looks like an e-mail address, a Chinese phone number (mobile, or landline with its
 * area code) or the number of an identity card, with or without country code, spaces, dashes and brackets.
 */
export function looksPersonal(text: string): boolean {
  if (text.includes('@') && EMAIL.test(text)) return true
  if (text.length < FEWEST_DIGITS) return false
  const plain = text.normalize('NFKC').replace(/\p{Pd}/gu, '-')
  if (plain.replace(/\D/g, '').length < FEWEST_DIGITS) return false
  if (PERSONAL_DIGITS.test(plain.replace(/[ ()+-]/g, ''))) return true
  return MOBILE.test(plain) || LANDLINE.test(plain) || IDENTITY.test(plain)
}

/**
 * Whether a number may be a phone number: 11 digits from 13… to 19…, also with 86 before them, or a landline with
 * its leading zero. Every other number is a figure, however long.
 */
export function looksPersonalNumber(written: string, value: number): boolean {
  const digits = written.normalize('NFKC').replace(/^\+/, '')
  return PERSONAL_DIGITS.test(/^\d+$/.test(digits) ? digits : String(value))
}

function wrong(code: Reason['code']): { readonly problem: Reason } {
  return { problem: { code } }
}

/** Cleans single cells of a table of customers: account, phone, e-mail, day, money. */

import { dayInMonth, monthOf } from './calendar.ts'
import { accountForm, emailForm, phoneForm } from './profile.ts'

/** A cleaned value, or what is wrong with the cell, to be read after the column's name. */
export type Cleaned<Value> = { readonly value: Value } | { readonly problem: string }

/** Highest monthly charge, in yuan, and longest time as a customer, in months. */
const MOST_YUAN = 1_000_000
const MOST_MONTHS = 1_500

/** Text of at most so many characters, without control characters, which are commands to a terminal. */
export function cleanText(most: number): (cell: string) => Cleaned<string> {
  return (cell) => {
    const text = cell.normalize('NFC').trim()
    if (text.length > most) return { problem: `is longer than ${most} characters.` }
    if (/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(text))
      return { problem: 'holds control characters.' }
    return { value: text }
  }
}

/** An account number in its one form. */
export function cleanAccount(cell: string): Cleaned<string> {
  const form = accountForm(cell)
  if (/^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(form) && form.length <= 40) return { value: form }
  return { problem: 'is no account number of letters, digits and - . _ / only.' }
}

/** A phone number in its one form. */
export function cleanPhone(cell: string): Cleaned<string> {
  const form = phoneForm(cell)
  const isPhone = /^\+?\d{5,15}$/.test(form) && /^[+\d\s().\-/０-９＋－（）]+$/.test(cell)
  return isPhone ? { value: form } : { problem: 'is no phone number.' }
}

/** An e-mail address in its one form. */
export function cleanEmail(cell: string): Cleaned<string> {
  const form = emailForm(cell)
  const [name = '', domain = '', ...more] = form.split('@')
  const isAddress = more.length === 0 && name !== '' && /^[^\s.]+(\.[^\s.]+)+$/.test(domain)
  if (isAddress && form.length <= 200 && !/[\s\p{Cc}]/u.test(form)) return { value: form }
  return { problem: 'is no e-mail address.' }
}

/** One of two languages, also by its names and tags. */
export function cleanLanguage(cell: string): Cleaned<'zh' | 'en'> {
  const word = cell.trim().toLowerCase()
  if (/^(zh([-_].*)?|chinese|中文|汉语|漢語)$/.test(word)) return { value: 'zh' }
  if (/^(en([-_].*)?|english|英文|英语|英語)$/.test(word)) return { value: 'en' }
  return { problem: 'is neither zh nor en.' }
}

/** Whether somebody is still a customer. */
export function cleanStatus(cell: string): Cleaned<'active' | 'cancelled'> {
  const word = cell.trim().toLowerCase()
  if (word === 'active' || word === 'cancelled') return { value: word }
  return { problem: 'is neither active nor cancelled.' }
}

/** A day as `YYYY-MM-DD`; also written 2026/3/5, 2026.3.5, 20260305 and 2026年3月5日. @param today the last it may be */
export function cleanDay(today: string): (cell: string) => Cleaned<string> {
  return (cell) => {
    const text = cell.normalize('NFKC').trim()
    const parts =
      /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]0?0:00(?::00(?:\.0+)?)?Z?)?$/.exec(text) ??
      /^(\d{4})()(\d{2})(\d{2})$/.exec(text) ??
      /^(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?$/.exec(text)
    if (!parts) return { problem: 'is no day such as 2026-03-05.' }
    const month = `${parts[1]}-${String(parts[3]).padStart(2, '0')}`
    const day = `${month}-${String(parts[4]).padStart(2, '0')}`
    const isReal = /-(0[1-9]|1[0-2])$/.test(month) && day >= `${month}-01` && day <= dayInMonth(month, 31)
    if (!isReal || month < '1900-01') return { problem: 'is a day that does not exist.' }
    return day > today || monthOf(day) > monthOf(today) ? { problem: 'lies in the future.' } : { value: day }
  }
}

/** Yuan as fen. */
export function cleanYuan(cell: string | number): Cleaned<number> {
  const yuan = numberOf(cell)
  if (yuan >= 0 && yuan <= MOST_YUAN) return { value: Math.round(yuan * 100) }
  return { problem: 'is no amount in yuan such as 59.90.' }
}

/** Whole months, rounded down. */
export function cleanMonths(cell: string | number): Cleaned<number> {
  const months = numberOf(cell)
  if (months >= 0 && months <= MOST_MONTHS) return { value: Math.floor(months) }
  return { problem: 'is no number of months.' }
}

function numberOf(cell: string | number): number {
  if (typeof cell === 'number') return cell
  return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(cell.trim()) ? Number(cell) : Number.NaN
}

/** Whether a text holds what looks like an e-mail address or a mobile number. */
export function looksPersonal(text: string): boolean {
  return /[^\s@]@[^\s@.]+\./.test(text) || /(?<!\d)1[3-9]\d{9}(?!\d)/.test(text)
}

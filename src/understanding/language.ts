/** Decides the language and script of the answer from the message and the conversation so far. */
import { hasHan, type Script, scriptOf } from './script.ts'
import type { Language } from './types.ts'

/** What is known before the message is read. */
export interface LanguageContext {
  /** The conversation's language; null before anything has told it. */
  readonly current: Language | null
  /** What the customer asked for; holds until they ask for another. */
  readonly chosen?: Language
  /** The script this customer reads, as far as it is known. */
  readonly currentScript?: Script
  /** Whether a word is a name or product, and so says nothing about the language. */
  readonly isName?: (word: string) => boolean
}

/** How to answer. */
export interface ReplyLanguage {
  readonly language: Language
  /** Matters only for Chinese: simplified or traditional characters. */
  readonly script: Script
}

/** This many English words turn a Chinese conversation English: fewer may be a product or a slip. */
const ENGLISH_WORDS = 3

/** Products, brands and terms people of any language write in Latin letters. */
const INTERNATIONAL = new Set(
  (
    'android apn app apple apk bluetooth cpe dns esim facebook fi google gps hd huawei id imei instagram ios ip ' +
    'ipad iphone ipv ktv lte mac max mesh mi mini mms modem netflix nfc nfs ok onu oppo pad pin plus pro puk ' +
    'qq router samsung sim sms ssid svip tiktok tv ultra usb vip visa vivo volte vpn wechat whatsapp wi wifi ' +
    'wlan wps www xiaomi youtube zoom'
  ).split(' '),
)

const ADDRESS = /[@\d]|:\/\/|^www\.|\w\.\w/
const LATIN_WORDS = /\p{Script=Latin}+(?:['’]\p{Script=Latin}+)*/gu
const LATIN = /\p{Script=Latin}/u

/**
 * The language to answer in: what the customer chose; else Chinese for any Chinese character; else the
 * conversation's own, unless the message has at least three English words. The script follows what the
 * customer writes, and stays where the message does not tell.
 */
export function languageOf(text: string, context: LanguageContext): ReplyLanguage {
  const form = text.toWellFormed().normalize('NFKC')
  const script = scriptOf(form) ?? context.currentScript ?? 'hans'
  return { language: context.chosen ?? languageWritten(form, context), script }
}

function languageWritten(text: string, { current, isName }: LanguageContext): Language {
  if (hasHan(text)) return 'zh'
  if (current === null) return LATIN.test(text) ? 'en' : 'zh'
  return current === 'en' || englishWords(text, isName) >= ENGLISH_WORDS ? 'en' : 'zh'
}

/** Counts words, leaving out names, products, numbers and addresses. */
function englishWords(text: string, isName: LanguageContext['isName']): number {
  let count = 0
  for (const chunk of text.split(/\s+/)) {
    if (ADDRESS.test(chunk)) continue
    for (const word of chunk.match(LATIN_WORDS) ?? []) {
      if (!INTERNATIONAL.has(word.toLowerCase()) && !isName?.(word)) count++
    }
  }
  return count
}

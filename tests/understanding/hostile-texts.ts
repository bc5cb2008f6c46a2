/** Texts nobody means well with, and texts typed in other forms: what fuzz tests of understanding are fed with. */
import fc from 'fast-check'
import { toTraditional } from '../../src/understanding/script.ts'

/** The longest text a customer may send here, in UTF-16 units. */
export const LONGEST = 10_000

/** Named like parts of JavaScript. */
const NAMES = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'then',
]
const EMOJI = [
  '😀',
  '👩‍👩‍👧‍👦',
  '🏳️‍🌈',
  '👍🏽',
  '🇨🇳',
  '🇨',
  '1️⃣',
  '\u{1f9d1}\u200d\u{1f91d}\u200d\u{1f9d1}',
  '❤️',
  '🤬',
]
const MARKS = ['\u0301', '\u0327', '\u20e3', '\ufe0f', '\u200d', '\u200b', '\ufeff', '\u00ad', '\u{e0061}']
const DIRECTIONS = [
  '\u202e',
  '\u202d',
  '\u2066',
  '\u2067',
  '\u2069',
  '\u200f',
  '\u061c',
  'שלום',
  'مرحبا',
  'سلام ۱۲۳',
]
/** Written as several characters once normalised; the first becomes eighteen. */
const EXPANDERS = [
  '\ufdfa',
  '\ufdfb',
  '\u3300',
  '㍿',
  '㋿',
  'ﬃ',
  '½',
  'İ',
  'ß',
  '㌖',
  '℡',
  '𝒽𝓊𝓂𝒶𝓃',
  '①②③',
  'Ⅻ',
]
const CONTROLS = [
  '\0',
  '\x07',
  '\x1b[31m',
  '\x7f',
  '\u0085',
  '\u2028',
  '\u2029',
  '\r\n',
  '\t',
  '\ue000',
  '\ue1ff',
  '\uffff',
]
const SURROGATES = ['\ud83d', '\ude00', '\udc00\ud800', '\ud800', '\udfff']
const PUNCTUATION = [
  '!!!!',
  '？？？',
  '。。。',
  '…',
  '"',
  '“',
  '」',
  '((((',
  '---',
  '$$$',
  '{{a}}',
  '%s',
  '<b>',
  '\\',
  '/*',
  "'",
  '，，，',
  '~',
]
const DIGITS = [
  '0',
  '13800138000',
  '９９９',
  '٣٤٥',
  '二〇二六',
  '1e999',
  '-0',
  '99999999999999999999',
  '0x1f',
  '3/4',
  '12:60',
  '2月30号',
]
const WORDS = [
  ...[
    'bill',
    'not',
    'not happy',
    'agent',
    'no human',
    "i don't want",
    'refund now',
    'tomorrow at 3',
    'five hundred',
    'ok',
  ],
  ...[
    '账单',
    '不',
    '不是不满意',
    '转人工',
    '不用转人工',
    '又',
    '明天下午三点',
    '三百五十块',
    '好的',
    '谢谢',
    '没有',
    '那…呢',
  ],
  ...['my bill 多少', '唔該', '帳單', 'ｂｉｌｌ', 'BILL', 'bi\u200bll'],
]

const PIECES: readonly string[] = [
  ...[NAMES, EMOJI, MARKS, DIRECTIONS, EXPANDERS, CONTROLS, SURROGATES, PUNCTUATION, DIGITS, WORDS].flat(),
  ...['', ' ', '　', '\n'],
]

/** The text of a piece over and over, LONGEST units long. */
const drawnOut = (piece: string): string =>
  piece.repeat(Math.ceil(LONGEST / Math.max(1, piece.length))).slice(0, LONGEST)

/** Each piece alone, each a thousand times, and each as long as may be. */
export const HOSTILE_TEXTS: readonly string[] = PIECES.flatMap((piece) => [
  piece,
  `a${piece.repeat(1000)}`.slice(0, LONGEST),
  drawnOut(piece),
])

/** Any text of at most so many UTF-16 units: of pieces, of characters, or of units that make no character. */
export function hostileText(longest: number): fc.Arbitrary<string> {
  const piece = fc.constantFrom(...PIECES)
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('').slice(0, longest)),
    },
    {
      weight: 3,
      arbitrary: fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' ').slice(0, longest)),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: Math.min(longest, 300) }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: Math.min(longest, 200) }) },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
        .map((units) => String.fromCharCode(...units).slice(0, longest)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(piece, fc.nat(longest)).map(([text, length]) => drawnOut(text).slice(0, length)),
    },
  )
}

/** The same text as others type it: in traditional characters, full width, capitals, and with invisible characters. */
export function otherForms(text: string): { readonly form: string; readonly typed: string }[] {
  return [
    { form: 'traditional', typed: toTraditional(text) },
    { form: 'full width', typed: fullWidth(text) },
    { form: 'capitals', typed: text.toUpperCase() },
    { form: 'decomposed', typed: text.normalize('NFD') },
    { form: 'invisible characters between', typed: [...text].join('\u200b') },
    { form: 'space around', typed: `  ${text}\n` },
  ]
}

function fullWidth(text: string): string {
  return text
    .replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
    .replaceAll(' ', '\u3000')
}

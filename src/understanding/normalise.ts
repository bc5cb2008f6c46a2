/** Brings what people type into the one form features are taken from. */
import { hasHan, toSimplified } from './script.ts'

/** Features are taken from this many UTF-16 units; what stands behind is ignored. */
export const MAX_LENGTH = 2000

const APOSTROPHES = /[\u2018\u2019\u201b\u02bc\u0060\u00b4]/g
// Joiners, direction marks, variation selectors and key caps: they only change how a character looks.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\u20e3/gu

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan['’]?t\b/g, 'can not'],
  [/\bwon['’]t\b/g, 'will not'],
  [/n't\b/g, ' not'],
  [/'ll\b/g, ' will'],
  [/'re\b/g, ' are'],
  [/'ve\b/g, ' have'],
  [/'m\b/g, ' am'],
  [/'d\b/g, ' would'],
  [/'s\b/g, " 's"],
]

/** How people write in a hurry, opened like a contraction. */
const SHORTHAND: ReadonlyMap<string, string> = new Map([
  ['dont', 'do not'],
  ['doesnt', 'does not'],
  ['didnt', 'did not'],
  ['isnt', 'is not'],
  ['wasnt', 'was not'],
  ['arent', 'are not'],
  ['havent', 'have not'],
  ['hasnt', 'has not'],
  ['wont', 'will not'],
  ['wouldnt', 'would not'],
  ['couldnt', 'could not'],
  ['shouldnt', 'should not'],
  ['im', 'i am'],
  ['ive', 'i have'],
  ['whats', "what 's"],
  ['wheres', "where 's"],
  ['hows', "how 's"],
  ['thats', "that 's"],
  ['u', 'you'],
  ['ur', 'your'],
  ['pls', 'please'],
  ['plz', 'please'],
  ['wanna', 'want to'],
  ['gonna', 'going to'],
  ['gotta', 'have to'],
])

const WORD = /[a-z]+/g

/** What was read lately: one message is read by classifier, mood, wishes and slots in turn. */
const recent = new Map<string, string>()
const RECENT = 32
/** Longer texts are not kept, in UTF-16 units. */
const RECENT_LENGTH = 300

/**
 * One form for everything that reads alike: full width and half width, case, traditional and simplified,
 * contractions, invisible characters. Linear in the length of the text; lone surrogates are harmless.
 */
export function normalise(text: string): string {
  const known = recent.get(text)
  if (known !== undefined) return known
  const form = formOf(text)
  if (text.length <= RECENT_LENGTH) {
    if (recent.size >= RECENT) recent.clear()
    recent.set(text, form)
  }
  return form
}

function formOf(text: string): string {
  let form = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text
  form = form.toWellFormed().normalize('NFKC').toLowerCase()
  // NFKC may write one character as eighteen.
  if (form.length > MAX_LENGTH) form = form.slice(0, MAX_LENGTH).toWellFormed()
  form = form.replace(INVISIBLE, '')
  // 帐 is an old way to write 账, and what 帳 turns into.
  if (hasHan(form)) form = toSimplified(form).replaceAll('帐', '账')
  form = form.replace(APOSTROPHES, "'")
  if (form.includes("'")) for (const [short, long] of CONTRACTIONS) form = form.replace(short, long)
  return form.replace(WORD, (word) => SHORTHAND.get(word) ?? word)
}

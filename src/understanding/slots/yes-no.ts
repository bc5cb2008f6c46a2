/** Reads a yes or a no from the reply to a question of the bot; what is unclear is never a yes. */

import { lex, type Token } from './lexer.ts'
import { type ReplyWord, replyForm, replyLexicon } from './yes-no-words.ts'

/** What a reply says to a yes-or-no question. */
export type YesNo = 'yes' | 'no' | 'unclear'

/** What the words of one clause, or of a whole reply, do. */
interface Tally {
  yes: boolean
  no: boolean
  doubt: boolean
  later: boolean
  unknown: boolean
}

/**
 * Whether a reply agrees or refuses. Questions, doubts, conditions, "yes, but", "yes. no", delays and an
 * agreement with anything unknown beside it are unclear; a refusal counts when its first clause refuses and
 * nothing later agrees. 取消 and "cancel" are unclear here: they are commands, and answer "Shall I cancel?"
 * the other way. Linear in the length of the text; longer than 500 characters is unclear.
 */
export function readYesNo(text: string): YesNo {
  const form = replyForm(text)
  if (form === null || form.includes('?')) return 'unclear'
  const clauses = clausesOf(lex(form, replyLexicon)).map(tallyOf)
  const all = (does: keyof Tally): boolean => clauses.some((clause) => clause[does])
  if (all('doubt') || (all('yes') && all('no'))) return 'unclear'
  if (all('yes')) return all('unknown') || all('later') || hesitates(form) ? 'unclear' : 'yes'
  const first = clauses.find((clause) => clause.no || clause.later || clause.unknown)
  return first?.no && !first.unknown ? 'no' : 'unclear'
}

/** Whether a reply only doubts or puts off ("not sure", 再想想, "not now"): it is no answer, and was understood. */
export function isDoubt(text: string): boolean {
  const form = replyForm(text)
  if (form === null) return false
  const clauses = clausesOf(lex(form, replyLexicon)).map(tallyOf)
  return clauses.some(({ doubt, later }) => doubt || later) && !clauses.some(({ unknown }) => unknown)
}

/** "ok..." */
function hesitates(form: string): boolean {
  return form.includes('..') || form.includes('。。')
}

/** 是 and 要 before a thing name it and agree with nothing: "不是，是139", "不对，我要改时间". */
function isCopula(token: Token<ReplyWord>, next: Token<ReplyWord> | undefined): boolean {
  return ['是', '系', '要'].includes(token.text) && next !== undefined && next.kind !== 'known'
}

function clausesOf(tokens: readonly Token<ReplyWord>[]): Token<ReplyWord>[][] {
  const clauses: Token<ReplyWord>[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'other' && /^[^\p{L}\p{N}\p{Extended_Pictographic}\p{Cs}\ufffd]/u.test(token.text))
      clauses.push([])
    else clauses.at(-1)?.push(token)
  }
  return clauses
}

function tallyOf(clause: readonly Token<ReplyWord>[]): Tally {
  const tally: Tally = { yes: false, no: false, doubt: false, later: false, unknown: false }
  /** Whether what follows in this clause is turned round. */
  let negated = false
  /** A 不 or "not" that has met nothing to turn round yet. */
  let dangling = false
  let last: ReplyWord | null = null
  for (const [at, token] of clause.entries()) {
    const word: ReplyWord | null =
      token.kind === 'known' && !isCopula(token, clause[at + 1]) ? token.meaning : null
    if (word === null) tally.unknown = true
    // 不不不 is said thrice, and not taken back.
    else if (word === 'filler' || (word === 'not' && last === 'not')) continue
    else if (word === 'later') tally.later = true
    else if (word === 'doubt' || word === 'question') tally.doubt = true
    else if (word === 'perhaps-after') tally.doubt ||= last !== null && last !== 'do-it'
    else if (negated && word === 'no-to') tally.no = true
    else if (negated && (word === 'sure' || word === 'no' || word === 'not')) tally.doubt = true
    else if (word === 'no') tally.no = true
    else if (word === 'no-to' || word === 'not') {
      tally.no ||= word === 'no-to'
      dangling ||= word === 'not'
      negated = true
    } else {
      tally.no ||= negated
      tally.yes ||= !negated
      dangling = false
    }
    last = word
  }
  // 不 alone refuses; 好不 asks.
  if (dangling && (tally.yes || tally.unknown)) tally.doubt = true
  else if (dangling) tally.no = true
  return tally
}

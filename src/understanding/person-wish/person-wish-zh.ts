/** Reads one clause with Chinese in it: what of it wishes for a person, refuses one, or asks what answers. */
import type { ClauseReading } from './person-wish-clauses.ts'
import { says } from './person-wish-en-words.ts'
import { ASIDE, ASKED, RHETORICAL } from './person-wish-zh-asides.ts'
import { nameChinese } from './person-wish-zh-nouns.ts'
import { REFUSED, WITHDRAWN } from './person-wish-zh-refused.ts'
import { CONFIRMED, PLEADS, REQUESTED, TELLS } from './person-wish-zh-requests.ts'
import { respellChinese } from './person-wish-zh-spelling.ts'
import { BARE, BARE_SUPERIOR, WANTED } from './person-wish-zh-wanted.ts'

const WISHES = [...WANTED, ...REQUESTED, BARE, BARE_SUPERIOR]

/** What one clause with Chinese in it says of a person. */
export function readChinese(clause: string): ClauseReading {
  const said = respellChinese(clause)
  const named = nameChinese(said)
  if (WITHDRAWN.test(said)) return named.includes('P') ? 'refused' : 'withdrawn'
  let rest = named
  for (const aside of ASIDE) rest = rest.replace(aside, '□')
  for (const [negation, plain] of RHETORICAL) rest = rest.replace(negation, plain)
  const before = rest
  for (const refusal of REFUSED) rest = rest.replace(refusal, '■')
  if (WISHES.some((form) => says(form, rest))) return 'wanted'
  if (rest !== before) return 'refused'
  if (pleads(rest)) return 'wanted'
  if (CONFIRMED.some((form) => says(form, rest))) return 'confirmed'
  if (rest.includes('□')) return 'aside'
  return /[PSN]/.test(rest) ? 'named' : 'none'
}

/** Whether a Chinese clause asks who or what answers. */
export function asksWhetherBotInChinese(clause: string): boolean {
  const named = nameChinese(respellChinese(clause))
  return ASKED.some((form) => says(form, named))
}

/** Whether a clause names a person of the service and pleads at all, and asks, denies and reports nothing. */
function pleads(clause: string): boolean {
  return clause.includes('P') && says(PLEADS, clause) && !says(TELLS, clause)
}

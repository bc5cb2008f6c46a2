/** Reads one English clause: what of it wishes for a person, refuses one, or asks what answers. */
import type { ClauseReading } from './person-wish-clauses.ts'
import { ASIDE, ASKED, RHETORICAL } from './person-wish-en-asides.ts'
import { NAMESAKE, nameEnglish } from './person-wish-en-nouns.ts'
import { REFUSED, WITHDRAWN } from './person-wish-en-refused.ts'
import { CONFIRMED, PLEADS, REQUESTED, TELLS } from './person-wish-en-requests.ts'
import { WAITING } from './person-wish-en-waiting.ts'
import { AT_THE_END, BARE, BARE_ONE, WANTED } from './person-wish-en-wanted.ts'
import { says } from './person-wish-en-words.ts'
import { MENTION } from './person-wish-quotes.ts'

const WISHES = [...WANTED, ...REQUESTED, ...WAITING, BARE, BARE_ONE]

/** What one English clause says of a person. */
export function readEnglish(clause: string): ClauseReading {
  const named = nameEnglish(clause)
  if (WITHDRAWN.some((form) => says(form, named))) return named.includes('WHO') ? 'refused' : 'withdrawn'
  let rest = named
  for (const aside of ASIDE) rest = rest.replace(aside, 'ASIDE')
  for (const [negation, plain] of RHETORICAL) rest = rest.replace(negation, plain)
  const before = rest
  for (const refusal of REFUSED) rest = rest.replace(refusal, 'REFUSED')
  if (WISHES.some((form) => says(form, rest))) return 'wanted'
  if (rest !== before) return 'refused'
  if (rest.includes('ASIDE') || clause.includes(MENTION) || NAMESAKE.test(clause)) return 'aside'
  if (AT_THE_END.test(clause)) return 'wanted'
  if (pleads(rest, clause)) return 'wanted'
  if (CONFIRMED.some((form) => says(form, rest))) return 'confirmed'
  if (
    /\b(?:chat|chatting|talking|speaking|conversation|connected|cut off|disconnected) (?:to|with|from) \w/.test(
      rest,
    )
  )
    return 'named'
  return /(?<!\b(?:my|our) )(?:WHO|ONE|FIXER)/.test(rest) ? 'named' : 'none'
}

/** Whether an English clause asks who or what answers. */
export function asksWhetherBotInEnglish(clause: string): boolean {
  const named = nameEnglish(clause)
  return ASKED.some((form) => says(form, named))
}

/** Whether a clause names somebody and pleads at all, and asks, denies and reports nothing: then it pleads for that person. */
function pleads(rest: string, clause: string): boolean {
  return /\bWHO\b/.test(rest) && (says(PLEADS, rest) || /\bplease\b/.test(clause)) && !says(TELLS, rest)
}

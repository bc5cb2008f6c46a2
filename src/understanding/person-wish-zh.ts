/** Reads one clause with Chinese in it: what of it wishes for a person, refuses one, or asks what answers. */
import type { ClauseReading } from './person-wish-clauses.ts'
import { says } from './person-wish-en-words.ts'
import { ASIDE, ASKED, RHETORICAL } from './person-wish-zh-asides.ts'
import { nameChinese } from './person-wish-zh-nouns.ts'
import { REFUSED, WITHDRAWN } from './person-wish-zh-refused.ts'
import { respellChinese } from './person-wish-zh-spelling.ts'
import { BARE, BARE_SUPERIOR, WANTED } from './person-wish-zh-wanted.ts'

/** What one clause with Chinese in it says of a person. */
export function readChinese(clause: string): ClauseReading {
  const said = respellChinese(clause)
  if (WITHDRAWN.test(said)) return 'withdrawn'
  const named = nameChinese(said)
  let rest = named
  for (const aside of ASIDE) rest = rest.replace(aside, '□')
  for (const [negation, plain] of RHETORICAL) rest = rest.replace(negation, plain)
  const before = rest
  for (const refusal of REFUSED) rest = rest.replace(refusal, '■')
  if (WANTED.some((form) => says(form, rest))) return 'wanted'
  if (says(BARE, rest) || says(BARE_SUPERIOR, rest)) return 'wanted'
  return rest === before ? 'none' : 'refused'
}

/** Whether a Chinese clause asks who or what answers. */
export function asksWhetherBotInChinese(clause: string): boolean {
  const named = nameChinese(respellChinese(clause))
  return ASKED.some((form) => says(form, named))
}

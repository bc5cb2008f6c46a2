/** Reads one English clause: whether it says that something is not to be done, and what else it says. */
import type { Action } from './negation-actions.ts'
import { ENGLISH_ACTIONS } from './negation-en-actions.ts'
import type { NegatedClause } from './negation-zh.ts'

/** Anything that may stand before a negation and changes nothing. */
const LEAD =
  /(?:no|nope|nah|wait|hold on|hi|hey|hello|there|ok|okay|oh|so|well|but|and|actually|please|sorry|just|um|listen|look|also|yes|yeah|thanks|thank you|on second thoughts?|i changed my mind|changed my mind|to be clear|like i said|for now|right now|now|at this point|honestly|really|still|first|again|guys|man|mate|omg|lol|because|since|as|said|told you|cancel|kindly|anyway|hmm|to be honest|tbh|btw|by the way)(?= |$)/y

/** Subjects who speak for themselves. */
const I = '(?:(?:i|we) )?'
const HOW =
  '(?:(?:really|just|honestly|actually|still|even|ever|yet|at all|currently|necessarily|particularly|definitely|certainly|absolutely|specifically|simply|only|here|so much|exactly|also|personally|think i|think|believe i|for now) )*'
const WISH =
  '(?:want(?:ed|ing)?|wanna|need(?:ed|ing)?|wish(?:ed|ing)?|intend(?:ed|ing)?|plan(?:ned|ning)?|mean(?:t)?|ask(?:ed|ing)?|say(?:ing)?|said|like|look(?:ed|ing)?|try(?:ing)?|tried|going|gonna|here|after|about|interested|request(?:ed|ing)?|require|feel like|writing|considering|thinking|require|seeking|chasing|contacting|talking|agree(?:d)?|bother)'
const LINK =
  '(?:(?:to|for|in|on|of|that|that i|i|we|you|you to|about|you guys|a|an|any|some|wanted|want|need|have|having|be|get|getting|make|making|your|with|it|a single|kind of|sort of|anyone(?: to)?|anybody(?: to)?|someone(?: to)?|somebody(?: to)?|them to|(?:\\w{1,12} ){1,4}or|the|my) )'

const NEGATIONS: readonly RegExp[] = [
  // I do not want to …, not looking to …, never asked for …, no longer wish to …
  `${I}(?:(?:do|did|would|am|was|are|were|have|had|will|is|does) )?(?:not|never|no longer|neither) ${HOW}(?:${WISH} ${HOW})${LINK}{0,5}`,
  // do not …: told to somebody; "I do not …" reports.
  '(?:please )?(?:do not|never|not to)(?: you dare)? (?:(?:please|even|ever|just|go and|go|bother|bother to|try to|automatically|yet|you) ){0,6}(?:to )?',
  '(?:can|could|would|will) you (?:please )?not (?:please )?(?:to )?',
  // Not … at the beginning.
  `(?:(?:it|this|that) (?:is|was|'s) |(?:i|we) (?:am|are|was) )?not ${HOW}(?:(?:that i|that we|like i|because i|for|about|in|on|a|an|any|to|here|the|my) ){0,6}(?:want |need )?(?:to |a |an |my |for ){0,6}`,
  `(?:i|we) (?:will|would|shall|am|are|have|had)? ?not (?:be |going to |gonna ){0,6}`,
  `(?:there is |have |with )?no (?:(?:real|further) )?(?:need|reason|point|use|necessity|wish|desire|intention|plans?|interest|rush)(?: (?:for|to|in|of|at all)){0,6}(?: (?:you|me|us|anyone|anybody|someone|a|an|any|the|that|to|be|have|get|make|bother)){0,6} `,
  `${I}(?:have |has |had )?(?:no|zero) (?:intention|plans?|desire|wish|interest) (?:of|to|in) `,
  '(?:(?:you|u|they) (?:really |actually )?(?:do not (?:need|have)|need not|must not|should not)|(?:nobody|no one|noone) (?:needs?|has|have|asked|wants?|wanted|said))(?: (?:have|need|you|want|asked|ask|said|anything|about|i|we|me|to|for|bother|wanted|any|a|an)){0,6} ',
  '(?:never ?mind|nvm|forget(?: about)?|skip|scrap|drop|stop|hold(?: off)?|no|without)(?: (?:on|about|with|off|my|the|that|this|your|any)){0,6} ',
  `${I}(?:(?:would|had|will|have|did|am) )?(?:rather|prefer(?:red)?|decided?|better|best|choose|chose|let us|let 's)(?: (?:if|it|you|we|did|to|do|could|would|i)){0,6} not(?: (?:to|be|have|get|make|a|an)){0,6} `,
  "(?:let us|let 's|better|maybe|i said) not ",
  'who (?:said|says|asked|told|mentioned|wants?)(?: (?:anything|something|about|you|i|me|we|for|to|wanted|want|that|a|an|the)){0,6} ',
].map((source) => new RegExp(source, 'y'))

/** "Forget the refund"; but who drops the plan has no more of it. */
const DROPS = /^(?:never ?mind|nvm|forget|skip|scrap|drop|stop|hold)/
const SHOWN: ReadonlySet<Action> = new Set(['bill', 'plan', 'usage', 'ticket'])
const ELLIPTIC_NO = /^(?:no|without)(?: |$)/
const POLITE_END =
  /^(?: (?:is|are|was))?(?: (?:needed|necessary|required|please|thanks|thank|wanted|here|from me|from us|for now|for me|at all|this time|today|at this time))/

/** Makes another thing of it: a cancellation fee, my refund status. */
const COMPOUND =
  /^ (?:fees?|charges?|polic(?:y|ies)|process|period|status|form|department|e-?mail|number|page|link|button|request|reference|desk|hours|line|address|details|so far|from you|in my|is not|has not|was not|did not|will not|arrived|received|either way)\b/
/** What may follow without saying anything else. */
const TAIL_WORD =
  / ?(?:it|this|that|them|me|us|you|anything|anyone|anybody|my|the|your|our|a|an|any|all|of|to|for|with|on|at|from|in|by|up|off|out|over|round|here|there|back|again|yet|now|today|tomorrow|tonight|anymore|any more|more|after all|please|pls|thanks|thank|ok|okay|either|anyway|just|so|right|as|well|needed|necessary|required|wanted|is|are|be|plans?|lines?|services?|contracts?|subscriptions?|accounts?|numbers?|broadband|internet|tv|package|order|sim|card|phone|mobile|home|bill|data|information|roaming|yourself|really|actually|at the moment|at all|then|unless i say so|until i say so|if possible|if you can|though|mate|man|guys|sorry|no|not|yes|stop|tickets?|complaints?|appointment|visit|because|extra|new|different|another|other|current|family|whole|everything|something|someone|somebody|people|human|person|agent|department|supervisor|this time|first|technicians?|engineers?|anyone else|else|due|charge|charges|time|moment|point|purpose)(?= |$|[.,!?'])/y
const PUNCTUATION = / ?[\p{P}\p{S}] ?/uy
/** Begins something else. */
const ANOTHER =
  /^(?: (?:it|this|that|them|anything|my|the|your|plans?|line|service|contract|broadband|please|thanks|thank you|anymore|any more|back|for it|yet|needed|necessary))* (?:but |so |and |because )?(?=(?:just|only|instead|i (?:just|only|want|need|would like|am|have|wanna|was)|can (?:you|i)|could (?:you|i)|would you|tell me|show me|how (?:do|can|much|long|many)|what (?:is|are|do|plans)|where (?:is|do|can)|when (?:is|do|does|will)|why|is there|do you|please (?:just|tell|show|explain|give|help|send)|explain|give me|help me|send me)(?: |$))/

const MAX_LEAD = 6
const MAX_TAIL = 12
/** Further clauses are looked for behind this many links, within so many UTF-16 units. */
const MAX_LINKS = 3
const MAX_STORY = 300

/**
 * What an English clause does not want done; null when it negates no wish.
 * @param clause normalised, without the mark that ends it
 * @param asks whether a question mark ends it
 */
export function readEnglishNegation(clause: string, asks: boolean): NegatedClause | null {
  const said = clause.replace(/\s+/g, ' ').trim()
  const found = readFrom(said, 0, asks)
  if (found) return found
  for (const link of [...said.slice(0, MAX_STORY).matchAll(/ (?:and|but|so|because) /g)].slice(
    0,
    MAX_LINKS,
  )) {
    const later = readFrom(said, link.index + link[0].length, asks)
    if (later) return { ...later, head: said.slice(0, link.index) }
  }
  return null
}

function readFrom(said: string, start: number, asks: boolean): NegatedClause | null {
  let at = start
  for (let step = 0; step <= MAX_LEAD && at < said.length; step++) {
    for (const form of NEGATIONS) {
      const found = negatedAt(said, at, form, asks)
      if (found) return found
    }
    const put = putOffAt(said, at)
    if (put) return put
    const lead = matchAt(LEAD, said, at)
    if (!lead) return null
    at += lead.length
    if (said[at] === ' ') at++
  }
  return null
}

function negatedAt(said: string, start: number, form: RegExp, asks: boolean): NegatedClause | null {
  const negation = matchAt(form, said, start)
  if (!negation || (asks && !/^(?:who|can|could|would)\b/.test(negation))) return null
  // The words between may belong to the action: "a refund", "my plan".
  for (let at = start + negation.length; at > start; at = said.lastIndexOf(' ', at - 2) + 1) {
    const found = actionAt(said, at)
    if (found) {
      const behind = said.slice(found.end)
      const dropped = DROPS.test(negation)
      if (COMPOUND.test(behind) || (dropped && found.actions.some((action) => SHOWN.has(action)))) return null
      if (
        ELLIPTIC_NO.test(negation) &&
        !/\bneed|reason|point|intention|wish/.test(negation) &&
        !POLITE_END.test(behind) &&
        !(behind === '' && found.actions.some((action) => action === 'complain' || action === 'dispute'))
      )
        return null
      const tail = tailOf(behind)
      return tail === null ? null : { actions: found.actions, tail }
    }
    if (at <= start + 1) break
  }
  return null
}

/** "A refund isn't necessary." */
const UNNEEDED =
  / (?:(?:is|are|was|will|would) )?(?:not |be |no longer |really |actually )+(?:needed|necessary|required|wanted|what i (?:want|need|asked for|meant)|why i am (?:here|writing)|the point|my point)/y

function putOffAt(said: string, at: number): NegatedClause | null {
  const found = actionAt(said, at)
  const after = found && matchAt(UNNEEDED, said, found.end)
  if (!found || !after || !/\b(?:not|no longer)\b/.test(after)) return null
  const tail = tailOf(said.slice(found.end + after.length))
  return tail === null ? null : { actions: found.actions, tail }
}

function actionAt(said: string, at: number): { actions: Action[]; end: number } | null {
  let actions: Action[] = []
  let end = at
  for (const { action, form } of ENGLISH_ACTIONS) {
    const match = matchAt(form, said, at).trimEnd()
    const behind = at + match.length
    if (match === '' || behind < end) continue
    if (behind > end) actions = []
    end = behind
    actions.push(action)
  }
  return actions.length > 0 ? { actions, end } : null
}

/** What follows is nothing (''), something else, or null where it makes another thing of what was said. */
function tailOf(behind: string): string | null {
  const another = ANOTHER.exec(behind)
  if (another) return behind.slice(another[0].length)
  let at = 0
  for (let step = 0; step < MAX_TAIL && at < behind.length; step++) {
    const token = matchAt(TAIL_WORD, behind, at) || matchAt(PUNCTUATION, behind, at)
    if (!token) return null
    at += token.length
  }
  return at >= behind.length ? '' : null
}

function matchAt(form: RegExp, text: string, at: number): string {
  form.lastIndex = at
  return form.exec(text)?.[0] ?? ''
}

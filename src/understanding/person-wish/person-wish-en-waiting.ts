/** How English wishes for a person while it waits for one: in line, and for somebody who does not come. */
import { ANY, COME, NOT_COME, rule, TALK, TALKING, WHO } from './person-wish-en-words.ts'

export const WAITING: readonly RegExp[] = [
  // Waiting in line.
  rule('\\b(?:queue|line) (?:me|us)\\b(?! for a call)'),
  rule('\\b(?:put|place|get|keep) me in (?:(?:the|a|your) )?(?:queue|line) ?(?:\\?|$)'),
  rule(
    `\\b(?:put|get|place|stick|pop|keep|join|save|be|am|stay)(?: (?:me|us|a (?:place|spot|seat)))? (?:in|on|into|at|back in) (?:(?:the|a|your) )?(?:front of the |waiting )?(?:line|queue|list|q)(?: (?:for|to (?:talk|speak|see|chat|get|reach)(?: (?:to|with))?)) ${ANY}`,
  ),
  rule(
    `\\b(?:happy|willing|prepared|ready|can|will|mind|i|shall|glad|rather) (?:to )?(?:wait|waiting|hold|holding|queue|queueing|queuing|hang on|stay)(?: \\w{1,12}){0,6} (?:for|till|until|to (?:get|talk to|speak to|speak with|talk with|reach)) ${ANY}`,
  ),
  rule(
    `\\b(?:until|till) (?:i|you|we|there) (?:am|are|get|have|see|can|is|put|connect|bring|find)\\b.{0,40}${WHO}`,
  ),
  rule(
    `\\b(?:until|till|unless|if) i (?:am|get|can|have|could)(?: (?:to|be))?(?: ${TALKING}| ${TALK})? (?:to |with )?ONE\\b`,
  ),
  rule(
    `^ (?:(?:and|but|or|i|say|swear|said) ){0,3}(?:unless|except|only if|as long as|provided) (?:it is|you are|there is|that is|this is) ${ANY} $`,
  ),
  // Still waiting.
  rule(
    `${WHO} ${NOT_COME}|\\bnot yet ${WHO} (?:yet )?(?:joined?|come|coming|connected|here|appeared|picked)\\b`,
  ),
  rule(
    '\\b(?:no one|nobody|not ONE|no ONE|none)(?: (?:from|of|in|on|at) (?:ONE|WHO|your \\w{1,10}|there))? (?:(?:has|have|is|did) (?:joined|join|here|picked up|pick up)|joined)\\b(?! (?:my|our|at|to|the (?:plan|family)))',
  ),
  rule(
    `\\bno ${WHO} (?:after|in sight|so far|anywhere|to be seen|(?:has|have|is) ${COME})\\b|\\bhow much longer\\b.{0,30}(?:${WHO}|ONE (?:comes?|joins?|is|gets|answers?|picks?|replies|talks))\\b`,
  ),
  rule(
    `\\bis ${WHO} (?:ever )?(?:coming|joining|going to (?:come|join|show up|answer))(?: (?:on|in|here|soon|back|at all))? ?(?:\\?|$)`,
  ),
  rule(
    '\\b(?:has|have|is|did) (?:no one|nobody|no ONE)(?: (?:from|of|in|on|at) (?:ONE|WHO|there))? (?:joined|join|picked up|pick up|taken over)\\b(?! (?:my|our|at|to))',
  ),
]

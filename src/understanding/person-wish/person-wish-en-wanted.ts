/** How English wishes for a person. */
import {
  ANY,
  BOT,
  HELP,
  ME,
  PASS,
  REACH,
  rule,
  TALK,
  TALKING,
  WANT,
  WAY,
  WHO,
} from './person-wish-en-words.ts'

export const WANTED: readonly RegExp[] = [
  rule('\\bwho (?:can|do|should|could) i (?:talk|speak) (?:to|with)(?: about (?:this|it))? ?(?:\\?|$)'),
  rule(`\\b(?:get|find|have|bring|ask|assign) ONE to ${HELP}\\b`),
  rule(`\\blet ONE (?:${HELP}|fix this)\\b`),
  rule('\\b(?:can|could|would|will) ONE (?:look at|check|review|sort out|fix) (?:this|it|that)\\b'),
  rule('\\b(?:get|find|fetch|bring|grab) (?:me )?ONE (?:for (?:me|us)|(?:on|in) here)\\b'),
  rule(`^ (?:(?:press|dial|option|i pressed) )?[0-9#]{1,2} (?:for )?${WHO}`),
  rule('^ (?:so |and )?(?:have )?you (?:guys )?(?:got|have) WHO ?(?:\\?|$)'),
  rule(`\\b(?:go|going|move|get|back|over|straight) to ${WHO} ?(?:\\?|$)`),
  rule(`${ANY} (?:would|might|will) be (?:better|great|good|nice|helpful|best|appreciated)`),
  rule(
    `\\bwould (?:rather|prefer|like it if) (?:have )?${ANY} (?:deal|dealt|handle|handled|look|looked|help|helped|took|take|answer)`,
  ),
  rule('\\b(?:need|want|like|have) (?:to )?escalate ?(?:\\?|$)'),
  rule('\\b(?:need|want|like|have) (?:this|it|that|my \\w{1,12}) (?:to be )?escalated\\b'),
  rule(`\\b(?:start|open|begin|launch|initiate)(?: with)? ${WHO}`),
  rule(`\\b(?:gets?|takes?|brings?|puts?|connects?|leads?) me(?: through| straight)?(?: to)? ${WHO}`),
  rule('\\b(?:what|how|where|which)\\b.{0,20} to (?:get|reach|find|see) ONE ?(?:\\?|$)'),
  rule(`\\bwhy can i (?:get|have|reach|find|see) ${ANY} ?(?:\\?|$)`),
  rule('\\bout of (?:this |the )?BOT\\b'),
  // Talking.
  rule(
    `\\b${TALK}(?: (?:online|face to face|properly|on the phone|personally|here|about (?:this|it|my \\w{1,20}))){0,2} (?:to|with) ${ANY}\\b`,
  ),
  rule(`\\b(?:talk|speak|chat) ${ANY}\\b`),
  rule(
    '\\b(?:talk|speak|chat) (?:to|with) (?:the |your )?(?:support|sales|billing|retentions?|service|accounts|complaints)(?: (?:department|dept|team|desk|people))? ?(?:\\?|$)',
  ),
  rule(`\\bput ${ANY} on\\b`),
  rule(
    `\\b(?:prefer|like|rather(?: be)?|mind|(?:want|need|like|love) to be|about|start|interested in|insist on|trying|appreciate|up to) ${TALKING} (?:to|with) ${ANY}\\b`,
  ),
  // Wanting.
  rule(
    `\\b${WANT}(?: (?:to (?:have|get|see|reach|find|be with|use)|help from|some|the help of)){0,2} ${WHO}\\b`,
  ),
  rule(
    `\\b${WANT}(?: (?:to (?:have|get|see|reach|find)|help from)){0,2} ONE(?: (?:to (?:help|talk|assist|answer|speak|listen|sort|solve|look|review (?:my (?:account|case|chat|situation)|this|it)|explain|take|handle|deal|reply|respond|chat|fix this|resolve|step)|who|that|here|not|from|on|for this|\\?|$))`,
  ),
  rule('\\bi (?:want|need) ONE (?:$|and )'),
  rule('^ connect (?:to|with) (?:your |the )?(?:support|sales|billing)\\b'),
  rule('^ (?:and |then |just )?(?:get|bring|find|fetch|give) ONE $'),
  // Being brought to one.
  rule(`\\b${PASS} ${ME}(?: ${WAY}){0,3}(?: (?:to|with|onto|into|on to|on))? ${ANY}\\b`),
  rule(
    `\\b(?:connect|connecting|connection|transfer|transferring|escalate|escalating|escalation|switch to|switching to|redirect|route|handover|handoff|hand over|hand off|pass over|upgrade|press \\w{1,5}|option|access|skip|jump)(?: (?:through|over|up|me|chat|this|call))?(?: (?:to|with|for|2))? ${WHO}\\b`,
  ),
  rule(
    `\\b(?:be|get|been|being|get me|have me|have it|want|need|want to be|getting) (?:connected|transferred|escalated|switched|forwarded|redirected|routed|passed|handed|put|referred|patched)(?: ${WAY}){0,2} (?:to|onto|with) ${ANY}\\b`,
  ),
  rule(`\\b${REACH}(?: (?:in|up|me|to|hold of|through to)){0,2} ${WHO}\\b`),
  rule(
    `\\b(?:reach|get hold of|get a hold of|get ahold of|get through to|get in (?:touch|contact) with|reach out to|connect with|connected with|bring in|call in|loop in) ONE\\b`,
  ),
  rule(
    `(?:^ (?:\\w{1,12} ){0,4}|\\b(?:to|and|you|but|useless|help|stupid) )(?:transfer|connect|put|patch|pass|hand|redirect|forward|escalate) (?:me|us|my call|this call|the call)(?: (?:through|over|up|on|across))?(?: to (?:your|the|a)?(?: ?\\w{1,15}){0,2} ?(?:department|dept|team|desk|section|side|line|billing|sales|support|retention|retentions|complaints|cancellations?|accounts?|tier|level|people|unit|office))? ?(?:\\?|$)`,
  ),
  rule('\\b(?:switch|hand|put|pass) (?:me|us) over ?(?:\\?|$)'),
  rule(
    '\\b(?:want|need|like|request|requesting|demand|require) (?:an |the )?(?:escalation|transfer|handover|handoff) ?(?:\\?|$)',
  ),
  rule(
    '^ (?:(?:i said|can you|i want a|i want to) )?(?:transfer|escalate|escalation|handover|hand over|put through|transfer call|transfer chat) ?(?:\\?|$)',
  ),
  rule('\\b(?:escalate|elevate) (?:this|it|my|the)\\b(?!.{0,30}(?:complaint|ombudsman|regulator))'),
  // Whether one is there.
  rule(`\\b(?:is|are) (?:not )?there (?:not )?(?:no |any chance (?:of|for) )?${WHO}\\b`),
  rule(
    `\\b(?:is|are) (?:not )?there (?:not )?(?:no )?(?:ONE|nobody|no ONE)(?: else)?(?: (?:there|here|i can|we can|who|that|available|around|alive|home|out there|to (?:talk|speak|help|chat|assist|answer|take)|online|working|on the|at|in|able|real|free|can|behind|i could|me)\\b| ?\\?| $)`,
  ),
  rule(
    `\\b(?:is|are) (?:${ANY}|nobody)(?: (?:on))? (?:available|there|around|online|free|here|home|real|alive|listening|reading|out there|on (?:the other|duty|shift|the line)|going to (?:answer|help|talk|respond|reply)|able to (?:help|talk|chat|assist)|working (?:here|there|\\?|$)|in the office|awake)`,
  ),
  rule(
    `^ (?:and |but )?(?:is )?(?:ONE|nobody) (?:there|here|home|around|alive|real|available|out there|listening|online|awake)\\b`,
  ),
  rule(
    `^ (?:and |but |any chance of |is |are )?${ANY} (?:available|online|around|there|free|here|on duty|out there) ?(?:\\?|$)`,
  ),
  rule(
    `\\b(?:do|does) (?:you|they|your company|this company|the company)(?: (?:guys|people|all|not|employ|have|offer|provide|got)){1,4} (?:${WHO}|ONE (?:i can|who|to talk|to speak|real|here|there|that|working|available))`,
  ),
  rule(`\\b(?:have|got) (?:${WHO}|ONE) (?:i can|there|available|to (?:talk|speak|chat|help))`),
  rule(`\\b(?:does|do) ANY (?:work|works|exist) (?:here|there)`.replace('ANY', ANY)),
  rule(
    `\\bwhere (?:is|are|'s|can i find|do i find) (?:all )?(?:the |your |my )?(?:WHO|everyone|everybody)\\b`,
  ),
  rule(`\\b(?:what|how) about (?:${WHO}|${TALKING} to ${ANY})`),
  // One who does the answering.
  rule(
    `\\b(?:can|could|would|will|may|let|have|make|want|need|tell|ask|get|rather|allow|prefer|like) ${WHO}(?: (?:to|be|please)){0,2} ${HELP}\\b`,
  ),
  rule(
    `\\b(?:can|could|would|will|let|have|want|need|get|make|may) (?:ONE|one of you)(?: (?:in there|over there|there|at your \\w{1,10}|from your \\w{1,10}|to|be)){0,3} (?:(?:talk|speak|chat|reply) (?:to|with)|take over|step in|jump in|answer me|join|intervene|assist me|get on)\\b`,
  ),
  rule(
    `\\b(?:taken over|take over|answered|handled|dealt with|served|assisted|helped|reviewed|solved|assistance|help|support|service|reply|answer|response|replies|answers) (?:by|from|of) ${ANY}`,
  ),
  // Not this machine.
  rule(
    `\\b(?:no|no more|enough|stop|done|forget|rid of|turn off|switch off|disable|skip|bypass|leave|exit|quit|kill|instead of|rather than|end|deactivate|without|sick|tired|fed up|over|mute|ditch|not|had it|cant stand|can not stand|over it)(?: (?:give|giving|send|me|us|with|of|by|to|from|at|want|need|like|wish|accept|trust|talk|talking|speak|speaking|chat|chatting|deal|dealing|the|this|that|your|these|any more|using|use|going|willing|here|be|being|interested|in|for|arguing|typing|wasting|waste|my|time|answers|help|messages|having|have|all|you|argue|type|another|type|interact|interacting|get|getting)){0,7} BOT\\b(?! (?:or|number))`,
  ),
  rule(
    `\\b(?:no more|enough|stop|done|refuse|hate|dislike|detest|loathe|dread|can not stand|sick|tired|fed up|not|instead of|rather than)(?: (?:with|of|by|to|want|like|going|willing|here|be|interested|in|wish|trying)){0,4} (?:talk|talking|speak|speaking|chat|chatting|deal|dealing|arguing|typing|conversing|communicating|argue|interact)(?: (?:to|with|at)) ${BOT}`,
  ),
  rule(
    '\\b(?:can|could) not (?:do|sort|solve|fix|handle|explain|discuss|resolve|manage|deal)(?: (?:this|it|that|anything|everything|out|my \\w{1,15})){0,3} (?:with|to|through|via|by) BOT\\b',
  ),
  rule('\\bBOT (?:go away|off|shut up|get lost)\\b'),
  rule(`^ (?:the |this )?BOT (?:\\w{1,15} ){0,5}WHO $`),
]

/** Nothing but a person, and words like these around it. */
export const BARE = rule(
  `^ (?:(?:i|we|and|but|yes|yeah|or|to|no BOT|chat|call|talk|speak|get|give|me|with|support|help|need|want|said|a|an|your|is|not BOT|urgent|ugh|argh|excuse me|sorry|come on|enough|useless|look|good morning|WHO) ){0,5}WHO(?: (?:WHO|ONE|urgent|wanted|needed|required|or|with|to|help|me|for|support|chat|a|an|not BOT|not THING|not you|rather than BOT|transfer|talk|speak|connect|could|we|quick|fast|first|time|we|can|\\?)){0,6} $`,
)
export const BARE_ONE = rule('^ (?:ONE ){1,3}(?:\\? |real |help |there |here )?$')
export const AT_THE_END =
  /\b(?<!\b(?:the|your|my|this|that|an?|no|of|by|from|any|for) )(?:human|agent|operator|representative|(?:real|live|actual) (?:person|human)|live agent|supervisor|customer service|human being|someone real)(?: (?:please|now|asap|immediately)){1,3} ?[?]?$/

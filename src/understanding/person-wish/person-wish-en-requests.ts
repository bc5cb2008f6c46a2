/** How English wishes for a person in a roundabout way: by queue, by department, by swap, by invitation. */
import { ANY, HELP, ME, PASS, rule, TALK, TALKING, WANT, WAY, WHO } from './person-wish-en-words.ts'

const FIXER = '(?:(?:the|your|that) )?FIXER'
/** "your fraud team", "someone in cancellations", "the retention people". */
const DESK =
  '(?:(?:(?:ONE|WHO) (?:in|from|at|on|of|with|over at) )?(?:(?:the|your|a|an) )?(?:(?!(?:my|of|to|for|plan|account) )\\w{2,15} ){1,3}(?:department|dept|team|desk|people|section|crew|unit|division|office|specialists?)|(?:(?:ONE|WHO) (?:in|from|at|of) )?(?:(?:the|your|a) )?(?:complaints|cancellations?|retentions?|billing|sales|accounts|fraud|collections|support(?= ?(?:$|\\?))))'
const CHAT = '(?:(?:this|the|our|my|your) )?(?:chat|conversation|thread|line|window|session|here|room)'
const COMES = `(?:(?:come|hop|jump|step|pop|get|log|drop|tune|be|sit) (?:on|in|into|onto|to|over to|by)(?: ${CHAT})?|join(?: (?:me|us|in|${CHAT}))?|enter ${CHAT}|take (?:over|(?:it|this|me)(?: over| on| from)?|the (?:wheel|reins))|pick (?:this|it|me) up)`

export const REQUESTED: readonly RegExp[] = [
  // A person is to hear it.
  rule(
    `(?<!\\b(?:how|where|did|have|has|already) .{0,20})\\b(?:complain|vent|(?:make|file|lodge|raise|submit|register|leave|have|start) (?:(?:a|an|my|this|the) )?(?:formal |official |serious )?(?:complaints?|concerns?|grievance|report|dispute)|(?:explain|report|tell|describe|say|repeat) (?:this|it|that|all this|my \\w{1,15}|the \\w{1,15})) (?:to|with) ${ANY}`,
  ),
  rule(
    `\\b(?:questions?|matter|issue|case|problem|request|query|complaint|something) (?:(?:only |best )?for ${WHO}|(?:is|are|meant) for ${ANY})`,
  ),
  // Those who repair and install, in the chat.
  rule(`\\b${TALK}(?: \\w{1,12}){0,2} (?:to|with) ${FIXER}\\b(?! (?:who|that) (?:came|was|visited))`),
  rule(`\\b(?!send )${PASS} ${ME}(?: ${WAY}){0,3} (?:to|with|onto) ${FIXER}\\b`),
  rule(`\\bput ${FIXER} (?:on|in|into|through)\\b`),
  rule(
    `\\b${FIXER}(?: (?:to|who can|that can|could|can|please)){0,2} (?:chat|talk|speak|text|type|explain|message|answer|(?:in|on|into|join) ${CHAT}|join|online|now|instead)\\b`,
  ),
  rule(`\\b(?:bring|call|loop|pull|rope) in ${FIXER}\\b`),
  rule(
    `\\b(?:bring|get|call|loop|pull|rope|fetch|have|invite|add|let|want|need|put) (?:${ANY}|${FIXER})(?: (?:come|to|be|brought))? (?:in|into|on|onto|over|join)(?: to)?(?: ${CHAT})? ?(?:\\?|$|(?:right|who|that|to|and|if|so)\\b)`,
  ),
  rule(
    `\\b(?:escalated|elevated|transferred|passed|moved|raised|taken|bumped|referred|forwarded)(?: (?:up|on|over|across))? to ${ANY}\\b(?! (?:yesterday|last|already|before))`,
  ),
  rule(`\\b(?:is|are) ${FIXER} (?:available|free|online|around|there|here)\\b`),
  rule(`\\b(?:return|restore|take|get|bring) (?:me|us) (?:back )?(?:to|with) ${ANY}`),
  rule(
    `\\b(?:is|are) there ${ANY} (?:(?:who|that|whom) )?(?:i|we|who|that)? ?(?:could|might|may|can|would)\\b`,
  ),
  rule('\\bONE\\b.{0,40}\\b(?:instead of|not|rather than|and not) (?:(?:this|the|a|that) )?(?:BOT|THING)\\b'),
  rule(
    `\\b(?:have|let|arrange(?: for)?|allocate|provide|offer|supply)(?: me)? ONE (?:to |who can |that can )?(?:${HELP}|do it|finish)\\b`,
  ),
  rule(
    `\\b(?:obliged|grateful|thankful|appreciate it|nice|great|good|happy|glad|better|wonderful|lovely|love it|like it|prefer it|helpful|mind|best) if ${ANY}`,
  ),
  rule(`\\bfrom (?:the )?BOT (?:over )?to ${ANY}`),
  rule(
    `\\b(?:what|all|only thing) (?:that )?i (?:am )?(?:need|want|ask(?:ing)? for|require)(?: here)? is ${ANY}`,
  ),
  rule(
    '\\bONE (?:from your (?:end|side) )?(?:needs to|has to|ought to|must|should) (?:talk|speak|chat|reply|answer)\\b',
  ),
  rule(`\\bwake ${ANY} up\\b`),
  rule(`\\b(?:need|want|like|insist)(?: on| to be)? ${TALKING} (?:to|with) (?:${ANY}|${FIXER})`),
  rule('\\bwant(?:ed)? (?:off|away from|past|rid of) (?:this |the |your )?BOT'),
  rule(
    `\\b(?:only|nothing but|nobody but|no one but|none but|nothing less than|nothing short of) ${ANY}(?: will do| can| could| is|$| $)`,
  ),
  rule(`^ (?:(?:either|it is|so) )?${WHO} or (?:else|i|me|we)\\b`),
  rule(`\\b(?:in|on|to|for|into|join) (?:(?:the|a|your) )?WHO (?:queue|line|list|q)\\b`),
  rule(`${WHO} or nothing|\\botherwise ${WHO} $`),
  rule(
    '\\bONE (?:but|other than|except|besides|apart from|who is not) (?:you|(?:this |the |a )?(?:BOT|THING))',
  ),
  rule(
    `\\b(?:word|words|button|command|key|code|phrase|trick|shortcut|option|menu|way|path|route|secret|password|magic)(?: is there)? (?:for|to|that gets me|to get|to reach|to see|to summon)(?: (?:get|reach|see|to|me))* ${WHO}`.replace(
      '))* ',
      ')){0,3} ',
    ),
  ),
  rule(`${ANY} (?:reach|contact|message|write to|answer|meet) me (?:in|on|via|through|over|by) ${CHAT}`),
  rule(`\\btag in ${ANY}`),
  // Departments.
  rule(
    '\\b(?:get|give|find) me (?:the |your )?(?:billing|sales|accounts?|retentions?|cancellations?|complaints|support|tech support|technical|roaming|fraud|collections) ?(?:\\?|$)',
  ),
  rule(
    '^ (?:(?:need|want|i need|i want|give me|get me|get|to) ){0,2}(?:the |your )?(?:fraud|billing|sales|retentions?|cancellations?|accounts?|support|technical|tech|roaming|porting|loyalty|security|broadband|finance|business|payments?|collections|escalations?) (?:team|department|dept|desk|people)(?: (?:on|in|here|on here)){0,2} ?(?:\\?|$)',
  ),
  rule(
    `\\b(?:be|get|getting|have me|being) (?:connected|transferred|moved|put|switched|passed|handed|forwarded|routed|directed|escalated)(?: ${WAY}){0,2} (?:to|with|onto) (?:${DESK}|(?:(?:the|your) )?\\w{2,10} (?:line|level|tier) support)`,
  ),
  rule(`\\b${TALK}(?: \\w{1,12}){0,2} (?:to|with) ${DESK}\\b`),
  rule(`\\b${PASS} (?:me|us|this|it|my (?:call|chat|case))(?: ${WAY}){0,3} (?:to|with|onto) ${DESK}\\b`),
  rule(`\\b${PASS} (?:me )?(?:ONE|WHO) (?:in|from|at|of|on|with) ${DESK}\\b`),
  rule(
    `\\b(?:want|need|like|get me|give me) (?:the |your )(?:\\w{2,15} ){1,2}(?:department|team|desk|people) (?:on|in|here|to (?:talk|chat|answer|reply|help))\\b`,
  ),
  rule(
    `^ (?:(?:i|we|can|could|need|want|get|give|me|a|have) ){0,5}(?:ONE|WHO) (?:from|in|at|of) ${DESK} ?(?:\\?|$)`,
  ),
  // Asking one, being joined by one.
  rule(
    `\\b(?:may|can|could|might|let|want to|like to|need to|rather|will|shall) (?:(?:i|me|we|us) )?(?:ask|consult|see|meet|trouble|bother|borrow|message|text|write to|address|approach|have|get|be with) ${WHO}\\b`,
  ),
  rule(
    `\\b(?:can|could|would|will|might|let|have|get|may|want|need|like|ask|make|tell|invite|rather|where|appreciate|until) (?:${ANY}|one of you|one)(?: (?:who|please|to|that|from|in|at|on|your|the|kindly|over|there|company|team|side|office|support|simply|maybe)){0,5} ${COMES}\\b`,
  ),
  rule(`\\b(?:ask|tell|get|have|want|need) (?:${ANY}|${DESK}) to (?:${COMES}|${HELP})\\b`),
  rule(`\\b(?:time|need|room|chance) (?:for|of) ${ANY} (?:to |\\w{1,10}ing )`),
  rule(
    `^ (?:(?:my|friend|need|want|and|but|can|could|some|a|the|i|we) ){0,3}WHO (?:to |can |could |will |must |should )?${HELP}(?: with| to)? (?:me|us|this|it|my|here)\\b`,
  ),
  rule(
    `\\b(?:who|that) (?:can|could|would|might) (?:chat|talk|speak|type|sit|help) ?(?:to|with)? me\\b.{0,30}\\b(?:BOT|THING)\\b`,
  ),
  rule(
    `\\b(?:can|could|would|may|might) (?:ONE|WHO)(?: \\w{1,12}){0,6} (?:chat|talk|speak|type|text|reply|write|respond|sit|converse)(?: (?:to|with|back))?(?: me| us)?\\b`,
  ),
  rule(
    `\\b(?:possible|way|chance|allowed|option|how)(?: (?:of|to|for|i|do|can|me))* ${TALK} (?:to |with )?${ANY}\\b`.replace(
      ')* ',
      '){0,3} ',
    ),
  ),
  // Instead of the machine.
  rule(
    `\\b(?:swap|switch|trade|exchange|replace|change|substitute|swop)(?: (?:you|yourself|this|it|places?|seats?|shifts?|over|out|the|BOT|THING|in|me|your|place|thing|off)){0,4} (?:with|for|to|by) ${ANY}`,
  ),
  rule(
    `\\bi (?:will|would|shall|choose to|am going to|want to|would like to) (?:take|have|go with|go for|try|see|use|pick|choose|select|hear|meet) ${WHO}`,
  ),
  rule(
    `\\b(?:${WANT}|feel)(?: \\w{1,12}){0,4} (?:${TALK}|${TALKING}|hearing from|hear from|hear|seeing|meeting)(?: (?:to|with|from))? ${ANY}\\b`,
  ),
  rule(
    `\\b(?:comfortable|better|easier|happier|safer|prefer|simpler|appreciate|useful|nice|great|helpful) (?:if (?:i|we) could )?(?:${TALKING}|(?:to )?${TALK}|to have)(?: (?:to|with))? ${ANY}\\b`,
  ),
  rule(
    `\\b(?:get|have|getting|need|want|would like|to|may i|can i)(?: (?:this|it|that|me|my \\w{1,15}|to|be|being)){0,3}(?: \\w{1,12}ed| (?:seen|taken|done|met|dealt with|looked at|sorted out)){1,2} by ${ANY}\\b`,
  ),
  rule(
    `\\b(?:from|by|with) ${WHO} (?:and not|not|rather than|instead of) (?:a |the )?(?:BOT|THING|script|menu|form|link|article|template)`,
  ),
  // Back to somebody known.
  rule(
    '\\bput (?!(?:my|it|this|that|the|me|them|him|her|us)\\b)\\w{2,15} back on ?(?:$|here|the line|the chat)',
  ),
  rule(
    '\\breconnect (?:me|us)(?: (?:to|with|please))? ?(?:him|her|them|(?!(?:internet|wifi|the|my|router|line|my)\\b)\\w{2,20})? ?(?:$|\\?)',
  ),
  rule(
    '\\b(?:hand|pass|put|transfer|connect|take|send|give|patch) (?:me|us|this)(?: (?:back|through|over|again|right)){1,2} (?:to|with|onto) (?!(?:my|the|a|me|us|plan|old|prepaid|postpaid|menu|main|start|english|chinese|normal|default|[0-9])\\b)\\w{2,20}(?: \\w{2,20})? ?(?:$|\\?)',
  ),
  rule(`\\b(?:back|again) (?:to|with|onto) (?:the )?(?:same )?${ANY}\\b`),
]

/** Words that plead. */
export const PLEADS = rule(
  '\\b(?:let|need|needs|want|wish|like|could|would|may|might|arrange|allocate|notify|get|give|bring|assign|alert|tell|ask|all i|only thing|time|should|must|until|unless|till|obliged|grateful|thankful|appreciate|beg|hope|wait|choose|asap|required|requested|needed|wanted)\\b',
)
/** Words of a clause that asks, denies or reports, and pleads for nobody. */
export const TELLS = rule(
  '\\b(?:not|never|no|ASIDE|was|were|had|said|told|asked|yesterday|last|says|claims|claiming|pretending|who|why|when|what|which|where|how|appointment|did|does|has|because|if|phone|call me|rings?|email|visit|house|home|(?:change|switch|leave|leaving) WHO)\\b|^ (?:are|do|is|was|so|and is|can i|may you) ',
)

/** What wishes for somebody named in an earlier clause: "… a manager? I want one". */
export const CONFIRMED: readonly RegExp[] = [
  rule('^ (?:and |but )?not (?:(?:to|with|by|from|for|at) )?(?:(?:this|your|the|another) )?THING $'),
  rule(
    '^ (?:(?:and|can|could|you|i|need|want) ){0,3}(?:get|give|find|bring|fetch) (?:me|us) another(?: one)? ?(?:\\?|$)',
  ),
  rule('\\b(?:back|again) (?:to|with) (?:him|her|them)\\b'),
  rule(
    `^ (?:(?!how|where|what|when|why|not)\\w{1,12} ){0,5}(?:want|need|like|have|get me|give me|find me|get|bring me|bring|send me|take|fetch)(?: (?:to have|to see))? (?:one|ones|them|him|her|that one)(?: (?:in|on|over|here|to|for|now|me|into|out|this|chat|the|please|back|instead|online|line|quick|fast|and|i|mean|it)){0,5} ?(?:\\?|$)`,
  ),
  rule(
    `\\b(?:${TALK} (?:to|with)|(?:connect|transfer|put|switch|pass|hand|patch|reconnect|take|send|lead|move|bring) (?:me|us|this)(?: ${WAY}){0,2} (?:to|with|onto)) (?:one|them|him|her|that (?:one|person)|another|(?:another|a new|a different|the next|a better) one)\\b`,
  ),
  rule(
    '\\b(?:put|get|bring|call|fetch) (?:him|her|them) (?:back )?(?:on|in|back|here|over|into)\\b(?! (?:my|the|a) (?:plan|account|contract|house))',
  ),
  rule(
    '^ (?:\\w{1,12} ){0,3}(?:and )?(?:do it|make it happen|go ahead|make it so|yes connect|connect us|let us do (?:it|that)|that is what i want) ?$',
  ),
]

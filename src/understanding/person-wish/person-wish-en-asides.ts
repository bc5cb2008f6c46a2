/** What names a person in English and wishes for none, and what looks like a refusal and is none. */
import { ANY, NOT_COME, rule, TALK, TALKING, within } from './person-wish-en-words.ts'

/** Whether one writes with a machine or with somebody. */
export const ASKED: readonly RegExp[] = [
  rule(
    '\\b(?:am|are) (?:i|we) (?:connected|through|linked|speaking|talking|chatting) (?:to|with) (?:WHO|ONE|BOT|THING)\\b',
  ),
  rule('\\b(?:do|are|is|have) .{0,30}(?:(?:WHO|ONE) or (?:BOT|THING)|(?:BOT|THING) or (?:WHO|ONE))\\b'),
  rule(
    '\\b(?:are|is|am|be) (?:not )?(?:you|this|it|that|i|who i am|whoever)(?: (?:not|talking|speaking|chatting|texting|writing|dealing|typing|to|with|a|an|the|by any chance|sure|in fact|all|you are|sort of|currently|now|be))*? (?:WHO|ONE|BOT|THING|real|human|alive|sentient|automated)\\b'.replace(
      ')*?',
      '){0,6}?',
    ),
  ),
  rule(
    '\\b(?:is|are) there (?:WHO|ONE) (?:behind|or (?:BOT|THING)|reading|writing|typing)\\b(?!.{0,30}\\b(?:talk|speak|chat)\\b).{0,40}',
  ),
  rule(
    '^ (?:(?:are|is|you|this|it|that|wait|and) ){0,3}(?:(?:a|an|the) )?(?:BOT|WHO|ONE|THING|human|person|real) or (?:(?:a|an|the|real) )?(?:BOT|WHO|ONE|THING|human|person)\\b',
  ),
  rule(
    "^ (?:(?:wait|and|but) ){0,2}(?:you|this|that|it)(?: (?:are|is|'s|must be|might be|sound like|a|an|the|not|be)){0,3} (?:BOT|THING|WHO|ONE|human|real)(?: (?:right|yeah|correct|no|or what|or not|huh|eh|is it|are you|innit|are not you|is not it|are you not)){0,1} ?(?:\\?|$)",
  ),
  rule(
    '\\b(?:who|what|whom) (?:am i|are you|is this)(?: (?:talking|speaking|chatting|dealing) (?:to|with))?\\b',
  ),
  rule(
    '\\b(?:is|was|are) (?:this|that|it|these|your|the)(?: (?:reply|replies|answers?|message|chat|conversation|service))? (?:automated|automatic|generated|scripted|canned|written by|answered by|run by|BOT)\\b',
  ),
  rule(
    '\\b(?:did|does|is|was|will) (?:WHO|ONE|BOT) (?:write|writing|type|typing|wrote|answer(?:ing)? me|reading this|generate)\\b',
  ),
  rule('\\bif (?:you are|this is) (?:not )?(?:BOT|WHO|ONE|human)\\b'),
]

/** Statements about this machine, and questions that name a person and wish for none. */
export const ASIDE: readonly RegExp[] = [
  ...ASKED,
  rule('\\b(?:you|this|it|that) (?:are|is) (?:not )?(?:BOT|THING|WHO|ONE)\\b'),
  rule('\\bi am (?:not )?(?:the |your )?(?:BOT|WHO|ONE|human)\\b(?: (?:too|not (?:a |an )?\\w{1,20}))?'),
  rule('\\b(?:what|which) (?:time|times|hours|days?)\\b.{0,80}'),
  rule(
    '\\b(?:until when|till when|how late|how early|(?:opening|working|business|service|office) (?:hours|times))\\b.{0,80}',
  ),
  rule(
    `\\b(?:is|are|do|does|will|can)\\b.{0,20}${ANY}.{0,40}\\b(?:24|24h|24hrs|round the clock|weekends?|sundays?|saturdays?|mondays?|holidays?|night|overnight|tonight|tomorrow|midnight|open|close|closed|christmas|new year|after \\d{1,2}|at \\d{1,2}|\\d{1,2} ?[ap]m|what hours)\\b`,
  ),
  rule(`\\bwhen (?:is|are|do|does)\\b${within(30)}${ANY}`),
  rule(
    `\\b(?:number|hotline|extension|email|address)(?: (?:for|of|to|do|can|should|i can|where|that|is)\\b).{0,40}${ANY}`,
  ),
  rule(
    `\\b(?:cost|costs|charged?|price|fee|how much (?:do|does|is|to|will)|how long|how many (?!times)\\w{1,20})\\b${within(50)}${ANY}`,
  ),
  rule(
    `\\b(?:must|should|shall) (?:i|we) (?:call|contact|ask|see|go|talk|speak)(?: (?:to|with|through|in)){0,2} ${ANY}`,
  ),
  rule(
    `\\b(?:do|does|did|would) (?:i|we|one) (?:always |have|need)(?: ?(?:to|through|with|in|hold of|have|need|call|contact|ask|see|visit|${TALK})){0,4} ${ANY}`,
  ),
  rule(`\\bwhy (?:do|did|must|should) i (?:have|need) to .{0,20}${ANY}`),
  rule(`\\b(?:is it|is that|was it) (?:necessary|required|mandatory|compulsory) .{0,40}${ANY}`),
  rule(
    `\\b(?:told|asked|advised|instructed|said|says|suggested|made|makes|promised)(?: (?:me|us|him|her|them|that|my \\w{1,20}))?(?: (?:i|we|you))? (?:to|should|must|have to|need to|could|can) .{0,30}${ANY}`,
  ),
  rule(
    `\\b(?:before|after|while|when|whenever|once|(?:every|each|last|next) time)(?: (?:i|you|we|they|he|she|my \\w{1,20}))?(?: (?:can|could|have to|get to|am|was|were|had|try to|tried to|decide to|went to|wanted to|have|got|get|being)){0,2} (?:${TALK}|${TALKING}|transfer\\w{0,5}|connect\\w{0,3}|contact\\w{0,3}|call\\w{0,3}|reach\\w{0,3}|put|putting|pass\\w{0,3}|involv\\w{1,3}|escalat\\w{1,3}|spoke|talked|hand\\w{0,3}|ask\\w{0,3}|getting|get)(?: (?:me|us|this|to|with|through|over|up|for|hold|of|in|connected|transferred)){0,3} ${ANY}`,
  ),
  rule(
    `\\b(?:yesterday|last (?:week|month|night|year|time)|earlier|this morning|the other day|ago)\\b${within(40)}${ANY}`,
  ),
  rule(
    `\\b(?:i|we) (?:have |had |was |were |got |did ){0,2}(?:been )?(?:wait(?:ed|ing)|ask(?:ed)?|request(?:ed)?|wanted|need(?:ed)?) .{0,20}${ANY}.{0,30}\\b(?:yesterday|last (?:week|month|night|year|time)|ago|the other day|on monday)\\b`,
  ),
  rule(
    `\\b(?:become|hire|hiring|rate|tip|thank|complain (?:about|against)|complaint (?:about|against)|report(?! (?:this|it|that|my \\w{1,15}) to)|praise|review|sue|feedback (?:about|on|for)|apply|job|work|worked|working) ${within(20)}${ANY}`,
  ),
  rule(
    `\\b(?:not able|unable|was able|used|happy|glad|nice|pleasure|great|good|afraid) (?:to )?${TALK} (?:to|with) .{0,20}ONE`,
  ),
  rule(
    `\\bBOT .{0,20}\\b(?:replace|replacing|better than|as good as|smarter|compare|take over from|take)\\b.{0,20}${ANY}`,
  ),
  rule(
    `\\b(?:do|does|are|can|is|will) (?:you|they|the company|chats?|your company|(?:your )?WHO)\\b.{0,15}\\b(?:record|recorded|store|stored|monitor|listen in|train|pay|employ|recruit|outsource|see|paid|trained|located|based|read my)\\b.{0,40}(?:WHO|$)`,
  ),
  rule(
    `(?<!\\b(?:me|us|to|with|back|want|need|for|hear|see|get) )(?:the|your|that|those|these|an|this) WHO (?! ?${NOT_COME})(?:(?:was|were|said|told|promised|did|has|had|never|always|keeps?|kept|hung|sold|gave|made|took|already|refused|lied|ignored|charged|cancelled|messed|moved|forgot|hung up|helped|called|explained|assured|quoted|offered me)\\b|(?:is|are) (?:so |very |always |not )?(?:rude|useless|great|nice|lovely|slow|bad|terrible|good|helpful|friendly|polite|the worst|lying|liars)|who (?:helped|served|sold|told|called|spoke|signed|came|visited)|i (?:spoke|talked|had|got|dealt|chatted)).{0,40}`,
  ),
  rule(
    `\\b(?:i|we) (?:have |had )?(?:once )?(?:spoke|talked|spoken|chatted|dealt|met) (?:to|with) ${ANY}.{0,40}`,
  ),
  rule(
    `\\b(?:the|my|our|last|this|that) (?:chat|conversation|call|talk|discussion|transcript)s? (?:with|of|from) ${ANY}.{0,40}`,
  ),
  rule(`\\bmy (?:phone|sim|line|handset|mobile|microphone|mic|speaker|headset)\\b${within(40)}${ANY}`),
  rule(
    `\\b(?:safe|cheaper|better|free|possible abroad|dangerous|normal|legal) to ${TALK} (?:to|with) ${ANY} who\\b`,
  ),
  rule(
    `(?<!\\b(?:want|need|see|to|with|get|is|are|'s|where|give me|have|call|for|from|contact|reach|reconnect|connect me|find|page|switch|put|bring|talk) )\\b(?:my|our) (?:own )?WHO\\b(?! request)`,
  ),
  rule(`^ WHO (?:gave|sent|told|said|promised|sold|charged|offered|helped) (?:me|us|that|it)\\b.{0,30}`),
  rule(
    `\\b(?:i|we) (?:have )?(?:reported|explained|complained|described|mentioned|contacted)\\b${within(20)}${ANY}`,
  ),
  rule(
    '\\bwhy (?:did|have|are|were|was) (?:you|i|it)\\b.{0,12}(?:transferr?|connect|put|pass|hand|escalat|redirect|forward)\\w{0,5} (?:me|us|this|my)\\b.{0,30}',
  ),
  rule(`\\b(?:wait|waiting|queue|queuing|response|average|hold)(?: \\w{1,10})? times?\\b.{0,20}${ANY}`),
  rule(
    '\\b(?:do|does|can|are) (?:your|the|all) WHO (?:speak|know|understand|wear|get|use|read|have|work (?:at|in|from|on)|remote)\\b.{0,30}',
  ),
  rule(
    '^ (?:the |your )?WHO (?:hung|was|were|told|said|promised|never|lied|gave|sent|ignored|charged|refused|is (?:so |very |always |really )?(?:rude|slow|useless|bad|terrible|great|good|awful))\\b.{0,40}',
  ),
  rule(`\\b(?:call|ring|callback|phone call)(?: back)? from ${ANY}`),
  rule(`\\b(?:what|how much|does|do)\\b.{0,10}${ANY}.{0,12}\\b(?:costs?|charge)\\b`),
  rule(`\\b(?:better|nicer|faster|smarter|kinder|worse|quicker) than (?:(?:the|your|any|most|all) )?${ANY}`),
  // Work: "are you hiring agents", "what's an agent's salary".
  rule(
    `\\b(?:openings?|vacanc(?:y|ies)|positions?|interview(?:ed|ing)?|hired|salar(?:y|ies)|wages?|careers?|jobs?) (?:for|as|of|with) ${ANY}`,
  ),
  rule(
    "\\b(?:agents?|operators?|representatives?|reps?|advisors?|managers?|supervisors?|customer service|WHO) (?:'s )?(?:salar(?:y|ies)|wages?|vacanc(?:y|ies)|openings?|positions?|careers?|jobs?)\\b",
  ),
  rule('\\b(?:do|does|are) (?:you|they|(?:the|your) company) (?:need|needing|lack|short of|looking for) WHO'),
  // How to be spoken to: "speak slower please".
  rule(
    '^ (?:(?:and|but|can|could|would|will|you|a|bit|little|try to|not) ){0,5}(?:speak|talk|type|write|chat|explain(?: it| this)?)(?: (?:to|with|me|us|a|bit|little|lot|more|much|in|using|less|way|too|very|not)){0,5} (?:slow(?:er|ly)?|fast(?:er)?|quick(?:er|ly)?|up|loud(?:er|ly)?|quiet(?:er|ly)?|plain(?:er|ly)?|clear(?:er|ly)?|simpl(?:e|er|y)|short(?:er)?|brief(?:ly)?|less|more|nice(?:r|ly)?|polite(?:ly)?|properly|normal(?:ly)?|detail|softer|softly|down)(?: (?:words?|english|terms?|language|sentences?|steps?|to me|with me|then)){0,2} ?(?:\\?|$)',
  ),
  rule(`\\b(?:add|adding|register|authori[sz]e|invite|include|nominate) ${ANY}\\b`),
  rule(`\\b(?:to|with|for) WHO (?:network|lines?|plan)\\b`),
  rule(
    `\\b(?:my|the) (?:number|line|contract|plan|sim|credit|minutes|points|account|subscription|money|data|phone)(?: (?:be|been|get|over|passed|given|transferred|moved|switched|shown|sold|on)){0,4} (?:to|with|for) ${ANY}`,
  ),
]

/** "Why can't I …", "you never …", "if you don't …": these negate nothing that is wished for. */
export const RHETORICAL: readonly (readonly [RegExp, string])[] = [
  [rule('^ no (?=WHO yet \\?)'), ' where is '],
  [rule('\\b(?:is|are) not there\\b'), 'is there'],
  [
    rule(
      '\\bhow many (?:more )?times (?:do|must|should|will|did) i (?:have to |need to |got to )?(?:say|ask for|type|repeat|request|tell you|write|press|ask)\\b',
    ),
    'i want',
  ],
  [rule('\\b(?:skip|jump|cut|fast forward)(?: (?:ahead|through|right|it|all))? to\\b'), 'transfer to'],
  // "I am not leaving until …"
  [rule('\\b(?:not|never|nothing)\\b(?=.{0,60}\\b(?:until|till|unless)\\b)'), ''],
  [
    rule(
      '\\b(?:if|unless) (?:i|we) (?:(?:do|can|am|are|have|still) )?not (?=(?:get|have|see|hear|talk|speak|talking|given|put|reach|got|connected|transferred)\\b)',
    ),
    'if i ',
  ],
  [
    rule(
      '\\bwhy (?:(?:can|could|will|would|do|does|did|is|are|have) )?(?:(?:i|you|we|they|there|it) )?(?:(?:can|could|will|would|do|did|is|are|have) )?not\\b',
    ),
    'why can i',
  ],
  [
    rule('\\b(?:can|could|will|would|did|do|are|is|have|has|may) (?:i|you|we|they|there|nobody) not\\b'),
    'can i',
  ],
  [
    rule(
      '\\b(?:can|could|will|would|did|do|does|are|is|have) not (?:i|you(?! dare)|they|we|there|nobody)\\b',
    ),
    'can i',
  ],
  [
    rule(
      '\\b(?:you|they|it|nobody|BOT|machine|system) (?:(?:will|would|can|could|did|have|are|is|do|does|keep) )?(?:not|never|refuse to|refusing to)\\b(?! (?:need|have to|required))',
    ),
    'you',
  ],
  [
    rule(
      '\\b(?:if|unless|since|because|as) (?:you|it|this|BOT|nobody)(?: (?:can|do|will|could|are|is|does))? not\\b',
    ),
    'if you',
  ],
  // "I can't sort this without talking to someone"
  [
    rule(
      `(?<!\\b(?:is|was) (?:it|there) )\\b(?:not|never|nothing|impossible|unable|hopeless|no (?:way|chance|hope|point))\\b.{0,50}\\bwithout(?: (?:${TALKING}|getting|having|involving|help|first|to|with|from)){0,3} (?=${ANY})`,
    ),
    'i want to talk to ',
  ],
  // "Why hasn't an agent joined yet"
  [
    rule(
      `\\b(?:has|have|is|are|did) not (?=${ANY} (?:yet )?(?:joined?|come|coming|connected|here|appeared|picked)\\b)`,
    ),
    'not yet ',
  ],
  [rule('\\b(?:i|we) (?:can|could) not (?=(?:reach|get|find|connect|contact|get through)\\b)'), 'i want to '],
]

/** How English refuses a person, or takes the wish for one back. */
import { ANY, rule, TALK, TALKING, WHO } from './person-wish-en-words.ts'

const NEGATED_VERB =
  '(?:want|need|needing|have|like|wish|ask|asking|asked|request|requested|requesting|looking|care to|care for|mean|say|said|saying|require|feel like|intend|trying|try|going|bother|ready|willing|interested|telling|tell|planning|insist|think|wanting|in the mood|up|here)'
const LINK =
  '(?: (?:to|for|in|that|i|we|want|wanted|you|need|having|being|it|me|us|my case|this|be|on|should|talking|with|get|about)){0,5}'
const CONTACT = `(?:${TALK}|${TALKING}|reach|be|get|getting|connect|connected|transfer|transferred|transferring|connecting|hand|handed|pass|passed|put|escalate|escalated|escalating|involve|call|contact|bring|give|wait|waiting|send|switch|forward|see|bother|chat|use|find|fetch|summon|disturb|trouble|having|being|refer|redirect)`
const THROUGH =
  '(?: (?:me|us|this|it|my case|through|over|up|on|off|back|connected|transferred|passed|put|handed|talking|for|in|to|with|by|onto|a|hold|of|chat)){0,5}'

const MISTAKEN =
  '(?:by (?:mistake|accident)|accidentally|mistakenly|unintentionally|misclick(?:ed)?|wrong (?:button|option|key)|fat finger(?:ed)?)'

export const REFUSED: readonly RegExp[] = [
  rule(
    '\\b(?:not|never) (?:want|wish|like|need|asking|ask) to be (?:transferred|connected|escalated|passed on|handed over|put through)\\b',
  ),
  rule(
    '\\b(?:prefer|rather|wish|like|want|please|asked|need|choose) not (?:to )?(?:be|being|get) (?:transferred|connected|escalated|passed|handed|put|forwarded|switched|moved|given|assigned)\\b.{0,40}',
  ),
  rule(`\\bwho (?:said|says|mentioned|asked|told)\\b.{0,30}${ANY}`),
  rule(`\\bkeep ${ANY} (?:away|off|out)\\b`),
  rule(`\\b${MISTAKEN}\\b.{0,30}${ANY}|${ANY}.{0,30}\\b${MISTAKEN}\\b`),
  rule(`\\bnot (?:make|force) me (?:to )?${TALK} (?:to |with )?${ANY}`),
  rule('^ (?:no )?not ONE $|\\bno (?:need|reason) to (?:escalate|transfer|connect)'),
  rule(`\\bleave ${WHO} (?:out|alone)\\b`),
  rule(`\\bnot you dare (?:to )?${CONTACT}${THROUGH}(?: (?:to|with))? ${ANY}`),
  rule(
    `\\b(?:not|never|no longer|neither|nor)(?: ${NEGATED_VERB}${LINK}){0,2}(?: ${CONTACT}${THROUGH})?(?: (?:to|with|for|by|on|of))? ${WHO}\\b`,
  ),
  rule(
    `\\b(?:not|never|no longer)(?: ${NEGATED_VERB}${LINK}){0,2}(?: (?:to|be|get|getting|transfer|connect|put|pass|hand|forward|escalate|switch|send|refer|redirect|talk|speak|talking|speaking)${THROUGH})(?: (?:to|with|for))? ONE\\b`,
  ),
  rule(
    '\\b(?:not|never|no longer) (?:want|need|require|looking for|asking for|ask for|asked for) ONE(?: (?:for this|to help(?: me)?|else))? $',
  ),
  rule(
    `\\b(?:no|not|any|without)(?: (?:a|any|the))? (?:need|reason|point|use|necessity|wish|desire|intention|interest|call for|rush|necessary|required)${LINK}(?: ${CONTACT}${THROUGH})?(?: (?:to|with|for|of|in))? ${ANY}\\b`,
  ),
  rule(
    `^ (?:(?:and|but|there is|i said|said|with|absolutely|no|yes) ){0,3}no(?: (?:need for|more|talking to|transfer to|calls to))? ${ANY}(?: (?:\\?|needed|required|necessary|wanted|for|at|this|time|yet|at all|either|the|moment|involved|you|i|am|fine|good|here)){0,5} $`,
  ),
  rule(
    `${WHO}(?: (?:is|are|was|will be))? (?:not|never|no longer)(?: be)? (?:needed|necessary|required|wanted|what i (?:want|need))`,
  ),
  rule(
    `\\b(?:stop|quit|cancel|forget|abort|withdraw|undo|scrap|drop|hold off|never mind|nevermind|nvm|skip|spare me|forget about|disregard|decline|avoid|refuse|rather not|prefer not|forgo)(?: (?:my|the|that|this|your|about|on|request|asking|transferring|connecting|passing|putting|sending|escalating|transfer|handoff|handover|offering|trying|with|for|to|me|us|it|through|over|getting|having|suggesting|talking|talk|speak|speaking|chat|chatting|pushing|connection|call|be|get|want|connected|transferred|deal|involve|escalate|bother|connect|transfer|put|pass|hand|send|get)){0,6} (?:${WHO}|ONE(?= $| for| here| else))`,
  ),
  rule(
    `(?<!\\b(?:not|never|no) (?:\\w{1,12} ){0,2})\\b(?:prefer|rather|happy|fine|content|i am good|stick|stay|comfortable|continue|keep|carry on)(?: (?:to|use|talk|chat|stay|deal|talking|chatting|with|stick|have|using|on|continue|speaking|going)){0,4} (?:the |this |your )?BOT\\b(?! (?:to (?:stop|go|shut)|off|away|gone))`,
  ),
  // "Without speaking to anyone", "I hate talking to people".
  rule(
    `\\bwithout(?: (?:having|needing|to|first|ever|going through)){0,3} (?:${TALKING}|${TALK}|contacting|calling|involving|bothering|seeing)(?: (?:to|with))? ${ANY}`,
  ),
  rule(
    `\\b(?:hate|dislike|detest|loathe|dread|fear|avoid|avoiding|can not stand|not (?:enjoy|like|love)|(?:scared|afraid|terrified|tired|sick) of|too (?:shy|nervous|anxious|scared|embarrassed|tired)|(?:shy|nervous|anxious|uncomfortable|awkward|not comfortable|(?:not good|bad) at)(?: about| when)?)(?: (?:to|having|have|of|being)){0,3} (?:${TALKING}|${TALK}) (?:to|with) ${ANY}(?! (?:but|except|other|who|like|that|from))`,
  ),
  rule(
    `${TALKING} (?:to|with) ${ANY} (?:makes?|gives?|scares?|stresses|freaks?|drains?|exhausts?|is (?:so |too |very |really )?(?:hard|stressful|exhausting|awkward|scary|difficult)) `,
  ),
  rule(
    `\\b(?:prefer|rather|happy|happier|like)\\b.{0,12}(?:${TALKING}|${TALK}) (?:to|with) you (?:than|instead of|over|rather than|and not|not) (?:(?:to|with) )?${ANY}`,
  ),
  rule('\\b(?:the|this) BOT is (?:fine|good enough|enough|great|good)'),
  rule(
    `\\b(?:instead of|rather than|other than|without|anything but|not)(?: (?:talking|talk|speaking|dealing|getting|involving|having|waiting|to|with|for|bothering|being|connected|transferred|transferring|connecting|me|calling|contacting)){0,4} ${WHO}`,
  ),
  rule(
    '\\b(?:do|should|must|need|please) not (?:transfer|connect|escalate|hand|pass|put|forward)(?: (?:me|us|this|my call|it))?(?: (?:through|over|up|on|to anyone|anywhere|yet))? ?(?:\\?|$)',
  ),
  rule(
    '\\b(?:cancel|stop|abort|no)(?: (?:the|this|that|my|need for))? (?:a )?(?:transfer|escalation|handover|handoff)\\b',
  ),
]

export const WITHDRAWN: readonly RegExp[] = [
  rule(
    '^ (?:(?:on second thoughts?|wait|no|and|but|but now|i|am) ){0,3}(?:never mind|nevermind|nvm|forget (?:it|about it)|no need|not (?:any more|needed|necessary|now|yet)|no|cancel(?: that| it)?|(?:i )?changed my mind|scratch that|do not(?: bother| need (?:it|one|that)| want (?:it|one|that|to))?|no longer(?: needed)?|(?:i )?(?:do not|no longer|not) (?:need|want) (?:it|one|that|to)|leave it)(?: (?:any more|i am (?:good|fine)|it|bother|needed)){0,2} $',
  ),
  rule(
    '\\b(?:no longer|not) (?:need|needed|want|necessary|required)(?: (?:it|one|that|him|her|them|this))?(?: any more)? $',
  ),
  rule(`\\b${MISTAKEN}\\b`),
  rule('\\bbut not (?:now|any more|yet)\\b'),
]

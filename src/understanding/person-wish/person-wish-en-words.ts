/** Word groups the English rules share, over clauses whose persons and machines are named. */

export const TALK =
  '(?:talk|speak|chat|converse|communicate|deal|discuss|consult|interact|engage|liaise|type|text|correspond|negotiate|explain(?: (?:this|it|everything|that|things|the \\w{1,15}|my \\w{1,15}))?|go (?:over|through) (?:this|it)|raise (?:this|it)|take (?:this|it) up|a word|speak directly|(?:have )?(?:a )?(?:word|chat|conversation)|discuss (?:this|it|my \\w{1,20})|sort (?:this|it)(?: out)?|talk (?:this|it) (?:over|through)|talk about (?:this|it|my \\w{1,20}))'
export const TALKING =
  '(?:talking|speaking|chatting|dealing|communicating|conversing|interacting|typing|texting|corresponding|discussing (?:this|it)|explaining(?: (?:this|it|everything|that|things|myself|my \\w{1,15}))?|going (?:over|through) (?:this|it)|consulting|sharing (?:this|it))'
export const WHO = '(?:(?:the|your|my|our|this|that)(?: (?:same|last|previous|first|earlier|other))? )?WHO'
export const ANY =
  '(?:(?:the|your|my|our|this|that)(?: (?:same|last|previous|first|earlier|other))? )?(?:WHO|ONE)'
export const BOT = '(?:(?:the|your|this|that|these|those) )?(?:BOT|THING)'
export const ME =
  '(?:me|us|my (?:call|chat|case|issue|request|query|problem)|this(?: (?:call|chat|case|issue|conversation|ticket|matter|one))?|it|the (?:call|chat|conversation|issue))'
export const WAY =
  '(?:through|over|up|on|back|across|along|off|in touch|in contact|on the (?:line|phone)|hold|a hold|ahold|of|right|(?:in|on) (?:the|a|your) (?:line|queue|list|q)|instead|somehow)'
export const PASS =
  '(?:transfer|connect|put|patch|pass|hand|switch|escalate|redirect|forward|route|direct|refer|divert|move|hook|send|link|get|bring|give|find|let|show|take|swap|fetch|assign|page|bump|upgrade|elevate|lend|plug|reconnect|re connect|beam|lead|guide|steer|queue|summon|loop|hitch|pair|match|walk|sling|shift|kick|bounce|toss|punt|throw|flag|raise|tag|ship)'
export const WANT =
  '(?:want|wants|wanted|need|needing|require|demand|request|requesting|prefer|would like|would love|would rather have|would prefer|insist on|wanting|ask(?:ed|ing)? for|(?:begging|beg|wait(?:ing)?|looking|queuing|hoping|calling|came here) for|in need of|id like|like to have|am after|must have|requested|demanding|expect|deserve|crave|craving|seeking|seek|hunting for|dying for|pray(?:ing)? for|vote for|settle for|opt for|go (?:for|with)|hold(?:ing)? out for|in line for|queue for|time for|job for|case for|wish for|screaming for|shouting for|desperate for|longing for|all i (?:want|need|ask for) is|ask(?:ed|ing|s)?(?: (?:you|nicely|again|many|several|two|three|four|five|six|ten|[0-9]{1,3}|a|the|million|hundred|thousand|dozen|times?|before|politely|over|and|repeatedly|twice|once)){1,5} for|choose|pick|select|(?:can|could|may) (?:i|we) (?:have|get|see)|(?:can|could) i use)'
export const REACH =
  '(?:reach|contact|get hold of|get a hold of|get ahold of|hold of|get through(?: to)?|get in (?:touch|contact) with|in touch with|get on to|reach out to|find|fetch|summon|page|grab|bring in|bring on|bring|involve|get|call in|loop in|message|request|rouse|wake up|assign|connect with|send in|give|meet|access|talk|speak|chat|want|send|see|invite|add in|pull in|hear from|get help from|help from|assistance from)'
export const HELP =
  '(?:help|assist|answer|explain|take|takes|look|handle|deal|respond|reply|join|jump|step|chat|talk|speak|attend|intervene|listen|sort|solve|read|check|assigned|in here|resolve|serve|contact me|message me|get on|come on|come in(?:to)?|pick up|guide|walk|support|weigh in|get back to me here|type|write|message|text|talk|work|investigate|examine|go over|go through|advise|be (?:there|here)|pop in|hop (?:on|in)|finish|finali[sz]e|settle|judge|decide|come to the (?:phone|chat|line)|get in (?:touch|contact))'

/** Comes to the chat, and has not come yet: "the agent still hasn't joined". */
export const COME =
  '(?:join|come(?: (?:on|in|here|online))?|show up|turn up|appear|pick up|connect|joined|shown up|showed up|turned up|appeared|picked up|connected|here)\\b(?! (?:(?:to |at )?(?:my|our)|the (?:house|plan|family|group|company)|a|home)\\b)'
export const NOT_COME = `(?:(?:that )?(?:you|i|they) \\w{2,12} (?:\\w{2,12} )?)?(?:(?:is|are|has|have|did|does|do) (?:yet )?not|never)(?: (?:been|yet|ever))? ${COME}`
/** Up to so many characters of one and the same thought: none of them begins a wish of its own. */
export const within = (most: number): string => `(?:(?!${OWN_WISH}).){0,${most}}`
const OWN_WISH =
  '(?<!\\b(?:when|whenever|if|once|until|time|why|how|do|should|must) )\\b(?:(?:i|we) (?:need|want|would like|demand|require|wish)|(?:can|could|may) (?:i|we|you) (?:speak|talk|get|have|put|connect|transfer)|(?:get|give|put|connect|transfer) (?:me|us))\\b'

/** Rules repeat nothing without an upper bound: so the work at each place of a clause is bounded. */
export const rule = (source: string): RegExp => new RegExp(source, 'g')

/** Whether the rule applies anywhere in the clause. */
export function says(form: RegExp, clause: string): boolean {
  form.lastIndex = 0
  return form.test(clause)
}

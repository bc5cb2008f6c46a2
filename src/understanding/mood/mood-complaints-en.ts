/** What English-speaking customers say of poor service, answers that miss the point, and things made hard. */
import type { MoodPatterns } from './mood-marks.ts'
import { NUMBER } from './mood-pieces-en.ts'

export const ENGLISH_COMPLAINTS: readonly MoodPatterns[] = [
  {
    weight: -1.1,
    event: true,
    patterns: [
      `\\bhave to (?:submit|resubmit|fill|send|enter|type|redo|restart|do|go through)(?: \\w{1,10}){0,3} again\\b`,
      `\\b(?:told|explained|said|repeated|given|asked|spoken|talked|sent|shown)(?: this| that| it| my \\w+| them| the same(?: thing)?)? (?:to|with) (?:${NUMBER}|[2-9]|different|every) (?:different |other |separate )?(?:agents|people|reps|of you|departments|persons|advisors|staff|one)`,
      `\\b(?:one|each|every) \\w{1,10},? (?:two|three|four|five|different) \\w{1,14},? (?:two|three|four|five|different)`,
      `\\b(?:been|went|gone|drove|travelled|walked) (?:all the way )?to (?:the|your|a) (?:shop|store|branch|office)(?: \\w{1,10}){0,2} (?:twice|times|for nothing|and (?:they|nobody|it))`,
      `\\b(?:over|almost|nearly|more than|about|at least|another) (?:an? |${NUMBER} )(?:hours?|days?|weeks?|months?) (?:waiting|wait|delay|queue|hold|on)\\b|\\b(?:half an hour|an hour|hours|ages) of (?:busy|music|waiting|hold|ringing|silence|nothing)`,
      `\\b(?:dragged|dragging|going|gone|went|been going) on (?:for|since|like this)`,
      `\\b(?:a dozen|dozens of|tons of|loads of|hundreds of|constant|endless|so many|non ?stop) (?:\\w{1,8} )?(?:texts|calls|emails|messages|ads|spam|sms|popups|notifications)\\b`,
      `\\b(?:not|never|nothing|nowhere) (?:even |anywhere |at all )?(?:close|near|like) (?:to )?(?:what|the|as|my|advertised)`,
      `\\b(?:was|were|been|got|get|am|being) (?:told|promised|assured|quoted|given|booked|charged|billed)\\b[^.!?\\n]{0,40}(?:, | and | but | yet )(?:it is|it 's|it has|i am|i was|i got|now|nothing|no|still|that was|they|then|never|came|you)\\b`,
      `\\b(?:booked|scheduled|arranged|promised|due|expected|supposed|meant)(?: for| to (?:come|be|arrive))?(?: \\w{1,10}){0,4},? (?:and |but |they |he |she |it |nobody |no one )+(?:came|arrived|turned|showed|did|was|never|still|is)\\b`,
      `\\b(?:takes|took|take|need|needed|had to) (?:me )?(?:${NUMBER}|[0-9]+) (?:clicks|steps|taps|menus|calls|emails|forms|pages|attempts|tries|minutes|hours|days|weeks|visits|trips)\\b`,
      `\\bi (?:do not|did not|just do not) (?:want|need|ask for) (?:a|another|any more|more|your) (?:link|links|article|robot|bot|machine|script|survey|excuse|excuses|apology|apologies|template|templates|voucher|lecture|upgrade|upsell)`,
      `\\b(?:cancelled|canceled|returned|closed|unsubscribed|complained)(?: it| this| my \\w+| the \\w+)? (?:\\w{1,8} ){0,3}(?:ago|last (?:week|month)|yesterday|already) (?:and|but|yet)`,
      `\\b(?:new (?:customers?|people|users?)|everyone else|everybody else) (?:pay|pays|get|gets|has|have|are|is) (?:half|less|better|cheaper|more|fine|faster|the good)\\b`,
      `\\byou (?:guys |people |just |have ){0,2}(?:changed|raised|put up|moved|removed|dropped|increased|ended|doubled)\\b[^.!?\\n]{0,30}(?:without|and (?:did not|never|said nothing)|overnight|again|with no)`,
      `\\b(?:visits|calls|complaints|emails|attempts|tries|phone calls|hours|weeks|tickets)\\b[^.!?\\n]{0,24}\\b(?:ignored|nothing|no (?:reply|answer|result|one|response|luck|progress)|every one|still|not one|to close|to get|later)\\b`,
    ],
  },
  {
    weight: -2.5,
    patterns: [
      `\\b(?:go|going|went|head(?:ing)?) (?:straight |right |directly )?to (?:the |a |my )?(?:regulator|ombudsman|press|media|police|court|lawyer|solicitor|papers|news|tv)\\b`,
      `\\b(?:that|this|it|which)(?: is| 's| was)(?: just| plain| pure| literally| basically| absolute| total| daylight| straight up| nothing but| outright| downright){0,2} (?:theft|robbery|stealing|extortion|fraud(?! (?:team|department))|criminal|disgusting|a scam(?! or)|a con\\b|a rip ?off|a disgrace|blackmail)`,
      `\\b(?:an?|such an?|complete|total|absolute|utter|bloody|real) (?:\\w{1,12} )?(?:disgrace|scandal|outrage|abomination)\\b`,
    ],
  },
  {
    weight: -2,
    patterns: [
      `\\b(?:or|otherwise|or else) (?:i am|i will be|we are|i 'm) (?:gone|leaving|out|off|cancelling|canceling|done|calling|taking|reporting|suing)\\b|\\bor (?:i will|i 'll) (?:cancel|leave|report|sue|go to|call|take)`,
    ],
  },
  {
    weight: -1.1,
    event: true,
    patterns: [
      `\\b(?:love|adore|like|enjoy|appreciate) (?:how|that|the way|it when|the fact) (?!(?:you (?:helped|explained|fixed|sorted|guys are)|easy|quick|fast|helpful|friendly|patient|simple|smooth))`,
      `\\bright on time\\b|\\b(?:did not|never) (?:realise|realize|know) (?:that )?(?:support|customer service|your|you|unlimited|fast)\\b|\\bat least (?:i|we|my|the) (?:\\w{1,10} ){1,5}(?:sleep|save|anyway|exercise|rest|read)`,
      `\\bi (?:have )?already (?:answered|told|said|gave|explained|sent|did|done|tried|typed|entered|provided|confirmed|asked|wrote)\\b`,
      `\\b(?:can|could|would|will) you (?:please )?just (?:fix|answer|do|stop|listen|read|sort|get)\\b`,
      `\\b(?:so|too|very|really|such a|such|extremely|way too|quite|incredibly|ridiculously|absolutely|totally|completely|just|always|being|is|are|been|was) (?:unreliable|unhelpful|unprofessional|disorgani[sz]ed|careless|lazy|messy|unfair|dodgy|clumsy|outdated|buggy|flaky|laggy|tedious|painful|awkward|misleading|sneaky|greedy|inconvenient|impossible to|hard to reach|hard to (?:use|understand|cancel|deal)|difficult to (?:use|reach|cancel|deal|get)|a pain|a hassle|a headache|all over the place|hit and miss|hit or miss)\\b`,
      `\\b(?:so|too|such a?|extremely|way too|ridiculously|insanely|painfully|stupidly) (?:confusing|complicated|bad|difficult|hard|stupid|patchy|fiddly|rigid)|\\b(?:quality|service|support|communication|experience|treatment) (?:is|was|has been|are|were) (?:so |very |really |quite |just )?(?:poor|bad|slow|weak)\\b`,
      `\\b(?:was|were|been|got|am) (?:told|promised|assured) (?:that )?(?:it|this|they|someone|you|i|an? \\w+|my \\w+|the \\w+) (?:would|was|is|will)\\b`,
      `\\b(?:already|have) (?:restarted|rebooted|reset|reinstalled|tried|unplugged|replugged)(?: it| that| everything| the \\w+)? (?:${NUMBER}|[0-9]+|a hundred|so many|a million) times\\b`,
      `\\b(?:will|would) not (?:admit|apologi[sz]e|help|listen|budge|let me (?:cancel|leave|go)|take responsibility|give me (?:a|my) (?:straight|refund|money))\\b`,
      `\\b(?:still|yet) (?:have|has) not\\b(?: been)?(?: \\w{1,12})?(?: it\\b)?|\\b(?:still|yet) (?:did|do|does|is|are|can) not (?!sure|know|available|late)`,
    ],
  },
  {
    weight: -2.5,
    patterns: [
      `\\b(?:fix|answer|cancel|refund|stop|give|solve|sort|do)\\b[^.!?\\n]{0,30}\\b(?:the |your |this |my )(?:damn|bloody|goddamn|stupid|freaking|f\\w*ing) \\w+`,
      `\\bworst(?: \\w{1,12}){1,4} (?:ever|i have|i 've|in the (?:world|country|uk|us|market|history)|on (?:earth|the planet))\\b`,
    ],
  },
  {
    weight: -1.1,
    event: true,
    patterns: [
      `\\b(?:second|third|fourth|fifth|sixth) (?:bill|letter|router|engineer|technician|refund|email|agent|ticket|week|box)\\b`,
      `\\bcan not you (?:just|simply|even|people|guys)\\b`,
      `\\b(?:takes?|taking|took) (?:forever|ages|an age|so long) to (?:get|reach|answer|speak|reply|respond|talk|connect|find)\\b`,
    ],
  },
]

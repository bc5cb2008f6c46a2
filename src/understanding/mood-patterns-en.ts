/** What English-speaking customers say about their mood in phrases with a gap: long waits, many times, threats, plain irony. */
import { event, feeling, type MoodPattern, sign } from './mood-marks.ts'

const NUMBER =
  '(?:[0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|several|many|few|couple of|umpteen|countless|multiple|hundred|thousand|million)'
const SPAN = '(?:min|mins|minutes?|hours?|hrs?|days?|weeks?|months?|fortnight)'
const ABOUT =
  '(?:for |over |more than |nearly |almost |about |around |like |now |at least |the last |the past |well |another |a |full |whole |solid |good |entire |up to |close to |just |only )'
/** Whom they would turn to. */
const THREAT =
  '(?:ombudsman|regulator|ofcom|fcc|bbb|better business bureau|police|lawyers?|solicitors?|attorney|court|trading standards|press|media|newspapers?|twitter|facebook|social media|consumer (?:council|protection|rights|court|forum)|trai|watchdog|authorities)'
const NEVER =
  '(?:nobody|no one|noone|no-one|none of you|not (?:a single|one) (?:person|human|agent|soul)|not one of you)'
const HARM =
  '(?:cancel|charg|cutt|break|broke|los|wast|rais|doubl|disconnect|hang|overcharg|mess|screw|ignor|delay|ruin|keep|kill|tak|drop|forgett|switch|not |never |nothing|making me|letting me wait|absolutely n|remov|put|bill|downgrad|throttl|slow|leav|stop|deactivat|block|sign)'

const re = (source: string) => new RegExp(source, 'gu')

export const ENGLISH_PATTERNS: readonly MoodPattern[] = [
  // What only looks like a mood.
  sign('plain', re(`(?<!\\btold (?:me |us )?(?:that )?(?:it|this|they) )\\b(?:would|will|should|to|not|never|could|can|may|might)(?: not)?(?: be| been| get| ever| yet){1,2} (?:fixed|resolved|sorted|restored|refunded|replaced|working|solved)\\b`)),
  { pattern: re(`\\b(?:can not|could not|do not|will not) believe (?:how|what|that|it|the|this|you|your)\\b`), mark: { kind: 'degree', factor: 1.25 } },
  sign('plain', re(`\\bif (?:i|we|it|he|she) (?:am|are|is|was|were|do|did|would)(?: \\w{1,8}){0,1} (?:not|un|dis)\\w*(?: \\w{1,12})?`)),
  sign(
    'plain',
    re(
      `\\bhow (?:do|can|should|would|could) (?:i|we|you) (?:stop|block|report|avoid|deal with|spot|recognise|recognize|prevent|handle|get rid of)(?: \\w{1,12}){0,4}`,
    ),
  ),
  sign(
    'plain',
    re(
      `\\b(?:someone|somebody|a stranger|they|he|she|the caller|caller|thief|hacker|scammer|a guy|this number|an email|a text|a website)(?: \\w{1,10}){0,3} (?:stole|scammed|threatened|robbed|hacked|conned|cheated|harassing|harassed|swindled|tricked) (?:my|me|us|from)\\b`,
    ),
  ),
  // Threats, demands and masked swearing.
  feeling(
    -2.5,
    re(
      `\\b(?:report(?:ing)?|su(?:e|ing)|expos(?:e|ing)|tak(?:e|ing)|see) (?:you|your company|this company|you people|you lot|you guys|your bosses)\\b(?: (?:people|guys|all|for|to|in|with|at|the|a|small|every)){0,4} ${THREAT}`,
    ),
  ),
  feeling(
    -2,
    re(
      `\\b(?:report(?:ing|ed)?|complain(?:ing)?|going|go|take(?:ing)?|taking|speak(?:ing)?|hear from|call(?:ing)?|contact(?:ing)?|get(?:ting)?|see you) (?:you |this |it |my |the |about |to |in |with |from |on |a |all over |your company ){0,5}${THREAT}\\b`,
    ),
  ),
  feeling(
    -3,
    re(
      `\\b(?:f[*#@$%!.-]{1,4}(?:k|ck|king|ing|er|ed)?|s[*#@$!]{1,2}t|b[*#@$!]{1,6}t|f u c k|a[*#@$]{1,2}(?:hole|holes)?|[*#@$%&!]{4,10})(?![a-z])`,
    ),
  ),
  feeling(
    -2.5,
    re(
      `\\byou(?: guys| people| lot| all| idiots| are| bunch of){0,3} (?:are |re )?(?:all |just |a bunch of |nothing but |such |absolute |total |complete |bloody |useless |a load of |a pack of |a shower of ){0,4}(?:stupid|useless|thieves|liars|crooks|robbers|thieving|cheats|frauds|criminals|scum|clowns|incompetent|hopeless|a disgrace|disgusting|pathetic|shameless|lying|greedy|con artists|dumb|brainless|braindead)\\b`,
    ),
  ),
  feeling(
    -2.5,
    re(
      `\\b(?:are you|you) (?:people |guys |lot |all ){0,2}(?:stupid|dumb|deaf|blind|brain ?dead|mental|thick|retarded|crazy|insane|on drugs)\\b`,
    ),
  ),
  feeling(
    -2.5,
    re(
      `\\b(?:lying|thieving|cheating|robbing|stealing|scamming|useless|stupid|bloody|damn|greedy|dirty|filthy|absolute|total|utter) (?:bastards?|gits?|idiots?|scum|company|crooks?|thieves|people|lot|rats?|pigs?|cowboys|clowns|shower)\\b`,
    ),
  ),
  feeling(
    -2.5,
    re(
      `\\b(?:not|never) (?:paying|pay|give|giving) (?:you |this |for this )?(?:a |another |one more )(?:penny|cent|dime|single|dollar|pound)\\b`,
    ),
  ),
  feeling(
    -1.5,
    re(
      `\\b(?:refund|fix|sort|solve|resolve|cancel|stop|give)(?: it| this| that| me| my| us| the| money| internet| line| bill| a| back| out| charging| who| someone){0,5} (?:right )?(?:now|immediately|at once|today or)\\b`,
    ),
  ),
  feeling(-2, re(`\\b(?:taking|take) (?:my|our) (?:business|custom|money) (?:elsewhere|somewhere|to)`)),
  // Waits and repetitions.
  event(
    -1.1,
    re(
      `\\b(?:been )?(?:wait(?:ed|ing)?|hold|queu(?:e|ed|ing)|hanging on|sat here|sitting here|stuck|trying|calling|chasing|asking|arguing|on the phone|without (?:internet|service|signal|phone|wifi|tv))(?: here| on hold| in| on| for you| for someone| for a reply| for my refund| to get| through| this| with you| since| in line| in the queue){0,3} ${ABOUT}{0,4}(?:${NUMBER} )?(?:${SPAN}|ages|forever|ever|eternity|all (?:day|morning|week|afternoon))\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b${NUMBER} (?:more |whole |full |bloody |damn |solid |long |f[a-z*]{1,8} )?${SPAN} (?:on hold|in a queue|waiting|later|and (?:no|still|counting|nothing|not|i|you|nobody|counting)|now and|without|of (?:waiting|nothing|hold|this|silence)|to (?:get|fix|reply|answer|install|respond|send|do|sort|deliver|change|cancel|process)|late)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:for|after|since|in|over) ${ABOUT}{0,3}(?:(?:${NUMBER} ){1,2}${SPAN}|weeks|months|ages|days) (?:now|already|straight|and|with no|on end|without)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:${NUMBER}|[3-9]|[0-9]{2,3}) (?:f[a-z*]{1,8} |bloody |damn |different |separate |whole )?(?:times|calls|emails|visits|attempts|tickets|agents|phone calls|engineers|messages|chats|reps|letters)(?: already| now| today| this (?:week|month|year)| in a row| before| later)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:the )?(?:2nd|3rd|[4-9]th|[0-9]{2}th|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|umpteenth|hundredth|millionth|nth) (?:time|call|visit|engineer|router|email|attempt|week|month|day|outage|appointment|complaint)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:call(?:ed)?|email(?:ed)?|ask(?:ed)?|told|tell|contact(?:ed)?|explain(?:ed)?|report(?:ed)?|repeat(?:ed)?|chas(?:e|ed)|said|went|try|tried|rang|phoned|visited|complained|written|wrote)(?: you| this| it| them| in| to| about| people| guys| support| here){0,3} (?:${NUMBER}|[2-9]|[0-9]{2,3}|so many|too many|like) (?:times|people|agents|days)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:have|having|got) to (?:call|ring|ask|explain|repeat|chase|wait|write|go through|phone|contact|restart|reboot|reset)\\b(?: \\w{1,12}){0,3} (?:times|again|every|twice|everything|myself|all over|each)`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b${NEVER}\\b(?: (?!can\\b|could\\b|else\\b|to\\b)\\w{1,12}){0,2} (?:answer|answers|answered|answering|pick|picks|picked|call|calls|called|care|cares|help|helps|helped|came|come|comes|show|shows|showed|turn|turns|turned|reply|replies|replied|respond|responds|responded|know|knows|listen|listens|bother|bothers|bothered|told|contacted|gets|read|reads|seems|speak|speaks|spoke|talk|talks)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:you|they|your \\w{1,12}) (?:always|never|constantly|keep|keeps|just keeps?|kept|still|simply|repeatedly|continually) (?:break|breaks|breaking|crash|crashes|crashing|drop|drops|dropping|send|sending|ask|asking|say|saying|tell|telling|charge|charging|cut|cuts|cutting|fail|fails|failing|forget|forgetting|freez|lose|loses|losing|stop|stops|stopping|change|changing|raise|raising|put|putting|give|giving|mess|make|making|ignor|come|comes|came|show|turn|arriv|answer|call|phone|reply|repl|respond|work|do|fix|listen|transfer|promis|refus|goes|going|kick|log|disconnect|buffer|get|getting|haven|has not|have not|do not|does not|did not|can not|will not)`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:why|how come|how is it|how can it be)(?: (?:is|do|does|are|am|did|has|have|can|would|should|must))?(?: \\w{1,12}){0,4} (?:always|never|keep|keeps|every time|constantly|nobody|no one|not one|again|even)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:engineer|technician|guy|driver|courier|installer|callback)(?: \\w{1,10}){0,2} (?:never|did not|does not) (?:show|came|come|turn|arriv|appear|happen|call|bother|materiali)`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:promised|said|told me|told us|guaranteed|assured|swore)(?: (?:me|us|you|they|it|he|she|someone|would|will|to|be|was|call|a|the|that|by|within|back|fixed|discount|engineer|done|today|yesterday|refund)){1,8} (?:and|but|then|yet|still|never|nothing|instead)`,
    ),
  ),
  event(-1.1, re(`\\bi (?:should|would|must) not (?:have to|need to|be (?:paying|waiting|charged|asked))`)),
  event(
    -1.1,
    re(
      `\\b(?:do not|did not|does not|not) (?:think |see |feel |seem )?(?:this|that|it)?(?: is| 's) (?:fair|right|acceptable|reasonable|ok|okay|good enough|normal|professional)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:not|never|wo not|does not|do not|can not) (?:even )?(?:understand|read|listen|listen to)(?:ing)? (?:me|a word|anything|english|a thing|the question)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\byou (?:have |guys |people |all |lot |just |even |still |always |really |clearly ){0,3}(?:said|told me|told us|promised|claimed|agreed|assured|swore)\\b[^.!?\\n]{0,60}\\b(?:but|and (?:now|then|still|yet)|yet|it is|it 's|its|never|nothing|still|instead|different|today|now)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\byou (?:have |guys |people |just |even |also |then |had ){0,2}(?:sent|took|taken|cut|lost|changed|raised|cancelled|canceled|moved|gave|given|put|switched|delivered|closed|deleted|signed|sold|blocked|disconnected|emailed|transferred|asked|told)\\b[^.!?\\n]{0,40}\\b(?:wrong|twice|again|instead|someone else|somebody else|after i|before i|too much|extra|double|for nothing|by mistake|already|different|times|another)\\b`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:your|the|these|those) (?:\\w{1,12} ){0,2}(?:reps|agents|staff|people|bots?|team|colleagues|engineers|technicians|advisors|script|menus?|website|site|app|system|support|music)\\b(?: \\w{1,10}){0,2} (?:all (?:tell|say|give|told|said)|different things|no idea|no clue|contradict\\w*|worse|useless|clueless|keeps? (?:saying|sending|asking|telling|giving)|could not care|driving me)`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\bnot (?:exactly |really |quite |at all )?what (?:i|we) (?:was|were|am|signed|ordered|paid|wanted|asked|expected|agreed|meant|said|need|needed)`,
    ),
  ),
  event(
    -1.1,
    re(`\\b(?:exact )?same (?:problem|issue|thing|fault|story|answer|error|excuses?|question|nonsense)s?\\b`),
  ),
  event(
    -1.1,
    re(
      `\\b(?:taking|takes|take|took|taken|been|waiting) (?:so|way too|far too|too|this|that|very|really|such a|a very|ridiculously) long`,
    ),
  ),
  event(-1.1, re(`\\b(?:do not|no idea) (?:know )?why (?:i|we) (?:even |still |bother|pay|stay)`)),
  event(
    -1.1,
    re(
      `\\b(?:would be|be) (?:nice|great|lovely|good) if (?:anyone|someone|somebody|anybody|you (?:actually|ever|people|guys|could be bothered)|your)`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:had|have had|get|got|getting|found) (?:far |much |way )?better (?:service|experience|support|speeds?|signal|coverage|treatment)`,
    ),
  ),
  event(
    -1.1,
    re(`\\bcould (?:be|do) (?:a lot |much |way |so much |a bit )?(?:better|faster|clearer|quicker|easier)`),
  ),
  event(
    -1.1,
    re(
      `\\b(?:can|could|will|would|does|did) (?:someone|somebody|anyone|anybody|you|you people|you guys|one of you) (?:actually|please for once|finally|at least|ever|for once|even|just (?:read|listen|answer|fix|stop|once))`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\bstop (?:asking|telling|repeating|giving me|saying|transferring|pasting|copying|sending (?:me )?(?:links|the same|these|that|this|articles))\\b`,
    ),
  ),
  event(
    -1.1,
    re(`\\bi thought (?:you|this|it|we|that)\\b[^.!?\\n]{0,30}\\b(?:fixed|sorted|resolved|said)\\b`),
  ),
  event(-1.1, re(`\\b(?:no|nope|wrong),? (?:that|this|it) (?:is|'s|was) not (?:it|right|what|the|my)`)),
  event(-1.1, re(`\\b(?:as|like) (?:yesterday|last (?:week|time|month)),? and`)),
  event(-1.1, re(`(?<!\\b(?:if|in case|unless|because|so|why|when) )(?<!\\b(?:know|sure|see|hear|ask|wondering) (?:if|whether|that) )\\b(?:you|you guys|you people|they|your \\w{1,12}|your \\w{1,12} \\w{1,12}) (?:just |really |clearly |obviously |simply |still |even ){0,2}(?:do not|did not|can not|could not|will not|would not|are not (?:listening|helping|reading|understanding|getting|answering|doing|even|being)|have not|has not|does not|never|(?:keep|keeps|kept) \\w+ing|refuse|refused|failed|forgot|insist|ignored|wasted)\\b(?! (?:need|have to|mind|worry|sell|offer|support|accept|require|want me|deliver to|charge for))`)),
  event(-1.1, re(`\\b(?:and|but|yet|then) (?:you|you are|you guys|they|your \\w{1,12}) (?:still |just |now |then |even |have ){0,2}(?:charged?|charging|saying|want|tell|telling|told|keep|ask|asking|asked|cut|cancel\\w*|send|sent|bill\\w*|took|take|put|did|do)\\b`)),
  event(-1.1, re(`\\b(?:${NUMBER}|a few|some) (?:\\w{1,12} )?(?:ago|later|since),? (?:and )?(?:i )?(?:have )?(?:heard |got |had |seen |been )?(?:nothing|no (?:reply|answer|news|response|word|call)|never |still (?:no|nothing|waiting)|silence|zero)`)),
  event(-1.1, re(`\\b(?:heard|got|received|seen|had|told) (?:absolutely |precisely |exactly )?(?:nothing|zilch|nada|squat|zero)\\b`)),
  event(-1.1, re(`\\b(?:told|explained|said|repeated|given|asked|spoken|talked|sent|shown)(?: this| that| it| my \\w+| them| the same(?: thing)?)? (?:to|with) (?:${NUMBER}|[2-9]|different|every) (?:different |other |separate )?(?:agents|people|reps|of you|departments|persons|advisors|staff|one)`)),
  event(-1.1, re(`\\b(?:one|each|every) \\w{1,10},? (?:two|three|four|five|different) \\w{1,14},? (?:two|three|four|five|different)`)),
  event(-1.1, re(`\\b(?:been|went|gone|drove|travelled|walked) (?:all the way )?to (?:the|your|a) (?:shop|store|branch|office)(?: \\w{1,10}){0,2} (?:twice|times|for nothing|and (?:they|nobody|it))`)),
  event(-1.1, re(`\\b(?:over|almost|nearly|more than|about|at least|another) (?:an? |${NUMBER} )(?:hours?|days?|weeks?|months?) (?:waiting|wait|delay|queue|hold|on)\\b|\\b(?:half an hour|an hour|hours|ages) of (?:busy|music|waiting|hold|ringing|silence|nothing)`)),
  event(-1.1, re(`\\b(?:dragged|dragging|going|gone|went|been going) on (?:for|since|like this)`)),
  event(-1.1, re(`\\b(?:a dozen|dozens of|tons of|loads of|hundreds of|constant|endless|so many|non ?stop) (?:\\w{1,8} )?(?:texts|calls|emails|messages|ads|spam|sms|popups|notifications)\\b`)),
  event(-1.1, re(`\\b(?:not|never|nothing|nowhere) (?:even |anywhere |at all )?(?:close|near|like) (?:to )?(?:what|the|as|my|advertised)`)),
  event(-1.1, re(`\\b(?:was|were|been|got|get|am|being) (?:told|promised|assured|quoted|given|booked|charged|billed)\\b[^.!?\\n]{0,40}(?:, | and | but | yet )(?:it is|it 's|it has|i am|i was|i got|now|nothing|no|still|that was|they|then|never|came|you)\\b`)),
  event(-1.1, re(`\\b(?:booked|scheduled|arranged|promised|due|expected|supposed|meant)(?: for| to (?:come|be|arrive))?(?: \\w{1,10}){0,4},? (?:and |but |they |he |she |it |nobody |no one )+(?:came|arrived|turned|showed|did|was|never|still|is)\\b`)),
  event(-1.1, re(`\\b(?:takes|took|take|need|needed|had to) (?:me )?(?:${NUMBER}|[0-9]+) (?:clicks|steps|taps|menus|calls|emails|forms|pages|attempts|tries|minutes|hours|days|weeks|visits|trips)\\b`)),
  event(-1.1, re(`\\bi (?:do not|did not|just do not) (?:want|need|ask for) (?:a|another|any more|more|your) (?:link|links|article|robot|bot|machine|script|survey|excuse|excuses|apology|apologies|template|templates|voucher|lecture|upgrade|upsell)`)),
  event(-1.1, re(`\\b(?:cancelled|canceled|returned|closed|unsubscribed|complained)(?: it| this| my \\w+| the \\w+)? (?:\\w{1,8} ){0,3}(?:ago|last (?:week|month)|yesterday|already) (?:and|but|yet)`)),
  event(-1.1, re(`\\b(?:new (?:customers?|people|users?)|everyone else|everybody else) (?:pay|pays|get|gets|has|have|are|is) (?:half|less|better|cheaper|more|fine|faster|the good)\\b`)),
  event(-1.1, re(`\\byou (?:guys |people |just |have ){0,2}(?:changed|raised|put up|moved|removed|dropped|increased|ended|doubled)\\b[^.!?\\n]{0,30}(?:without|and (?:did not|never|said nothing)|overnight|again|with no)`)),
  event(-1.1, re(`\\b(?:visits|calls|complaints|emails|attempts|tries|phone calls|hours|weeks|tickets)\\b[^.!?\\n]{0,24}\\b(?:ignored|nothing|no (?:reply|answer|result|one|response|luck|progress)|every one|still|not one|to close|to get|later)\\b`)),
  feeling(-2.5, re(`\\b(?:go|going|went|head(?:ing)?) (?:straight |right |directly )?to (?:the |a |my )?(?:regulator|ombudsman|press|media|police|court|lawyer|solicitor|papers|news|tv)\\b`)),
  feeling(-2.5, re(`\\b(?:that|this|it|which)(?: is| 's| was)(?: just| plain| pure| literally| basically| absolute| total| daylight| straight up| nothing but| outright| downright){0,2} (?:theft|robbery|stealing|extortion|fraud(?! (?:team|department))|criminal|disgusting|a scam(?! or)|a con\\b|a rip ?off|a disgrace|blackmail)`)),
  feeling(-2.5, re(`\\b(?:an?|such an?|complete|total|absolute|utter|bloody|real) (?:\\w{1,12} )?(?:disgrace|scandal|outrage|abomination)\\b`)),
  feeling(-2, re(`\\b(?:or|otherwise|or else) (?:i am|i will be|we are|i 'm) (?:gone|leaving|out|off|cancelling|canceling|done|calling|taking|reporting|suing)\\b|\\bor (?:i will|i 'll) (?:cancel|leave|report|sue|go to|call|take)`)),
  event(-1.1, re(`\\b(?:love|adore|like|enjoy|appreciate) (?:how|that|the way|it when|the fact) (?!(?:you (?:helped|explained|fixed|sorted|guys are)|easy|quick|fast|helpful|friendly|patient|simple|smooth))`)),
  event(-1.1, re(`\\bright on time\\b|\\b(?:did not|never) (?:realise|realize|know) (?:that )?(?:support|customer service|your|you|unlimited|fast)\\b|\\bat least (?:i|we|my|the) (?:\\w{1,10} ){1,5}(?:sleep|save|anyway|exercise|rest|read)`)),
  event(-1.1, re(`\\bi (?:have )?already (?:answered|told|said|gave|explained|sent|did|done|tried|typed|entered|provided|confirmed|asked|wrote)\\b`)),
  event(-1.1, re(`\\b(?:can|could|would|will) you (?:please )?just (?:fix|answer|do|stop|listen|read|sort|get)\\b`)),
  event(-1.1, re(`\\b(?:so|too|very|really|such a|such|extremely|way too|quite|incredibly|ridiculously|absolutely|totally|completely|just|always|being|is|are|been|was) (?:unreliable|unhelpful|unprofessional|disorgani[sz]ed|careless|lazy|messy|unfair|dodgy|clumsy|outdated|buggy|flaky|laggy|tedious|painful|awkward|misleading|sneaky|greedy|inconvenient|impossible to|hard to reach|hard to (?:use|understand|cancel|deal)|difficult to (?:use|reach|cancel|deal|get)|a pain|a hassle|a headache|all over the place|hit and miss|hit or miss)\\b`)),
  event(-1.1, re(`\\b(?:so|too|such a?|extremely|way too|ridiculously|insanely|painfully|stupidly) (?:confusing|complicated|bad|difficult|hard|stupid|patchy|fiddly|rigid)|\\b(?:quality|service|support|communication|experience|treatment) (?:is|was|has been|are|were) (?:so |very |really |quite |just )?(?:poor|bad|slow|weak)\\b`)),
  event(-1.1, re(`\\b(?:was|were|been|got|am) (?:told|promised|assured) (?:that )?(?:it|this|they|someone|you|i|an? \\w+|my \\w+|the \\w+) (?:would|was|is|will)\\b`)),
  event(-1.1, re(`\\b(?:already|have) (?:restarted|rebooted|reset|reinstalled|tried|unplugged|replugged)(?: it| that| everything| the \\w+)? (?:${NUMBER}|[0-9]+|a hundred|so many|a million) times\\b`)),
  event(-1.1, re(`\\b(?:will|would) not (?:admit|apologi[sz]e|help|listen|budge|let me (?:cancel|leave|go)|take responsibility|give me (?:a|my) (?:straight|refund|money))\\b`)),
  event(-1.1, re(`\\b(?:still|yet) (?:have|has) not\\b(?: been)?(?: \\w{1,12})?(?: it\\b)?|\\b(?:still|yet) (?:did|do|does|is|are|can) not (?!sure|know|available|late)`)),
  feeling(-2.5, re(`\\b(?:fix|answer|cancel|refund|stop|give|solve|sort|do)\\b[^.!?\\n]{0,30}\\b(?:the |your |this |my )(?:damn|bloody|goddamn|stupid|freaking|f\\w*ing) \\w+`)),
  feeling(-2.5, re(`\\bworst(?: \\w{1,12}){1,4} (?:ever|i have|i 've|in the (?:world|country|uk|us|market|history)|on (?:earth|the planet))\\b`)),
  event(-1.1, re(`\\b(?:second|third|fourth|fifth|sixth) (?:bill|letter|router|engineer|technician|refund|email|agent|ticket|week|box)\\b`)),
  event(-1.1, re(`\\bcan not you (?:just|simply|even|people|guys)\\b`)),
  event(-1.1, re(`\\b(?:takes?|taking|took) (?:forever|ages|an age|so long) to (?:get|reach|answer|speak|reply|respond|talk|connect|find)\\b`)),
  // Plain irony.
  event(-1.1, re(`\\b(?:thanks|thank you|cheers|ta|congrats|kudos|props)(?: so much| a lot| guys| again| a million| a bunch)? (?:for|on|to) (?:teach|leav|forc|giving me no|the (?:\\w{1,8} )?(?:survey|bill|surprise|wait|silence|spam|headache|outage)|my (?:${NUMBER}|daily|weekly) )`)),
  event(-1.1, re(`\\b(?:used|using|spent|burned|ran up|got charged)\\b[^.!?\\n]{0,24}\\b(?:while|when) (?:my |the |it |i )(?:\\w{1,8} )?(?:was |were |is )?(?:off|switched off|turned off|asleep|sleeping|not even|away|broken|dead)\\b`)),
  event(-1.1, re(`["“][^"”\\n]{0,16}\\b(?:touching|being processed|processed|technical|reasons|system|unlimited|soon|shortly|urgent|resolved|escalated|valued|important|care|quality|seamless|upgrade|improv\\w+|error|issue|delivery|next day|loyal\\w*|discount|caring|excellence|premium|24\\/?7)\\b[^"”\\n]{0,16}["”]`)),
  event(
    -1.1,
    re(
      `\\b(?:so|guess|suppose|looks like|apparently|now) (?:i|we) (?:just |now |will |am |get|got|took|have|had|can|ca|must|need|'ll)(?: \\w{1,10}){0,3} (?:from the beginning|all over|smoke|pigeon|day off|start over|start again|for nothing|to explain|forever)`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:pay|paying|paid) (?:you )?(?:for|extra for|all this for|good money for)(?: \\w{1,10}){1,4} (?:to get|and get|but get|and only|for this|of nothing)`,
    ),
  ),
  event(
    -1.5,
    re(
      `\\b(?:thanks|thank you|thanks a lot|thank you so much|thanks so much|cheers|well done|congratulations|congrats|kudos|bravo|great job|good job|nice job|nice work|great work|good work|amazing job|hats off|how (?:kind|nice|generous|thoughtful|sweet|lovely|considerate) of you|so (?:kind|nice|generous|thoughtful) of you)(?: to you| guys| team| everyone| again| so much| very much| once again)?[ ,]{1,2}(?:for |on |to |by |with ){0,2}${HARM}`,
    ),
  ),
  event(
    -1.5,
    re(
      `\\b(?:love|loving|adore|enjoy|enjoying|enjoyed|love how|love it when|love that|thrilled|delighted|happy|glad|pleased|excited|ecstatic|nice|good|great|lovely|wonderful|fantastic|amazing|awesome|brilliant)(?: to| that| how| when| it when| being| i am| i was| you| we| my| see| hear| know| get| be| for){1,5} (?:waiting|hold|paying|being on|on hold|ignor|charg|overcharg|cut off|cutting|disconnect|nothing|money buys|double|lied|left|told the|put on|stuck|spend|passed|bounced|hang|hung|raise|keep|sitting|transferred|calling)`,
    ),
  ),
  event(
    -1.1,
    re(
      `["“'][^"”'\\n]{0,24}\\b(?:unlimited|fast|superfast|ultrafast|fibre|fiber|5g|high ?speed|premium|support|customer (?:service|care|support)|help|service|reliable|engineers?|expert|experts|experienced|guarantee|guaranteed|free|priority|vip|upgrade|upgraded|instant|24 7|24/7|fixed|resolved|soon|improvement|improvements|smart|assistant)\\b[^"”'\\n]{0,16}["”']`,
    ),
  ),
  event(
    -2,
    re(
      `(?:\\.{2,6}|,|-|…) ?not(?: really)?[.!]{0,3}$|\\b(?:said )?(?:no one|nobody) ever\\b|(?:^| )/s$|\\bnot!{1,4}$`,
    ),
  ),
  event(-1.1, re(`\\bmore like (?:a |an |half |no |un|slow|never|not|0|zero|\\d)`)),
  event(
    -1.1,
    re(
      `(?:^|[.!?,] ?)(?:sure|right|ok sure|yeah|yep|uh huh|mm ?hm|of course|obviously)[, ]{1,2}(?:because|cause|cos|"|“|that will|that 'll|whatever|like that|i believe you|keep telling|take your time|no rush)`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\bonly (?:took |been |had to |waited |waiting |another |a mere |)(?:me )?(?:wait(?:ed)? |call |${NUMBER} (?:hours|weeks|months|days|hrs|calls|times))`,
    ),
  ),
  event(
    -1.1,
    re(
      `\\b(?:such|what|so|quite|truly|really|pretty|very|absolutely|simply|beyond)? ?(?:a )?(?:great|amazing|fantastic|wonderful|brilliant|excellent|incredible|stellar|outstanding|superb|fine|lovely|impressive|top) (?:customer )?(?:service|network|support|company|work|speed|speeds|coverage|signal|experience|bot|app|communication|job),? (?:that |which |where |when |if |you have |only |nobody|no one|not |never |drops|cuts|i (?:had|have) to|i have been|been|been on|down|every|i waited|waited|still|(?:${NUMBER}) (?:${SPAN}|times|calls)\\b)`,
    ),
  ),
  event(-1, re(`[?]{3,}|[?!]{4,}|\\bhell+o+[?]{2,}`)),
  event(
    -1.1,
    re(
      `\\b(?:what a|such a|real|total|complete|absolute) (?:shambles|hassle|palaver|farce|nightmare|faff|letdown|let down|disappointment|pain|mess|circus|con|waste)\\b`,
    ),
  ),
  // All is well.
  feeling(1.6, re(`\\b(?:best|greatest|nicest|kindest|easiest|smoothest|fastest|friendliest|loveliest)(?: \\w{1,12}){1,4} (?:ever|i have|i 've|by far|around)\\b`)),
  feeling(
    1.2,
    re(
      `\\b(?:never|not once|not)(?: ever| had| have| been| a| any| an| single| one| had any| had a){0,4} (?:problem|problems|issue|issues|outage|outages|fault|complaint|complaints|dropout|dropouts|trouble|let me down|lets me down|goes down|gone down|drops)\\b`,
    ),
  ),
  feeling(
    1,
    re(
      `\\b(?:thanks|thank you|thx|cheers|ty|many thanks|thank you so much|thanks so much)(?: so much| very much| a lot| guys| again)? for (?:your |the |all |that |this |being |sorting|fixing|helping|help|getting|making|letting|explaining|everything|getting back|coming|looking|taking|doing|solving|clearing|understanding|replying|answering|responding)`,
    ),
  ),
  feeling(
    1.6,
    re(
      `\\b(?:engineer|technician|guy|lady|woman|man|agent|staff|team|rep|person|advisor|adviser|he|she|you|they|assistant|chap|lad|girl|support|service|shop|store|bot|everyone|people|guys)(?: \\w{1,10}){0,3} (?:was|were|is|are|has been|have been)(?: all| both| very| so| really| extremely| super| absolutely| such| just| most| a){0,3} (?:brilliant|great|fantastic|amazing|lovely|kind|helpful|patient|polite|friendly|wonderful|excellent|professional|quick|fast|awesome|superb|nice|sweet|good|knowledgeable|courteous|efficient|pleasant|star|stars|gem|legend|perfect)\\b(?! (?:at )?(?:not|ignoring|wasting|doing nothing))`,
    ),
  ),
  feeling(1.2, re(`(?::|;|=)-?[)d](?![a-z])|\\^_?\\^|<3`)),
  feeling(-1.1, re(`>?:'?-?\\(`)),
]

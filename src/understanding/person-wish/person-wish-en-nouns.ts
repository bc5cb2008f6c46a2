/** Names the persons and machines of an English clause with one symbol each, and drops its padding. */
import { respell } from './person-wish-en-spelling.ts'

/** Words that make a wish polite, rude or urgent and mean nothing else to it. */
const PADDING =
  /\b(?:please|kindly|just|simply|actually|really|right now|right away|now|asap|immediately|urgently|at once|instead|directly|straight|honestly|seriously|literally|thanks(?! to)|thank you|fucking|bloody|damn|freaking|goddamn|effing|the hell|the fuck|ffs|wtf|even|still|finally|then|already|again|maybe|perhaps|possibly|only|definitely|desperately|badly|quickly|today|hi|hello|hey|ok|okay|oh|well|so|um|uh|lol|for gods? sake|for the love of god|man|mate|bro|dude|sir|madam)(?= )/g

/** Determiners that say no more than "one"; `the`, `your` and `my` stay, for they may point to somebody known. */
const ONE_OF =
  '(?:(?:a|an|any|some|another|more|at least one|one of (?:your|the|those|these|you)|some of your|any of your|one|kind of) ){0,2}'
const REAL =
  '(?:real|live|living|breathing|actual|human|proper|genuine|physical|flesh and blood|true|carbon based|organic|warm blooded|honest to god|non robotic|non automated|thinking|warm|living breathing|sentient|fleshy|bona fide|in the flesh|certified|authentic|meat)'
const QUALITY =
  '(?:real|live|living|breathing|actual|human|proper|genuine|physical|flesh and blood|true|carbon based|organic|warm blooded|warm|and|fucking|bloody|damn|freaking|goddamn|normal|different|other|senior|qualified|competent|customer|client|service|support|care|technical|tech|sales|billing|phone|chat|call cent(?:er|re)|online|available|local|helpful|decent|nice|friendly|single|english speaking|english|chinese|chinese speaking|mandarin|cantonese|duty|shift|store|shop|retentions?|fraud|account|relations|capable|knowledgeable|experienced|trained|intelligent|smart|thinking|responsible|better|new|good|stupid|useless|help desk|tier two|second level|team|young|old|kind|kindly|lovely|female|male|native|native speaking|spanish|polish|french|german|arabic|russian|bilingual|free|spare|roaming|complaints?|cancellations?|accounts?|broadband|fibre|fiber|network|mobile|loyalty|finance|payments?|escalations?|floor|line|section|department|it|security|legal|decision making|experienced|higher|top|lead|chief|head|first line|second line|dedicated|specific|particular|business|personal|friendly|living|first available|next available|next free|next)'
const FIRM =
  '(?:(?:pair of )?human (?:eyes?|touch|voice|ears?|brain|hands?|attention|input|(?:response|reply|answer)(?! (?:me|us|my|this|it|to|here|them))|help(?! me| us)|support|assistance|service|intervention|interaction|contact|being)|human beings?|humans?|agents?|operators?|rep|representatives?|advisors?|supervisors?|managers?|colleagues?|consultants?|specialists?|staff(?: members?)?|members? of (?:the |your )?(?:staff|team)|team (?:members?|leader|lead)|employees?|associate|attendant|superiors?|boss(?:es)?|higher ups?|management|receptionist|live (?:support|help|assistance|chat|service)|human (?:help|support|assistance|service|intervention|interaction|contact|being)|customer (?:service|care|support|relations|help|assistance|team)|client service|tech(?:nical)? support|support (?:team|staff|desk|person|people)|service (?:team|desk|staff|person|people)|help desk|call cent(?:er|re)|care team|(?:person|people|someone|somebody|whoever is|who is|who .s) (?:in charge|responsible)|executives?|experts?|officers?|handlers?|clerks?|workers?(?: (?:of|from|at) (?:(?:the|your) )?company)?|co workers?|coworkers?|teammates?|personnel|shift leads?|person on duty|duty person|people who work (?:there|here|for you)|(?:customer (?:service|care|support)|support|service|sales|billing|tech(?:nical)? support|tech|it|help desk|care|accounts|complaints?|retentions?|call cent(?:er|re)) (?:guys?|girl|lady|ladies|gal|man|woman|lad|chap|fellow|dude|folks|crew|pros?)|homo sapiens|earthlings?|mortals?|mammals?|bipeds?|flesh and blood|(?:warm|living) bod(?:y|ies)|meat ?bags?|non (?:robots?|bots?|ai|machines?)|carbon based (?:life ?forms?|units?|entit(?:y|ies)|organisms?|creatures?|beings?)|(?:life ?forms?|living (?:thing|creature|being|soul))|(?:one|some|any|someone|somebody|anyone) of (?:your|the|those) (?:team|ladies|gentlemen|lads|girls|humans|mates|experts|specialists|engineers|colleagues?|guys|people|staff|employees|folks))'
const LOOSE =
  '(?:persons?|people|individuals?|man|woman|guys?|gal|girl|lady|ladies|bloke|gentleman|gentlemen|lad|chap|fellow|soul|ones?|party|voice|brain|face|creature|being|helper|somebody|someone|thing|deal|article|touch|assistant|help|contact|eyes|hands?|ears?|(?<!\\bfor real )(?:dudes?|fellas?|geezer|homies?|pals?|buddy|folks?|folk|broski|mates?))'
const SOME = '(?:someone|somebody|anyone|anybody|some one|any one|any body|some body)'
const KIND =
  '(?:real|human|alive|living|competent|intelligent|qualified|senior|higher(?: up)?|in charge|helpful|responsible|actual|smart|sensible|from (?:customer |tech )?(?:support|service|care|your team|the team|your company)|with (?:a|an|some|actual|real|working|blood|power|the) ?(?:actual |real |working |beating |functioning |human |living )?(?:brain|pulse|heartbeat|heart|soul|face|mind|brain cells?|common sense|ears|name|power|authority|lungs|skin|body|hands|voice|legs|eyes|blood|fingers|in (?:his|her|their) veins)|with (?:authority|feelings|eyes|ears|lungs|emotions|empathy)|(?:who|that) is not (?:made of \\w{2,15}|BOT|THING|automated|scripted|artificial|digital|code)|with (?:skin|bones|flesh|blood|lungs)(?: and \\w{2,10})?|made of (?:flesh and blood|flesh|meat|carbon)|more senior|higher up|above you|from above|upstairs|flesh and blood|not (?:BOT|THING)|(?:who|that|which) breathes?|not made of code|from (?:planet )?earth|on your team|at your company|who (?:is|(?:can|will|could)(?! (?:come|visit|install|call|ring|phone|fix my))|actually|really|knows|understands|works|has|speaks)|that (?:is|can|will|could|actually|really|knows|understands|works|has|speaks)|capable)'

/** What makes another thing of the noun before it, or leads to a call or a visit. */
const OTHER_THING =
  "(?! (?:number|numbers|phone|telephone|hotline|e?-?mail|address|hours?|fees?|charges?|resources?|rights|errors?|nature|offices?|jobs?|careers?|portal|id|code|commission|'s(?! (?:help|support|assistance|attention|presence|opinion|eyes|input|ear|company))|app|software|salary|vacanc|position|lock|settings?|trafficking|body|survey|rating|quality|satisfaction|website|readable|verification|complaint|opening|times|timings|is (?:open|closed)|who signed|named|called|discounts?|prices?|plans?|deals?|rates?|parking|training|uniforms?|party|entrance)\\b)"
const CALL_OR_VISIT =
  '(?! (?:(?:to |please |can |will |could |and )?(?:call(?:s|ed|ing)?|phone[sd]?|phoning|ring[s]?|rang) (?:me|us|back|my)|to (?:call|phone|ring)\\b|to give (?:me|us) a (?:call|ring)|give (?:me|us) a (?:call|ring)|(?:to |and )?(?:comes?|visit) ?(?:over|out|to|and|by|here|tomorrow|$)|to (?:install|repair|deliver|replace|return|fix my|visit|come(?! (?:in|into|on|onto|to) (?:(?:the|this|our) )?(?:chat|conversation|line|here)))|(?:to|on|from) (?:my|our|the) (?:plan|account|house|home|contacts|family)))'
/** Somebody who is no colleague of ours. */
const ELSEWHERE =
  "(?! (?:'s|abroad|overseas|internationally|in (?!WHO\\b|charge|person|the next|under|less|the end|two|five|ten|[0-9]|a (?:minute|hurry|second)|your|here|there|this|to\\b|(?:\\w{1,15} ){0,3}(?:department|dept|team|section|division|unit|support|billing|sales|service|complaints|cancellations?|retentions?|accounts)\\b|the (?:store|shop|office|chat|team))|(?:on|from) (?:another|other|a different|my)|while roaming|outside|for free|using|to (?:share|play|pay|take over my|use my|my)|who (?:signed|gets?|pays?|paid|owns?|has the same|lives|uses|used|is using|stole|hacked)|(?:who|that|to) (?:can |could |will |would )?(?:come|visit|install|fix my|call|ring|phone|repair)|with (?:the same|a different|another) (?:network|plan|carrier)|per|at home)\\b)"
const NOT_AFTER =
  '(?<!\\b(?:(?:per|in|by|only|letting|secret) (?=persons?\\b)|(?:task|password|file|window|device|travel|estate|insurance|user|mobile|network|phone|telecom|cell|cellular|carrier|different|other|current|old|foreign|family|data|sim|download|secret|letting|project|property|booking) ))'

/** Words that do not stand between "a" and the specialist it belongs to. */
const MIDDLE =
  '(?:(?!(?:to|for|with|of|from|in|on|at|by|is|are|was|were|be|and|or|but|that|this|who|which|not|no|i|you|me|my|your|it|the|a|an|can|will|if|as|have|has|about|travel|estate|user|mobile|network|phone|telecom|password|task|file|window|device|insurance|project|property|booking|literary|letting|download|data|sim|security|previous|virtual|ai|automated|digital|BOT|THING|WHO|ONE|carrier|different|other) )[a-z]{2,15} )'
const EXPERT =
  '(?:specialist|expert|advisor|consultant|officer|executive|representative|rep|agent|supervisor|colleague|employee|handler|clerk|coordinator|team ?(?:lead(?:er)?|member)|agents|manager)'
/** What only sounds like a person: the classifier takes it for one. */
export const NAMESAKE =
  /^(?:in person|represent)$|\bhuman (?:resources|rights|errors?|verification|interest|nature|trafficking|readable|body)\b|\b(?:estate|travel|letting|user|secret|insurance|literary) agents?\b|\bagent (?:orange|string|smith|fee)\b|\brepresentative (?:apr|example|office|sample)\b|\bperson to person\b|\b(?:authori[sz]ed|third|second|one|two|three|contact|emergency|wrong) persons?\b|\b(?:machine|tour|network|forklift) operators?\b|\boperator menu\b|\b(?:broker|cleaning|free|dealer|ticket|press|shipping|customs|foreign|double) agents?\b|\bagents? of\b|\bcell operator\b|\bhumanity\b|\blegal representative\b|\battorney representative\b|\brepresentative of my\b|\blive (?:scores?|captions?|match|football|sports?)\b|\brepresent (?:me|us|my|our|a|an|the)\b|\boperator (?:code|lock|settings?|logo)\b|\bhumans (?:make|read|err)\b|\b(?:monitored|read|reviewed|checked) by (?:a )?(?:humans?|persons?|people)\b|\b(?:live chat|support|customer (?:service|support|care)) (?:is )?free\b/

/** Who repairs and installs: wanted in the chat, or at home. */
const FIXER =
  '(?:engineer|technician|tech|mechanic|programmer|developer|network guy|technical person|electrician|fixer|it guy)s?'

const words = (source: string) => new RegExp(`(?<= )${source}(?= )`, 'g')

const NAMES: readonly (readonly [RegExp, string])[] = [
  [
    words(
      '(?<!(?:talk|speak|chat|speaking|talking) (?:to|with) |me |me to )(?:(?:any|an|a|the) )?(?:another|other|different|any|which|what|new|mobile|network|foreign|local|roaming) (?:mobile |network |phone |telecom )?operators?',
    ),
    'carrier',
  ],
  [
    words(
      `${ONE_OF}(?:(?:stupid|dumb|useless|silly|damned|crappy|idiotic|brainless|annoying|shitty|terrible|chat|ai|automated|virtual|robotic) ){0,3}(?:bot|ai|automated (?:system|responses?|repl(?:y|ies)|messages?|service|answers?|crap|chat)|auto repl(?:y|ies)|virtual (?:assistant|agent)s?|(?:ai|bot|automated|digital) (?:agent|assistant|rep|representative|operator|customer service)s?|automation|canned (?:responses?|answers?|repl(?:y|ies)|messages?)|scripted (?:answers?|responses?)|chat ?gpt|answering machine|artificial intelligence|algorithm)`,
    ),
    'BOT',
  ],
  [
    words(
      `${ONE_OF}(?:stupid |dumb |useless |automated )?(?:machine|computer|computer program|program|software|recording|robotic voice|brick wall|toaster)`,
    ),
    'THING',
  ],
  [words(`(?:(?:real|actual|live) )?${SOME} (?:${KIND}|real)${CALL_OR_VISIT}`), 'WHO'],
  [
    words(
      `(?:(?:a|an|some|any|another|one of (?:your|the)) |(?<= (?:the|your|our) ))${MIDDLE}{1,3}${EXPERT}${OTHER_THING}${CALL_OR_VISIT}`,
    ),
    'WHO',
  ],
  [
    words(
      'whoever (?:(?:is|can|could|actually|really|has|handles?|deals?|runs?|knows?|works?|makes?|decides?|owns|supervises|manages|sits|does|looks|the|your) ?){0,3}(?:in charge|responsible|above you|boss|manager|on duty|available|free|decides?|handles?|approves?|approve|authori[sz]e|deals?|knows?|works?|fix|help|decide|manages|supervises|runs|sort|do)',
    ),
    'WHO',
  ],
  [words(`${NOT_AFTER}${ONE_OF}(?:${QUALITY} ){0,4}${FIRM}${OTHER_THING}${CALL_OR_VISIT}`), 'WHO'],
  [
    words(
      `${NOT_AFTER}${ONE_OF}(?:${QUALITY} ){0,2}${REAL} (?:${QUALITY} ){0,2}${LOOSE}${OTHER_THING}${CALL_OR_VISIT}`,
    ),
    'WHO',
  ],
  [words(`(?:real|actual|live) ${SOME}`), 'WHO'],
  [words(`${ONE_OF}(?:${QUALITY} ){0,3}${FIXER}${OTHER_THING}${CALL_OR_VISIT}`), 'FIXER'],
  [
    words(
      `(?:${ONE_OF}${SOME}|${NOT_AFTER}${ONE_OF}(?:${QUALITY} ){0,2}(?:(?:person|people|individual|man|woman|guy|girl|lady|gentleman|lad|chap|fellow|soul|your (?:team|people|lot|mates|crew))(?: or (?:a )?(?:(?:young|nice|kind|old) ){0,2}(?:person|man|woman|guy|girl|lady|gentleman))?))${OTHER_THING}${CALL_OR_VISIT}${ELSEWHERE}`,
    ),
    'ONE',
  ],
  [
    words(
      `(?:a|an|any|some|another|one of (?:your|the|those)) (?:${QUALITY} ){0,2}(?:dudes?|fellas?|geezer|bro|homies?|folks?)${OTHER_THING}${CALL_OR_VISIT}${ELSEWHERE}`,
    ),
    'ONE',
  ],
]

/** "a g e n t"; normalising takes a lone u for "you". */
const APART = /\b(?:(?:[a-z]|you) ){3,14}(?:[a-z]|you)\b/g

/**
 * A clause of the form " word word word ": respelled, without padding, with WHO for a person who does this for a
 * living or is said to be real ("an agent", "a real person"), ONE for any other ("somebody"), BOT and THING for what
 * is none. `the`, `your` and `my` stay before them.
 */
export function nameEnglish(clause: string): string {
  const spelled = (
    clause
      .replace(APART, (letters) =>
        /\b[a-z] /.test(letters) ? letters.replaceAll('you', 'u').replaceAll(' ', '') : letters,
      )
      .match(/[a-z]+[0-9]?|'s|[0-9]{1,9}|\?/g) ?? []
  ).map(respell)
  let named = ` ${spelled.join(' ')} `
    .replaceAll(' want a talk', ' want to talk')
    .replaceAll(' id like', ' i would like')
    .replace(/ i no (?=want|need|like|wish|ask)/g, ' i do not ')
    .replace(/ (me|us) too (?=an? |the |your )/g, ' $1 to ')
    .replace(/ someone real | real someone /g, ' someone real ')
  named = named
    .replace(/ (talk|speak|chat|speaking|talking) (?:2|too|w) /g, ' $1 to ')
    // What it costs, not whether somebody is free.
    .replace(/ (?:live chat|customer (?:service|support|care)|support) (?=free )/g, ' hotline ')
  for (const [noun, name] of NAMES) named = named.replace(noun, name)
  named = named.replace(/ still no (?=(?:WHO|ONE) )/g, ' where is ')
  return named.replace(PADDING, '').replace(/ {2,20}/g, ' ')
}

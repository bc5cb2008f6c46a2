/** How danger is told in English, and what only sounds like it. Contractions are opened before. */

import { anyOf, type DangerWords, pattern, words } from './safety-patterns.ts'

const DEVICE = anyOf(
  'router|modem|phone|charger|battery|box|cable|cables|socket|outlet|plug|adapter|adaptor|equipment|device|power bank|powerbank|cabinet|wire|wires|wiring|line|pole|mast|transformer|house|flat|apartment|kitchen|wall|laptop|tablet|unit|handset|building|extender|decoder|mine|it',
)

const PERSON = anyOf(
  'he|she|someone|somebody|person|man|woman|technician|engineer|installer|worker|colleague|neighbour|neighbor|mother|mum|mom|father|dad|wife|husband|son|daughter|child|kid|baby|grandma|grandpa|grandmother|grandfather|customer|lady|guy|friend|boy|girl|staff member|employee',
)

const STAFF = anyOf(
  'you|you all|you people|you guys|him|her|them|someone|somebody|everyone|everybody|people|your (?:staff|people|family|agent|agents|technician|technicians|engineer|employees|employee|workers|manager|boss|children|kids)|your whole (?:team|family)|the (?:technician|engineer|installer|manager|staff|agent|guy|man|woman|people)|that (?:technician|engineer|installer|manager|guy|man|woman|agent|idiot|bastard)|my (?:neighbour|neighbor|wife|husband|boss|ex)',
)

const PLACE = anyOf(
  'store|stores|shop|office|offices|building|headquarters|hq|tower|mast|branch|call centre|call center',
)

const ACCOUNT = anyOf(
  'account|accounts|number|line|email|e-mail|profile|app|login|sim|sim card|phone|mobile|wallet',
)

const PHONE = anyOf(
  'phone|mobile|cell|cellphone|cell phone|smartphone|handset|iphone|samsung|huawei|sim|sim card|simcard|phone and wallet|bag with my phone|purse with my phone',
)

const life: readonly RegExp[] = [
  pattern(
    '\\b',
    anyOf('burning smell|smells like burning|smells of burning|smell of burning|smell burning|burnt smell'),
    '\\b',
  ),
  pattern(
    '\\b',
    DEVICE,
    ' ',
    words(3),
    anyOf(
      'on fire|caught fire|catching fire|in flames|burst into flames|smoking|exploded|exploding|blew up|sparking|burning|melting',
    ),
  ),
  pattern(
    anyOf('smoke|flames|sparks'),
    ' ',
    words(2),
    anyOf('coming|come|comes|came|pouring|shooting|flying'),
    ' ',
    words(1),
    anyOf('out of|from|off'),
  ),
  pattern(
    '\\b',
    anyOf("there is|there 's|we have|it 's"),
    ' (?:a )?',
    anyOf('fire in|fire at|fire behind|smoke in|smoke everywhere|fire now'),
  ),
  pattern('\\b', anyOf('set my|set our|set the'), ' ', words(2), 'on fire\\b'),
  pattern(
    '\\b',
    anyOf(
      'electric shock|electrical shock|electrocuted|electrocution|shocked me when i touch|shock from the|shock when i touch|live wire|live wires|exposed wires|leaking electricity|zapped by',
    ),
  ),
  pattern('\\b', anyOf('carbon monoxide|co alarm|gas leak|gas leaking|leaking gas|smell gas|smell of gas')),
  pattern(
    '\\b',
    PERSON,
    ' ',
    words(3),
    anyOf(
      'collapsed|passed out|fainted|unconscious|not breathing|stopped breathing|not responding to us|having a heart attack|had a heart attack|having a stroke|had a stroke|having a seizure|had a seizure|bleeding|choking|fell off|fell from|fallen from|fallen off|is dying|trapped|hit by a car',
    ),
  ),
  pattern(
    '\\b',
    anyOf(
      'i can not breathe|call an ambulance|need an ambulance|send an ambulance|call 120|call 119|call the fire brigade|call the fire department|medical emergency|life threatening|someone is dying|having a heart attack',
    ),
  ),
]

const selfHarm: readonly RegExp[] = [
  pattern(
    '\\b',
    anyOf('kill|killing|hang|hanging|harm|harming|hurt|hurting|cut|cutting|shoot|shooting|drown|poison'),
    ' myself\\b',
  ),
  pattern('\\b', anyOf('end|ending|take|taking'), ' my (?:own )?life\\b'),
  pattern(
    '\\b',
    anyOf(
      'suicide|suicidal|end it all|self harm|self-harm|slit my wrists|better off dead|no reason to live|nothing to live for|no point in living|better off without me|do not want to be alive|do not want to live|tired of living|do not want to be here anymore|not want to wake up',
    ),
  ),
  pattern('\\b', anyOf('want to|wanted to|wish i could|going to|ready to'), ' (?:just )?die\\b'),
  pattern('\\bwish i (?:was|were) dead\\b'),
  pattern(
    '\\b',
    anyOf('jump off|jump from|jumping off'),
    ' ',
    words(2),
    anyOf('bridge|roof|building|balcony|cliff|tower'),
  ),
  pattern(
    '\\b',
    anyOf('take|took|swallow|swallowed'),
    ' ',
    words(3),
    anyOf('pills'),
    ' ',
    words(3),
    anyOf('end|die|over'),
  ),
  pattern('\\boverdose(?:d)? on\\b'),
]

const threat: readonly RegExp[] = [
  pattern(
    '\\b',
    anyOf('someone|somebody|my ex|my ex-husband|my ex husband|a man|my neighbour|my neighbor'),
    ' ',
    words(4),
    anyOf('kill|stab|shoot|hurt|murder'),
    ' me\\b',
  ),
  pattern(
    '\\b',
    anyOf(
      'i will|i would|he will|she will|they will|he wants to|i am going to|i want to|going to|would like to|will come and|come and|i could|come over and|i swear i will|i might|let me',
    ),
    ' ',
    words(1),
    anyOf(
      'kill|stab|shoot|strangle|murder|hurt|beat|beat up|punch|slap|attack|hunt down|break the legs of|burn|bomb|cut|slaughter|smash|run over',
    ),
    ' (?:up )?',
    STAFF,
    '\\b(?! (?:with kindness|an? (?:email|e-mail|mail|message|text|line|note|dm|question|slack)|down to size|off|some))',
  ),
  pattern(
    '\\b',
    anyOf('bomb|burn|burn down|blow up|torch|shoot up|set fire to'),
    ' ',
    words(2),
    PLACE,
    '\\b',
  ),
  pattern(
    '\\b',
    anyOf(
      'a bomb in|bomb threat|bring a gun|bringing a gun|bring my gun|with a gun|with a knife|with an axe|bring a knife|know where you live|know where you work|find out where you live|pay with your life|pay for this with blood|you are dead meat|you will all die|kill you all|break your legs|break your neck|break his neck|watch your back|put a bullet in|you will die|you are going to die|you are a dead man',
    ),
  ),
  pattern('\\bthreaten(?:s|ed|ing)? ', words(3), anyOf('kill|hurt|stab|shoot|murder|beat|burn|rape')),
  pattern('\\b', anyOf('kidnapped|being held hostage|domestic violence')),
]

const hijacked: readonly RegExp[] = [
  pattern(
    '\\b',
    anyOf('my|our|the|his|her'),
    ' ',
    words(2),
    ACCOUNT,
    ' ',
    words(3),
    anyOf(
      'hacked|hijacked|compromised|taken over|broken into|cloned|hacked into|breached|stolen by a hacker|ported out without|ported away without|accessed by',
    ),
  ),
  pattern(
    '\\b',
    anyOf('account|number|identity|profile|login'),
    ' ',
    words(2),
    anyOf('is|was|got|been|being|has'),
    ' ',
    words(1),
    'stolen\\b',
  ),
  pattern(
    '\\b',
    anyOf(
      'someone|somebody|some one|a hacker|hackers|a stranger|a scammer|scammers|a thief|they|he|she|another person|my ex',
    ),
    ' ',
    words(3),
    anyOf(
      'hacked|hijacked|hacking|got into my|broke into my|logged into|logged in to|logging into|logging in to|log in to my|access to my account|accessed my|accessing my|changed my password|change my password|changed the password|changed my email|took over my|taken over my|using my number|using my phone number|using my account|using my identity|stole my account|stole my number|stole my identity|in my account|cloned my|swapped my sim|ported my number|control of my account|control of my number',
    ),
  ),
  pattern(
    '\\b',
    anyOf(
      'sim swap fraud|sim swap scam|victim of (?:a )?sim swap|sim swapped|swapped sim|sim was swapped|hacked me|suspicious activity on my|unusual activity on my|unusual login|suspicious login|a login i do not|login i do not recogni[sz]e|unknown device|opened a line in my name|used my identity|pretended to be me|new sim with my number|sim in my name|hacked account|moved my number|changes i did not make|changed the details on my account|someone is in it|been hacked|got hacked|was hacked|i am being hacked|hacked my|unauthorised login|unauthorized login|unauthorised access|unauthorized access|login i did not make|log in i did not|login was not me|log in was not me|not me logging in|locked out by a hacker|identity theft',
    ),
  ),
  pattern(
    '\\b',
    anyOf('did not|never'),
    ' ',
    words(2),
    anyOf('request|requested|ask for|order|ordered|make|made'),
    ' ',
    words(3),
    anyOf('sim swap|new sim|replacement sim|port|password change|password reset|login'),
  ),
]

const stolen: readonly RegExp[] = [
  pattern('\\b', PHONE, ' ', words(5), anyOf('at gunpoint|at knifepoint'), '\\b'),
  pattern(
    '\\b',
    PHONE,
    ' ',
    words(4),
    anyOf('was|got|is|been|being|just|were|get'),
    ' ',
    words(2),
    anyOf('stolen|snatched|robbed|pickpocketed|nicked|swiped|mugged|taken by a thief|pinched'),
  ),
  pattern(
    '\\b',
    anyOf(
      'stole|stolen|snatched|nicked|grabbed|robbed me of|ran off with|took off with|pinched|pickpocketed|swiped|steal',
    ),
    ' ',
    words(2),
    PHONE,
    '\\b(?! (?:signal|bill|credit|money|data))',
  ),
  pattern(
    '\\b',
    anyOf('robbed|mugged|pickpocketed|thief|thieves|burgled|burglars'),
    '[^.]{0,60}?\\b',
    PHONE,
    '\\b',
  ),
  pattern('\\b', anyOf('had|have|has'), ' ', words(3), PHONE, ' ', words(1), anyOf('stolen|snatched|nicked')),
]

/** Figures of speech, and things that are only called so. */
const figures: readonly RegExp[] = [
  /\b(?:bill|fees?|price|prices|wait|waiting|suspense|lag|ads?|heat|hold music|music|speed|ping|roaming|charges?|it|this|that|which|bot|app|these|they|those|commute|buffering|you guys|you)(?: (?:is|are|'s|was|were))?(?: (?:just|absolutely|really|literally|slowly|all))? killing me\b/g,
  /\bkill(?:s|ed|ing)? (?:my|the|this|that|off|it|all|a|an|our|some)(?: \w+){0,2}? (?:subscription|plan|line|service|app|apps|process|contract|connection|signal|battery|account|order|ticket|data|time|vibe|mood|mobile plan|add-on|roaming|session|wifi|internet|button|switch)\b/g,
  /\b(?:to die for|die laughing|die of (?:boredom|embarrassment|laughter|old age|curiosity|shame)|rather die than|die hard|drop dead gorgeous|dying to|dying for|over my dead body|dressed to kill|kill for|kill two birds|make a killing|killer|painkiller|suicide squad|career suicide|commercial suicide|financial suicide|kill you with kindness|if looks could kill)\b/g,
  /\b(?:battery|phone|laptop|router|modem|line|tablet|screen|device|box|handset|watch|remote|internet|wifi|connection|app|website|system|server|network|signal|deal|call)(?: \w+){0,2}? (?:died|dying|dies|die|collapsed|collapses|dead|crashed|choking)\b/g,
  /\b(?:fire stick|firestick|fire tv|fire tablet|amazon fire|firewall|firefox|fire sale|fire away|fired|you are on fire|fire up|spitfire|catches fire on social|campfire|fireworks?|under fire|fireproof|fire drill|fire alarm (?:line|system)|burning (?:question|through|a hole|my data|money)|burns? through|smoking (?:deal|hot deal|gun)|on fire (?:today|lately|this week))\b/g,
  /\b(?:burning|burned|burnt|burn) (?:through )?(?:all |up )?(?:my |the )?(?:data|money|cash|credit|allowance|battery|minutes)\b/g,
  /\bshoot (?:me|you|us|them|him|her)(?: over)? (?:an?|the|your|my|some) (?:email|e-mail|mail|message|text|line|note|dm|link|question|quote)\b|\bshoot me(?=$|,)/g,
  /\b(?:my )?(?:wife|husband|boss|mum|mom|mother|dad|father|girlfriend|boyfriend|partner|kids?|daughter|son|manager|they|she|he)(?: (?:will|is|are|would|'s))? (?:going to |gonna )?(?:kill|murder) me\b/g,
  /\b(?:life|growth|travel|phone|price|bio|battery|game) hacks?\b|\bhackathon\b|\b(?:shock|shocked) (?:at|by|about|to see|when i (?:saw|opened|got))\b|\bbill shock\b/g,
  /\b(?:movie|film|song|series|show|episode|game|book|channel)(?: \w+){0,4} (?:suicide|kill\w*|murder\w*|dead|die|dying|fire|bomb)\b/g,
  /\b(?:my|the|your) (?:plan|price|prices|deal|offer|service|coverage|speed|signal|support|share price) (?:has |have |just )?(?:collapsed|exploded|blew up|died)\b/g,
  /\bstealing my (?:data|bandwidth|wifi|signal|time|money)\b|\b(?:stole|steal|stolen) (?:my |the |our )?(?:data|money|credit|wifi|bandwidth|time|minutes|cash)\b/g,
  /\b(?:overdose on (?:ads|notifications|news|data|coffee))\b/g,
]

/** All that tells danger in English. */
export const english: DangerWords = {
  dangers: { life, 'self-harm': selfHarm, threat, 'hijacked-account': hijacked, 'stolen-sim': stolen },
  figures,
  hypothetical:
    /\b(?:what if|in case|if (?:my|the|a|someone|somebody|i|it|anyone|we)|insurance|insured|insure|prevent|protect|avoid|suppose|worried that [^,]{0,30}(?:could|might|may|would|will)|could my|can my|can the|can a|could a|could the|does (?:a|the|your|my) \w+ (?:ever )?|is it (?:possible|likely|safe)|how (?:do|can) i (?:avoid|prevent|protect|know)|how (?:likely|safe|easy)|risk of|chance of|afraid of)\b/u,
}

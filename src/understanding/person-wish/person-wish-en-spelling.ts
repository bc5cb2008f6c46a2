/** Brings the words of an English clause into the spelling the rules know: typing errors, chat shorthand. */

/** What people write for short or by ear; several words are one replacement. */
const SPELLINGS: readonly (readonly [meant: string, written: string])[] = [
  ['can not', 'cant cannot'],
  ['could not', 'couldn'],
  ['are', 'r'],
  ['you', 'ya yall yous'],
  ['give me', 'gimme'],
  ['give', 'giv gve gie'],
  ['let me', 'lemme'],
  ['want to', 'wana wan2 want2'],
  ['want', 'wan wnt wnat'],
  ['need to', 'need2'],
  ['need', 'nedd ned neeed nead'],
  ['need a', 'needa'],
  ['trying to', 'tryna'],
  ['have to', 'hafta'],
  ["let 's", 'lets'],
  ["there 's", 'theres'],
  ["where 's", 'wheres'],
  ['have', 'hav'],
  ['with', 'w wit wiv wih wth'],
  ['through', 'thru threw throgh thr'],
  ['somebody', 'sb smb sby'],
  ['someone', 'sum1 smone smeone somene some1 sm1 somone sumone'],
  ['anyone', 'any1'],
  ['nobody', 'no1 nobdy noone'],
  ['people', 'ppl peeps pple folks folk'],
  ['person', 'persn prsn prson'],
  ['customer', 'cust costumer costomer cusomer'],
  ['service', 'svc srv serv services servise sevice'],
  ['rep', 'csr csrs cso reps repp'],
  ['customer service', 'cs'],
  ['help desk', 'helpdesk'],
  ['representative', 'representitive'],
  ['agent', 'agnt agt agn egent aganet'],
  ['human', 'hooman hoomin hewman homan humn hmn huam humane'],
  ['human being', 'humanbeing'],
  ['real person', 'realperson'],
  ['manager', 'mgr mngr manger'],
  ['supervisor', 'supe'],
  ['advisor', 'adviser advisers'],
  ['real', 'rael reel'],
  ['really', 'rly'],
  ['actual', 'actuall acutal acctual'],
  ['talk', 'tlk takl tak tlak tallk'],
  ['talking', 'tlkn talkin'],
  ['speak', 'speek spaek speack spk'],
  ['speaking', 'speakin'],
  ['chat', 'chatt cht'],
  ['connect', 'conect conenct'],
  ['transfer', 'tranfer trasnfer xfer tranfser'],
  ['get', 'gte gett git'],
  ['speak to', 'speakto'],
  ['talk to', 'talkto'],
  ['want a', 'wanta'],
  ['bot', 'bots chatbots chatbot robots robot robo roboot rebot'],
  ['machine', 'machines machin'],
  ['computer', 'computers'],
  ['ai', 'ais'],
  ['fucking', 'fkn fkin fuckin'],
  ['freaking', 'freakin'],
  ['goddamn', 'goddam'],
  ['thanks', 'thx ty tks'],
  ['please', 'plese pleas pleaase plx'],
  ['now', 'rn naow nao nwo'],
  ['because', 'coz cuz bc cos'],
  ['about', 'abt bout'],
  ['available', 'avail'],
  ['any more', 'anymore'],
  ['live chat', 'livechat'],
  ['the', 'da teh'],
  ['do not', 'dnt dun'],
  ['did not', 'didn'],
]
const WRITTEN: ReadonlyMap<string, string> = new Map(
  SPELLINGS.flatMap(([meant, written]) => written.split(' ').map((word) => [word, meant] as const)),
)

/** Long or telling words: one wrong, missing, additional or swapped letter is forgiven. */
const TELLING = [
  'human person agent operator representative supervisor manager customer service support someone somebody',
  'anyone anybody transfer connect please advisor specialist consultant colleague employee chatbot department',
  'actual speaking talking available department assistant technical',
]
  .join(' ')
  .split(' ')

/** Words of a request: only slips that make no other word of them are forgiven. */
const FRAME = [
  'need',
  'want',
  'talk',
  'speak',
  'with',
  'give',
  'chat',
  'transfer',
  'connect',
  'please',
  'help',
  'real',
  'through',
  'live',
  'would',
  'like',
  'could',
]
/** So long that two slips still leave them alone in the language. */
const LONG = [
  'representative',
  'supervisor',
  'customer',
  'specialist',
  'technician',
  'assistant',
  'consultant',
  'engineer',
  'operator',
  'colleague',
  'employee',
  'transfer',
  'somebody',
  'technical',
  'department',
]

/** Words of their own that stand one letter from a telling one. */
const OWN = new Set(
  [
    'hunan humans gent argent parson persons persona manage managers agents operators operated customers',
    'serviced supports transfers connects connected pleased pleases pleas advisors specialists consultants',
    'colleagues employees employed employer departments actually factual assistants consultancy representatives',
    'supervisors stalking hunan shuman wealth health whit wish width wit which white wood cold cloud gold live love line like lick life lake leak leek deal meal seal veal heal rail reap read reel lead head bead nerd feed seed weed wean wand wane wont went tall tale tank task tall walk chap char coat that cat what heat cheat spear speck speaks sneak gave gives hive dive five jive given alive olive lived wold mould world mound could should weld yield like hike bike pike mike lie liked likes helps hell held heap yelp kelp plead please pleat release lease needs wants chats talks needy real reals realm someones anyones peak leave give five wide word work ward wild bold told sold hold fold customs costumes custom transform transfers assistance assistances operation operations operating operatic employment specialise specialised specialize specialized technique techniques technically technicality transferred transform departure customized customary supervision supervise supervised consulting consulted colleges engineering engineered walking balking peaking unavailable connector agenda',
  ]
    .join(' ')
    .split(' '),
)

const SINGULAR: ReadonlyMap<string, string> = new Map(
  [
    'human agent operator representative supervisor manager advisor specialist consultant colleague employee',
    'department assistant connect transfer customer support',
  ]
    .join(' ')
    .split(' ')
    .map((word) => [`${word}s`, word]),
)

/** The word as the rules spell it; words that are not near one of theirs stay as they are. */
export function respell(word: string): string {
  const written = WRITTEN.get(word) ?? SINGULAR.get(word)
  if (written !== undefined) return written
  if (word.length < 4 || word.length > 16 || OWN.has(word)) return word
  const stretched = word.replace(/([a-z])\1{2,15}/g, '$1')
  if (stretched !== word) return respell(stretched)
  const single = word.replace(/([a-z])\1/g, '$1')
  return (
    TELLING.find((telling) => telling === single || nearly(word, telling)) ??
    FRAME.find((frame) => misspelt(word, frame)) ??
    LONG.find((long) => word.length > 7 && distanceUpTo2(word, long)) ??
    word
  )
}

/** Whether two words are equal up to one letter changed, left out, added or swapped with the next. */
export function nearly(one: string, other: string): boolean {
  if (one === other) return true
  if (Math.abs(one.length - other.length) > 1) return false
  let front = 0
  while (front < one.length && one[front] === other[front]) front++
  let back = 0
  const shorter = Math.min(one.length, other.length)
  while (back < shorter - front && one.at(-1 - back) === other.at(-1 - back)) back++
  const middle = one.slice(front, one.length - back)
  const otherMiddle = other.slice(front, other.length - back)
  if (middle.length <= 1 && otherMiddle.length <= 1) return true
  return middle.length === 2 && middle === [...otherMiddle].reverse().join('')
}

/** One slip of the finger: two letters swapped, one doubled or left out, or one vowel for another. */
function misspelt(word: string, meant: string): boolean {
  if (word.length < 4 || word[0] !== meant[0] || !nearly(word, meant)) return false
  if (word.length !== meant.length) return true
  const wrong = [...word].filter((letter, at) => letter !== meant[at])
  const right = [...meant].filter((letter, at) => letter !== word[at])
  if (wrong.length === 2) return true
  return VOWELS.has(wrong[0] ?? '') && VOWELS.has(right[0] ?? '')
}
const VOWELS: ReadonlySet<string> = new Set('aeiou')

/** Whether at most two letters are changed, left out, added or swapped; both words are at most 16 letters long. */
function distanceUpTo2(one: string, other: string): boolean {
  if (one[0] !== other[0] || Math.abs(one.length - other.length) > 2) return false
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let least = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return (row[other.length] ?? 3) <= 2
}

/** What English-speaking customers say about their mood in phrases with a gap: all patterns, in the order they are looked for. */
import { ENGLISH_ANGER } from './mood-anger-en.ts'
import { ENGLISH_COMPLAINTS } from './mood-complaints-en.ts'
import { ENGLISH_IRONY } from './mood-irony-en.ts'
import { type MoodPatterns, patternsOf } from './mood-marks.ts'
import { ENGLISH_WAITS } from './mood-waits-en.ts'

/** What only looks like a mood. */
const PLAIN: readonly MoodPatterns[] = [
  {
    kind: 'plain',
    patterns: [
      `(?<!\\btold (?:me |us )?(?:that )?(?:it|this|they) )\\b(?:would|will|should|to|not|never|could|can|may|might)(?: not)?(?: be| been| get| ever| yet){1,2} (?:fixed|resolved|sorted|restored|refunded|replaced|working|solved)\\b`,
    ],
  },
  {
    factor: 1.25,
    patterns: [`\\b(?:can not|could not|do not|will not) believe (?:how|what|that|it|the|this|you|your)\\b`],
  },
  {
    kind: 'plain',
    patterns: [
      `\\bif (?:i|we|it|he|she) (?:am|are|is|was|were|do|did|would)(?: \\w{1,8}){0,1} (?:not|un|dis)\\w*(?: \\w{1,12})?`,
      `\\bhow (?:do|can|should|would|could) (?:i|we|you) (?:stop|block|report|avoid|deal with|spot|recognise|recognize|prevent|handle|get rid of)(?: \\w{1,12}){0,4}`,
      `\\b(?:someone|somebody|a stranger|they|he|she|the caller|caller|thief|hacker|scammer|a guy|this number|an email|a text|a website)(?: \\w{1,10}){0,3} (?:stole|scammed|threatened|robbed|hacked|conned|cheated|harassing|harassed|swindled|tricked) (?:my|me|us|from)\\b`,
    ],
  },
]

/** All is well. */
const WELL: readonly MoodPatterns[] = [
  {
    weight: 1.6,
    patterns: [
      `\\b(?:best|greatest|nicest|kindest|easiest|smoothest|fastest|friendliest|loveliest)(?: \\w{1,12}){1,4} (?:ever|i have|i 've|by far|around)\\b`,
    ],
  },
  {
    weight: 1.2,
    patterns: [
      `\\b(?:never|not once|not)(?: ever| had| have| been| a| any| an| single| one| had any| had a){0,4} (?:problem|problems|issue|issues|outage|outages|fault|dropout|dropouts|trouble|let me down|lets me down|goes down|gone down|drops)\\b`,
    ],
  },
  {
    weight: 1,
    patterns: [
      `\\b(?:thanks|thank you|thx|cheers|ty|many thanks|thank you so much|thanks so much)(?: so much| very much| a lot| guys| again)? for (?:your |the |all |that |this |being |sorting|fixing|helping|help|getting|making|letting|explaining|everything|getting back|coming|looking|taking|doing|solving|clearing|understanding|replying|answering|responding)`,
    ],
  },
  {
    weight: 1.6,
    patterns: [
      `\\b(?:engineer|technician|guy|lady|woman|man|agent|staff|team|rep|person|advisor|adviser|he|she|you|they|assistant|chap|lad|girl|support|service|shop|store|bot|everyone|people|guys)(?: \\w{1,10}){0,3} (?:was|were|is|are|has been|have been)(?: all| both| very| so| really| extremely| super| absolutely| such| just| most| a){0,3} (?:brilliant|great|fantastic|amazing|lovely|kind|helpful|patient|polite|friendly|wonderful|excellent|professional|quick|fast|awesome|superb|nice|sweet|good|knowledgeable|courteous|efficient|pleasant|star|stars|gem|legend|perfect)\\b(?! (?:at )?(?:not|ignoring|wasting|doing nothing))`,
    ],
  },
  {
    weight: 1.2,
    patterns: [`(?::|;|=)-?[)d](?![a-z])|\\^_?\\^|<3`],
  },
  {
    weight: -1.1,
    patterns: [`>?:'?-?\\(`],
  },
]

export const ENGLISH_PATTERNS = patternsOf([
  ...PLAIN,
  ...ENGLISH_ANGER,
  ...ENGLISH_WAITS,
  ...ENGLISH_COMPLAINTS,
  ...ENGLISH_IRONY,
  ...WELL,
])

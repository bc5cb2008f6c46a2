/** Threats, demands and insults with a gap, in English. */
import type { MoodPatterns } from './mood-marks.ts'
import { THREAT } from './mood-pieces-en.ts'

export const ENGLISH_ANGER: readonly MoodPatterns[] = [
  {
    weight: -2.5,
    patterns: [
      `\\b(?:report(?:ing)?|su(?:e|ing)|expos(?:e|ing)|tak(?:e|ing)|see) (?:you|your company|this company|you people|you lot|you guys|your bosses)\\b(?: (?:people|guys|all|for|to|in|with|at|the|a|small|every)){0,4} ${THREAT}`,
    ],
  },
  {
    weight: -2,
    patterns: [
      `\\b(?:report(?:ing|ed)?|complain(?:ing)?|going|go|take(?:ing)?|taking|speak(?:ing)?|hear from|call(?:ing)?|contact(?:ing)?|get(?:ting)?|see you) (?:you |this |it |my |the |about |to |in |with |from |on |a |all over |your company ){0,5}${THREAT}\\b`,
    ],
  },
  {
    weight: -3,
    patterns: [
      `\\b(?:f[*#@$%!.-]{1,4}(?:k|ck|king|ing|er|ed)?|s[*#@$!]{1,2}t|b[*#@$!]{1,6}t|f u c k|a[*#@$]{1,2}(?:hole|holes)?|[*#@$%&!]{4,10})(?![a-z])`,
    ],
  },
  {
    weight: -2.5,
    patterns: [
      `\\byou(?: guys| people| lot| all| idiots| are| bunch of){0,3} (?:are |re )?(?:all |just |a bunch of |nothing but |such |absolute |total |complete |bloody |useless |a load of |a pack of |a shower of ){0,4}(?:stupid|useless|thieves|liars|crooks|robbers|thieving|cheats|frauds|criminals|scum|clowns|incompetent|hopeless|a disgrace|disgusting|pathetic|shameless|lying|greedy|con artists|dumb|brainless|braindead)\\b`,
      `\\b(?:are you|you) (?:people |guys |lot |all ){0,2}(?:stupid|dumb|deaf|blind|brain ?dead|mental|thick|retarded|crazy|insane|on drugs)\\b`,
      `\\b(?:lying|thieving|cheating|robbing|stealing|scamming|useless|stupid|bloody|damn|greedy|dirty|filthy|absolute|total|utter) (?:bastards?|gits?|idiots?|scum|company|crooks?|thieves|people|lot|rats?|pigs?|cowboys|clowns|shower)\\b`,
      `\\b(?:not|never) (?:paying|pay|give|giving) (?:you |this |for this )?(?:a |another |one more )(?:penny|cent|dime|single|dollar|pound)\\b`,
    ],
  },
  {
    weight: -1.5,
    patterns: [
      `\\b(?:refund|fix|sort|solve|resolve|cancel|stop|give)(?: it| this| that| me| my| us| the| money| internet| line| bill| a| back| out| charging| who| someone){0,5} (?:right )?(?:now|immediately|at once|today or)\\b`,
    ],
  },
  {
    weight: -2,
    patterns: [`\\b(?:taking|take) (?:my|our) (?:business|custom|money) (?:elsewhere|somewhere|to)`],
  },
]

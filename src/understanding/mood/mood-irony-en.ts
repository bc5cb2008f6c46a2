/** Praise that is meant the other way by its own wording, in English. */
import type { MoodPatterns } from './mood-marks.ts'
import { HARM, NUMBER, SPAN } from './mood-pieces-en.ts'

export const ENGLISH_IRONY: readonly MoodPatterns[] = [
  {
    weight: -1.1,
    event: true,
    patterns: [
      `\\b(?:thanks|thank you|cheers|ta|congrats|kudos|props)(?: so much| a lot| guys| again| a million| a bunch)? (?:for|on|to) (?:teach|leav|forc|giving me no|the (?:\\w{1,8} )?(?:survey|bill|surprise|wait|silence|spam|headache|outage)|my (?:${NUMBER}|daily|weekly) )`,
      `\\b(?:used|using|spent|burned|ran up|got charged)\\b[^.!?\\n]{0,24}\\b(?:while|when) (?:my |the |it |i )(?:\\w{1,8} )?(?:was |were |is )?(?:off|switched off|turned off|asleep|sleeping|not even|away|broken|dead)\\b`,
      `["“][^"”\\n]{0,16}\\b(?:touching|being processed|processed|technical|reasons|system|unlimited|soon|shortly|urgent|resolved|escalated|valued|important|care|quality|seamless|upgrade|improv\\w+|error|issue|delivery|next day|loyal\\w*|discount|caring|excellence|premium|24\\/?7)\\b[^"”\\n]{0,16}["”]`,
      `\\b(?:so|guess|suppose|looks like|apparently|now) (?:i|we) (?:just |now |will |am |get|got|took|have|had|can|ca|must|need|'ll)(?: \\w{1,10}){0,3} (?:from the beginning|all over|smoke|pigeon|day off|start over|start again|for nothing|to explain|forever)`,
      `\\b(?:pay|paying|paid) (?:you )?(?:for|extra for|all this for|good money for)(?: \\w{1,10}){1,4} (?:to get|and get|but get|and only|for this|of nothing)`,
    ],
  },
  {
    weight: -1.5,
    event: true,
    patterns: [
      `\\b(?:thanks|thank you|thanks a lot|thank you so much|thanks so much|cheers|well done|congratulations|congrats|kudos|bravo|great job|good job|nice job|nice work|great work|good work|amazing job|hats off|how (?:kind|nice|generous|thoughtful|sweet|lovely|considerate) of you|so (?:kind|nice|generous|thoughtful) of you)(?: to you| guys| team| everyone| again| so much| very much| once again)?[ ,]{1,2}(?:for |on |to |by |with ){0,2}${HARM}`,
      `\\b(?:love|loving|adore|enjoy|enjoying|enjoyed|love how|love it when|love that|thrilled|delighted|happy|glad|pleased|excited|ecstatic|nice|good|great|lovely|wonderful|fantastic|amazing|awesome|brilliant)(?: to| that| how| when| it when| being| i am| i was| you| we| my| see| hear| know| get| be| for){1,5} (?:waiting|hold|paying|being on|on hold|ignor|charg|overcharg|cut off|cutting|disconnect|nothing|money buys|double|lied|left|told the|put on|stuck|spend|passed|bounced|hang|hung|raise|keep|sitting|transferred|calling)`,
    ],
  },
  {
    weight: -1.1,
    event: true,
    patterns: [
      `["“'][^"”'\\n]{0,24}\\b(?:unlimited|fast|superfast|ultrafast|fibre|fiber|5g|high ?speed|premium|support|customer (?:service|care|support)|help|service|reliable|engineers?|expert|experts|experienced|guarantee|guaranteed|free|priority|vip|upgrade|upgraded|instant|24 7|24/7|fixed|resolved|soon|improvement|improvements|smart|assistant)\\b[^"”'\\n]{0,16}["”']`,
    ],
  },
  {
    weight: -2,
    event: true,
    patterns: [
      `(?:\\.{2,6}|,|-|…) ?not(?: really)?[.!]{0,3}$|\\b(?:said )?(?:no one|nobody) ever\\b|(?:^| )/s$|\\bnot!{1,4}$`,
    ],
  },
  {
    weight: -1.1,
    event: true,
    patterns: [
      `\\bmore like (?:a |an |half |no |un|slow|never|not|0|zero|\\d)`,
      `(?:^|[.!?,] ?)(?:sure|right|ok sure|yeah|yep|uh huh|mm ?hm|of course|obviously)[, ]{1,2}(?:because|cause|cos|"|“|that will|that 'll|whatever|like that|i believe you|keep telling|take your time|no rush)`,
      `\\bonly (?:took |been |had to |waited |waiting |another |a mere |)(?:me )?(?:wait(?:ed)? |call |${NUMBER} (?:hours|weeks|months|days|hrs|calls|times))`,
      `\\b(?:such|what|so|quite|truly|really|pretty|very|absolutely|simply|beyond)? ?(?:a )?(?:great|amazing|fantastic|wonderful|brilliant|excellent|incredible|stellar|outstanding|superb|fine|lovely|impressive|top) (?:customer )?(?:service|network|support|company|work|speed|speeds|coverage|signal|experience|bot|app|communication|job),? (?:that |which |where |when |if |you have |only |nobody|no one|not |never |drops|cuts|i (?:had|have) to|i have been|been|been on|down|every|i waited|waited|still|(?:${NUMBER}) (?:${SPAN}|times|calls)\\b)`,
    ],
  },
  {
    weight: -1,
    event: true,
    patterns: [`[?]{3,}|[?!]{4,}|\\bhell+o+[?]{2,}`],
  },
  {
    weight: -1.1,
    event: true,
    patterns: [
      `\\b(?:what a|such a|real|total|complete|absolute) (?:shambles|hassle|palaver|farce|nightmare|faff|letdown|let down|disappointment|pain|mess|circus|con|waste)\\b`,
    ],
  },
]

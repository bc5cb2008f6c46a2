/** Hears a grumble in a statement that has no word of feeling: what "you" did again, only, never, or three times. */

const NEAR = '[^,，.。!！?？;；\\n]'
const NUMBER = '(?:[0-9]{1,4}|[一二两俩三仨四五六七八九十几半好多数百]{1,3})'

const CHINESE = new RegExp(
  [
    // What "you" do, and how.
    `(?<![比到跟和给])(?:你们?|你哋|贵司|贵公司|您)${NEAR}{0,10}(?:不(?!会是)|没|冇|唔|只|就|根本|老是|总|又|从|都|还(?!是)|才|连|太|居然|竟|到底|真|什么|这么|那么)`,
    // What was done to them.
    `(?:被|给)(?:你们?|你哋|你们的)|刚(?:下单|充|买|续|办|交|签|开通)${NEAR}{0,6}就|(?:总是|老是|永远|天天|一直)(?:说|叫|让|要)|一脸懵|一波三折|没必要|隔三[岔差]五`,
    // What the service is like.
    `(?:客服|师傅|营业员|热线|电话那头|态度|服务|流程|活动|回复|答复|回答|效率|体验|规定|政策|套路|说法)${NEAR}{0,6}(?:太|真|就是|都|又|还|越|只|很|这么|那么|什么|够)(?!快|好|棒|稳|赞|清楚|专业|方便|顺|满意|及时)`,
    // What happened again, for days, or many times.
    `又${NEAR}{1,10}(?:$|[,，。!！])`,
    `${NUMBER}(?:个)?(?:小时|天|星期|礼拜|月|周|年)(?:了|都|还|也|才)|${NUMBER}(?:次|遍|回|趟)(?:了(?!没)|都|还|才)|(?:都|已经|咗|过)${NUMBER}(?:次|遍|回|趟)`,
    // What is too much, or like something else.
    `太(?!好|棒|快|谢|感谢|阳|平|太|远|小|大|晚|早|多|高)${NEAR}{1,4}(?:了|啦|喇)`,
    `(?:像|跟|和)${NEAR}{1,8}(?:一样|似的)|真够|够${NEAR}{1,3}的`,
  ].join('|'),
  'u',
)
const ENGLISH = new RegExp(
  [
    '\\b(?:you|you guys|you people|you lot) (?:just |really |clearly |always |still |even |only |never |people |guys ){0,2}(?:ignored|forgot|broke|never|just|always|still|kept|made me|let me down|left me|told me|have no|have not|had no|had not|do not|did not|can not|could not|will not|would not|are not|were not)\\b',
    '(?<!\\b(?:the|this|that|an?|my|last) \\w{1,12} )\\byou (?:have |just )?(?:lost|sent|cut|closed|cancelled|charged|took|broke|raised|changed|put|deleted|forgot|ruined|tricked|blocked|removed)\\b|\\b(?:tricked|fooled|ripped|conned|duped|mugged|stung|misled) (?:again|like this|by)\\b|\\bfar from what\\b|\\bunreasonable\\b|\\bis all i (?:ever )?(?:hear|get|see)\\b|\\band still (?:being )?(?:charged|billed|paying|waiting|no|not)\\b|\\bworse every\\b|\\bno need to make\\b|\\bseriously$|\\bstop it\\b',
    '\\b(?:your|the|this|that) (?:\\w{1,12} )?(?:service|support|agent|person|reply|answer|bot|offer|staff|chat|website|policy|process|system|menu|hold|script|team|company|deal|guarantee|promise)s? (?:is|was|are|were|has|seems|feels|looks) (?:just |only |so |always |like |pretty |very |too |such |no |not |never |all |quite |really )',
    '\\b(?:two|three|four|five|six|seven|ten|several|\\d{1,3}) (?:\\w{1,12} )?(?:times|hours|calls|agents|people|emails) (?:now|already|and|later|today|for|just)\\b',
    '\\b(?:is|was|s|feels) like \\w+ing\\b|\\bshould not be (?:this|so|that)\\b|\\bmakes my (?:head|blood)\\b|\\bstraight answer\\b|\\b(?:so|too|this|that) (?:hard|difficult|complicated) (?:to|for)\\b',
    '\\b(?:on and off|comes and goes|off and on|in and out) (?:again|all)\\b|\\bonce again\\b',
  ].join('|'),
  'u',
)

/** Whether a normalised message, which asks for nothing and has no word of feeling, sounds like a grumble. */
export function grumbles(said: string): boolean {
  return CHINESE.test(said) || ENGLISH.test(said)
}

/** Tells words somebody quotes ("what does 'live agent' mean") from words said in quotes (I said "agent"). */

const QUOTED = /["“「『][^"“”「」『』\n]{1,40}["”」』]/gu

const OPENS = /(?:^|[\n.!?;,:。…])[ \t]{0,9}$/u

/** Stands where a person was only mentioned. */
export const MENTION = '□'
const PERSON =
  /人|客服|坐席|agent|human|person|customer|support|service|manager|supervisor|operator|representative/u
/** What makes the quoted words one's own: "I keep typing …", 我都说了三遍…, 给我…. */
const OWN =
  /(?<!\b(?:text|sms|e-?mail|message|caller|they|he|she|it|screen|page|letter|website|menu|bot|voice|which|that) )\b(?:sa(?:y|id|ying)|typ(?:e|ed|ing)|press(?:ed|ing)?|hit|click(?:ed|ing)?|wrote|writ(?:e|ing)|enter(?:ed|ing)?|cho(?:se|ose)|pick(?:ed)?|select(?:ed)?|repeat(?:ed|ing)?|shout(?:ed|ing)?|ask(?:ed|ing)? for)(?: (?:the|just|you|only|clearly|words?|again|and)){0,2} {0,2}$|\b(?:want|need|get|give|put|connect|transfer|talk|speak|chat|please)(?: \w{1,10}){0,3} {0,2}$|(?:说(?!是)|讲|喊|要|想|求|给我|帮我|请|转|接|找|按|点|打|选|输入|回复|写).{0,4}$/u
/** What makes the quoted words at the start of a clause somebody else's. */
const THEIRS =
  /^ {0,2}(?:发|的|是|打|加|让|叫我|这|按钮|按键|键|选项|入口|功能|字样|[一二两三四几这]{1,2}个字(?!看|听|不)|says|said|called|texted|sent|phoned|is|means|option|button)/u

/**
 * The text without the words it only mentions, MENTION in the place of a person, in time linear in its length. Quotes around one's own words stay, and
 * so does everything outside.
 */
export function withoutMentions(text: string): string {
  if (!/["“「『]/u.test(text)) return text
  return text.replace(QUOTED, (quote: string, at: number) => {
    const before = text.slice(Math.max(0, at - 30), at)
    const behind = text.slice(at + quote.length, at + quote.length + 12)
    const own = OPENS.test(before) ? !THEIRS.test(behind) : OWN.test(before)
    return own ? quote : PERSON.test(quote) ? ` ${MENTION} ` : ' '
  })
}

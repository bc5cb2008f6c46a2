/** Reads what people write around a rating that is neither a score nor a comment: nothing to say, or a slip of the finger. */

import { normalise } from '../normalise.ts'
import { readYesNo } from './yes-no.ts'

/** Longer messages say something, in UTF-16 units. */
const MAX_LENGTH = 40

const NOTHING =
  /^(?:没有?(?:什么|啥|别的|其他|其它)?(?:意见|想法|建议|要说的|了)?|没什么|没啥|无|暂无|没事儿?|好|好的|好吧|行|嗯+|哦+|知道了|再见|拜拜|谢谢|多谢|谢谢(?:你们?|您)|不用|不用了|不写了|不说了|算了|跳过|略|nothing(?: much| else| really)?|none|nope|no|na|n ?\/ ?a|ok|okay|bye|good ?bye|thanks|thank you|skip|never ?mind|that 's all|all good)(?: ?(?:谢谢|多谢|再见|了|吧|啊|thanks|thank you|bye))*$/
const SLIP =
  /^(?:(?:啊|哎呀?|抱歉|不好意思|我|刚才?|刚刚|是|手滑|不小心) ?)*(?:(?:点|按|选|打|评|写|输|发|弄)错(?:了|啦|分)*|手滑了?)$|^(?:(?:oops|sorry|no|ah|i|it was|that was|my) )*(?:(?:hit|tapped|clicked|pressed|chose|picked|gave|selected) )?(?:(?:the |a )?wrong (?:button|one|score|number|rating|star)|misclick(?:ed)?|mis ?tap(?:ped)?|mistake|(?:by|a) mistake)$/

/** Whether somebody who is asked what should be better has nothing to say: 没什么, "bye", a bare yes or no. */
export function saysNothing(text: string): boolean {
  const form = formOf(text)
  return form !== null && (NOTHING.test(form) || readYesNo(text) !== 'unclear')
}

/** Whether somebody takes back the score they have just given: 点错了, "wrong button". */
export function isSlip(text: string): boolean {
  const form = formOf(text)
  return form !== null && SLIP.test(form)
}

/** How we were, rather than what is broken. */
const SERVICE =
  /客服|态度|敷衍|不专业|没人理|才有人|等(?:了|得|的)?(?:太久|半天|好久|很久)|等了.{0,8}(?:分钟|小时)|^(?:就是|真的|实在)?太?慢|\b(?:wait(?:ed|ing)?|agents?|rude|staff|unprofessional|(?:took|takes) (?:too|so|very) long|too slow|slow (?:reply|replies|response|service))\b/

/** Whether a message is about how somebody was served, which nothing but a person can mend. */
export function isAboutService(text: string): boolean {
  const form = formOf(text)
  return form !== null && SERVICE.test(form)
}

function formOf(text: string): string | null {
  if (text.length > MAX_LENGTH) return null
  return normalise(text)
    .replace(/[!！。.~～，,、;；…]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

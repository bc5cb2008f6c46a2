/** What customers say about a call back besides its time: that there is to be none, another number, that it never came. Pure. */

import { normalise } from '../src/understanding/normalise.ts'
import { readYesNo } from '../src/understanding/slots/yes-no.ts'

/** Longer messages are read up to here, in UTF-16 units. */
const MOST = 200

const CALL_OFF =
  /取消|撤销|不用(再)?(给我)?(打|回|致电|联系)|不需要(再)?(打|回)|别(再)?(给我)?(打|回)|不要(再)?(给我)?(打|回)|\bcancel|(do not|no need to|not to|stop) (need to |have to )?(call|ring|phone)|call(ed)? (it |the .{0,16})off|no longer need/
/** What else can be cancelled, and "don't cancel it". */
const NO_CALL_OFF =
  /(不要|不用|不|别|先别)取消|(do not|not|never) cancel|打(得)?(太|错)|too (early|late)|套餐|宽带|电视|业务|合约|上门|师傅|\b(plan|broadband|internet|tv|service|subscription|contract|line|visit|technician)\b/

/** Whether there is to be no call. */
export function callsOff(text: string): boolean {
  const said = wordsOf(text)
  return CALL_OFF.test(said) && !NO_CALL_OFF.test(said)
}

const CHANGE = /改|换|推迟|提前|晚点|早点|\bchange|\bmove|instead|reschedul|\blater\b|earlier|rather|postpone/

/** Whether a call that is arranged is to be another one. */
export function changesIt(text: string): boolean {
  return CHANGE.test(wordsOf(text))
}

/** Who waits for a call that did not come names a time that is over. */
const MISSED =
  /没有?(人)?(给我)?(打|回|接到)|还没|怎么还|never (got|called|rang|received)|(nobody|no one) (has )?(called|rang|phoned)|(did|have|has) not (called?|rung|ring|phoned?)/

/** Whether somebody waits for a call that did not come. */
export function wasMissed(text: string): boolean {
  return MISSED.test(wordsOf(text))
}

/** The number on record. */
const OWN = /本机|这个号|登记(的|.{1,2}个)|账户上|my number|this number|on file/
/** Another of two numbers, or none of those named. */
const OTHER_PHONE =
  /(另外?一?个|别的|其他的?|其它的?|换一?个)(号|电话|手机)|不是这个号|(号码|电话)(不对|错了)|(other|another|different|wrong) (one|number|phone)/

/** What else is asked about a number. */
const OTHER_MATTER = /查|账单|套餐|流量|话费|余额|\bbill|\bplan\b|\busage|\bbalance/

/** Whether the number on record is meant, in reply to the question whether it is to be called. */
export function isOwnPhone(text: string): boolean {
  const said = wordsOf(text)
  return readYesNo(text) === 'yes' || (OWN.test(said) && !OTHER_MATTER.test(said))
}

/** Whether another of two numbers is meant, or none of those named. */
export function meansOtherPhone(text: string): boolean {
  return OTHER_PHONE.test(wordsOf(text))
}

function wordsOf(text: string): string {
  return normalise(text.slice(0, MOST))
}

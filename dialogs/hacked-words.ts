/** Reads whether somebody says that they arranged something themselves; what is not said plainly is never a "not me". Pure. */

import { normalise } from '../src/understanding/normalise.ts'

/** Longer messages say nothing plainly, in UTF-16 units. */
const MOST = 60

const UNSURE =
  /^(?:我?(?:也|有点)?(?:不确定|不清楚|不记得|记不清|忘了|不知道)(?:了|啊|呢)?|拿不准|可能是我?|好像是我?|(?:i am )?(?:not|un) ?sure|(?:i )?(?:do not|can not) (?:know|remember|recall)|maybe|perhaps|might have been me|no idea)[.!。！]*$/
const NOT_ME =
  /^(?:不是的?|没有?|no|nope|nah)?[,，.。!！\s]*(?:不是(?:我|我本人|本人|我自己)(?:办|弄|操作|改|申请)?的?(?:啊|呀|的)?|(?:我)?没(?:有)?(?:办|弄|操作|改|申请)过?(?:这个|这项)?|(?:it|that|this)? ?(?:was|is) (?:not|never) (?:me|mine)|not (?:me|mine)|(?:i )?(?:did not|never did|never)(?: (?:do|ask for|order|request|arrange|make|change)(?: (?:it|that|this))?)?)[,，.。!！\s]*(?:(?:请|帮我|麻烦|马上|赶紧|please ?)*(?:撤销|撤了|撤掉|undo (?:it|this|that))(?:吧|掉)?)?[.。!！\s]*$/
const NO = /^(?:不是|不是的|并不是|没有|没|no|nope|nah)[.。!！\s]*$/
const ME =
  /^(?:是|是的|对|对的|嗯|没错|yes|yeah|yep)?[,，.。!！\s]*(?:是我(?:本人|自己)?(?:办|弄|操作|改|申请)?的?|我(?:自己|本人)?(?:办|弄|操作|改|申请)的|(?:it|that|this) (?:was|is) (?:me|mine)|(?:was )?me|i did(?: (?:it|that|this))?|mine)[.。!！\s]*$/
const YES = /^(?:是|是的|对|对的|嗯|没错|yes|yeah|yep|correct|right)[.。!！\s]*$/

/**
 * Whether a reply to "was that you?" says so; null where it does not.
 * @param isBareRead whether a yes or a no alone is taken for the answer; it may answer something said in between
 */
export function wasMeIn(text: string, isBareRead = true): 'me' | 'not-me' | 'unsure' | null {
  if (text.length > MOST) return null
  const said = normalise(text).trim()
  if (/[?？]/.test(said)) return null
  if (UNSURE.test(said)) return 'unsure'
  if (NOT_ME.test(said) || (isBareRead && NO.test(said))) return 'not-me'
  return ME.test(said) || (isBareRead && YES.test(said)) ? 'me' : null
}

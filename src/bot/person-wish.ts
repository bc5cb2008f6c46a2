/** Tells "no person, please" from the wish for one, which use the same words. Linear time. */

import { normalise } from '../understanding/normalise.ts'

/** The negation governs calling somebody or the person; "不要机器人，转人工" does not match. */
const REFUSED_ZH =
  /(?:不用|不要|不想|不需要|不必|无需|先别|别|甭|唔使|唔要)(?:再|了|给我|帮我|替我|跟|和|找){0,2}(?:转接|转去|转到|转|接|叫|联系)?(?:真人|人工|客服|专员)/u
const REFUSED_EN =
  /\b(?:do not|dont|don't|no need|rather not|not)(?: (?:want|need|have|like|wish|for))?(?: to)?(?: (?:talk|speak|chat|be|get|connect|connected|transfer|transferred|call))?(?: me)?(?: (?:to|with))?(?: (?:a|an|any|the|your|another))?(?: (?:real|live|human|customer|service))? (?:human|person|people|agent|agents|operator|representative|rep|someone|somebody)\b/

/** Whether a message says that no person is wanted. Longer messages are never read as that alone. */
export function refusesPerson(text: string): boolean {
  if (text.length > 80) return false
  const said = normalise(text)
  return REFUSED_ZH.test(said) || REFUSED_EN.test(said)
}

/** Whether a message asks who may have an offer, or why one was made. */

import { normalise } from '../src/understanding/normalise.ts'

const ZH =
  /^(为什么|为啥|凭什么|什么条件|有条件吗)[?？]*$|(为什么|为啥|怎么)(会|要|能|只|就|突然)?(给|有|送).{0,6}(优惠|折扣|活动|这个)|优惠.{0,6}(条件|资格|要求|限制|(谁|哪些人|什么人).{0,4}(享受|有|拿|能|可以))|(谁|哪些人|什么人|哪些客户|我)(都)?(为什么|怎么)?(才)?(能|可以|符合)?(享受|拿到?|领到?|得到|符合)(这个)?(优惠|条件)?|(有|要)(什么|哪些|啥)(条件|要求|限制|前提)/
const EN =
  /^why\b.{0,12}$|\bwhy (am i|do i|did i|are you|would you|this offer)|\bwho\b.{0,12}\b(get|gets|for|eligible|qualif\w+)\b|\beligib|\bqualif|\bconditions\b|what.{0,4} the catch/

/** Only short messages ask for that and nothing else. */
export function asksWho(text: string): boolean {
  if (text.length > 60) return false
  const said = normalise(text)
  return ZH.test(said) || EN.test(said)
}

/** Reads what customers say of a lost phone or SIM: what is gone, and whether it is back. Pure, linear in the text. */

import { normalise } from '../src/understanding/normalise.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'

/** What is to be blocked. */
export type Lost = 'sim' | 'sim-and-phone'

/** Longer messages are read up to here, in UTF-16 units. */
const MOST = 300

const AGAIN =
  /解除挂失|解挂|取消挂失|撤销挂失|(?:恢复|解除|重新(?:开通|启用))(?:一下)?(?:我的)?(?:号码|停机|通话|使用|卡|手机)|复机|\b(?:unblock|reactivate|unfreeze|unbar|unlock|unsuspend)\b|\b(?:lift|remove) the block\b/
const FOUND =
  /(?<!没有?|没能|还没|找不|未)(?:找到了|找回来|找着了|失而复得|翻出来|又找到)|\b(?:i|we) (?:have )?(?:just )?found (?:my|it|the|our)\b.{0,40}\b(?:phone|sim|it|back|again)\b|^found (?:it|my)\b|\b(?:got|have) (?:it|(?:my|the|our)\b.{0,20}\b(?:phone|mobile|handset|sim|card)) (?:back|again)\b/
/** Whoever "found the phone stolen", or found the thief, has not got it back; "my stolen phone" may be back. */
const GONE =
  /(?<!被)偷|被偷(?!走?的)|小偷|被?抢|\b(?:stole|stolen|snatched|robbed|nicked|missing|gone|thief|thieves|pickpocket\w*)\b(?! (?:phone|sim|mobile))/
/** Asked for beside that, a block is what is wanted. */
const BLOCK_WISH =
  /(?<!解除|取消|撤销|恢复)(?:挂失|停机|锁卡|停卡)|\b(?:block|freeze|suspend|lock|bar) (?:my|the|it|this)\b/

/** Whether a message says that the phone or SIM is back, or asks for the line to work again. */
export function isFoundAgain(text: string): boolean {
  const said = normalise(text.slice(0, MOST))
  if (GONE.test(said)) return AGAIN.test(said) && !BLOCK_WISH.test(said)
  return AGAIN.test(said) || FOUND.test(said)
}

/** What is to be blocked says nothing about what is lost: "lost my phone, block my SIM". */
const TO_BLOCK =
  /(?:停掉|停机|停用|停|锁住|锁定|锁|冻结|封|挂失)(?:了|一下|掉)?(?:我的?|这张|那张|张)?(?:sim 卡|sim卡|手机卡|电话卡|手机号码|手机号|号码|卡)|\b(?:block|lock|freeze|suspend|deactivate|disable|stop|bar|cancel)\w* (?:my |the |this )?(?:sim|number|line)(?: card)?\b/g
/** The numbers and cards of a phone are no phone. */
const NO_PHONE = /手机(?:号码|号)|电话号码|\b(?:mobile|phone|cell) (?:number|plan|line)\b/g
const CARD = /(?:sim|手机|电话|号码|流量)? ?卡(?!住|顿|死)|\bsim\b/
const CARD_WORDS = /(?:sim|手机|电话|号码|流量)? ?卡(?!住|顿|死)|\bsim(?:[ -]?card)?\b/g
const PHONE = /手机|电话(?!打|费)|机子|iphone|\b(?:phone|mobile|handset|cell|cellphone|smartphone)\b/
const PHONE_IS_HERE =
  /手机(?:还|都|仍)?(?:在我?(?:手里|手上|这|身边)?(?=[,，。.\s]|$)|没丢|没事)|(?<!\b(?:not|longer|never) )(?<!\b(?:not|longer|never) still )\b(?:still have|have) (?:my|the) (?:phone|mobile|handset)\b|\bphone is (?:fine|still here|not lost)\b/
const ONLY_CARD =
  /(?:只|光|就|仅)(?:有|是|丢了|停|挂失|要)*.{0,3}(?:sim|卡)|\b(?:only|just) (?:block )?(?:the |my )?sim\b/
const BOTH =
  /卡和手机|手机和卡|手机(?:连|跟|、)同?(?:里面的?|sim ?)?卡|(?:一起|全|都)(?:丢|没|被)|\bboth\b|\b(?:phone and (?:the |my )?sim|sim and (?:the |my )?phone)\b/

const QUESTION =
  /\?|[吗嘛呢么][.。!！]*$|怎么|如何|多少|多久|什么|为什么|哪里|哪儿|\b(?:how|what|when|where|which|why|who)\b|^(?:can|could|do|does|did|is|are|will|would|should|may) /
/** Longer messages say more than what is lost, in UTF-16 units. */
const MOST_REPLYING = 80

/** What a reply to a question of ours says is lost; a question says nothing. Who still has the phone lost the card. */
export function lostInReply(text: string): Lost | null {
  if (text.length > MOST_REPLYING) return null
  const said = normalise(text)
  if (QUESTION.test(said)) return null
  return PHONE_IS_HERE.test(said) ? 'sim' : lostIn(text)
}

/** Where a phone is, and nothing of it being lost: 手机在沙发底下, "it was in the bag". */
const WHERE =
  /(?:手机|电话|卡)(?:就|都|又|还)?在|\b(?:phone|mobile|handset|sim|card|it) (?:is|was|'s) (?:here|back|(?:still |just )?(?:in|on|under|at|behind|with)\b)/

/**
 * What a reply to "shall I block it?" corrects; null where it corrects nothing. A no that only says where the phone is,
 * or that it is here, is a no.
 * @param isNo whether the reply is a plain no
 * @param asked what is to be blocked so far
 */
export function correctedLost(text: string, isNo: boolean, asked: Lost | undefined): Lost | null {
  const said = normalise(text.slice(0, MOST))
  if (isNo && !ONLY_CARD.test(said) && isCorrection(text) === null) return null
  const namesCard = CARD.test(said.replace(NO_PHONE, ' '))
  if (!namesCard && (PHONE_IS_HERE.test(said) || WHERE.test(said))) return null
  const what = lostInReply(isCorrection(text) ?? text)
  return isNo && what === asked ? null : what
}

/** What a message says is lost; null when it does not say, or not clearly. */
export function lostIn(text: string): Lost | null {
  const said = normalise(text.slice(0, MOST)).replace(NO_PHONE, ' ')
  if (ONLY_CARD.test(said) || (PHONE_IS_HERE.test(said) && CARD.test(said))) return 'sim'
  if (PHONE_IS_HERE.test(said)) return null
  if (BOTH.test(said)) return 'sim-and-phone'
  const left = said.replace(TO_BLOCK, ' ')
  const card = CARD.test(left)
  const phone = PHONE.test(left.replace(CARD_WORDS, ' '))
  if (phone && card) return null
  return phone ? 'sim-and-phone' : card ? 'sim' : null
}

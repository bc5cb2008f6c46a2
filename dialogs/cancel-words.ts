/** Reads what customers say while they cancel: that it is to go on, that they keep what they have, or neither for certain. */

import { normalise } from '../src/understanding/normalise.ts'
import { readYesNo, type YesNo } from '../src/understanding/slots/yes-no.ts'

/** Longer messages say nothing for certain, in UTF-16 units. */
const MOST = 200
/** Longer ones do not keep anything: what they name may be something else. */
const MOST_KEEPING = 60

/** The wish to cancel, once what is turned round is out of the way. */
const CANCELLING = /取消|退订|退掉|停掉|销户|注销|解约|拆机|\bcancel|\bterminat/
/** That it is not to be cancelled. What can only be ("不得不取消") or has not been ("还不取消") is none of it. */
const NOT_CANCELLING =
  /(?:不想|不要|不用|不需要|别|先不|先别|还是不|暂时不|(?<![得能还直老再])不)(?:再|继续|帮我|给我|直接){0,3}(?:取消|退订|销户|注销|解约)了?(?!不行|不可|我就)|(?<![能得还直老再])不退了|(?:不想|不要|不用|别|先不|先别)再?(?:退|停)(?![钱费款押])[掉了]?|(?:停止|撤销|撤回|放弃|中止)(?:这次|我的)?取消|(?:不要|不用|别|先不|不)继续(?![用使])|(?<!\bcan )\b(?:not|never|no need to)(?: (?:want|wish|need|going|like|really|to|please|have|yet)){0,4}(?: go on (?:and|with(?: the)?))? (?:cancel(?!led)|go on\b|continue\b|proceed\b)(?:lation|ling)?|\b(?:stop|abort|undo|forget) (?:the |my |this )?cancell(?:ation|ing)/g
/** Holding on to what they have. */
const KEEPING =
  /保留|反悔|改变主意|继续(?:使?用|留)|\bchanged? my mind|\bkeep (?:it|this|that|my|the)\b|\bcontinue (?:using|my|with my)\b/
/** That they do not hold on to it, and will not think again: "不用保留了", "I won't keep it". */
const NOT_KEEPING =
  /(?:不|别|无需|没有?必要|用不着|甭)(?:用|想|要|需要|必|会|再|打算|愿意|可能|帮我|给我|继续){0,4}(?:保留|反悔|后悔|改变主意|留着)[了它]*|(?:\b(?:i )?(?:do|does|did|will|would|am|have|can|shall) )?\b(?:not|never|without|no (?:need|point|longer|reason|interest))(?: (?:want|need|wish|going|intend|like|really|ever|even|please|to|in|be)){0,5} (?:keep|chang)(?:e|ed|ing)?\b(?: (?:it|that|this|(?:my|the|your) [a-z]+))?(?: any ?more| any longer)?/g

/** Asks, or sets a condition. */
const ASKING =
  /[?？吗]|呢$|要不要|能不能|可不可以|是否|是不是|怎么|(?<!没)什么(?!.{0,6}都)|多少(?!遍|次)|哪[里个天]|为何|如果|要是|的话|万一|\b(?:if|whether)\b|^(?:what|how|when|why|which|who|where|is|are|was|does|did|will|can|could|should|do (?:i|you|we|they|the)|would (?!like))\b/
/** Asks for it, in the form of a question: "可以直接取消吗", "can you just cancel it?" */
const REQUESTING =
  /(?:能不能|可不可以|可以|能)(?:麻烦|请|您|你|帮我|给我|直接|马上|现在|就){1,4}取消|^(?:please )?(?:can|could|would|will) you (?:please |just |now ){0,2}(?:go (?:on|ahead) (?:and|with) )?(?:the |my )?cancel/
/** Has not decided. */
const DOUBTING =
  /不确定|不知道|没想好|(?<!不用|不必)考虑(?!好|过|清楚)|想想|看看|再说|\b(?:not sure|unsure|maybe|perhaps|think about)\b/

/** No offer is wanted. */
const REFUSED_OFFER =
  /(?:(?<!要)不要|不用|不需要?|不想要|不必|不接受|不稀罕|不享受|不感兴趣|没兴趣|别再?给|拒绝|无需|用不着)(?:再|给我?|什么|任何|这个|这种|那个|你们|您|的|了|享受|听|看){0,4}(?:优惠|折扣)|取消(?:这个|那个)?优惠|(?:优惠|折扣)[^，。,.!?]{0,6}(?:不要|不用|不需要|不必|不想要|不感兴趣|没兴趣|算了|免了)|\b(?:no|without|decline|refuse|reject|skip|forget(?: about)?|(?:not|never)(?: (?:really|want|need|interested|take|taking|like|accept|care|going|about|for|in|to|have)){1,5})(?: (?:the|this|that|your|any|an|such|of|more)){0,3} (?:offer|discount|deal)/g
/** The offer is wanted. */
const TAKING_OFFER =
  /(?<![不别])(?:要|接受|领取?|选择?|享受|用)了?(?:这个|那个|您的|你们的?)?(?:优惠|折扣)|\b(?:take|taking|want|accept|have|like|get|prefer|yes to|go (?:on|ahead) with) (?:the|this|that|your) (?:offer|discount|deal)/
/** Goes on, with what is going on. */
const GOING_ON = /继续|\b(?:go (?:on|ahead)|carry on|continue|proceed|keep going)\b/

/** Asks what cancelling would mean, and does not cancel: "what happens to my TV?" */
const WONDERING =
  /会(?:怎么?样|怎样|受影响)|怎么办|有(?:什么)?影响|\bwhat (?:happens|about|will happen)\b|\baffected?\b/

/** Whether a short follow-up only asks what cancelling would mean for something. */
export function wonders(text: string): boolean {
  return WONDERING.test(normalise(text.slice(0, MOST)))
}

/** What is said against what we offer, or for leaving: who says so at the offer does not take it. */
const OBJECTING =
  /太贵|还是贵|不便宜|不划算|不值|太慢|不好用|信号(?:太|很|不)|(?:服务|网速|态度)(?:太|很|真)?(?:差|慢|烂)|没(?:什么)?(?:用|意思|诚意)|用不上|用不着|忽悠|\b(?:too (?:expensive|much|little|late|slow|bad)|not (?:good )?enough|not worth|no use|useless|terrible|awful|rubbish|(?:is|are|was) (?:bad|slow|poor)|cannot afford|moving (?:away|abroad|house))\b/

/** What somebody who cancels wants: to cancel, to keep what they have, both at once, or nothing that can be told. */
export type CancelWish = 'cancel' | 'keep' | 'both' | null

/** Whether a message is "cancel" and nothing else: here an answer, not the wish to stop talking about it. */
export function isCancelWord(text: string): boolean {
  const said = normalise(text.slice(0, 60)).replace(/[\s.,!?。，！？]/g, '')
  return /^(请|帮我)?(取消|退订|cancel)(吧|it|that|this)?(please)?$/.test(said)
}

/** Reads the wish out of a message, whether it asks or not. "I won't keep it" wants to cancel. Linear in its length. */
export function cancelWishOf(text: string): CancelWish {
  const said = normalise(text.slice(0, MOST))
  const rest = said.replace(NOT_KEEPING, ' ')
  const left = rest.replace(NOT_CANCELLING, ' ')
  const keep = left !== rest || KEEPING.test(left)
  if (rest === said && !CANCELLING.test(left)) return keep ? 'keep' : null
  return keep ? 'both' : 'cancel'
}

/** Whether somebody who was cancelling wants to keep what they have. "号码还能保留吗" only asks about it. */
export function keeps(text: string): boolean {
  if (/^(?:那|就)?先?不办(?:了|吧)*[。.!！]?$/.test(normalise(text.slice(0, MOST_KEEPING)))) return true
  return text.length <= MOST_KEEPING && !ASKING.test(normalise(text)) && cancelWishOf(text) === 'keep'
}

/** Whether somebody who was cancelling still wants to, or both at once. What asks or doubts is neither. Linear in its length. */
export function stillCancels(text: string): boolean {
  const said = normalise(text.slice(0, MOST))
  const wish = cancelWishOf(text)
  return (wish === 'cancel' || wish === 'both') && !ASKING.test(said) && !DOUBTING.test(said)
}

/**
 * Yes or no to "the offer, or go on?". Cancelling, going on and refusing the offer are all no, which only leads to the
 * confirmation; yes is agreement without any of them. What asks, doubts, or wants both is unclear.
 */
export function readOfferReply(text: string): YesNo {
  if (isCancelWord(text)) return 'no'
  const said = normalise(text)
  if (text.length > MOST || (ASKING.test(said) && !REQUESTING.test(said))) return readYesNo(text)
  const wish = cancelWishOf(text)
  const rest = said.replace(REFUSED_OFFER, ' ')
  const takes = TAKING_OFFER.test(rest)
  if (DOUBTING.test(said) || wish === 'both') return 'unclear'
  if (wish === 'keep') return takes ? 'yes' : 'unclear'
  if (wish === null && rest === said && !GOING_ON.test(said)) {
    const answer = readYesNo(text)
    return answer === 'unclear' && OBJECTING.test(said) ? 'no' : answer
  }
  return takes ? 'unclear' : 'no'
}

/** How a confirmation may name what is done: "是的，取消", "yes, cancel it". */
const NAMED = /(and |please )*(取消|退订|停掉|cancel)(掉|了|它|这个)?( it| that| this| (my|the)(?= ))?/

/**
 * Yes or no to "please confirm". A refusal next to the wish to cancel refuses something else, so it is unclear.
 * @param plainly what the message says without that wish
 * @param names what the services may be called; the name of another one is not understood
 */
export function readConfirmation(text: string, plainly: YesNo, names: readonly RegExp[]): YesNo {
  if (plainly === 'yes') return 'yes'
  const wish = cancelWishOf(text)
  if (plainly === 'no') return wish === 'cancel' || wish === 'both' ? 'unclear' : 'no'
  const said = normalise(text)
  const goesOn = wish === 'cancel' || (wish === null && GOING_ON.test(said))
  if (!goesOn || text.length > 100) return 'unclear'
  const rest = said.replace(NOT_KEEPING, '').replace(NAMED, '').replace(GOING_ON, '')
  return readYesNo(names.reduce((left, name) => left.replace(name, ''), rest)) === 'yes' ? 'yes' : 'unclear'
}

/** Reads why somebody wants money back, and whether it is a charge they object to. Pure, linear in the text. */

import type { OrderRequest } from '../src/services/order-requests.ts'
import { normalise } from '../src/understanding/normalise.ts'

/** Why money goes back. */
export type RefundReason = Extract<OrderRequest, { kind: 'pay.refund' }>['reason']

/** All reasons, in the order they are offered. */
export const REFUND_REASONS = [
  'paid-twice',
  'paid-too-much',
  'wrong-number',
  'balance-left',
  'other',
] as const satisfies readonly RefundReason[]

/** Longer messages are cut, in UTF-16 units. */
const MOST = 300

/** The more particular first: "top up to a wrong number" is also too much. */
const REASONS: readonly (readonly [RefundReason, RegExp])[] = [
  [
    'wrong-number',
    /[充交缴打付]错(?:了?号|到|给|人|了?(?:别人|手机))|错(?:的)?号码?|别人(?:的)?号|(?:号码?|手机号)[充填写输]错|\bwrong (?:number|person|phone|account|line)\b|\bsomeone else'?s (?:number|phone|account)/,
  ],
  [
    'paid-twice',
    /(?:[付交缴充扣]了?|支付了?|缴费|扣款)[两2二][次遍笔]|重复(?:缴|交|付|支付|扣|充)|[两2二][次遍笔](?:都)?(?:缴|交|付|扣)|(?:多|又)[付交缴]了?一[次遍笔]|\b(?:paid|pay|payed|charged|topped up|payment)\b.{0,30}\b(?:twice|two times|double)\b|\b(?:double|duplicate|second) payment\b|\btwice\b/,
  ],
  [
    'balance-left',
    /余额|剩(?:下|余|的)|没用完的?(?:话费|预存|钱)|预存|押金|(?:销|注销|停)[号户机]|号码?(?:注销|销)|\b(?:balance|remaining|left ?over|unused|credit|deposit|prepaid|closed? (?:the |my )?(?:account|number|line))\b/,
  ],
  [
    'paid-too-much',
    /多[付交缴充]|[付交缴充]多|充值?错|误[缴充付交]|不小心(?:充|付|交|缴)|\b(?:overpa(?:y|id|yment)|paid too much|too much|topped up too|by (?:accident|mistake)|accidentally|instead of)\b/,
  ],
]
/** The charge itself is what is wrong: that is looked into, not paid back at once. */
const CHARGE =
  /(?:收费|扣费|账单|费用|这[笔项]|那[笔项]).{0,8}(?:不对|错|有误|不该|不合理|不认|有问题|乱)|(?:多|乱|错|误)[收扣](?!到)|没(?:用|订|开|打|去|出)过|没出国|\b(?:wrong|incorrect|unfair|bogus) (?:charge|bill|fee|amount)|\b(?:charged? for|charge).{0,40}\b(?:never|not|did not|wrong)\b|\bovercharged\b|\bnever (?:used|ordered|made|left|bought)\b/

/** The reason a message gives; null where it gives none. */
export function refundReasonOf(text: string): RefundReason | null {
  const said = normalise(text.slice(0, MOST))
  return REASONS.find(([, form]) => form.test(said))?.[0] ?? null
}

/** Whether a message is about a charge that is wrong, rather than about money that was paid. */
export function isAboutCharge(text: string): boolean {
  return CHARGE.test(normalise(text.slice(0, MOST)))
}

/** Whether a short reply names a dispute or a refund; null for both and neither. */
export function namesKind(text: string): 'dispute' | 'refund' | null {
  if (text.length > 40) return null
  const said = normalise(text)
  if (/不|别|[?？吗]|\b(?:not|no|why|what|how)\b/.test(said)) return null
  const dispute = /申诉|异议|核查|核实|\bdispute\b/.test(said)
  const refund = /退[款钱费]|\brefund\b/.test(said)
  if (dispute === refund) return null
  return dispute ? 'dispute' : 'refund'
}

/** So much tells more than that money is wanted back: characters of Chinese, words of English. */
const ENOUGH = { characters: 10, words: 7 } as const

/** Whether a message tells enough to be kept as an account of what happened. */
export function tellsWhatHappened(text: string): boolean {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[a-z\d']+/gi)?.length ?? 0
  return characters + words >= (characters > 0 ? ENOUGH.characters : ENOUGH.words)
}

const ALL =
  /(?<!不是|不要|不用|并非|没有)(?:全[部额款退]|整笔|都退)|^所有$|\b(?:all of it|everything|the (?:full|whole|entire) (?:amount|thing|payment)|in full|full (?:amount|refund))\b|^all$/

/** Whether a message asks for all of it. */
export function wantsAll(text: string): boolean {
  return ALL.test(normalise(text.slice(0, MOST)).trim())
}

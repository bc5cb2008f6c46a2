/** Reads a postal address from a message, well enough to be read back to the customer. */

import { MAX_SLOT_LENGTH } from './form.ts'

/** In UTF-16 units. */
const MIN_LENGTH = 5
const MAX_LENGTH = 200

/** What customers write before an address and around it. */
const LEADS: readonly RegExp[] = [
  /^(?:您好|你好|嗨|好的|好|嗯|是的|对|hi|hello|hey|ok|okay|yes|sure|please|well|no|actually|不对|不是|错了|说错了)[\s,，.。!！、:：]+/i,
  /^(?:sorry|my mistake|不好意思|抱歉)[\s,，.。!！、:：]+/i,
  /^(?:麻烦|请|请您|帮我|帮忙|给我|我想|我要|我搬家了?|想|要|那就|就|可以|我的?(?=地址|住址))+(?=把|将|改|换|寄|送|更|修|变|登|地址|住址)/,
  // 改地址，… and "update address. new one: …" say what is wanted before the address stands.
  /^(?:更改|修改|更新|变更|更换|登记|改|换)(?:一?下|个|掉)?(?:我的?|我家的?|我们的?)?(?:新的?|现在的?|账单|邮寄|通讯|联系|收件|收货|安装|装机|家庭|住宅|家里的?|登记的?)*(?:住址|地址)(?:了|吧|啦)?[\s:：,，、。.!！;；]+/,
  /^(?:把|将)?(?:我的?|我家的?|我们的?)?(?:新的?|现在的?|账单|邮寄|通讯|联系|收件|收货|安装|装机|家庭|住宅|家里的?|登记的?)*(?:住址|地址)(?:也|都)?(?:想|要|需要|得|该|请|麻烦|帮我|帮忙)*(?:更改|修改|更新|变更|更换|改|换|变)(?:一下|下|个)?(?:了|吧|啦)?[\s:：,，、。.!！;；]+/,
  /^(?:(?:can|could|would) you |i (?:want|need|would like) (?:you )?to |i'd like (?:you )?to |please )*(?:change|update|correct)(?: (?:my|our|the|new|home|postal|mailing|billing|delivery|current))* address(?: please)?\s*[.,:;!-]+\s*/i,
  /^(?:the |my )?new (?:one|address|home)(?: is|'s)?\s*[:：,-]\s*|^(?:the |my )?new (?:one|address|home)(?: is|'s)\s+/i,
  /^(?:把|将)?(?:我的?|我家的?|我们的?)?(?:新的?|现在的?|账单|邮寄|通讯|联系|收件|收货|安装|装机|家庭|住宅|家里的?|正确的?)*(?:住址|地址)(?:现在|已经|应该)*(?:改成|改为|改到|改|换成|换到|变更为|变成|更新为|更新成|是|为|在)?[\s:：,，]*/,
  /^(?:改成|改为|改到|换成|换到|变更为|更新为|更新成|应该是|是|寄到|送到|改寄到|搬到了?|搬去了?|我?(?:现在)?(?:已经)?(?:搬家了?|搬到了?|搬去了?|搬|住在?|家住在?|家在|在))[\s:：,，]*(?:到了?|去了?)?/,
  /^(?:(?:can|could|would) you |i (?:want|need|would like) (?:you )?to |i'd like (?:you )?to |please )*(?:change|update|set|correct|switch)\b(?: (?:it|this|that|my|our|the|new|home|postal|mailing|billing|delivery|current|address))* (?:to|as|into)\b[\s:]*/i,
  /^(?:my|our|the)(?: (?:new|home|postal|mailing|billing|delivery|current|correct))* address(?: (?:is|now|should be|will be|has changed to|changed to|would be))*[\s:,]*/i,
  /^(?:new|home|postal|mailing|billing|delivery|current)? ?address(?: is)?\s*[:：,]\s*/i,
  /^(?:it is|it's|it should be|that's|that is|this is|i (?:now )?live (?:at|in)|i am at|i'm at|we (?:now )?live (?:at|in)|(?:i|we)(?: have|'ve)? (?:just )?moved to|i moved to|send it to|deliver (?:it )?to|now)\b[\s:,]*/i,
]
const TAILS: readonly RegExp[] = [
  /[\s,，.。!！]*(?:谢谢(?:您|你|了|啦)?|多谢|麻烦了|麻烦您了|辛苦了|拜托了)[\s,，.。!！~～]*$/,
  /[\s,.!]*(?:please|thanks|thank you|thx|cheers)(?: (?:very|so) much)?[\s,.!]*$/i,
  /(?:这里|这边|那边|吧|哦|呢|哈|了)?[\s,，.。!！;；]*$/,
]
const QUESTION =
  /[?？]|吗|怎么|如何|多少|哪里|哪儿|什么|为什么|能不能|可不可以|是不是|要不要|有没有|\b(?:how|why|when|what|where|which|who)\b/i
const QUESTION_START =
  /^(?:can i|could i|do i|do you|does|is it|is there|are you|are there|will you|should i|may i)\b/i
const REFUSAL =
  /不想|不改|不用|不要|不换|算了|先别|取消|不方便|不告诉|拒绝|\b(?:not|never|don't|won't|cancel|nevermind)\b/i

/** A house, a flat or a floor with its number. */
const CHINESE_NUMBER =
  /[\da-z一二三四五六七八九十百零〇]+ ?(?:号(?!码)|栋|幢|座|号?楼|层|单元|室|弄|院|组)|\d+-\d+|\d+[a-z]?$/i
/** What it lies in. */
const CHINESE_PLACE =
  /省|市|区|县|镇|乡|村|屯|街|路|道|巷|弄|胡同|栋|幢|座|楼|单元|花园|大厦|广场|公寓|苑|园|庄|城|中心|学校|大学|宿舍|里/
/** Words of a sentence about something else. */
const CHINESE_TALK =
  /想|咋|怎|啥|没|不(?!夜)|哪|报错|已经|今天|昨天|明天|以前|现在|下周|上午|下午|信号|路由|拨号|套餐|流量|话费|账单|宽带|手机|电话|编号|号码|验证码|投诉|人工|客服|查|办理|退|充值|^(?:我|你|您|帮|请|麻烦|那|这)/
/** What is left of a sentence around it: what it says is asked for again rather than stored. */
const SENTENCE_LEFT =
  /地址|住址|一下|改成|改为|换成|更新为|变更为|\b(?:address|update|new one|move(?:d)? to)\b/i
const ENGLISH_STREET = new Set(
  'road rd street str st avenue ave lane ln drive dr boulevard blvd building bldg court ct garden gardens square sq plaza close way tower house village estate terrace crescent park place pl quay alley highway hwy walk mews row'.split(
    ' ',
  ),
)
const ENGLISH_UNIT = new Set('flat apt apartment unit room rm suite block blk floor fl box'.split(' '))
const ENGLISH_TALK =
  /\b(?:i|we|you|he|she|they|my|your|our|will|want|need|needs|get|is|are|was|were|has|have|had|would|went|can|could|plan|bill|yuan|because|and then)\b/i
/** Words between a house number and what its street is called by. */
const STREET_WORDS = 5

/**
 * The address in a message as it was written, without "my new address is" and thanks around it, 5 to 200 UTF-16
 * units, on one line; null for a question, a refusal, and what does not look like an address.
 * Linear in the length of the text; longer than 500 characters is null.
 */
export function readAddress(text: string): string | null {
  if (text.length > MAX_SLOT_LENGTH) return null
  let address = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}\ufffd\s]+/gu, ' ')
    .trim()
  if (QUESTION.test(address) || QUESTION_START.test(address)) return null
  for (const lead of [...LEADS, ...LEADS]) address = address.replace(lead, '').trim()
  for (const tail of TAILS) address = address.replace(tail, '')
  address = address.trim()
  if (address.length < MIN_LENGTH || address.length > MAX_LENGTH || REFUSAL.test(address)) return null
  if (/@|https?:|www\./i.test(address) || SENTENCE_LEFT.test(address)) return null
  return looksLikePlace(address) ? address : null
}

function looksLikePlace(address: string): boolean {
  const form = address.normalize('NFKC')
  if (!/\p{Script=Han}/u.test(form)) return isEnglishPlace(form)
  return CHINESE_NUMBER.test(form) && CHINESE_PLACE.test(form) && !CHINESE_TALK.test(form)
}

/** "18 Riverside Road", "Room 1203, Block C": a number before a street, or a numbered part of a building. */
function isEnglishPlace(form: string): boolean {
  if (ENGLISH_TALK.test(form)) return false
  const words = form.toLowerCase().match(/[a-z\d]+/g) ?? []
  return words.some((word, at) => {
    const isNumbered = ENGLISH_UNIT.has(word) && /\d/.test(words[at + 1] ?? '')
    const before = words.slice(Math.max(0, at - STREET_WORDS), at)
    return isNumbered || (ENGLISH_STREET.has(word) && before.some((one) => /^\d/.test(one)))
  })
}

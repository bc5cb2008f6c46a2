import { describe, expect, it } from 'vitest'
import { TooLargeError } from '../../src/channels/teams/connector.ts'
import { deliveryError, WechatError } from '../../src/channels/wechat/errors.ts'
import { type Delivery, deliveryNote, isUnderWay } from '../../src/web/desk/delivery-words.ts'
import { fileUse, signOf } from '../../src/web/desk/file-kinds.ts'
import { reachNote } from '../../src/web/desk/reach-words.ts'
import { strings, type Word } from '../../src/web/desk/strings.ts'
import { sizeText } from '../../src/web/shared/sizes.ts'
import type { Calendar } from '../../src/web/staff/calendar.ts'

const { zh, en } = strings
const SECOND = 1_000
const HOUR = 3_600 * SECOND

describe('a message of ours', () => {
  const note = (status: Delivery['status'], problem: string | null = null, age = HOUR) =>
    deliveryNote({ status, problem }, age, zh)

  it('that went out says nothing, nor does one that takes a moment', () => {
    expect(note('sent')).toBeUndefined()
    expect(note('pending', null, 2 * SECOND - 1)).toBeUndefined()
    expect(note('sending', null, -5)).toBeUndefined()
  })

  it.each([
    ['pending', null, 'busy', zh.deliverySending],
    ['sending', null, 'busy', zh.deliverySending],
    ['pending', 'Teams answered 429.', 'busy', zh.deliveryRetrying],
    ['held', 'WeChat answered 45015. …', 'waits', zh.deliveryHeld],
    ['unknown', 'Teams did not answer in time; the message may have arrived.', 'doubt', zh.deliveryUnknown],
    ['unknown', null, 'doubt', zh.deliveryUnknown],
    ['unknown', 'Only the beginning arrived. WeChat answered 45047.', 'doubt', zh.deliveryPartly],
    ['dead', null, 'lost', zh.deliveryDeadOther],
    ['dead', 'Something nobody foresaw.', 'lost', zh.deliveryDeadOther],
  ] as const)('that is %s with %j is told as %s', (status, problem, kind, text) => {
    expect(note(status, problem)).toEqual({ kind, text })
  })

  it.each([
    [43004, 'deadUnfollowed'],
    [43019, 'deadBlocked'],
    [48002, 'deadSwitchedOff'],
    [45015, 'deadLimit'],
    [45047, 'deadLimit'],
    [48001, 'deadForbidden'],
    [40003, 'deadNoAddress'],
  ] as const)('that WeChat refuses with %i says why, in both languages', (code, word: Word) => {
    const { message } = deliveryError(WechatError.refused(code, 'rid: 0123abcd-0123abcd'), 'bot')
    expect(note('dead', message)?.text).toBe(`没有送达：${zh[word]}`)
    expect(deliveryNote({ status: 'dead', problem: message }, HOUR, en)?.text).toBe(
      `Not delivered: ${en[word]}`,
    )
  })

  it.each([
    [new TooLargeError().message, 'deadTooLong'],
    ['Teams answered 403 (BotNotInConversationRoster).', 'deadTeamsLeft'],
    ['Teams answered 404.', 'deadTeamsLeft'],
    [deliveryError(WechatError.withoutSecret(), 'bot').message, 'deadNotSetUp'],
    ['The WeChat account wx1 is not set up. Set it in WECHAT_APPID or WECHAT_ACCOUNTS.', 'deadNotSetUp'],
    ['WeChat takes no more until the customer writes again.', 'deadLimit'],
    ['Files are not sent to WeChat; send the customer a link or a text.', 'deadFile'],
    ['The data of this person was erased.', 'deadErased'],
    ['It was never written down where this customer is reached.', 'deadNoAddress'],
    ['It is not known where this conversation is in Teams.', 'deadNoAddress'],
  ] as const)('that is dead because of %j says why', (problem, word: Word) => {
    expect(note('dead', problem)?.text).toBe(`没有送达：${zh[word]}`)
  })

  it('without an access token is not mistaken for one the customer refused', () => {
    const { message } = deliveryError(WechatError.withoutToken(WechatError.refused(48001)), 'bot')
    expect(note('dead', message)?.text).toBe(zh.deliveryDeadOther)
  })

  it('is under way only until somebody knows more', () => {
    const statuses = ['pending', 'sending', 'sent', 'held', 'unknown', 'dead'] as const
    expect(statuses.filter((status) => isUnderWay({ status, problem: null }))).toEqual(['pending', 'sending'])
    expect(isUnderWay(null)).toBe(false)
  })
})

describe('what the channel still allows', () => {
  const inZh: Calendar = { language: 'zh', timeZone: 'Asia/Shanghai' }
  const inEn: Calendar = { ...inZh, language: 'en' }
  const now = Date.parse('2026-11-23T10:00:00+08:00')
  const tomorrow = Date.parse('2026-11-24T14:05:00+08:00')
  const say = (windowUntil: number, messagesLeft: number, calendar: Calendar) =>
    reachNote({ windowUntil, messagesLeft }, 'wechat', now, calendar)

  it.each([
    [tomorrow, 3, '微信还可发 3 条，窗口到明天 14:05', 'WeChat: 3 more messages until tomorrow 14:05'],
    [tomorrow, 1, '微信还可发 1 条，窗口到明天 14:05', 'WeChat: 1 more message until tomorrow 14:05'],
    [now + HOUR, 2, '微信还可发 2 条，窗口到今天 11:00', 'WeChat: 2 more messages until 11:00'],
    [now + 48 * SECOND, 2, '微信还可发 2 条，0:48 内有效', 'WeChat: 2 more messages within 0:48'],
    [now + 48 * SECOND, 1, '微信还可发 1 条，0:48 内有效', 'WeChat: 1 more message within 0:48'],
  ])('until %i with %i left is told as %s and %s', (until, left, chinese, english) => {
    const few = until - now < HOUR || left === 1
    expect(say(until, left, inZh)).toEqual({ open: true, few, text: chinese })
    expect(say(until, left, inEn)).toEqual({ open: true, few, text: english })
  })

  it.each([
    [tomorrow, 0, 'reachUsedUp'],
    [tomorrow, -1, 'reachUsedUp'],
    [now, 3, 'reachClosed'],
    [now - HOUR, 0, 'reachClosed'],
  ] as const)('until %i with %i left is nothing, and says what becomes of a reply', (until, left, word) => {
    expect(say(until, left, inZh)).toEqual({
      open: false,
      few: false,
      text: zh[word].replace('{channel}', '微信'),
    })
    expect(say(until, left, inEn)).toEqual({
      open: false,
      few: false,
      text: en[word].replace('{channel}', 'WeChat'),
    })
  })
})

describe('a file', () => {
  it.each([
    ['image/jpeg', 'image', 'image'],
    ['IMAGE/PNG', 'image', 'image'],
    ['image/webp', 'image', 'image'],
    ['audio/mpeg', 'audio', 'audio'],
    ['audio/ogg; codecs=opus', 'audio', 'audio'],
    ['video/mp4', 'video', 'video'],
    // No browser plays or shows these.
    ['audio/amr', 'save', 'audio'],
    ['image/heic', 'save', 'image'],
    ['application/pdf', 'save', 'pdf'],
    ['text/plain; charset=utf-8', 'save', 'text'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'save', 'word'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'save', 'sheet'],
    ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'save', 'slides'],
    // Documents with scripts, whatever they call themselves.
    ['image/svg+xml', 'save', 'image'],
    ['text/html', 'save', 'text'],
    ['application/xhtml+xml', 'save', 'file'],
    ['constructor', 'save', 'file'],
    ['', 'save', 'file'],
  ])('of %s is used as %s under the sign of %s', (mediaType, use, sign) => {
    expect([fileUse(mediaType), signOf(mediaType)]).toEqual([use, sign])
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_499, '1 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [1_440_000, '1.4 MB'],
  ])('of %i bytes is %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))
})

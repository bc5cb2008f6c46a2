import { describe, expect, it } from 'vitest'
import { cancelWishOf, keeps, readConfirmation, readOfferReply } from '../../dialogs/cancel-words.ts'
import { readYesNo } from '../../src/understanding/slots/yes-no.ts'
import { HOSTILE_TEXTS } from '../understanding/hostile-texts.ts'

describe('an answer to the offer', () => {
  it.each(
    `不要这个优惠|不需要优惠|继续取消吧|优惠就不用了|不要优惠，直接取消|给我取消|我要取消|要取消|是的，继续取消|好的，取消吧
确认取消|对，取消|好，取消|是的取消宽带|不要，取消|我不要|继续|好的，继续吧|什么优惠都不要，取消|能不能直接取消|你们不让取消，赶紧取消
不用保留了，取消吧|你们不停扣钱，取消|是的，不再保留|我不反悔，取消|不退钱也取消|取消这个优惠|我考虑好了，取消|说了多少遍了，取消
no offer, just cancel|i don't want the offer|go ahead and cancel|go on with the cancellation please|no offer|no thanks, cancel
yes, cancel it|yes, go on|ok cancel|yes please cancel|sure, cancel my broadband|i'd like to cancel|carry on|go ahead|cancel this
I don't want to keep it|yes, cancel it, I won't keep it|no, please cancel, i won't change my mind|can you just cancel it?
I'm not interested in the offer|thanks for the offer, but cancel|No need to keep it, cancel|please don't keep the number, cancel`.split(
      /[|\n]/,
    ),
  )('goes on in “%s”', (text) => {
    expect([readOfferReply(text), keeps(text)]).toEqual(['no', false])
  })

  it.each([
    '好的',
    '行，给我吧',
    'yes please',
    "I'll take it",
    '不取消了，要这个优惠',
    "I'll take the offer, don't cancel",
  ])('takes it in “%s”', (text) => expect(readOfferReply(text)).toBe('yes'))

  it.each(
    `怎么取消|取消要收违约金吗|不确定要不要取消|我再考虑一下，取消的话|要不要优惠|能不能不取消|别取消|不要继续取消|保留号码，取消宽带
how do I cancel?|if I cancel, what does it cost|I'll take the offer instead of cancelling|don't cancel it|not sure about cancelling`.split(
      /[|\n]/,
    ),
  )('is not understood in “%s”', (text) => expect(readOfferReply(text)).toBe('unclear'))
})

describe('keeping what one has', () => {
  it.each(
    `先不取消|别取消|不想退了|还是不取消了|我还不想取消|不用退了|继续用吧|保留吧|我改变主意了|撤回取消
don't cancel it|keep it|I'd rather not cancel|I want to keep it|stop the cancellation|I changed my mind`.split(
      /[|\n]/,
    ),
  )('is heard in “%s”', (text) => expect(keeps(text)).toBe(true))

  it.each(
    `你们不停扣钱|不退钱|不得不取消|不取消不行|你们还不取消|再不取消我就投诉|不保留|不会反悔|号码还能保留吗|我改变主意了，取消吧
you still haven't cancelled it|I can't cancel it|if you don't cancel it I will complain|I haven't changed my mind|I won't keep it any more
I changed my mind, cancel it`.split(/[|\n]/),
  )('is not heard in “%s”', (text) => expect(keeps(text)).toBe(false))
})

describe('an answer to the confirmation', () => {
  it.each([
    ['是的，取消宽带', 'yes'],
    ['是的，不再保留', 'yes'],
    ['yes, go on', 'yes'],
    ['go on with my other question', 'unclear'],
    ["yes, cancel it, I won't keep it", 'yes'],
    ['不要', 'no'],
    ["no, don't cancel", 'no'],
    // Asked again: who says so wants to cancel, and has not plainly agreed.
    ['不用保留了，取消吧', 'unclear'],
    ['不要了，取消吧', 'unclear'],
    ['不，我不想保留', 'unclear'],
    ["no, please cancel, i won't change my mind", 'unclear'],
    ["I don't want to keep it", 'unclear'],
    ['是的，取消电视', 'unclear'],
    ['好的，取消，保留号码', 'unclear'],
  ] as const)('“%s” is %s', (text, answer) => {
    expect(readConfirmation(text, readYesNo(text), [/宽带|broadband/])).toBe(answer)
  })
})

it('any text is read in a moment', () => {
  const began = performance.now()
  for (const text of [...HOSTILE_TEXTS, '不要再继续'.repeat(2_000), 'not want to keep '.repeat(2_000)]) {
    readOfferReply(text)
    readConfirmation(text, 'unclear', [])
    cancelWishOf(text)
    keeps(text)
  }
  expect(performance.now() - began).toBeLessThan(2_000)
})

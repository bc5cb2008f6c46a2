import { describe, expect, it } from 'vitest'
import {
  addsCharge,
  asksInstead,
  chargeWishOf,
  type NamedLine,
  namesCharge,
  saysWhatIsWrong,
} from '../../dialogs/dispute-words.ts'
import { isAboutCharge, refundReasonOf, wantsAll } from '../../dialogs/refund-words.ts'

const line = (item: string, fen: number, zh: string, en: string): NamedLine => ({
  item,
  fen,
  names: [zh, en],
})
const LINES = [
  line('plan', 9_900, '套餐月费', 'Monthly plan'),
  line('roaming_data', 15_000, '国际漫游流量', 'Roaming data'),
  line('roaming_calls', 4_577, '国际漫游通话', 'Roaming calls'),
  line('home', 8_900, '宽带月费', 'Home broadband'),
  line('tv', 2_000, '电视基础包', 'TV base package'),
  line('autopay_discount', -200, '自动缴费优惠', 'Automatic payment discount'),
]
const TOTAL = 40_177

function wishOf(text: string): string | null {
  const wish = chargeWishOf(text, LINES, TOTAL)
  if (wish === null) return null
  return wish.is === 'lines' ? wish.at.map((at) => LINES[at]?.item).join(' ') : wish.is
}

describe('which charge is meant', () => {
  it.each([
    ['我没出过国，账单上怎么会有漫游费', 'roaming_data roaming_calls'],
    ['漫游流量那笔', 'roaming_data'],
    ['那笔漫游通话', 'roaming_calls'],
    ['the roaming charge of 45.77 yuan', 'roaming_calls'],
    ['the roaming calls', 'roaming_calls'],
    ['上月算了两次宽带费', 'home'],
    ['the broadband fee is wrong', 'home'],
    ['电视那笔', 'tv'],
    ['月租', 'plan'],
    ['89块那笔', 'home'],
    ['¥20', 'tv'],
    ['整张账单都不对', 'whole'],
    ['the whole bill', 'whole'],
    ['401.77元', 'whole'],
    ['滞纳金不该收', 'absent'],
    ['the late fee', 'absent'],
  ])('%s → %s', (text, item) => expect(wishOf(text)).toBe(item))

  it.each(['账单收费有误', 'a charge on my bill is wrong', '好的', '12 元', 'ok'])(
    '%s names none',
    (text) => {
      expect(wishOf(text)).toBeNull()
    },
  )

  it('an amount or a name can be told from a question', () => {
    expect(namesCharge('宽带那笔')).toBe(true)
    expect(namesCharge('行')).toBe(false)
    expect(asksInstead('漫游怎么收费')).toBe(true)
    expect(asksInstead('what is a late fee')).toBe(true)
    expect(asksInstead('我没用过，怎么收我钱')).toBe(false)
    expect(saysWhatIsWrong('账单收费有误')).toBe(false)
    expect(saysWhatIsWrong('账单里有一笔国际通话，我根本没打过')).toBe(true)
    expect(saysWhatIsWrong("there's roaming on my bill but i never left the country")).toBe(true)
  })
})

describe('why money should go back', () => {
  it.each([
    ['不小心付了两次，退一次', 'paid-twice'],
    ['重复缴费怎么退款', 'paid-twice'],
    ['accidentally paid twice', 'paid-twice'],
    ['double payment', 'paid-twice'],
    ['充错号码了，能退回来吗', 'wrong-number'],
    ['i topped up the wrong number', 'wrong-number'],
    ['把多交的钱退给我', 'paid-too-much'],
    ['accidentally paid 500 instead of 50', 'paid-too-much'],
    ['号码注销了，里面剩的话费怎么退', 'balance-left'],
    ['退我押金', 'balance-left'],
    ['return my deposit', 'balance-left'],
    ['我要退款', null],
    ['i want my money back', null],
  ])('%s → %s', (text, reason) => expect(refundReasonOf(text)).toBe(reason))

  it.each([
    '那笔漫游费不该收，退给我',
    'refund the roaming, I never left the country',
    '没用过的服务，把钱退我',
  ])('%s is about a charge', (text) => expect(isAboutCharge(text)).toBe(true))

  it('reads all of it', () => {
    expect(wantsAll('全部')).toBe(true)
    expect(wantsAll('all of it')).toBe(true)
    expect(wantsAll('不是全部')).toBe(false)
    expect(wantsAll('50 元')).toBe(false)
  })
})

describe('several charges', () => {
  const eachOf = (text: string): string[] => {
    const wish = chargeWishOf(text, LINES, TOTAL)
    return wish?.is === 'lines'
      ? (wish.each ?? []).map((at) => at.map((one) => LINES[one]?.item).join(' '))
      : []
  }
  it.each([
    ['第一笔和第三笔都不对', ['plan', 'roaming_calls']],
    ['电视费和宽带费都收错了', ['tv', 'home']],
    ['the broadband fee and the tv are wrong', ['home', 'tv']],
    ['I was charged for roaming calls and I never went abroad', []],
  ])('%s', (text, items) => {
    expect(eachOf(text)).toEqual(items)
  })
  it('are told by their order, and from one more', () => {
    expect(wishOf('账单第二笔收错了')).toBe('roaming_data')
    expect(wishOf('the last charge is wrong')).toBe('autopay_discount')
    expect(wishOf('都不对')).toBe('whole')
    expect(addsCharge('不对，还有电视费')).toBe(true)
    expect(addsCharge('不对，是电视费')).toBe(false)
  })
})

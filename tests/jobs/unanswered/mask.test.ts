import { describe, expect, it } from 'vitest'
import { isMasked, LONGEST, mask } from '../../../src/jobs/unanswered/mask.ts'

/** What is written, and what stands in its place. */
const MASKED: readonly (readonly [string, string])[] = [
  // Numbers of phones, as people write them.
  ['我的手机号是13812345678', '我的手机号是〔手机号〕'],
  ['138 1234 5678怎么停机', '〔手机号〕怎么停机'],
  ['138-1234-5678 欠费了', '〔手机号〕 欠费了'],
  ['１３８１２３４５６７８是谁的', '〔手机号〕是谁的'],
  ['+86 138 1234 5678收不到短信', '〔手机号〕收不到短信'],
  ['座机021-61234567坏了', '座机〔手机号〕坏了'],
  ['1 3 8 1 2 3 4 5 6 7 8', '[phone]'],
  ['我號碼係13812345678', '我號碼係〔手机号〕'],
  ['my number is 138 1234 5678', 'my number is [phone]'],
  ['call me on +44 20 7946 0958 please', 'call me on [phone] please'],
  ['ring (021) 6123 4567', 'ring ([phone]'],
  ['一三八一二三四五六七八', '〔号码〕'],
  ['幺三八幺二三四五六七八是我的', '〔号码〕是我的'],
  ['it is one three eight one two three', 'it is [number]'],
  ['double five, six seven eight nine', '[number]'],
  // Addresses of mail and of the web.
  ['发到ann.lee@example.com', '〔邮箱〕'],
  ['email ann.lee@example.com now', 'email [email] now'],
  ['wang＠example.com 收不到', '〔邮箱〕 收不到'],
  ['ann at example dot com is mine', '[email] is mine'],
  ['see https://example.com/x?u=7 please', 'see [link] please'],
  ['打不开 www.example.com/me', '打不开 〔链接〕'],
  ['@ann_lee wrote me', '[email] wrote me'],
  // Papers, cards, accounts, orders, tickets, codes.
  ['身份证11010519491231002X不对', '身份证〔证件号〕不对'],
  ['身份证号 110105194912310021', '身份证号 〔证件号〕'],
  ['卡号6222021234567890123', '卡号〔号码〕'],
  ['card 4111 1111 1111 1111 was charged', 'card [card number] was charged'],
  ['4111-1111-1111-1111', '[card number]'],
  ['账号QX-77301985登不上', '账号〔编号〕登不上'],
  ['account QX77301985 is locked', 'account [code] is locked'],
  ['订单DD20261123001还没到', '订单〔编号〕还没到'],
  ['order 20261123001 is late', 'order [number] is late'],
  ['工单12345处理了吗', '工单〔号码〕处理了吗'],
  ['ticket T-202611-0042 please', 'ticket [code] please'],
  ['验证码是 774912', '验证码是 〔号码〕'],
  ['my code is 774912', 'my code is [number]'],
  ['imei 35-209900-176148-1', 'imei [card number]'],
  ['1,234,567', '[number]'],
  ['编号1.2.3.4.5.6', '编号〔号码〕'],
  ['①②③④⑤⑥', '[number]'],
  ['٠١٢٣٤٥٦', '[number]'],
  ['13812\u200b345678 in pieces', '[phone] in pieces'],
  ['𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖', '[phone]'],
  // Where people live.
  ['我住在浦东新区世纪大道100号3栋202室', '我〔地址〕'],
  ['我住在徐汇区想装宽带', '我住在〔地址〕想装宽带'],
  ['地址是梧桐巷 219 号 4 单元 1703', '〔地址〕'],
  ['地址：人民路12号', '地址：〔地址〕'],
  ['送到建国路88号', '〔地址〕'],
  ['5栋2单元301没有信号', '〔地址〕没有信号'],
  ['北京市朝阳区没信号', '〔地址〕没信号'],
  ['臺北市信義區沒訊號', '〔地址〕沒訊號'],
  ['12 Baker Street has no signal', '[address] has no signal'],
  ['I live at 4 Elm Road, can you come', 'I live at [address], can you come'],
  ['Flat 4, 12 High St is offline', '[address] is offline'],
  ['apt 12B has no wifi', '[address] has no wifi'],
  ['i live in Springfield and my wifi is slow', 'i live in [address] and my wifi is slow'],
  ['my address is 9 Sunny Lane', 'my address is [address]'],
  ['deliver to Green Park Tower please', 'deliver to [address]'],
  // Names.
  ['我叫王小明，想换套餐', '我叫〔姓名〕，想换套餐'],
  ['我叫欧阳娜娜', '我叫〔姓名〕'],
  ['我叫阿布都想办卡', '我叫〔姓名〕想办卡'],
  ['我姓陈', '我姓〔姓名〕'],
  ['免贵姓李', '免贵姓〔姓名〕'],
  ['王先生的宽带坏了', '〔姓名〕先生的宽带坏了'],
  ['李女士要退订', '〔姓名〕女士要退订'],
  ['陳小姐要退訂', '〔姓名〕小姐要退訂'],
  ['名字是张三，对吗', '名字是〔姓名〕，对吗'],
  ['收件人：王小明', '收件人：〔姓名〕'],
  ['my name is Ann Lee and my wifi is slow', 'my name is [name] and my wifi is slow'],
  ['my name is ann', 'my name is [name]'],
  ['this is Ann Lee, my sim is lost', 'this is [name], my sim is lost'],
  ["hi, I'm Peter Pan", "hi, I'm [name]"],
  ['Mr Smith is waiting', 'Mr [name] is waiting'],
  ['ask for mrs. jones', 'ask for mrs. [name]'],
  ['call me Bob', 'call me [name]'],
]

/** What is nobody's, and stays as it was written. */
const KEPT: readonly string[] = [
  '5G套餐多少钱',
  '99元套餐和129元套餐的区别',
  '2026年11月的账单',
  '300M宽带够用吗',
  '流量还剩20GB',
  'WiFi 6 路由器怎么买',
  '户主变更怎么办',
  '我叫你们停机了吗',
  '我是老用户',
  '这是何时的事',
  '客户经理不回我',
  '地址是哪里',
  '搬家了宽带怎么办',
  '怎麼取消漫遊？',
  'why is my bill 59.50 yuan',
  'this is too slow',
  'i live in a flat',
  'can i keep my number for 12 months',
  'what is 4G and 5G',
  'my name is wrong on the bill',
  'how many GB do i have left?',
]

describe('masking', () => {
  it.each(MASKED)('%s', (written, expected) => {
    expect(mask(written)).toBe(expected)
    expect(isMasked(expected)).toBe(true)
  })

  it.each(KEPT)('keeps %s', (written) => {
    expect(mask(written)).toBe(written)
  })

  it('takes out the own name and place of whoever is known, in any form', () => {
    const known = { name: '欧阳紫菱', places: ['梧桐巷', '晴川'] }
    expect(mask('紫菱家的网在晴川断了，欧阳紫菱', known)).toBe('〔姓名〕家的网在〔地址〕断了，〔姓名〕')
    expect(mask('ANN LEE here, ann again', { name: 'Ann Lee' })).toBe('[name] here, [name] again')
  })

  it('is bounded, and never cut within a placeholder', () => {
    const text = mask('宽带13812345678断了，'.repeat(100))
    expect(text.length).toBeLessThanOrEqual(LONGEST)
    expect(text.replaceAll('〔手机号〕', '')).not.toMatch(/[〔〕]/)
    expect(mask('')).toBe('')
  })

  it('leaves no five digits in a row, whatever stands between them, and no @', () => {
    let seed = 7
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const parts = [
      ...'0123456789０５９٣@.-_ ()',
      '元',
      'G',
      '我',
      'a',
      'Q',
      '号',
      '，',
      '\u200b',
      '〔',
      '[',
      '\ue000',
    ]
    for (let round = 0; round < 3_000; round++) {
      const text = Array.from({ length: random(40) }, () => parts[random(parts.length)]).join('')
      const rest = mask(text)
      expect(rest, text).not.toMatch(/@|\p{Nd}(?:[\s.\-_()]?\p{Nd}){4,}|[\uE000-\uF8FF]/u)
      // What is masked already has nothing more to be masked.
      expect(mask(rest), text).toBe(rest)
    }
  })
})

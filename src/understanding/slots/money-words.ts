/** The words beside an amount of money: units, other currencies, counted things, what says "about". */

import { type Lexicon, lexiconOf } from './lexer.ts'

/**
 * `sign` stands before or behind an amount, the units behind it. `foreign` is another currency, `counted` makes a
 * number one of something else, `open` leaves the amount open (多, 几); `range` joins two amounts, `half` is half
 * a unit, `thousand` a k behind figures; `filler` may stand beside a bare number without making it anything else.
 */
export type MoneyWord =
  | 'sign'
  | 'yuan'
  | 'jiao'
  | 'fen'
  | 'foreign'
  | 'counted'
  | 'open'
  | 'range'
  | 'half'
  | 'thousand'
  | 'filler'

const WORDS: readonly (readonly [MoneyWord, string])[] = [
  ['sign', '¥|人民币|rmb|cny|cn¥'],
  ['yuan', '元|块|块钱|元钱|元整|块整|圆|圆整|蚊|元人民币|块人民币|yuan|kuai|renminbi'],
  ['jiao', '角|毛|毫|毛钱|角钱|jiao|mao'],
  ['fen', '分|分钱|fen'],
  [
    'foreign',
    '$|us$|hk$|nt$|€|£|₩|美元|美金|刀|港币|港元|港纸|台币|新台币|欧元|英镑|日元|日币|円|韩元|澳元|澳门元|dollar|dollars|usd|hkd|twd|mop|eur|euro|euros|gbp|pound|pounds|jpy|yen|cent|cents|buck|bucks',
  ],
  [
    'counted',
    '月|个月|号|日|天|个|年|周|星期|礼拜|点|点钟|时|小时|钟头|分钟|秒|岁|条|张|部|台|期|折|次|位|人|份|家|笔|兆|倍|楼|级|度|米|公里|%|％|元旦|元月|元宵|角度|分之|gb|g|mb|m|tb|kb|mbps|days|day|months|month|years|year|hours|hour|minutes|minute|mins|min|weeks|week|times|people|lines|gigs|am|pm|st|nd|rd|th|/',
  ],
  ['open', '多|几|来|余|好几|上百|数|some|several|few|a few|odd'],
  ['range', '到|至|-|~|或|或者|还是|to|or|and'],
  ['half', '半|half'],
  ['thousand', 'k'],
  [
    'filler',
    "一共|总共|大概|大约|约|差不多|左右|是|就|充|充值|充个|充了|交|交了|付|付了|缴|缴了|扣|扣了|要|我要|我想|想|我|给我|帮我|请|吧|的|了|啊|呀|哦|钱|金额|金额是|退|转|存|谢谢|麻烦|just|about|around|roughly|approximately|it's|it is|it 's|is|was|pay|paid|i paid|i pay|i want|i want to|top up|top-up|recharge|add|i'd like|i would like|please|thanks|thank you|the amount is|amount|total|for|by|with|of|the|,|.|!|。|、|;|:",
  ],
  ['filler', '一下|一定|一起|一般|统一|万一|十分|一直|一样|第一|唯一|一点'],
]

export const moneyLexicon: Lexicon<MoneyWord> = lexiconOf(
  WORDS.flatMap(([kind, words]) => words.split('|').map((word): [string, MoneyWord] => [word, kind])),
)

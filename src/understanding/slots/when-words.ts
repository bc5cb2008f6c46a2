/** The words that days and times are said with, in both languages. */

import { type Lexicon, lexiconOf } from './lexer.ts'

/** Part of a day. */
export type Period = 'dawn' | 'morning' | 'noon' | 'afternoon' | 'dusk' | 'evening' | 'am' | 'pm'

/** What a duration counts. */
export type DurationUnit = 'minute' | 'quarter' | 'hour' | 'day' | 'week' | 'fortnight' | 'month' | 'year'

/** What a word means; `offset` counts days, weeks or months from the present one. */
export type WhenWord =
  | { readonly is: 'day'; readonly offset: number; readonly period?: Period }
  | { readonly is: 'weekday'; readonly weekday: number; readonly week: number | null }
  | { readonly is: 'week'; readonly offset: number }
  | { readonly is: 'month-away'; readonly offset: number }
  | { readonly is: 'month'; readonly month: number }
  | { readonly is: 'month-end'; readonly offset: number | null }
  | { readonly is: 'period'; readonly period: Period }
  | { readonly is: 'unit'; readonly unit: DurationUnit }
  | { readonly is: 'clock'; readonly hour: number }
  /** third, in a date. */
  | { readonly is: 'ordinal'; readonly value: number }
  | { readonly is: Mark }

/** Words without a value of their own. */
export type Mark =
  | 'later'
  | 'ago'
  | 'in'
  | 'before'
  | 'after'
  | 'within'
  | 'hour-mark'
  | 'minute-mark'
  | 'quarter-mark'
  | 'year-mark'
  | 'month-mark'
  | 'date-mark'
  | 'ordinal-mark'
  | 'half'
  | 'quarter'
  | 'past'
  | 'short-of'
  | 'to'
  | 'and'
  | 'or'
  | 'between'
  | 'at'
  | 'of'
  | 'the'
  | 'one'
  | 'measure'
  | 'now'
  | 'vague'
  | 'few'
  | 'thing'
  | 'filler'

const MARKS: readonly (readonly [Mark, string])[] = [
  ['later', '后|以后|之后|过后|later|from now|from today|hence'],
  ['ago', '前|以前|之前|ago'],
  ['in', '过|再过|in|after'],
  ['before', 'before|by|until|till|no later than'],
  ['after', 'after|since|from after|any time after'],
  ['within', '内|以内|之内|within'],
  ['hour-mark', "点|点钟|点整|时|o'clock|oclock|o' clock|hrs"],
  ['minute-mark', '分'],
  ['quarter-mark', '刻|刻钟'],
  ['year-mark', '年'],
  ['month-mark', '月|月份'],
  ['date-mark', '号|日'],
  ['ordinal-mark', 'st|nd|rd|th'],
  ['half', '半|half'],
  ['quarter', 'quarter|a quarter'],
  ['past', 'past'],
  ['short-of', '差'],
  ['to', '到|至|-|~|to|until|till|through'],
  ['and', 'and|和|跟'],
  ['or', '或|或者|还是|or|、'],
  ['between', 'between|from|从'],
  ['at', 'at|@|around|about|approximately|约|大约|大概'],
  ['of', 'of|的'],
  ['the', 'the|on the|this|on'],
  ['one', 'a|an'],
  ['measure', '个'],
  ['now', '现在|now|right now|此刻'],
  [
    'vague',
    '周末|这周末|本周末|下周末|这个周末|下个周末|月初|月中|年底|年初|年中|上旬|中旬|下旬|这几天|最近几天|过几天|过两天|过些天|改天|改日|哪天|weekend|the weekend|this weekend|next weekend|weekday|weekdays|some day|someday|one of these days|a few days|in a few days|in a couple days|next few days|next year|明年|后年',
  ],
  ['few', '几|数|好几|多|a few|few|several|some|a couple of|a couple|couple of'],
  [
    'thing',
    '楼|线|门|店|机|窗|桌|厅|柜|台|套餐|选项|方案|件|条|次|人|位|块|元|毛|gb|g|mb|m|%|yuan|rmb|people|persons|option|choice|floor|slot|item|times|person|plan|plans|lines|line|phones|phone|cards|card',
  ],
  [
    'filler',
    '早上好|早安|上午好|中午好|下午好|晚上好|晚安|good morning|good afternoon|good evening|good night|have a good night|早点|晚点|最早|最晚|早就|尽早|早些|晚些|早日|夜宵|周到|周期|周年|一下|一定|一起|一般|统一|万一|十分感谢|一直|一样|第一|唯一|一些|一点点|有一点|快一点|早一点|晚一点|慢一点|好一点|多一点|少一点|便宜一点|大一点|小一点|一点也|一点都|一点儿|然后|最后|后面|后来|日期|时间|时候|小时候|前面|当前|目前|之前说|号码|账号|日子|今年|半价|当日|左右|那天|吧|呢|就|是|整|the same|may i|one moment|one second',
  ],
]

const PERIODS: readonly (readonly [Period, string])[] = [
  ['dawn', '凌晨|半夜|before dawn'],
  ['morning', '上午|早上|早晨|清晨|清早|一早|一大早|大早上|朝早|上昼|早|in the morning|morning|the morning'],
  ['noon', '中午|正午|晌午|午间|晏昼|lunchtime|lunch time|lunch'],
  ['afternoon', '下午|午后|下昼|in the afternoon|afternoon|the afternoon'],
  ['dusk', '傍晚|黄昏|late afternoon'],
  [
    'evening',
    '晚上|晚间|夜里|夜间|夜晚|深夜|晚黑|夜|晚|in the evening|evening|the evening|at night|night|in the night',
  ],
  ['am', 'am|a.m|a.m.'],
  ['pm', 'pm|p.m|p.m.'],
]

const DAYS: readonly (readonly [number, string, Period?])[] = [
  [-2, '前天|前日|the day before yesterday|day before yesterday'],
  [-1, '昨天|昨日|琴日|寻日|yesterday'],
  [-1, '昨晚|last night|yesterday evening', 'evening'],
  [0, '今天|今日|当天|today|本日'],
  [0, '今晚|今夜|今天晚上|今日晚上|tonight|this evening|this night', 'evening'],
  [0, '今早|今朝|今晨|this morning', 'morning'],
  [0, '今天下午|今日下午|this afternoon', 'afternoon'],
  [1, '明天|明日|听日|明儿|明个|tomorrow|tmr|tmrw|tmw|tomorow|tommorow|tommorrow'],
  [1, '明晚|听晚|明夜|tomorrow night|tomorrow evening', 'evening'],
  [1, '明早|明晨|听朝|听日朝早|tomorrow morning', 'morning'],
  [2, '后天|后日|the day after tomorrow|day after tomorrow|overmorrow'],
  [2, '后晚', 'evening'],
  [3, '大后天|大后日'],
]

const UNITS: readonly (readonly [DurationUnit, string])[] = [
  ['minute', '分钟|分种|minute|minutes|min|mins'],
  ['quarter', '刻钟'],
  ['hour', '小时|钟头|钟|hour|hours|hr|hrs|h'],
  ['day', '天|工作日|day|days|working days|business days'],
  ['week', '周|星期|礼拜|week|weeks'],
  ['fortnight', 'fortnight'],
  ['month', '个月|month|months'],
  ['year', 'year|years'],
]

const MONTHS =
  'january,jan february,feb march,mar april,apr may june,jun july,jul august,aug september,sep,sept october,oct november,nov december,dec'
const WEEKDAYS =
  'monday,mon tuesday,tue,tues wednesday,wed,weds thursday,thu,thur,thurs friday,fri saturday,sat sunday,sun'

const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'

/** Weeks from this one; Chinese before 周, English before the name of a day. */
const CHINESE_WEEKS: readonly (readonly [number | null, string])[] = [
  [null, '|每'],
  [0, '这|本|这个|本个|呢个'],
  [1, '下|下个'],
  [2, '下下|下下个'],
  [-1, '上|上个'],
  [-2, '上上|上上个'],
]
const ENGLISH_WEEKS: readonly (readonly [number | null, string])[] = [
  [null, '|on |coming |the coming |this coming '],
  [0, 'this '],
  [1, 'next '],
  [-1, 'last '],
]

function entries(): [string, WhenWord][] {
  const found: [string, WhenWord][] = []
  const add = (words: string, meaning: WhenWord): void => {
    for (const word of words.split('|')) found.push([word, meaning])
  }
  for (const [is, words] of MARKS) add(words, { is })
  for (const [period, words] of PERIODS) add(words, { is: 'period', period })
  for (const [unit, words] of UNITS) add(words, { is: 'unit', unit })
  for (const [offset, words, period] of DAYS) add(words, { is: 'day', offset, ...(period && { period }) })
  MONTHS.split(' ').forEach((names, at) => {
    // "may" is a verb unless a date stands beside it, as the readers require of every month.
    for (const name of names.split(',')) add(name, { is: 'month', month: at + 1 })
  })
  ORDINALS.split(' ').forEach((name, at) => {
    add(`${name}|${name.replace('-', ' ')}`, { is: 'ordinal', value: at + 1 })
  })
  addWeekdays(add)
  add('这个月|本月|当月|this month', { is: 'month-away', offset: 0 })
  add('下个月|下月|next month', { is: 'month-away', offset: 1 })
  add('下下个月|下下月', { is: 'month-away', offset: 2 })
  add('上个月|上月|last month', { is: 'month-away', offset: -1 })
  add('月底|月末|end of the month|end of month|month end|month-end|last day of the month', {
    is: 'month-end',
    offset: null,
  })
  add('这个月底|这月底|本月底|本月末|end of this month|last day of this month', {
    is: 'month-end',
    offset: 0,
  })
  add('下个月底|下月底|下月末|下个月末|end of next month|last day of next month', {
    is: 'month-end',
    offset: 1,
  })
  add('noon|midday|high noon', { is: 'clock', hour: 12 })
  add('midnight|午夜', { is: 'clock', hour: 24 })
  return found
}

function addWeekdays(add: (words: string, meaning: WhenWord) => void): void {
  for (const [week, prefixes] of CHINESE_WEEKS) {
    for (const prefix of prefixes.split('|')) {
      for (const name of ['周', '星期', '礼拜']) {
        if (week !== null) add(prefix + name, { is: 'week', offset: week })
        '一1,二2,三3,四4,五5,六6,日天7'.split(',').forEach((days, at) => {
          for (const day of days) add(prefix + name + day, { is: 'weekday', weekday: at + 1, week })
        })
      }
    }
  }
  for (const [week, prefixes] of ENGLISH_WEEKS) {
    for (const prefix of prefixes.split('|')) {
      if (week !== null) add(`${prefix}week`, { is: 'week', offset: week })
      WEEKDAYS.split(' ').forEach((names, at) => {
        for (const name of names.split(',')) add(prefix + name, { is: 'weekday', weekday: at + 1, week })
      })
    }
  }
}

export const whenLexicon: Lexicon<WhenWord> = lexiconOf(entries())

/** The words that days and times are said with, in both languages. */

/** Part of a day. */
export type Period = 'dawn' | 'morning' | 'noon' | 'afternoon' | 'dusk' | 'evening' | 'am' | 'pm'

/** What a duration counts. */
export type DurationUnit = 'minute' | 'quarter' | 'hour' | 'day' | 'week' | 'fortnight' | 'month' | 'year'

/** Third of a month, and all of it. */
export type PartOfMonth = 'whole' | 'early' | 'mid' | 'late'

/** What a word means; `offset` counts days, weeks or months from the present one. */
export type WhenWord =
  | { readonly is: 'day'; readonly offset: number; readonly period?: Period }
  | { readonly is: 'weekday'; readonly weekday: number; readonly week: number | null }
  | { readonly is: 'week'; readonly offset: number }
  | { readonly is: 'month-away'; readonly offset: number }
  | { readonly is: 'month'; readonly month: number }
  /** `month` is one of the year; `offset` counts from the present month. */
  | { readonly is: 'month-end'; readonly offset: number | null; readonly month: number | null }
  | {
      readonly is: 'month-part'
      readonly part: PartOfMonth
      readonly offset: number | null
      readonly month: number | null
    }
  | { readonly is: 'week-part'; readonly part: 'early' | 'late'; readonly week: number }
  | { readonly is: 'weekend'; readonly week: number | null }
  | { readonly is: 'coming-days'; readonly from: number; readonly to: number }
  /** `id` is null for whichever holiday comes next. */
  | { readonly is: 'holiday'; readonly id: string | null; readonly side: 'on' | 'before' | 'after' }
  /** Days counted from the festival: 除夕 is -1 of the Spring Festival. */
  | { readonly is: 'holiday-day'; readonly id: string; readonly offset: number }
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
  | 'not'
  | 'unable'
  | 'turn'
  | 'onward'
  | 'filler'

const MARKS: readonly (readonly [Mark, string])[] = [
  ['later', '后|以后|之后|过后|later|from now|from today|hence'],
  ['ago', '前|以前|之前|ago'],
  ['in', '过|再过|in|after'],
  ['before', 'before|by|until|till|no later than|not later than|not after|不晚于|最晚不超过'],
  [
    'after',
    'after|since|from after|any time after|anytime after|过完|过了|not before|not earlier than|no earlier than|不早于',
  ],
  ['within', '内|以内|之内|within|within the next'],
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
    '年底|年初|年中|过些天|改天|改日|哪天|weekday|weekdays|some day|someday|one of these days|a few days|in a couple days|next year|明年|后年|or the day after|or the next day|农历|阴历|旧历|腊月|正月|lunar calendar',
  ],
  ['few', '几|数|好几|多|a few|few|several|some|a couple of|a couple|couple of'],
  ['onward', '起|onward|onwards|or later|or after'],
  [
    'not',
    '不要|不是|别|除了|除开|不约|不想要|不选|not|no|except|except for|other than|apart from|anything but|can not make it|can not make|can not do|will not be|never on',
  ],
  [
    'unable',
    '不行|不可以|不要了|不约了|不用了|不方便|没空|没有空|没时间|没有时间|不在|不在家|没人在家|家里没人|有事|要上班|来不了|去不了|不得空|不成|赶不上|冇时间|冇空|唔得|does not work|does not suit|do not work|do not suit|did not suit|is not good|is no good|is not ok|is not okay|is not possible|is not convenient|is not suitable|will not work|will not do|will not suit|is bad|is out|is full|no good|not possible|is impossible|i am busy|i am away|i am out|i am at work',
  ],
  [
    'turn',
    '改|换|而是|但是|不过|可以|那就|还是约|就约|but|instead|rather|make it|how about|what about|can we|could we|can you|could you|so',
  ],
  [
    'thing',
    '楼|线|门|店|机|窗|桌|厅|柜|台|套餐|选项|方案|件|条|次|人|位|块|元|毛|gb|g|mb|m|%|yuan|rmb|people|persons|option|choice|floor|slot|item|times|person|plan|plans|lines|line|phones|phone|cards|card',
  ],
  [
    'filler',
    '别的|别人|特别|分别|区别|不要紧|不着急|不急|是不是|行不行|可不可以|方不方便|在不在|有没有空|别忘了|别忘|不要忘了|不要忘|不是很|why not|if not|not only|not sure|not certain|no problem|no worries|no thanks|no thank you|no hurry|no rush|cannot wait|can not wait|早上好|早安|上午好|中午好|下午好|晚上好|晚安|good morning|good afternoon|good evening|good night|have a good night|早点|晚点|最早|最晚|早就|尽早|早些|晚些|早日|夜宵|周到|周期|周年|一下|一定|一起|一般|统一|万一|十分感谢|一直|一样|第一|唯一|一些|一点点|有一点|快一点|早一点|晚一点|慢一点|好一点|多一点|少一点|便宜一点|大一点|小一点|一点也|一点都|一点儿|然后|最后|后面|后来|日期|时间|时候|小时候|前面|当前|目前|之前说|号码|账号|日子|今年|半价|当日|左右|那天|吧|呢|就|是|整|the same|i am|am i|may i|one moment|one second',
  ],
]

const PERIODS: readonly (readonly [Period, string])[] = [
  ['dawn', '凌晨|半夜|before dawn'],
  [
    'morning',
    '上午|早上|早晨|清晨|清早|一早|一大早|大清早|大早上|朝早|上昼|早|in the morning|morning|the morning|early morning|early in the morning|late morning|mid-morning|mid morning|first thing|first thing in the morning|first thing on',
  ],
  ['noon', '中午|正午|晌午|午间|晏昼|lunchtime|lunch time|lunch'],
  ['afternoon', '下午|午后|下昼|in the afternoon|afternoon|the afternoon|early afternoon|mid-afternoon'],
  ['dusk', '傍晚|黄昏|late afternoon|end of the day|end of day|close of business'],
  [
    'evening',
    '晚上|晚间|夜里|夜间|夜晚|深夜|晚黑|夜|晚|下班后|下班以后|下班之后|after work|early evening|in the evening|evening|the evening|at night|night|in the night',
  ],
  ['am', 'am|a.m|a.m.'],
  ['pm', 'pm|p.m|p.m.'],
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

/** The words of days and times that name no day of the calendar: marks, parts of the day, units, noon. */
export function timeWords(): [string, WhenWord][] {
  const found: [string, WhenWord][] = []
  const add = (words: string, meaning: WhenWord): void => {
    for (const word of words.split('|')) found.push([word, meaning])
  }
  for (const [is, words] of MARKS) add(words, { is })
  for (const [period, words] of PERIODS) add(words, { is: 'period', period })
  for (const [unit, words] of UNITS) add(words, { is: 'unit', unit })
  add('noon|midday|high noon', { is: 'clock', hour: 12 })
  add('midnight|午夜', { is: 'clock', hour: 24 })
  return found
}

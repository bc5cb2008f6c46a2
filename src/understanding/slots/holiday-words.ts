/** The names of holidays, and the words for the time around them, in both languages. */

import type { Holiday } from '../../company/holidays.ts'
import { slotForm } from './form.ts'
import type { WhenWord } from './when-words.ts'

/** Names that customers use whatever the company's table calls the holiday; `|` between them. */
const NAMES: readonly (readonly [id: string, words: string])[] = [
  ['new_year', "元旦|元旦节|new year|new years|new year's"],
  [
    'spring_festival',
    '春节|新春|过年|大年|农历新年|农历年|春节假期|过年期间|spring festival|chinese new year|lunar new year|cny|the spring festival holiday|spring festival holiday',
  ],
  ['qingming', '清明|清明节|qingming|tomb sweeping day|tomb-sweeping day'],
  ['labour_day', '劳动节|五一|五一节|五一劳动节|五一假期|labour day|labor day|may day'],
  ['dragon_boat', '端午|端午节|dragon boat|dragon boat festival'],
  ['mid_autumn', '中秋|中秋节|mid-autumn|mid autumn|mid-autumn festival|mid autumn festival|moon festival'],
  [
    'national_day',
    '国庆|国庆节|国庆假期|国庆长假|国庆黄金周|黄金周|十一假期|十一长假|十一黄金周|national day|golden week|national day holiday',
  ],
  ['christmas', '圣诞|圣诞节|christmas|christmas day|xmas'],
]

/** Days counted from the festival itself. */
const DAYS: readonly (readonly [id: string, offset: number, words: string])[] = [
  ['new_year', -1, "跨年|跨年夜|new year's eve|new years eve"],
  ['christmas', -1, '平安夜|圣诞夜|圣诞前夜|christmas eve|xmas eve'],
  ['new_year', 0, "new year's day|new years day"],
  ['christmas', 1, 'boxing day'],
  [
    'spring_festival',
    -1,
    "除夕|除夕夜|大年夜|大年三十|年三十|年三十晚|chinese new year's eve|lunar new year's eve|chinese new year eve",
  ],
  ['spring_festival', 14, '元宵|元宵节|正月十五|lantern festival'],
  ...['一', '二', '三', '四', '五', '六', '七', '八'].map(
    (day, at) => ['spring_festival', at, `大年初${day}|正月初${day}|年初${day}`] as const,
  ),
]

/** Whichever holiday comes next. */
const NEXT: readonly (readonly [side: 'on' | 'before' | 'after', words: string])[] = [
  [
    'after',
    '节后|放完假|放假后|放假之后|放假以后|假期后|假期之后|假期结束后|长假后|小长假后|收假后|过完节|过了节|after the holidays|after the holiday|after holidays|after the break',
  ],
  ['before', '节前|放假前|放假之前|假期前|长假前|before the holidays|before the holiday|before holidays'],
  ['on', '长假|小长假|放假期间|假期里|the holidays|over the holidays|during the holidays'],
]

/** Said of the Spring Festival without its name. */
const YEAR_TURNED = '过完年|过了年|出了年|过完春节'

/** Wishes, which name no day; 新年 may be that of either calendar. */
const WISHES =
  '新年快乐|新年好|过年好|新春快乐|春节快乐|元旦快乐|中秋快乐|中秋节快乐|国庆快乐|国庆节快乐|节日快乐|圣诞快乐|圣诞节快乐|端午安康|happy new year|happy chinese new year|happy lunar new year|happy spring festival|merry christmas|merry xmas|happy holidays|happy national day'

/**
 * The words of holidays: the well-known ones, and those of the company's table.
 * @param holidays the company's; null where none are known, so that every name leaves the day open
 */
export function holidayWords(holidays: readonly Holiday[] | null): [string, WhenWord][] {
  const found: [string, WhenWord][] = []
  const add = (words: readonly string[], meaning: WhenWord): void => {
    for (const word of words) {
      const form = slotForm(word)
      if (form) found.push([form, meaning])
    }
  }
  for (const [id, words] of NAMES) add(words.split('|'), { is: 'holiday', id, side: 'on' })
  for (const { id, words } of holidays ?? []) add(words, { is: 'holiday', id, side: 'on' })
  for (const [id, offset, words] of DAYS) add(words.split('|'), { is: 'holiday-day', id, offset })
  for (const [side, words] of NEXT) add(words.split('|'), { is: 'holiday', id: null, side })
  add(YEAR_TURNED.split('|'), { is: 'holiday', id: 'spring_festival', side: 'after' })
  add(['新年', '小年', '小年夜'], { is: 'vague' })
  add(WISHES.split('|'), { is: 'filler' })
  return found
}

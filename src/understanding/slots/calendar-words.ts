/** The words that days, weeks and months are named with, in both languages. */

import type { Period, WhenWord } from './when-words.ts'

type Add = (words: string, meaning: WhenWord) => void

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
  [2, '下下|下下个|再下|再下个'],
  [-1, '上|上个'],
  [-2, '上上|上上个'],
]
const ENGLISH_WEEKS: readonly (readonly [number | null, string])[] = [
  [null, '|on |coming |the coming |this coming '],
  [0, 'this '],
  [1, 'next '],
  [-1, 'last '],
]

/** The words of the calendar, each with what it names. */
export function calendarWords(): [string, WhenWord][] {
  const found: [string, WhenWord][] = []
  const add: Add = (words, meaning) => {
    for (const word of words.split('|')) found.push([word, meaning])
  }
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
  addMonthParts(add)
  addDays(add)
  return found
}

function addWeekdays(add: Add): void {
  for (const [week, prefixes] of CHINESE_WEEKS) {
    for (const prefix of prefixes.split('|')) {
      for (const name of ['周', '星期', '礼拜']) {
        add(`${prefix}${name}末|${prefix}${name}六日|${prefix}${name}六${name}日`, { is: 'weekend', week })
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
      add(`${prefix}weekend`, { is: 'weekend', week })
      WEEKDAYS.split(' ').forEach((names, at) => {
        for (const name of names.split(',')) {
          add(prefix + name, { is: 'weekday', weekday: at + 1, week })
          add(`${name} after next|the ${name} after next`, { is: 'weekday', weekday: at + 1, week: 2 })
        }
      })
    }
  }
}

function addMonthParts(add: Add): void {
  const end = 'end of the month|end of month|month end|month-end|last day of the month|the end of the month'
  const month = null
  add(`月底|月末|${end}`, { is: 'month-end', offset: null, month })
  add('这个月底|这月底|本月底|本月末|end of this month|last day of this month', {
    is: 'month-end',
    offset: 0,
    month,
  })
  add('下个月底|下月底|下月末|下个月末|end of next month|last day of next month', {
    is: 'month-end',
    offset: 1,
    month,
  })
  const parts = [
    ['early', '月初|上旬|月头', 'early|beginning of|the beginning of|start of|the start of'],
    ['mid', '月中|月中旬|中旬', 'mid|middle of|the middle of|mid of'],
    ['late', '下旬', 'late|later'],
  ] as const
  for (const [part, chinese, english] of parts) {
    for (const word of chinese.split('|')) {
      add(word, { is: 'month-part', part, offset: null, month })
      const tail = word.replace(/^月/, '')
      add(`这个月${tail}|这月${tail}|本月${tail}`, { is: 'month-part', part, offset: 0, month })
      add(`下个月${tail}|下月${tail}`, { is: 'month-part', part, offset: 1, month })
    }
    for (const word of english.split('|')) {
      add(`${word} the month|${word} month`, { is: 'month-part', part, offset: null, month })
      add(`${word} this month`, { is: 'month-part', part, offset: 0, month })
      add(`${word} next month`, { is: 'month-part', part, offset: 1, month })
      MONTHS.split(' ').forEach((names, at) => {
        for (const name of names.split(','))
          add(`${word} ${name}|${word}-${name}`, { is: 'month-part', part, offset: null, month: at + 1 })
      })
    }
  }
  MONTHS.split(' ').forEach((names, at) => {
    for (const name of names.split(','))
      add(`end of ${name}|the end of ${name}`, { is: 'month-end', offset: null, month: at + 1 })
  })
}

function addDays(add: Add): void {
  add('weekend|the weekend|over the weekend|at the weekend|on the weekend', { is: 'weekend', week: null })
  add('the weekend after next|weekend after next', { is: 'weekend', week: 2 })
  add('the week after next|week after next', { is: 'week', offset: 2 })
  add('the following week', { is: 'week', offset: 1 })
  add('the month after next|month after next', { is: 'month-away', offset: 2 })
  add('下周初|下周前半周|下周前几天|early next week|beginning of next week|start of next week', {
    is: 'week-part',
    part: 'early',
    week: 1,
  })
  add('下周后半周|下周后几天|下周晚些时候|late next week|later next week|end of next week', {
    is: 'week-part',
    part: 'late',
    week: 1,
  })
  add('这周后半周|这周晚些时候|late this week|later this week|end of this week|end of the week', {
    is: 'week-part',
    part: 'late',
    week: 0,
  })
  add('这几天|这两天|最近几天|the next few days|next few days|in the next few days|in the coming days', {
    is: 'coming-days',
    from: 0,
    to: 4,
  })
  add('过几天|过两天|几天后|in a few days|in several days', { is: 'coming-days', from: 2, to: 7 })
}

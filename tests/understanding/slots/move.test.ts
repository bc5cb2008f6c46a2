/** What is to be moved, and where to: several days and times in one sentence, and lengths of time. */

import { describe, expect, it } from 'vitest'
import { holidaysOf } from '../../../src/company/holidays.ts'
import { loadCompany } from '../../../src/company/load.ts'
import { type Move, readMove } from '../../../src/understanding/slots/move.ts'
import { NOW, written } from './said.ts'

const holidays = holidaysOf(await loadCompany('data/company'))

/** Said on Wednesday, 25 November 2026, at 10:00, of a visit on Friday, the 27th; `?` is not said. */
const CHINESE: readonly (readonly [text: string, meant: string])[] = [
  ['我想把明天下午的上门改到周六上午', '2026-11-26 13:00-18:00 > 2026-11-28 09:00-12:00'],
  ['周六改周日', '2026-11-28 > 2026-11-29'],
  ['不要周三了，改周五上午', '2026-11-25 > 2026-11-27 09:00-12:00'],
  ['推迟两天', '? > 2 days'],
  ['往后推一周', '? > 7 days'],
  ['提前到上午', '? > 2026-11-27 09:00-12:00'],
  ['改到周五', '? > 2026-11-27'],
  ['改在后天下午', '? > 2026-11-27 13:00-18:00'],
  ['下周三改到周五', '2026-12-02 > 2026-12-04'],
  ['下周三的改到周一', '2026-12-02 > 2026-11-30'],
  ['早一个小时', '? > -60 min'],
  ['晚两天', '? > 2 days'],
  ['提前半小时', '? > -30 min'],
  ['把周五的安装推迟一天', '2026-11-27 > 1 days'],
  ['我想改一下明天下午的上门', '2026-11-26 13:00-18:00 > ?'],
  ['改到两天后', '? > 2026-11-27'],
  ['周三不行，周四可以', '2026-11-25 > 2026-11-26'],
  ['周五上午', '? > 2026-11-27 09:00-12:00'],
  ['推迟几天', '? > ambiguous'],
  ['时间不变，改到周日', '? > 2026-11-29, same time'],
  ['明天的改到后天，还是同样的时间', '2026-11-26 > 2026-11-27, same time'],
  ['改时间', 'nothing'],
  ['你好', 'nothing'],
  ['换个时间，周六可以吗', '? > 2026-11-28'],
  ['把3号的改成5号', '2026-12-03 > 2026-12-05'],
  ['12月3号改到12月5号下午', '2026-12-03 > 2026-12-05 13:00-18:00'],
  ['延后到下周', '? > 2026-11-30 to 2026-12-06'],
  ['周五我不在家', '2026-11-27 > ?'],
  ['提前一天到周四', '? > 2026-11-26'],
  ['今天的不要了，明天来', '2026-11-25 > 2026-11-26'],
  ['明天下午三点的改到上午', '2026-11-26 15:00 > 2026-11-26 09:00-12:00'],
  ['不是周三，是周四', '2026-11-25 > 2026-11-26'],
  ['把周六的预约取消', '2026-11-28 > ?'],
  ['3点改4点', '2026-11-25 15:00 > 2026-11-25 16:00'],
  ['改到春节后', '? > 2027-02-13 to 2027-02-19'],
  ['能不能往后挪两天', '? > 2 days'],
  ['顺延一周', '? > 7 days'],
  ['师傅能晚点来吗', 'nothing'],
  ['师傅能晚两个小时来吗', '? > 120 min'],
  ['原定周五上午的，改成下周一上午行吗', '2026-11-27 09:00-12:00 > 2026-11-30 09:00-12:00'],
  ['周四约的师傅我想换到周六', '2026-11-26 > 2026-11-28'],
  ['把上门时间从周三挪到周四', '2026-11-25 > 2026-11-26'],
  ['从周三改到周四', '2026-11-25 > 2026-11-26'],
  ['改约周日', '? > 2026-11-29'],
  ['改期', 'nothing'],
  ['明天有事，后天吧', '2026-11-26 > 2026-11-27'],
  ['改到明天下午两点到四点', '? > 2026-11-26 14:00-16:00'],
  ['改明天', '? > 2026-11-26'],
  ['能改到这周末吗', '? > 2026-11-28 to 2026-11-29'],
  ['帮我把后天的预约往前提一天', '2026-11-27 > -1 days'],
  ['早两天可以吗', '? > -2 days'],
  ['提早到周四', '? > 2026-11-26'],
  ['下午改上午', '2026-11-25 13:00-18:00 > 2026-11-25 09:00-12:00'],
  ['改到昨天', '? > past'],
  ['改到2月30号', '? > impossible'],
  ['周六上午改周日下午3点以后', '2026-11-28 09:00-12:00 > 2026-11-29 15:00-24:00'],
  ['明天的预约，我想改一下', '2026-11-26 > ?'],
  ['上门改到周三或周四', '? > 2026-11-25 to 2026-11-26'],
  ['推迟半天', '? > ambiguous'],
  ['延迟到月底前', '? > 2026-11-25 to 2026-11-29'],
  ['周末那个改到下周二', '2026-11-28 to 2026-11-29 > 2026-12-01'],
  ['改到周五，不是周四', '2026-11-26 > 2026-11-27'],
]
const ENGLISH: readonly (readonly [text: string, meant: string])[] = [
  ['move my Tuesday appointment to Friday after 3', '2026-12-01 > 2026-11-27 15:00-24:00'],
  ['can it be Friday instead of Tuesday', '2026-12-01 > 2026-11-27'],
  ['an hour later', '? > 60 min'],
  ['same time on Thursday', '? > 2026-11-26, same time'],
  ['push it back a week', '? > 7 days'],
  ['bring it forward by a day', '? > -1 days'],
  ['postpone my Tuesday appointment by two days', '2026-12-01 > 2 days'],
  ['reschedule my Tuesday appointment', '2026-12-01 > ?'],
  ["I need to change tomorrow's visit", '2026-11-26 > ?'],
  ['change it from 3pm to 5pm', '2026-11-25 15:00 > 2026-11-25 17:00'],
  ['change from Tuesday to Friday', '2026-12-01 > 2026-11-27'],
  ['move it to Friday 2 to 4', '? > 2026-11-27 14:00-16:00'],
  ['move it to two days later', '? > 2 days'],
  ["I can't do Tuesday, how about Friday", '2026-12-01 > 2026-11-27'],
  ['not Tuesday but Friday', '2026-12-01 > 2026-11-27'],
  ['instead of Tuesday, can we do Friday', '2026-12-01 > 2026-11-27'],
  ['put it off until next week', '? > 2026-11-30 to 2026-12-06'],
  ['make it Friday', '? > 2026-11-27'],
  ['Friday please', '? > 2026-11-27'],
  ['two days earlier', '? > -2 days'],
  ['reschedule for Friday afternoon', '? > 2026-11-27 13:00-18:00'],
  ['can you come one hour earlier', '? > -60 min'],
  ['swap Tuesday for Thursday', '2026-12-01 > 2026-11-26'],
  ['hello', 'nothing'],
  ['move it', 'nothing'],
  [
    'Can you move the visit from tomorrow afternoon to Saturday morning?',
    '2026-11-26 13:00-18:00 > 2026-11-28 09:00-12:00',
  ],
  ["I'd like to reschedule my visit on Friday to next Monday at 10", '2026-11-27 > 2026-11-30 10:00'],
  [
    'please change tomorrow 2pm to the day after tomorrow same time',
    '2026-11-26 14:00 > 2026-11-27, same time',
  ],
  ['move next Wednesday to Friday', '2026-12-02 > 2026-12-04'],
  ['Friday rather than Thursday please', '2026-11-26 > 2026-11-27'],
  ['could the technician come on Saturday instead?', '? > 2026-11-28'],
  ['delay it by half an hour', '? > 30 min'],
  ['delay the visit a couple of days', '? > 2 days'],
  ['move it forward an hour', '? > -60 min'],
  ['move it up a day', '? > -1 days'],
  ['push my appointment to after the Spring Festival', '? > 2027-02-13 to 2027-02-19'],
  ['shift it by two days', '? > ambiguous'],
  ['can we do it a week later', '? > 7 days'],
  ['reschedule to yesterday', '? > past'],
  ['move it to Feb 30', '? > impossible'],
  ['next week instead', '? > 2026-11-30 to 2026-12-06'],
  ["I won't be home on Friday", '2026-11-27 > ?'],
  ["Tuesday doesn't work for me, can you do Thursday at 3", '2026-12-01 > 2026-11-26 15:00'],
  ['change my appointment to the 5th, same time', '? > 2026-12-05, same time'],
  ['cancel my Friday visit', '2026-11-27 > ?'],
  ['bring it forward to the morning', '? > 2026-11-27 09:00-12:00'],
  ['move to 4pm', '? > 2026-11-27 16:00'],
  ['move it a few days later', '? > ambiguous'],
  ['move it to the weekend', '? > 2026-11-28 to 2026-11-29'],
  ['actually Friday is fine', '? > 2026-11-27'],
  [
    'is it possible to come on Monday in the afternoon instead of Friday morning',
    '2026-11-27 09:00-12:00 > 2026-11-30 13:00-18:00',
  ],
  ['to Friday', '? > 2026-11-27'],
  ['no, Friday', '? > 2026-11-27'],
  ['not Friday', '2026-11-27 > ?'],
  ['on Friday, not Tuesday', '2026-12-01 > 2026-11-27'],
  ['move my 2 to 4 appointment to Friday', '? > 2026-11-27'],
  ['move the 3pm one to 5pm', '2026-11-25 15:00 > 2026-11-25 17:00'],
]

describe('a move', () => {
  it.each(CHINESE)('%s: %s', (text, meant) => expect(moved(text, 'zh')).toBe(meant))
  it.each(ENGLISH)('%s: %s', (text, meant) => expect(moved(text, 'en')).toBe(meant))

  it('to a time alone is on the day of what is moved, or else the next such time', () => {
    expect(moved('提前到上午', 'zh', '2026-12-24')).toBe('? > 2026-12-24 09:00-12:00')
    expect(moved('提前到上午', 'zh', null)).toBe('? > 2026-11-25 09:00-12:00')
    expect(moved('把周六的改到下午', 'zh', '2026-12-24')).toBe('2026-11-28 > 2026-11-28 13:00-18:00')
  })

  it('is null for more than 500 characters', () => {
    expect(readMove(`改到周五${' '.repeat(496)}`, NOW, 'Asia/Shanghai')).not.toBeNull()
    expect(readMove(`改到周五${' '.repeat(497)}`, NOW, 'Asia/Shanghai')).toBeNull()
  })
})

function moved(text: string, language: 'zh' | 'en', agreed: string | null = '2026-11-27'): string {
  const move = readMove(text, NOW, 'Asia/Shanghai', language, holidays, agreed)
  if (move === null) return 'nothing'
  return `${side(move.from)} > ${side(move.to)}${move.sameTime ? ', same time' : ''}`
}

function side(read: Move['from'] | Move['to']): string {
  if (read === null) return '?'
  if (read.kind !== 'shift') return written(read)
  return [read.days && `${read.days} days`, read.minutes && `${read.minutes} min`].filter(Boolean).join(' ')
}

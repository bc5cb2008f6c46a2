import { describe, expect, it } from 'vitest'
import { anyWillDo } from '../../dialogs/callback-time.ts'
import { callsOff, changesIt, isOwnPhone, meansOtherPhone, wasMissed } from '../../dialogs/callback-words.ts'
import { faultReportOf, nextCheck, refusesVisit } from '../../dialogs/fault-words.ts'
import {
  isPartOfDay,
  keepsVisit,
  meansAllVisits,
  visitKindIn,
  visitsMeant,
  visitWishOf,
} from '../../dialogs/visit-words.ts'

describe('what is said about a fault', () => {
  it.each([
    ['好了，能上网了', 'works'],
    ["it's working again", 'works'],
    ['fixed!', 'works'],
    ['还是不行', 'still'],
    ['重启了没用', 'still'],
    ['好了一会儿又断了', 'still'],
    ['I restarted it, still no', 'still'],
    ["that didn't help", 'still'],
    ['没有网线', 'cannot'],
    ['我还是要师傅来', null],
    ['灯还是正常', null],
    ['重開都唔得', 'still'],
    ['得咗，好返喇', 'works'],
    ["I don't know", 'cannot'],
    ["I'm not at home", 'cannot'],
    ['LOS 灯在哪', null],
    ['流量加油包多少钱', null],
  ] as const)('%s: %s', (text, outcome) => {
    expect(faultReportOf(text).outcome).toBe(outcome)
  })

  it.each([
    ['光猫亮红灯怎么办', 'red'],
    ['LOS灯一直闪红', 'red'],
    ['there is a red light on the box', 'red'],
    ['the LOS light is blinking', 'red'],
    ['没有红灯', 'fine'],
    ['no red light', 'fine'],
    ['灯都正常', 'fine'],
    ['燈都係正常', 'fine'],
    ['all lights are green', 'fine'],
    ['灯全不亮', 'dark'],
    ['the lights are all off', 'dark'],
    ['家里没网', null],
  ] as const)('%s: %s', (text, lights) => {
    expect(faultReportOf(text).lights).toBe(lights)
  })

  it.each([
    ["nothing loads, I've already rebooted the router twice", ['restart']],
    ['重启过两次了，手机电脑都上不了', ['restart', 'device']],
    ['every device says offline, ethernet too', ['device', 'cable']],
    ['网断了', []],
  ] as const)('%s: tried %j', (text, done) => {
    expect(faultReportOf(text).done).toEqual(done)
  })

  it.each([
    ['能派个师傅来修吗', true],
    ['please send a technician', true],
    ['先不要派人上门', false],
    ["I don't want a technician", false],
    ['网断了', false],
  ])('%s: somebody is to come: %s', (text, visit) => {
    expect(faultReportOf(text).visit).toBe(visit)
  })

  it('that no visit is wanted', () => {
    expect(refusesVisit('先不要上门')).toBe(true)
    expect(refusesVisit('No visit for now')).toBe(true)
    expect(refusesVisit('上门要多少钱')).toBe(false)
  })

  it('what is asked next leaves out what was done, and the power unless no light is on', () => {
    expect(nextCheck([])).toBe('lights')
    expect(nextCheck(['lights', 'restart'])).toBe('device')
    expect(nextCheck(['lights', 'restart', 'device', 'cable'])).toBeNull()
  })
})

describe('what is wanted of a visit', () => {
  it.each([
    ['我想把明天下午的上门改到周六上午', 'move'],
    ['家里没人，让师傅别来了改天吧', 'move'],
    ['等了一上午没人来，那就改约后天吧', 'move'],
    ['推迟两天', 'move'],
    ["I can't be home, can he come another day", 'move'],
    ['push the visit back by 2 days', 'move'],
    ['取消明天的上门', 'cancel'],
    ['师傅不用来了', 'cancel'],
    ['tell the technician not to come tomorrow', 'cancel'],
    ["don't need the repair appointment any more", 'cancel'],
    ['师傅怎么还没来', 'late'],
    ['等了一上午没人来', 'late'],
    ['the engineer never showed up', 'late'],
    ["where's the technician", 'late'],
    ['查一下师傅几点到我家', 'see'],
    ['what time is the technician arriving', 'see'],
    ['谢谢', null],
  ] as const)('%s: %s', (text, wish) => {
    expect(visitWishOf(text)).toBe(wish)
  })

  it.each([
    ['改一下装机时间', 'install'],
    ['the repair', 'repair'],
    ['维修那次', 'repair'],
    ['改一下时间', null],
    ['装机和维修', null],
  ] as const)('%s is about: %s', (text, kind) => {
    expect(visitKindIn(text)).toBe(kind)
  })

  it('a visit is found by its kind and its time, and nothing said means any', () => {
    const visits = [
      { id: 'a', kind: 'install', day: '2026-11-25', from: 540, to: 720 },
      { id: 'b', kind: 'repair', day: '2026-11-25', from: 780, to: 1080 },
    ] as const
    const ids = (...args: Parameters<typeof visitsMeant> extends [unknown, ...infer Rest] ? Rest : never) =>
      visitsMeant(visits, ...args).map(({ id }) => id)
    const afternoon = { first: '2026-11-25', last: '2026-11-25', from: 780, to: 1080 }
    expect(ids('install', null)).toEqual(['a'])
    expect(ids(null, afternoon)).toEqual(['b'])
    expect(ids('install', afternoon)).toEqual([])
    expect(ids(null, null)).toEqual(['a', 'b'])
  })
})

describe('what is said about a call back', () => {
  it.each([
    ['不用打了', true],
    ['取消回电预约', true],
    ['no need to call me any more', true],
    ['cancel the callback', true],
    ["don't cancel it", false],
    ['不要取消', false],
    ["don't cancel my plan", false],
    ['取消宽带', false],
    ['别打太早', false],
    ['给我回电', false],
  ])('%s: no call: %s', (text, off) => {
    expect(callsOff(text)).toBe(off)
  })

  it('that it never came, that it changes, whose number it is', () => {
    expect(wasMissed('说好今天下午给我回电话的，怎么还没打来')).toBe(true)
    expect(wasMissed('nobody called me back')).toBe(true)
    expect(wasMissed('今天下午给我回电')).toBe(false)
    expect(changesIt('call me at 5 instead')).toBe(true)
    expect(changesIt('明天三点给我回电')).toBe(false)
    expect(isOwnPhone('打登记的号码')).toBe(true)
    expect(isOwnPhone('帮我查账单')).toBe(false)
    expect(isOwnPhone('查一下这个号的账单')).toBe(false)
    expect(meansOtherPhone('no, the other number')).toBe(true)
    expect(meansOtherPhone('yes')).toBe(false)
  })
})

describe('what is said of several', () => {
  it('any of them will do', () => {
    for (const text of ['都行', '都可以', '随便哪个', 'either is fine', 'any of them'])
      expect(anyWillDo(text)).toBe(true)
    for (const text of ['都不行', '可以', 'neither', '周三']) expect(anyWillDo(text)).toBe(false)
  })

  it('all of them, none of them, or only a part of the day', () => {
    expect(meansAllVisits('两个都取消')).toBe(true)
    expect(keepsVisit('别取消了')).toBe(true)
    expect(keepsVisit('取消吧')).toBe(false)
    expect(isPartOfDay('in the morning')).toBe(true)
    expect(isPartOfDay('the morning one')).toBe(false)
    expect(faultReportOf('我还是要师傅来').visit).toBe(true)
    expect(isOwnPhone('用登記嗰個')).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { correctedLost, isFoundAgain, lostIn, lostInReply } from '../../dialogs/lost-words.ts'

describe('what is lost', () => {
  it.each([
    ['手机丢了', 'sim-and-phone'],
    ['我的手机被偷了，赶紧停机', 'sim-and-phone'],
    ['手机落出租车上了，先帮我锁号', 'sim-and-phone'],
    ['手机丢了，挂失手机卡', 'sim-and-phone'],
    ['手機不見了', 'sim-and-phone'],
    ['手机和卡都丢了', 'sim-and-phone'],
    ['i lost my phone', 'sim-and-phone'],
    ['lost my phone, please block my sim', 'sim-and-phone'],
    ['my phone and sim are gone', 'sim-and-phone'],
    ['卡丢了', 'sim'],
    ['sim卡弄丢了怎么办', 'sim'],
    ['手机卡掉了', 'sim'],
    ['只停卡', 'sim'],
    ['不是手机，只丢了卡', 'sim'],
    ['手机还在，卡不见了', 'sim'],
    ['i lost my sim card', 'sim'],
    ['only the sim please', 'sim'],
    ['i still have my phone, the sim is gone', 'sim'],
    ['挂失', null],
    ['挂失手机号', null],
    ['马上挂失停机', null],
    ['block my sim now', null],
    ['can you block my number', null],
    ["my phone's sim is gone", null],
    ['网速太卡顿了', null],
    ['', null],
  ])('%s → %s', (text, lost) => {
    expect(lostIn(text)).toBe(lost)
  })
})

describe('that it is found again', () => {
  it.each([
    '手机找到了',
    '卡找回来了，恢复一下',
    '怎么解除挂失',
    '解挂，卡又找到了',
    '取消挂失',
    'found my phone again, please unblock the sim',
    'i found it, it was under the sofa, back again',
    'unblock my SIM',
    'please reactivate my sim',
    'i got my phone back',
    'got it back, thanks',
    'my stolen phone is back, please unblock the sim',
    '被偷的手机找到了，解除挂失',
  ])('%s', (text) => expect(isFoundAgain(text)).toBe(true))

  it.each([
    '手机找不到了',
    '还没找到手机',
    '没找到，挂失吧',
    '手机丢了',
    "I can't find my phone",
    'i have not found my phone',
    'somebody found my phone and uses it',
    'block my sim',
    'I got my phone stolen, block my SIM',
    'I got my SIM card stolen, please block it',
    'i just got my phone snatched on the bus',
    'i found my phone missing this morning, block it',
    'my phone was stolen and they can unlock it, block my sim',
    'we got my phone replaced',
    '手机找到了小偷偷的',
    '找到了小偷，手机没找回',
    '手机被抢了，赶紧挂失',
    '',
  ])('not: %s', (text) => expect(isFoundAgain(text)).toBe(false))
})

describe('what a reply to "shall I block it?" corrects', () => {
  it.each([
    ['no need, my phone was in the bag', true, 'sim-and-phone', null],
    ['no, my phone was in the bag', true, 'sim-and-phone', null],
    ['no, I still have my phone', true, 'sim-and-phone', null],
    ['不用了，手机在沙发底下', true, 'sim-and-phone', null],
    ['不要停我的卡', true, 'sim-and-phone', null],
    ['no, the phone', true, 'sim-and-phone', null],
    ['my phone was under the sofa', false, 'sim-and-phone', null],
    ['不对，只丢了卡', true, 'sim-and-phone', 'sim'],
    ['no, only the sim', true, 'sim-and-phone', 'sim'],
    ['no, the phone is gone too', true, 'sim', 'sim-and-phone'],
    ['不是，手机还在，卡丢了', true, 'sim-and-phone', 'sim'],
    ['手机也丢了', false, 'sim', 'sim-and-phone'],
  ] as const)('%s', (text, isNo, asked, lost) => {
    expect(correctedLost(text, isNo, asked)).toBe(lost)
  })
})

describe('a reply to what is lost', () => {
  it.each(['补卡多少钱', '手机还能定位吗', 'how much is a new sim card', 'can i get a new phone?'])(
    'is not a question: %s',
    (text) => expect(lostInReply(text)).toBe(null),
  )

  it.each([
    ['手机 lost 了', 'sim-and-phone'],
    ['just the sim', 'sim'],
    ['I still have my phone', 'sim'],
    ['I do not have my phone any more', 'sim-and-phone'],
  ])('%s → %s', (text, lost) => expect(lostInReply(text)).toBe(lost))
})

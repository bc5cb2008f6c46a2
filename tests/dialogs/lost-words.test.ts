import { describe, expect, it } from 'vitest'
import { isFoundAgain, lostIn, lostInReply } from '../../dialogs/lost-words.ts'

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
    '',
  ])('not: %s', (text) => expect(isFoundAgain(text)).toBe(false))
})

describe('a reply to what is lost', () => {
  it.each(['补卡多少钱', '手机还能定位吗', 'how much is a new sim card', 'can i get a new phone?'])(
    'is not a question: %s',
    (text) => expect(lostInReply(text)).toBe(null),
  )

  it.each([
    ['手机 lost 了', 'sim-and-phone'],
    ['just the sim', 'sim'],
  ])('%s → %s', (text, lost) => expect(lostInReply(text)).toBe(lost))
})

/** What customers say about being written to, or judged by a score. */

import { describe, expect, it } from 'vitest'
import {
  isShortStop,
  isStop,
  isStopWord,
  isUndo,
  readChoice,
} from '../../../src/understanding/slots/contact-choice.ts'
import { HOSTILE_TEXTS } from '../hostile-texts.ts'

describe('a choice', () => {
  it.each([
    '以后别给我推销了',
    '不要主动联系我',
    '我不想再收到优惠',
    '拒绝自动化决策',
    '请停止给我发推广',
    '撤回我同意接收营销信息的授权',
    '取消营销推送',
    '我不同意你们给我打分',
    'stop contacting me',
    "please don't contact me",
    "I don't want to be profiled",
    'opt out of automated decisions',
    'i withdraw my consent',
    'no more promotions please',
  ])('is against in %s', (text) => {
    expect(readChoice(text)).toBe('refuse')
  })

  it.each([
    '可以主动联系我',
    '有优惠记得告诉我',
    '我同意你们发优惠信息给我',
    '恢复对我的自动化分析',
    'you may contact me',
    'opt me back in to offers',
    'let me know when there is a deal',
    'you can use the score again',
  ])('is for in %s', (text) => {
    expect(readChoice(text)).toBe('allow')
  })

  it.each([
    '联系偏好',
    'marketing preferences',
    '我不介意你们联系',
    "I don't mind you writing",
    '取消我的拒绝',
  ])('is asked back in %s', (text) => {
    expect(readChoice(text)).toBe('unclear')
  })
})

describe('a word that stops us', () => {
  it.each([
    '不要再联系',
    '不要再联系我',
    '别给我推销了',
    '别再打扰我了',
    '请不要主动联系我',
    'Stop contacting me!',
    'do not contact me',
    'unsubscribe',
  ])('is %s, at any time', (text) => {
    expect(isStop(text)).toBe(true)
  })

  it.each(['STOP', '退订', 'TD', 'stop.', 'unsub'])('is %s only after we wrote', (text) => {
    expect([isStop(text), isStopWord(text), isShortStop(text)]).toEqual([false, true, true])
  })

  it.each(['取消', 'cancel', '停', '停止', 'end', 'quit', 'n', 't', 'r'])(
    'is %s only as the answer to what we wrote',
    (text) => expect([isStop(text), isStopWord(text), isShortStop(text)]).toEqual([false, false, true]),
  )

  it.each([
    '不要再联系我以外的人',
    '怎么退订彩铃',
    'stop my broadband',
    '别人联系我怎么办',
    '不用找了',
    '别找了',
    '不用联系我了，我自己打',
  ])('is not %s', (text) => {
    expect([isStop(text), isStopWord(text), isShortStop(text)]).toEqual([false, false, false])
  })
})

it.each(['我改主意了', '改主意', '反悔了', 'I changed my mind', "I've changed my mind", 'undo'])(
  '%s takes a decision back',
  (text) => {
    expect(isUndo(text)).toBe(true)
    expect(isUndo(`${text}，换个套餐`)).toBe(false)
  },
)

it('any text is read in a moment', () => {
  const began = performance.now()
  for (const text of HOSTILE_TEXTS) {
    readChoice(text)
    isStopWord(text)
    isShortStop(text)
    isUndo(text)
  }
  expect(performance.now() - began).toBeLessThan(2_000)
})

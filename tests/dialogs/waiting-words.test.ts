/** Wishing to keep waiting for a person, in the customer's own words. */

import { expect, it } from 'vitest'
import { waitsOn } from '../../dialogs/waiting-words.ts'

it.each([
  '再等等',
  '好的，我继续等',
  '我等',
  '等吧',
  '可以等',
  '我愿意等',
  '没关系，我再等一会儿',
  "I'll wait",
  'wait',
  'keep waiting please',
  'yes, I can wait',
  'no problem, I will hold',
])('waits on: “%s”', (text) => {
  expect(waitsOn(text)).toBe(true)
})

it.each([
  '不等了',
  '别等了',
  '算了',
  '我等不了了',
  '怎么开发票',
  "I can't wait",
  'tired of waiting',
  'stop waiting',
  'my bill',
])('does not: “%s”', (text) => {
  expect(waitsOn(text)).toBe(false)
})

import { describe, expect, it } from 'vitest'
import { withoutLead } from '../../src/understanding/classifier/leads.ts'

describe('beginnings of a question', () => {
  const TABLE: [string, string][] = [
    ['我想问下怎么开发票', '怎么开发票'],
    ['你好，我想咨询一下宽带怎么办理', '宽带怎么办理'],
    ['顺便问下月底几号扣费', '月底几号扣费'],
    ['您好 麻烦问一下，流量能不能共享', '流量能不能共享'],
  ]
  it.each(TABLE)('are taken away: %s', (asked, question) => {
    expect(withoutLead(asked)).toBe(question)
  })

  it.each(['我想咨询一下', '你好', '请问', '问题解决了吗', '我想要退款', 'how do i pay', ''])(
    'are left where nothing follows, or where they are none: %s',
    (text) => {
      expect(withoutLead(text)).toBe(text)
    },
  )
})

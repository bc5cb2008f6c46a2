/** What whoever takes a conversation over is told, in both languages, from what is on record. */

import { describe, expect, it } from 'vitest'
import { QUOTED, quoted, type SummaryInput, summaryOf, summaryText } from '../../src/services/summary.ts'

const nothing: SummaryInput = {
  customer: null,
  rule: null,
  topic: null,
  quote: null,
  answered: [],
  failed: 0,
  unhelpful: 0,
  done: [],
  orders: [],
  tickets: [],
  unfinished: null,
  mood: 'neutral',
  danger: false,
  wantsPerson: false,
}
const known: SummaryInput['customer'] = {
  verified: true,
  plan: { zh: '畅享 199', en: 'Free 199' },
  joined: '2019-03-14',
}
const bill = { zh: '账单收费有误', en: 'A charge on my bill is wrong' }
const high = { zh: '账单比平时高', en: 'My bill is higher than usual' }
const asks = { zh: '客户要求人工', en: 'Asks for a person' }
const move = { zh: '改约上门', en: 'Visit moved' }

describe('a summary', () => {
  it.each<[string, Partial<SummaryInput>, zh: string[], en: string[]]>([
    [
      'of somebody unknown who has said nothing yet',
      {},
      ['客户：还不知道是谁，未验证身份。', '情绪：平静。下一步：涉及账户的事先核实身份。'],
      [
        'Customer: not known yet, identity not verified.',
        'Mood: calm. Next: verify who they are before anything about the account.',
      ],
    ],
    [
      'of a disputed bill',
      {
        customer: known,
        rule: asks,
        topic: bill,
        quote: '多收了我二十块，\n给我核实',
        answered: [high],
        unhelpful: 1,
        mood: 'angry',
      },
      [
        '客户：已验证身份；套餐：畅享 199；2019 年 3 月入网。',
        '来由：客户要求人工；关于“账单收费有误”；原话：“多收了我二十块， 给我核实”。',
        '机器人：答了 “账单比平时高”；1 个回答客户说没帮上。',
        '情绪：愤怒。下一步：先致歉、认下问题再办事；直接回答最后那个问题，别重复机器人的话。',
      ],
      [
        'Customer: identity verified; plan: Free 199; with us since 2019-03.',
        'Why: Asks for a person; about "A charge on my bill is wrong"; in their words: “多收了我二十块， 给我核实”.',
        'The bot: answered "My bill is higher than usual"; one answer did not help.',
        "Mood: angry. Next: acknowledge the trouble before anything else; answer their last question, and do not repeat the bot's answer.",
      ],
    ],
    [
      'of a task that was interrupted, with what is open besides',
      {
        customer: { ...known, verified: false },
        quote: 'move my appointment',
        done: [{ title: move, reference: 'Q261122-4F7K' }],
        tickets: [{ title: bill, number: 'T261120-2ABC' }],
        orders: [{ title: move, reference: 'Q261101-9XYZ' }],
        unfinished: {
          title: { zh: '改约上门时间', en: 'Reschedule a visit' },
          slots: [{ zh: '日期 2026-11-25', en: 'day 2026-11-25' }],
        },
      },
      [
        '客户：有账户，身份验证已过期；套餐：畅享 199；2019 年 3 月入网。',
        '来由：原话：“move my appointment”。',
        '机器人：办了 “改约上门 Q261122-4F7K”。',
        '现状：工单 T261120-2ABC（账单收费有误）、订单 Q261101-9XYZ（改约上门）；没办完：“改约上门时间”（已填 日期 2026-11-25）。',
        '情绪：平静。下一步：接着办“改约上门时间”，别让客户重说；涉及账户的事先核实身份。',
      ],
      [
        'Customer: account known, but the proof has run out; plan: Free 199; with us since 2019-03.',
        'Why: in their words: “move my appointment”.',
        'The bot: arranged "Visit moved Q261122-4F7K".',
        'Open: ticket T261120-2ABC (A charge on my bill is wrong), order Q261101-9XYZ (Visit moved); not finished: "Reschedule a visit" (given so far: day 2026-11-25).',
        'Mood: calm. Next: go on with "Reschedule a visit" without asking again; verify who they are before anything about the account.',
      ],
    ],
  ])('%s', (_what, input, zh, en) => {
    const lines = summaryOf({ ...nothing, ...input })
    expect(summaryText(lines, 'zh').split('\n')).toEqual(zh)
    expect(summaryText(lines, 'en').split('\n')).toEqual(en)
  })

  it.each<[string, Partial<SummaryInput>, zh: RegExp, en: RegExp]>([
    ['danger comes before everything', { danger: true, mood: 'angry' }, /先确认人身/, /safe; acknowledge/],
    [
      'a bare wish for a person is asked about',
      { customer: known, wantsPerson: true },
      /问清客户/,
      /what they would like/,
    ],
    [
      'a happy customer is answered',
      { customer: known, mood: 'happy' },
      /愉快。下一步：回答最后/,
      /pleased\. Next: answer/,
    ],
    [
      'annoyance is met',
      { customer: known, mood: 'annoyed' },
      /不满。下一步：先致歉/,
      /annoyed\. Next: acknowledge/,
    ],
    ['questions without an answer are counted', { failed: 1 }, /1 次没答上来/, /no answer once/],
    ['in the plural, too', { failed: 3, unhelpful: 2 }, /3 次没答上来；2 个回答/, /3 times; 2 answers/],
    ['an answer given twice is named once', { answered: [bill, bill] }, /答了 “账单收费有误”。/, /wrong"\./],
    [
      'of many, three are named',
      { answered: ['a', 'b', 'c', 'd', 'e'].map((one) => ({ zh: one, en: one })) },
      /“c”等 5 项/,
      /"c" and 2 more/,
    ],
    [
      'of many orders as well',
      { orders: ['1', '2', '3', '4'].map((reference) => ({ title: move, reference })) },
      /、另有 1 项。/,
      /, 1 more\./,
    ],
    [
      'no plan, no date',
      { customer: { verified: true, plan: null, joined: null } },
      /已验证身份。/,
      /verified\./,
    ],
  ])('%s', (_what, input, zh, en) => {
    const lines = summaryOf({ ...nothing, ...input })
    expect(summaryText(lines, 'zh')).toMatch(zh)
    expect(summaryText(lines, 'en')).toMatch(en)
  })

  it('never has more than five lines, each on one line', () => {
    const title = { zh: '项', en: 'thing' }
    const lines = summaryOf({
      ...nothing,
      customer: known,
      rule: asks,
      topic: bill,
      quote: `${'很长的话 '.repeat(5_000)}\n\u2028`,
      answered: Array(50).fill(title),
      failed: 9,
      unhelpful: 9,
      done: Array(9).fill({ title, reference: 'Q1' }),
      orders: Array(9).fill({ title, reference: 'Q2' }),
      tickets: Array(9).fill({ title, number: 'T1' }),
      unfinished: { title, slots: [title] },
      mood: 'angry',
      danger: true,
    })
    expect(lines).toHaveLength(5)
    for (const { zh, en } of lines) expect(zh + en).not.toMatch(/[\n\u2028\u2029]/)
  })
})

describe('what a customer wrote', () => {
  it('is quoted as words that turn, link and hide nothing', () => {
    expect(quoted('\u202egnp.exe [x](http://evil.example) <b>@all</b>\u0000')).toBe(
      'gnp.exe [x]（http：／／evil．example) ＜b＞＠all＜/b＞'.replace('gnp.exe', 'gnp．exe'),
    )
    expect(quoted(' \n\t ')).toBeNull()
  })

  it('is shortened to a line', () => {
    const short = quoted('宽带断了'.repeat(100)) ?? ''
    expect(Array.from(short)).toHaveLength(QUOTED)
    expect(short.endsWith('…')).toBe(true)
  })
})

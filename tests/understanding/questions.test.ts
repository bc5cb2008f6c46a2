import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaningOf } from '../../src/understanding/leaning.ts'
import { asksSomething, piecesOf } from '../../src/understanding/questions.ts'

const textsOf = (text: string): string[] =>
  piecesOf(text).map((piece) => piece.text.replace(/[，,。；？?！!\s]+$/u, ''))

describe('a message is cut', () => {
  it.each<[string, string[]]>([
    ['怎么交话费？还有宽带密码在哪改', ['怎么交话费', '宽带密码在哪改']],
    ['eSIM怎么办理 顺便问下积分能换什么', ['eSIM怎么办理', '积分能换什么']],
    ['怎么设置自动扣款以及怎么看以前的账单', ['怎么设置自动扣款', '怎么看以前的账单']],
    ['第一，登录密码忘了；第二，想下载以前的账单', ['第一，登录密码忘了', '想下载以前的账单']],
    [
      'how do I get an invoice and also when is my bill due?',
      ['how do I get an invoice', 'when is my bill due'],
    ],
    ['Is 5G on? By the way, can I get paper bills?', ['Is 5G on', 'can I get paper bills']],
    ['show me my bill, and how do I pay?', ['show me my bill', 'how do I pay']],
  ])('at what announces more: %s', (text, pieces) => expect(textsOf(text)).toEqual(pieces))

  it.each<[string, string[]]>([
    ['国际漫游怎么开通？流量用完了会限速吗？', ['国际漫游怎么开通', '流量用完了会限速吗']],
    [
      'What plans do you have? Do you do student discounts?',
      ['What plans do you have', 'Do you do student discounts'],
    ],
  ])('between questions: %s', (text, pieces) => expect(textsOf(text)).toEqual(pieces))

  it.each([
    ['你好，请问怎么交话费？谢谢'],
    ['hi there! how do I pay? thanks a lot'],
    ['我昨天办了新卡，插上没反应，怎么激活？'],
    ['I got a new phone yesterday. How do I move my eSIM?'],
    ['我还有多少流量'],
    ['1.5G的流量包多少钱'],
  ])('never where it asks one thing: %s', (text) => expect(piecesOf(text).length).toBeLessThanOrEqual(1))

  it('says what parts a piece from the one before', () => {
    expect(piecesOf('怎么交费？怎么开票？还有几点关门').map(({ join }) => join)).toEqual([
      'comma',
      'sentence',
      'more',
    ])
    expect(piecesOf('营业厅在哪，几点关门').map(({ join }) => join)).toEqual(['comma', 'comma'])
  })

  it('tells no story: long messages and many cuts are one', () => {
    expect(piecesOf('怎么办？'.repeat(9))).toEqual([])
    expect(piecesOf(`怎么办？${'啊'.repeat(400)}怎么办？`)).toEqual([])
  })
})

describe('asking', () => {
  it.each([
    '怎么交费',
    '帮我查账单',
    '我想换套餐',
    'can I pay later',
    'show me my bill',
    "I'd like an invoice",
  ])('is heard in %s', (text) => expect(asksSomething(text)).toBe(true))
  it.each(['手机没信号', '谢谢', 'my phone has no signal', 'haha nice'])('is not heard in %s', (text) =>
    expect(asksSomething(text)).toBe(false),
  )
})

describe('leaning', () => {
  it.each([
    '多久到账',
    '多少钱',
    '怎么取消它',
    '要带什么证件',
    '那上个月',
    'how much is it?',
    'how long does that take',
    'can i do it online',
  ])('%s names nothing of its own', (text) => expect(leaningOf(text)).toBe('wholly'))
  it.each(['这个套餐合算吗', 'is there a pack for that', 'can i get it by email'])('%s points back', (text) =>
    expect(leaningOf(text)).toBe('partly'),
  )
  it.each(['怎么开发票', '手机没信号', 'no signal', 'how do i get an invoice', '', '？？', '哈哈哈'])(
    '%s stands on its own',
    (text) => expect(leaningOf(text)).toBe('none'),
  )
})

describe('any text', () => {
  const words = ['还有', '怎么', '，', '？', ' and how ', 'also ', '那', '多少', '\udc00', '另外', ' ', 'it ']
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10_000 }),
    fc.array(fc.constantFrom(...words), { maxLength: 3_000 }).map((parts) => parts.join('').slice(0, 10_000)),
    fc.constantFrom(...words).map((word) => word.repeat(10_000).slice(0, 10_000)),
  )

  it('is cut and weighed without an error', () => {
    fc.assert(
      fc.property(text, (said) => {
        expect(piecesOf(said).every((piece) => piece.text !== '')).toBe(true)
        expect(['wholly', 'partly', 'none']).toContain(leaningOf(said))
      }),
      { numRuns: 200 },
    )
  })
})

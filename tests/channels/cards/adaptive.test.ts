import { existsSync } from 'node:fs'
import path from 'node:path'
import { AdaptiveCard, HostConfig, SerializationContext, Versions } from 'adaptivecards'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CARD_TYPE, type Card, cardText } from '../../../src/bot/card.ts'
import {
  adaptiveCard,
  type CardJson,
  type CardMessage,
  cardMessage,
  mentionable,
  settledCard,
  takenOverCard,
} from '../../../src/channels/cards/adaptive.ts'
import type { StoredActivity } from '../../../src/conversations/activity.ts'
import { browserSources, launchBrowser } from '../../browser.ts'

const HOSTILE =
  '# **a** _b_ [x](https://evil.example) `c` <b>d</b> &lt; ~~e~~\n- f\n1. g\n{{DATE(2026-03-01T00:00:00Z)}} {{TIME(2026-03-01T00:00:00Z)}}'

const bill: Card = {
  title: '3月账单 **王芳**',
  lead: '比上月多 ¥20.00。',
  rows: [
    { label: '套餐', value: '¥99.00' },
    { label: '流量包', value: '¥29.00', trend: 'up' },
    { label: '优惠', value: '-¥10.00', trend: 'down' },
    { label: HOSTILE, value: HOSTILE },
  ],
  notes: ['请在 4月20日前支付。'],
}

const booking: Card = {
  kind: 'booking',
  title: '上门时间已改好',
  status: { text: '已办好', tone: 'good' },
  when: { date: '11月28日 周六', time: '9:00–12:00' },
  rows: [{ label: '地址', value: '滨江区柳岸大道 88 号' }],
  notes: ['11月23日 18:00 之前可以撤销。'],
}

const message = (more: Partial<CardMessage> = {}): CardMessage => ({
  text: '您想问哪一个？',
  actions: [],
  messageId: 'message-1',
  language: 'zh',
  style: 'teams',
  ...more,
})
const choices = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ title: `选项 ${at}`, text: `我选 ${at}` }))

const examples: [string, CardMessage][] = [
  ['a text', message()],
  ['a hostile text', message({ text: HOSTILE })],
  ['a text with paragraphs', message({ text: 'One.\n\n\nTwo.\nThree.\n', language: 'en' })],
  ['nothing', message({ text: undefined })],
  ['a bill', message({ text: undefined, card: bill })],
  [
    'a bill on the web',
    message({ text: 'Here:', card: bill, style: 'web', actions: choices(3), language: 'en' }),
  ],
  ['a booking', message({ text: undefined, card: booking })],
  [
    'a confirmation without rows',
    message({ text: '', card: { title: 'T', kind: 'confirmation', rows: [] } }),
  ],
  ['choices', message({ actions: choices(3) })],
  ['many choices and feedback', message({ actions: choices(9), feedback: true })],
  ['a card without rows', message({ card: { title: 'T', rows: [] }, language: 'zh-Hant' })],
  ['a mention', message({ mention: { id: '29:1', name: 'A **B** <c>' } })],
  ['an outcome', message({ outcome: '✓ 选项 1' })],
]

/** What Microsoft's own parser makes of it. */
function parsed(json: CardJson): { card: AdaptiveCard; complaints: string[] } {
  const context = new SerializationContext(Versions.v1_5)
  const card = new AdaptiveCard()
  // It counts those in the menu, too.
  card.hostConfig = new HostConfig({ actions: { maxActions: 20 } })
  card.parse(json, context)
  const complaints = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message)
  const invalid = card.validateProperties().validationEvents.map((event) => event.message)
  // Its check of `lang` remembers where the last one ended, so every second right value is called wrong.
  return { card, complaints: [...complaints, ...invalid].filter((text) => !text.includes('"lang"')) }
}

/** Every property of a JSON value, with what it is, as paths; case of words and defaults do not matter. */
function leaves(value: unknown, at = ''): string[] {
  if (value === null || typeof value !== 'object') return [`${at}=${String(value).toLowerCase()}`]
  return Object.entries(value).flatMap(([key, item]) => leaves(item, `${at}/${key}`))
}

describe('an Adaptive Card', () => {
  it.each(examples)('of %s is valid for the parser of Microsoft, which keeps all of it', (_name, example) => {
    const json = adaptiveCard(example)
    const { card, complaints } = parsed(json)
    expect(complaints).toEqual([])
    const kept = new Set(leaves(card.toJSON()))
    // What is Teams' own stands outside the schema; defaults are not written back.
    const ours = leaves(json).filter(
      (leaf) => !/\/(msteams|\$schema|fallback|lang)\b|spacing=default$|size=default$|width=auto$/.test(leaf),
    )
    expect(ours.filter((leaf) => !kept.has(leaf))).toEqual([])
  })

  it('has no text that a client reads as Markdown', () => {
    const types = new Set<unknown>()
    const visit = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return
      if ('type' in value) types.add(value.type)
      for (const item of Object.values(value)) visit(item)
    }
    for (const [name, example] of examples) if (name !== 'a mention') visit(adaptiveCard(example))
    expect([...types]).not.toContain('TextBlock')
    expect([...types]).not.toContain('FactSet')
  })

  it('keeps clients from filling in dates', () => {
    expect(JSON.stringify(adaptiveCard(message({ text: HOSTILE })).body)).not.toMatch(/\{\{(DATE|TIME)\(/)
  })

  it('shows figures at the right, in colour where they are worse or better, and says so without colour', () => {
    const rows = adaptiveCard(message({ card: bill })).body.filter(({ type }) => type === 'ColumnSet')
    const figures = rows.map((row) => JSON.stringify(row))
    expect(figures[0]).not.toContain('color')
    expect(figures[1]).toMatch(/"horizontalAlignment":"Right".*"text":"▲ ¥29.00".*"color":"Attention"/)
    expect(figures[2]).toMatch(/"text":"-¥10.00".*"color":"Good"/)
  })

  it('frames what is about one thing, the day first, with what has become of it above', () => {
    const { body } = adaptiveCard(message({ text: undefined, card: booking }))
    const [status, , frame] = body
    expect(JSON.stringify(status)).toMatch(/"✓ 已办好".*"color":"Good"/)
    expect(frame).toMatchObject({ type: 'Container', style: 'emphasis' })
    expect(JSON.stringify(frame)).toMatch(/11月28日 周六.*9:00–12:00.*地址.*滨江区/)
    // Bills and plans stand open, as before.
    expect(JSON.stringify(adaptiveCard(message({ card: bill })).body)).not.toContain('Container')
  })

  it('reads as text where there are no cards', () => {
    expect(cardText(booking, 'zh').split('\n')).toEqual([
      '上门时间已改好',
      '✓ 已办好',
      '11月28日 周六 9:00–12:00',
      '· 地址：滨江区柳岸大道 88 号',
      '11月23日 18:00 之前可以撤销。',
    ])
    const stored = { type: 'message', attachments: [{ contentType: CARD_TYPE, content: booking }] }
    expect(cardMessage(stored, 'zh').card).toEqual(booking)
  })

  it('offers choices as universal actions, and as messages to clients that have none', () => {
    const [first] = adaptiveCard(message({ actions: choices(2) })).actions ?? []
    expect(first).toEqual({
      type: 'Action.Execute',
      title: '选项 0',
      verb: 'say',
      data: { text: '我选 0', messageId: 'message-1', at: 0 },
      fallback: {
        type: 'Action.Submit',
        title: '选项 0',
        data: {
          verb: 'say',
          text: '我选 0',
          messageId: 'message-1',
          at: 0,
          msteams: {
            type: 'messageBack',
            displayText: '选项 0',
            text: '我选 0',
            value: { verb: 'say', text: '我选 0', messageId: 'message-1', at: 0 },
          },
        },
      },
    })
  })

  it('shows six buttons and keeps the rest in the menu', () => {
    const modes = (card: CardMessage) =>
      (adaptiveCard(card).actions ?? []).map((action) => action['mode'] ?? 'shown')
    expect(modes(message({ actions: choices(6) }))).toEqual(Array(6).fill('shown'))
    expect(modes(message({ actions: choices(8) })).filter((mode) => mode === 'shown')).toHaveLength(6)
    const asked = adaptiveCard(message({ actions: choices(8), feedback: true })).actions ?? []
    expect(asked.filter((action) => action['mode'] === undefined)).toHaveLength(6)
    expect(asked.slice(-2).map(({ title, verb, data }) => [title, verb, data])).toEqual([
      ['👍 有帮助', 'feedback', { messageId: 'message-1', helpful: true }],
      ['👎 没帮助', 'feedback', { messageId: 'message-1', helpful: false }],
    ])
  })

  it('has no buttons on the web, where the widget has its own', () => {
    expect(
      adaptiveCard(message({ actions: choices(2), feedback: true, style: 'web' })).actions,
    ).toBeUndefined()
  })

  it('can be read where it cannot be shown', () => {
    const { fallbackText, lang } = adaptiveCard(message({ text: 'Hello', card: bill, language: 'en' }))
    expect([fallbackText, lang]).toEqual([`Hello\n${cardText(bill, 'en')}`, 'en'])
  })
})

describe('a card after somebody pressed a button', () => {
  const activity: StoredActivity = {
    type: 'message',
    id: 'message-1',
    text: `您好！\n${cardText(bill, 'zh')}`,
    locale: 'zh-CN',
    attachments: [{ contentType: CARD_TYPE, content: bill }],
    suggestedActions: { actions: [{ type: 'imBack', title: '查流量', value: '查本月流量' }] },
    channelData: { liukeFeedback: true },
  }
  const words = (json: CardJson): string => JSON.stringify(json['body'])

  it('is the same with the choice marked and no buttons', () => {
    const before = adaptiveCard({ ...cardMessage(activity, 'zh'), style: 'teams' })
    const settled = settledCard(activity, 0, 'zh')
    expect(settled.body.slice(0, -1)).toEqual(before.body)
    expect(words(settled)).toContain('✓ 查流量')
    expect(settled.actions).toBeUndefined()
    expect(before.actions).toHaveLength(3)
  })

  it('thanks for feedback and keeps the choices', () => {
    const settled = settledCard({ ...activity, locale: 'zh-TW' }, 'feedback', 'zh')
    expect(words(settled)).toContain('感謝您的回饋。')
    expect(settled.actions?.map(({ verb, data }) => [verb, data])).toEqual([
      ['say', { text: '查本月流量', messageId: 'message-1', at: 0 }],
    ])
  })

  it('has only lost its buttons when the choice is not known', () => {
    const before = adaptiveCard({ ...cardMessage(activity, 'zh'), style: 'teams' })
    expect(settledCard(activity, 7, 'zh').body).toEqual(before.body)
  })

  it('says who joined when a person took over', () => {
    expect(words(takenOverCard(activity, 'Li', 'en'))).toContain('Li has joined the conversation.')
    expect(parsed(takenOverCard(activity, 'Li', 'en')).complaints).toEqual([])
  })

  it('does not repeat the words before the card twice, nor a text too long for a card', () => {
    expect(cardMessage(activity, 'zh').text).toBe('您好！')
    const long = cardMessage({ ...activity, attachments: [], text: '长'.repeat(3_000) }, 'zh')
    expect([long.text, long.before?.length]).toEqual([undefined, 3_000])
  })
})

describe('a name in a mention', () => {
  it.each([
    ['王芳', '王芳'],
    ['A **B** <at>c</at> & "d"\n', 'A B at c /at d'],
    ['\u202e<>', '—'],
  ])('%j has no marks of XML and Markdown left', (name, expected) => {
    expect(mentionable(name)).toBe(expected)
  })
})

describe('a card in the renderer of Microsoft', () => {
  const script = path.join(
    import.meta.dirname,
    '../../../node_modules/adaptivecards/dist/adaptivecards.min.js',
  )
  let browser: Browser
  beforeAll(async () => {
    expect(existsSync(script)).toBe(true)
    const [source = 'bundled'] = await browserSources()
    browser = await launchBrowser(source)
  })
  afterAll(() => browser.close())

  it('shows every text as it was written, and no element of anybody else', async () => {
    const page = await browser.newPage()
    await page.addScriptTag({ path: script })
    const json = adaptiveCard(message({ text: HOSTILE, card: bill, style: 'web', actions: choices(2) }))
    await page.evaluate(`{
      const card = new AdaptiveCards.AdaptiveCard()
      card.parse(${JSON.stringify(json)})
      document.body.append(card.render())
    }`)
    const text = await page.innerText('body')
    const foreign = await page.locator('b, a, h1, li, em, strong, button').count()
    const plain = text.replaceAll('\u200b', '')
    for (const written of [...HOSTILE.split('\n'), bill.title, '¥99.00', '▲ ¥29.00'])
      expect(plain).toContain(written)
    expect(foreign).toBe(0)
  })
})

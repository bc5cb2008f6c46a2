import { describe, expect, it } from 'vitest'
import { readActivity } from '../../src/web/widget/protocol.ts'
import { layOut, visible } from '../../src/web/widget/reading.ts'
import { clock, dayLabel, dayOf } from '../../src/web/widget/times.ts'
import { emptyTranscript, queue, receive } from '../../src/web/widget/transcript.ts'
import { transcriptText } from '../../src/web/widget/transcript-text.ts'

// Times without a zone are local, so this reads the same in every time zone.
const at = (time: string) => new Date(time).toISOString()
const message = (id: string, time: string, text: string, more: object = {}) => ({
  type: 'message',
  id,
  timestamp: at(time),
  from: { role: 'bot' },
  text,
  ...more,
})

const activities = [
  message('1', '2026-03-08T23:59:00', '您好'),
  message('2', '2026-03-09T00:01:00', '话费什么时候交', { from: { role: 'user' } }),
  message('3', '2026-03-09T00:01:30', '每月 15 日前。\n也可以自动扣款。'),
  {
    type: 'event',
    name: 'liuke.owner',
    id: '4',
    timestamp: at('2026-03-09T00:02:00'),
    from: { role: 'bot' },
    value: { owner: 'human', agent: 'Lin' },
  },
  message('5', '2026-03-09T00:03:00', 'Hi', {
    from: { role: 'bot', name: 'Lin' },
    channelData: { agent: true },
  }),
]
const received = receive(
  emptyTranscript,
  activities.flatMap((activity) => readActivity(activity) ?? []),
)
const transcript = queue(
  received,
  { clientId: 'x', text: 'thanks', hidden: false, at: Date.parse('2026-03-09T00:04:00') },
  'failed',
)

describe('the conversation as text', () => {
  it('has a line a message, under its day, with who said it', () => {
    expect(transcriptText(transcript, 'zh')).toBe(
      [
        '2026-03-08',
        '[23:59] 智能助手：您好',
        '',
        '2026-03-09',
        '[00:01] 我：话费什么时候交',
        '[00:01] 智能助手：每月 15 日前。\n也可以自动扣款。',
        '[00:02] — Lin 已加入会话',
        '[00:03] Lin：Hi',
        '[00:04] 我：thanks (未发送成功)',
        '',
      ].join('\n'),
    )
  })

  it('is in the language of the interface', () => {
    const text = transcriptText(transcript, 'en')
    expect(text).toContain('[00:01] Me: 话费什么时候交')
    expect(text).toContain('Lin joined the chat')
    expect(text).toContain('thanks (Not sent)')
  })

  it('of nothing is nothing', () => {
    expect(transcriptText(emptyTranscript, 'en')).toBe('')
  })
})

describe('days and groups', () => {
  it('a day begins with its first message, a group with a new author or after a while', () => {
    const rows = layOut(visible(transcript), dayOf)
    expect(rows.map((row) => row.newDay !== undefined)).toEqual([true, true, false, false, false, false])
    expect(rows.map((row) => row.first)).toEqual([true, true, true, true, true, true])
    const close = [
      message('1', '2026-03-09T08:00:00', 'a'),
      message('2', '2026-03-09T08:01:00', 'b'),
      message('3', '2026-03-09T08:09:00', 'c'),
    ]
    const grouped = receive(
      emptyTranscript,
      close.flatMap((activity) => readActivity(activity) ?? []),
    )
    expect(layOut(visible(grouped), dayOf).map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ])
  })

  it.each([
    ['2026-03-09T00:00:00', 'zh', '今天'],
    ['2026-03-08T23:59:59', 'zh', '昨天'],
    ['2026-03-08T00:00:00', 'en', 'Yesterday'],
    ['2026-03-01T12:00:00', 'en', 'Sun 1 March'],
    ['2026-03-01T12:00:00', 'zh', '3月1日周日'],
    ['2025-12-31T12:00:00', 'en', 'Wed, 31 December 2025'],
  ] as const)('%s in %s is %s', (time, language, label) => {
    const now = Date.parse('2026-03-09T10:00:00')
    expect(dayLabel(Date.parse(time), now, language).replace(',', '')).toBe(label.replace(',', ''))
  })

  it('times have two digits', () => {
    expect(clock(Date.parse('2026-03-09T07:05:00'))).toBe('07:05')
  })
})

describe('what is not words', () => {
  it('is copied as what a card says, and as the names of files', () => {
    const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: {} }
    const file = { contentType: 'application/pdf', name: 'bill.pdf', contentUrl: 'https://a.example/files/1' }
    const one = message('1', '2026-03-09T08:00:00', '', {
      summary: 'Bill\n· Total: ¥88',
      attachments: [card],
    })
    const two = message('2', '2026-03-09T08:01:00', 'see', { attachments: [file] })
    const shown = receive(
      emptyTranscript,
      [one, two].flatMap((activity) => readActivity(activity) ?? []),
    )
    expect(transcriptText(shown, 'en')).toBe(
      [
        '2026-03-09',
        '[08:00] Assistant: Bill',
        '· Total: ¥88',
        '[08:01] Assistant: see',
        '[bill.pdf]',
        '',
      ].join('\n'),
    )
  })
})

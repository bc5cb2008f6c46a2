/** Words notices to the team: subject, lines and card, in both languages, with a link and nobody's data. Pure. */

import { shownAt } from '../../company/clock.ts'
import type { Bilingual } from '../../company/types.ts'
import type { NoticeBody, NoticeEvent } from './events.ts'

/** A notice as it is read. */
export interface WordedNotice {
  readonly subject: string
  /** What it is about, Chinese then English. */
  readonly head: readonly string[]
  /** One line for each conversation, with its address where there is one. */
  readonly lines: readonly { readonly text: string; readonly link: string | null }[]
}

/** What is told of one conversation. */
export interface Told {
  readonly conversationId: string
  readonly body: NoticeBody
}

/** What the words need. */
export interface Surroundings {
  /** Where people reach the server; null where that is not set. */
  readonly publicUrl: string | null
  readonly timeZone: string
  /** Name of a queue by its id. */
  queueName(id: string): Bilingual
}

const HEADS: Readonly<Record<NoticeEvent, Bilingual>> = {
  danger: {
    zh: '有客户提到人身、账户或号卡安全，请马上接入。',
    en: 'A customer speaks of danger, or of a stolen account or SIM. Please take it at once.',
  },
  'nobody-there': {
    zh: '有客户在等人工，但没有同事在线。',
    en: 'Customers wait for a person, and nobody is available.',
  },
  'answer-late': {
    zh: '有客户过了承诺的时间还没等到答复。',
    en: 'Customers are still without an answer after the promised time.',
  },
  'rating-low': { zh: '收到低分评价，已生成待办。', en: 'A low rating came in; it is a follow-up now.' },
}

const CHANNELS: Readonly<Record<string, Bilingual>> = {
  directline: { zh: '网站', en: 'website' },
  msteams: { zh: 'Teams', en: 'Teams' },
  wechat: { zh: '微信', en: 'WeChat' },
}

/** `11-23 08:05`, where the company is. */
function clockIn(at: number, timeZone: string): string {
  return new Date(shownAt(at, timeZone)).toISOString().slice(5, 16).replace('T', ' ')
}

/** Words several conversations of one event. */
export function wordNotice(
  event: NoticeEvent,
  told: readonly Told[],
  { publicUrl, timeZone, queueName }: Surroundings,
): WordedNotice {
  const { zh, en } = HEADS[event]
  const lines = told.map(({ conversationId, body }) => {
    const channel = CHANNELS[body.channel] ?? { zh: body.channel, en: body.channel }
    const queue = body.queue === null ? null : queueName(body.queue)
    const time = clockIn(body.at, timeZone)
    const language = body.language === 'zh' ? '中文 / Chinese' : '英文 / English'
    const place = queue === null ? [] : [`${queue.zh} / ${queue.en}`]
    const due = body.dueAt === null ? [] : [`应答 / due ${clockIn(body.dueAt, timeZone)}`]
    const score = body.score === null ? [] : [`${body.score} / 5`]
    return {
      text: [time, ...place, `${channel.zh} / ${channel.en}`, language, ...due, ...score].join(' · '),
      link:
        publicUrl === null
          ? null
          : `${publicUrl.replace(/\/+$/, '')}/desk#/conversations/${encodeURIComponent(conversationId)}`,
    }
  })
  const count = told.length > 1 ? ` (${told.length})` : ''
  return { subject: `留客 Liuke: ${zh.replace(/。$/, '')}${count}`, head: [zh, en], lines }
}

/** The text of a mail. */
export function mailText({ head, lines }: WordedNotice): string {
  const listed = lines.map(({ text, link }) => (link === null ? `- ${text}` : `- ${text}\n  ${link}`))
  return [...head, '', ...listed, '', '-- ', '留客 Liuke'].join('\n')
}

/** What a Teams workflow posts: a message with one Adaptive Card (schema 1.4). */
export function teamsMessage({ head, lines }: WordedNotice): object {
  const [first = '', ...others] = head
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: first, wrap: true, weight: 'Bolder' },
            ...others.map((text) => ({ type: 'TextBlock', text, wrap: true, isSubtle: true })),
            ...lines.map(({ text }) => ({ type: 'TextBlock', text, wrap: true, spacing: 'Small' })),
          ],
          actions: lines
            .flatMap(({ link }) => link ?? [])
            .slice(0, 1)
            .map((url) => ({ type: 'Action.OpenUrl', title: '打开工作台 / Open the desk', url })),
        },
      },
    ],
  }
}

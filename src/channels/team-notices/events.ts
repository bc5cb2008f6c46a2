/** What the team is told outside the desk, and the row that stands for it. */

import type { noticeEvents } from '../../config.ts'

/** Something the team is told of. */
export type NoticeEvent = (typeof noticeEvents)[number]

/** How it is told. */
export type NoticeWay = 'mail' | 'teams'

/** What a notice says. Nothing a customer wrote, and nobody's name. */
export interface NoticeBody {
  /** Id of a queue; null where it is about none. */
  readonly queue: string | null
  readonly channel: string
  readonly language: 'zh' | 'en'
  /** Milliseconds since 1970: since when somebody waits, or when they rated. */
  readonly at: number
  /** When the first answer was due. */
  readonly dueAt: number | null
  /** 1 to 5, of a rating. */
  readonly score: number | null
}

/** A notice that is to be made. */
export interface FoundNotice {
  readonly event: NoticeEvent
  readonly conversationId: string
  /** Hand-over or rating it is about: each is told once. */
  readonly about: string
  readonly body: NoticeBody
}

/** Tells the team by mail and in a Teams channel what waits, while the server runs. */

import type { Brain } from '../../bot/turn.ts'
import type { Config } from '../../config.ts'
import type { Store } from '../../conversations/store.ts'
import { UndeliverableError } from '../../customers/notices.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import { startRepeating } from '../../jobs/repeating.ts'
import type { Logger } from '../../log.ts'
import { createMailer } from '../mail.ts'
import type { AddressPolicy } from '../webhooks/address.ts'
import { postTo } from '../webhooks/post.ts'
import { isRefusal } from '../webhooks/schedule.ts'
import type { NoticeWay } from './events.ts'
import { findNotices, keepNotices } from './find.ts'
import { type Carrier, sendNotices, tidyNotices } from './send.ts'
import { mailText, type Surroundings, teamsMessage } from './words.ts'

/** What is needed. */
export interface TeamNoticesOptions {
  readonly store: Store
  readonly brain: () => Brain
  readonly config: Pick<
    Config,
    'SMTP_URL' | 'MAIL_FROM' | 'NOTICE_MAIL_TO' | 'NOTICE_TEAMS_URL' | 'NOTICE_EVENTS' | 'PUBLIC_URL'
  >
  readonly policy: AddressPolicy
  readonly log: Logger
  readonly everyMs?: number
}

const EVERY_MS = 5_000
const TIDY_EVERY_MS = 3_600_000

/**
 * Starts, where an address is set.
 * @returns stops, and waits for what is being sent
 * @throws LiukeError `mail_url_invalid`, `mail_from_invalid`
 */
export function startTeamNotices(options: TeamNoticesOptions): () => Promise<void> {
  const { store, brain, config, log, everyMs = EVERY_MS } = options
  const broken = new AbortController()
  const carriers = carriersOf(options, broken.signal)
  if (carriers.size === 0) return async () => undefined
  let tidiedAt = Number.NEGATIVE_INFINITY
  const stop = startRepeating({
    round: async () => {
      if (performance.now() - tidiedAt > TIDY_EVERY_MS) {
        tidiedAt = performance.now()
        await tidyNotices(store)
      }
      await keepNotices(store, [...carriers.keys()], await findNotices(store, brain(), config.NOTICE_EVENTS))
      await sendNotices(store, carriers, () => surroundingsOf(brain(), config.PUBLIC_URL))
    },
    failed: (error) =>
      log.warn({ reason: messageOf(error) }, 'the team could not be told; it is tried again'),
    everyMs,
  })
  return async () => {
    broken.abort()
    await stop()
  }
}

function surroundingsOf({ rules, corpus }: Brain, publicUrl: string | undefined): Surroundings {
  return {
    publicUrl: publicUrl ?? null,
    timeZone: corpus.company.timeZone,
    queueName: (id) => rules.queues.get(id)?.name ?? { zh: id, en: id },
  }
}

function carriersOf({ config, policy }: TeamNoticesOptions, stop: AbortSignal): Map<NoticeWay, Carrier> {
  const carriers = new Map<NoticeWay, Carrier>()
  const { SMTP_URL, MAIL_FROM, NOTICE_MAIL_TO: to = [], NOTICE_TEAMS_URL } = config
  if (to.length > 0 && SMTP_URL && MAIL_FROM) {
    const mail = createMailer({ url: SMTP_URL, from: MAIL_FROM })
    carriers.set('mail', (notice, id) =>
      mail({ id, to, subject: notice.subject, text: mailText(notice), language: 'zh-CN' }),
    )
  }
  if (NOTICE_TEAMS_URL)
    carriers.set('teams', async (notice) => {
      const posted = await postTo(NOTICE_TEAMS_URL, {}, JSON.stringify(teamsMessage(notice)), policy, stop)
      if (posted.ok) return
      const advice = 'Check NOTICE_TEAMS_URL, and that the workflow is switched on.'
      throw isRefusal(posted.status) || posted.status === 410
        ? new UndeliverableError('team_notice_refused', posted.error, advice)
        : new LiukeError('team_notice_postponed', posted.error, advice)
    })
  return carriers
}

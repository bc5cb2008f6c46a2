/** What somebody who is blocked is told, and which of their messages pass all the same. */

import type { StoredActivity } from '../conversations/activity.ts'
import { say } from '../corpus/phrases.ts'
import { dayIn } from '../customers/calendar.ts'
import { safetyOf } from '../handoff/safety.ts'
import type { ConversationsTable } from '../storage/schema.ts'
import { toTraditional } from '../understanding/script.ts'
import { momentName } from './format.ts'
import type { Brain } from './turn.ts'

/** A notice in the language and script of a conversation: until when nobody answers, and where to turn to. */
export function blockNotice(
  { corpus }: Pick<Brain, 'corpus'>,
  { language, locale }: Pick<ConversationsTable, 'language' | 'locale'>,
  until: number,
  now: number,
): StoredActivity {
  const tag = language ?? locale ?? 'zh'
  const spoken = /^en\b/i.test(tag) ? 'en' : 'zh'
  const { timeZone } = corpus.company
  const text = say(corpus.phrases, 'blocked.notice', spoken, {
    until: momentName(until, spoken, timeZone, dayIn(now, timeZone)),
  })
  return {
    type: 'message',
    text: /^zh-(hant|tw|hk|mo)\b/i.test(tag) ? toTraditional(text) : text,
    textFormat: 'plain',
    from: { id: 'liuke', name: 'Liuke', role: 'bot' },
  }
}

/**
 * Whether a message of somebody who is blocked goes no further. Danger always passes, and where the conversation waits
 * for a person or has one, that person reads on: after a block it is there because one of ours wanted it, or for danger.
 */
export function isHeldBack(
  { owner }: Pick<ConversationsTable, 'owner'>,
  activities: readonly StoredActivity[],
): boolean {
  if (owner === 'queued' || owner === 'human') return false
  return (
    activities.length > 0 &&
    activities.every(
      ({ type, text, from }) =>
        type === 'message' && from?.role !== 'system' && safetyOf(text ?? '') === 'none',
    )
  )
}

/** Reads what the inbox is asked for, and where its next page begins. */

import { z } from 'zod'
import type { ConversationFilter } from '../conversations/search.ts'
import type { Place } from '../conversations/search-index.ts'

/** A name as we or a company give them; PostgreSQL takes no NUL in a text. */
const id = z.string().regex(/^\P{C}{1,100}$/u)
/** Last moment of a Date, in milliseconds since 1970. */
const MAX_MOMENT = 8.64e15
const moment = z.coerce.number().int().min(0).max(MAX_MOMENT)
/** How a query says yes. */
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')

/** Of `GET /api/desk/inbox`; an empty value counts as left out. */
export const inboxShape = z.object({
  words: z.string().max(200).optional(),
  account: z.string().max(60).optional(),
  state: z.enum(['open', 'bot', 'queued', 'human', 'closed', 'snoozed']).optional(),
  mine: flag.optional(),
  agent: id.optional(),
  channel: id.optional(),
  queue: id.optional(),
  language: z.enum(['zh', 'en']).optional(),
  tag: id.optional(),
  from: moment.optional(),
  to: moment.optional(),
  cursor: z.string().max(300).transform(placeIn).optional(),
})

export type InboxAsked = z.output<typeof inboxShape>

/** The query of a call as an object, without what is empty. */
export function queryOf(url: string | undefined): Record<string, string> {
  const { searchParams } = new URL(url ?? '/', 'http://localhost')
  return Object.fromEntries([...searchParams].filter(([, value]) => value !== ''))
}

/** What conversations are chosen by, except words and account number. */
export function filterOf(asked: InboxAsked, account: string): ConversationFilter {
  const { state, agent, mine, channel, queue, language, tag, from, to } = asked
  return {
    owners: ownersOf(state),
    snoozed: state === 'snoozed',
    agent: mine ? account : agent,
    ...{ channel, queue, language, tag, from, to },
  }
}

function ownersOf(state: InboxAsked['state']): ConversationFilter['owners'] {
  if (state === undefined) return undefined
  if (state === 'open') return ['bot', 'queued', 'human']
  return state === 'snoozed' ? ['human'] : [state]
}

/** What a page ends with, for the next to begin behind it. */
export function cursorOf({ at, id: last }: Place): string {
  return Buffer.from(JSON.stringify([at, last])).toString('base64url')
}

function placeIn(cursor: string, context: z.core.$RefinementCtx<string>): Place {
  try {
    const [at, last] = z
      .tuple([z.int().min(0).max(MAX_MOMENT), id])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at, id: last }
  } catch {
    // Whatever it is, no page has ended with it.
    context.addIssue({ code: 'custom', message: 'is not the end of a page' })
    return z.NEVER
  }
}

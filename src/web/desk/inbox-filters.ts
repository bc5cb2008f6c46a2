/** What the inbox shows: its filters, as they stand in the address and as the server is asked. */

import type { InboxQuery } from '../../console/desk-work-types.ts'
import { momentOf } from './snooze-times.ts'

/** States one can filter by, in the order they are offered. */
export const INBOX_STATES = ['open', 'queued', 'human', 'bot', 'snoozed', 'closed'] as const
export type InboxState = (typeof INBOX_STATES)[number]

/** Filters of the inbox; an empty text is none. */
export interface Filters {
  /** At most 200 characters. */
  readonly words: string
  readonly account: string
  readonly state: InboxState | ''
  readonly mine: boolean
  /** Name of an account. */
  readonly agent: string
  readonly channel: string
  readonly queue: string
  readonly language: 'zh' | 'en' | ''
  readonly tag: string
  /** Days by the company's clock, `2026-03-09`; both count. */
  readonly from: string
  readonly to: string
}

export const NO_FILTERS: Filters = {
  words: '',
  account: '',
  state: '',
  mine: false,
  agent: '',
  channel: '',
  queue: '',
  language: '',
  tag: '',
  from: '',
  to: '',
}

/** Longest search, as the server takes it. */
export const MAX_SEARCH = 200

const DAY = /^\d{4}-\d{2}-\d{2}$/u
const ID = /^[\w.@-]{1,100}$/u
/** So many digits and nothing else are taken for an account number. */
const ACCOUNT = /^\d{8,12}$/u

/** Reads the part of an address after `?`; what is unknown or broken is left out. */
export function filtersIn(search: string): Filters {
  const given = new URLSearchParams(search)
  const text = (name: string) => (given.get(name) ?? '').slice(0, MAX_SEARCH)
  const matching = (name: string, pattern: RegExp) => (pattern.test(text(name)) ? text(name) : '')
  const language = text('language')
  return {
    words: text('words'),
    account: text('account'),
    state: INBOX_STATES.find((state) => state === text('state')) ?? '',
    mine: text('mine') === 'true',
    agent: matching('agent', ID),
    channel: matching('channel', ID),
    queue: matching('queue', ID),
    language: language === 'zh' || language === 'en' ? language : '',
    tag: matching('tag', ID),
    from: matching('from', DAY),
    to: matching('to', DAY),
  }
}

/** `?words=…&state=open`, or nothing without filters. */
export function searchIn(filters: Filters): string {
  const set = Object.entries(filters).filter(([, value]) => value !== '' && value !== false)
  const search = new URLSearchParams(
    set.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return search === '' ? '' : `?${search}`
}

/** What the server is asked. @param timeZone of the company, whose days are meant */
export function queryOf(filters: Filters, timeZone: string): InboxQuery {
  const { words, account, state, mine, agent, channel, queue, language, tag, from, to } = filters
  const first = from === '' ? Number.NaN : momentOf(from, '00:00', timeZone)
  const end = to === '' ? Number.NaN : momentOf(dayAfter(to), '00:00', timeZone)
  return {
    ...(words.trim() !== '' && { words: words.trim() }),
    ...(account !== '' && { account }),
    ...(state !== '' && { state }),
    ...(mine && { mine }),
    ...(agent !== '' && { agent }),
    ...(channel !== '' && { channel }),
    ...(queue !== '' && { queue }),
    ...(language !== '' && { language }),
    ...(tag !== '' && { tag }),
    ...(Number.isFinite(first) && { from: first }),
    ...(Number.isFinite(end) && { to: end - 1 }),
  }
}

function dayAfter(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(at) ? date : new Date(at + 86_400_000).toISOString().slice(0, 10)
}

/** What a text in the search box looks for: digits alone look for an account, anything else for words. */
export function soughtIn(text: string): Pick<Filters, 'words' | 'account'> {
  const digits = text.replaceAll(/[\s-]/gu, '').normalize('NFKC')
  if (ACCOUNT.test(digits)) return { words: '', account: digits }
  return { words: text.trim().slice(0, MAX_SEARCH), account: '' }
}

/** The filters that are set besides what is searched for and the state, each on its own. */
export function chosenIn(filters: Filters): readonly (keyof Filters)[] {
  const chosen = ['agent', 'channel', 'queue', 'language', 'tag', 'from', 'to'] as const
  return chosen.filter((name) => filters[name] !== '')
}

/** Whether anything narrows the inbox down. */
export function isNarrowed(filters: Filters): boolean {
  return searchIn(filters) !== ''
}

/** Words of the inbox's entries and filters. */

import type { DeskSettingsAnswer, InboxItem, QueueInfo } from '../../console/desk-work-types.ts'
import { type Calendar, dayWords } from '../staff/calendar.ts'
import { fill, type Language } from '../widget/strings.ts'
import type { Filters, InboxState } from './inbox-filters.ts'
import { momentOf } from './snooze-times.ts'
import type { Strings, Word } from './strings.ts'
import { channelWords } from './wording.ts'

/** Tags a lead has set; undefined until they were read. */
export type KnownTags = DeskSettingsAnswer['tags'] | undefined

const STATES: Readonly<Record<InboxState, Word>> = {
  open: 'stateOpen',
  queued: 'stateWaiting',
  human: 'stateHuman',
  bot: 'stateWithBot',
  snoozed: 'stateSnoozed',
  closed: 'stateEnded',
}

export function stateWords(state: InboxState, words: Strings): string {
  return words[STATES[state]]
}

/** Who has a conversation, and whether it waits or has ended. */
export function standingWords(
  { owner, mine, agent, snoozedUntil }: InboxItem,
  now: number,
  words: Strings,
): string {
  if (owner === 'human') {
    if (snoozedUntil !== null && snoozedUntil > now && mine) return words.stateSnoozed
    if (mine) return words.mine
    return agent === null ? words.stateHuman : fill(words.heldBy, { name: agent })
  }
  return stateWords(owner, words)
}

/** Who has said what the preview shows; empty for notices. */
export function sayerWords(role: InboxItem['previewRole'], words: Strings): string {
  if (role === 'user') return words.roleUser
  if (role === 'bot') return words.roleBot
  return role === 'agent' ? words.inboxAgentSaid : ''
}

/** What filters are chosen from, as far as it is known. */
export interface FilterNames {
  /** Display names by account. */
  readonly agents: ReadonlyMap<string, string>
  readonly queues: readonly QueueInfo[]
  readonly tags: KnownTags
}

/** One filter that is set, in words; what is not known is told as it stands in the address. */
export function filterWords(
  name: keyof Filters,
  filters: Filters,
  names: FilterNames,
  words: Strings,
  reader: { readonly calendar: Calendar; readonly now: number },
): string {
  const value = String(filters[name])
  const { language } = reader.calendar
  switch (name) {
    case 'agent':
      return names.agents.get(value) ?? value
    case 'channel':
      return channelWords(value, words)
    case 'queue':
      return nameIn(names.queues, value, language)
    case 'tag':
      return nameIn(names.tags ?? [], value, language)
    case 'language':
      return value === 'zh' ? words.chinese : words.english
    case 'from':
      return fill(words.filterFromDay, { day: dayIn(value, reader) })
    case 'to':
      return fill(words.filterToDay, { day: dayIn(value, reader) })
    default:
      return value
  }
}

function nameIn(
  all: readonly { readonly id: string; readonly name: Readonly<Record<Language, string>> }[],
  id: string,
  language: Language,
): string {
  return all.find((one) => one.id === id)?.name[language] ?? id
}

function dayIn(
  date: string,
  { calendar, now }: { readonly calendar: Calendar; readonly now: number },
): string {
  const noon = momentOf(date, '12:00', calendar.timeZone)
  return Number.isNaN(noon) ? date : dayWords(noon, now, calendar)
}

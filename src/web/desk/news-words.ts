/** What a notification says: that somebody waits and in which queue, and nothing that was written. */

import type { Language } from '../widget/strings.ts'
import type { News, NewsKind } from './news.ts'
import type { Strings, Word } from './strings.ts'

const TITLES: Readonly<Record<NewsKind, Word>> = {
  offer: 'newsOffer',
  waiting: 'newsWaiting',
  message: 'newsMessage',
  back: 'newsBack',
}

/** The two lines of a notification. */
export function notificationWords(
  { kind, queue }: News,
  words: Strings,
  language: Language,
): { readonly title: string; readonly body: string } {
  return { title: words[TITLES[kind]], body: queue?.[language] ?? '' }
}

/** Notifications of the browser: that somebody waits and in which queue, and nothing that was written. */

import type { Language } from '../widget/strings.ts'
import type { News } from './news.ts'
import { notificationWords } from './news-words.ts'
import { hrefOf } from './route.ts'
import type { Strings } from './strings.ts'

/** What came of switching notifications on. */
export type Permission = 'granted' | 'denied' | 'missing'

/** Asks the agent's browser; only to be called when the agent has just asked for notifications. */
export async function askPermission(): Promise<Permission> {
  if (typeof Notification === 'undefined') return 'missing'
  return (await Notification.requestPermission()) === 'granted' ? 'granted' : 'denied'
}

/** Shows one; clicking it opens the conversation. Those of one conversation take each other's place. */
export function notify(news: News, words: Strings, language: Language): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
  const { title, body } = notificationWords(news, words, language)
  try {
    const shown = new Notification(title, { body, tag: `liuke:${news.id}`, lang: language })
    shown.onclick = () => {
      window.focus()
      location.hash = hrefOf(news.id)
      shown.close()
    }
  } catch {
    // Phones allow them to service workers alone; the sound and the title say it too.
  }
}

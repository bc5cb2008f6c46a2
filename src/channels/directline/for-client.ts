/** What a stored message looks like to Direct Line clients: files behind links, cards as Adaptive Cards. */

import { CARD_TYPE } from '../../bot/card.ts'
import type { StoredActivity } from '../../conversations/activity.ts'
import type { Store } from '../../conversations/store.ts'
import { ADAPTIVE_CARD_TYPE, adaptiveCard, cardMessage } from '../cards/adaptive.ts'
import { withLinks } from '../files/links.ts'

/**
 * The activity as it is given to a client.
 * @param origin where the client reaches this server, such as `https://chat.example.com`
 */
export function forClient(store: Store, activity: StoredActivity, origin: string): StoredActivity {
  if (!activity.attachments?.length) return activity
  return withCard(withLinks(store, activity, origin))
}

/** Clients show text and card one below the other: of a message that has both, the card says it all. */
function withCard(activity: StoredActivity): StoredActivity {
  // What a customer sends is given back as it came.
  if (activity.from?.role === 'user') return activity
  const message = cardMessage(activity, languageOf(activity))
  if (!message.card) return activity
  const { text, attachments = [], ...rest } = activity
  const card = { contentType: ADAPTIVE_CARD_TYPE, content: adaptiveCard({ ...message, style: 'web' }) }
  return {
    ...rest,
    ...(text === undefined ? {} : { summary: text }),
    attachments: attachments.map((attachment) => (isOurs(attachment) ? card : attachment)),
  }
}

function isOurs(attachment: unknown): boolean {
  return Object(attachment).contentType === CARD_TYPE
}

function languageOf({ locale, text = '' }: StoredActivity): 'zh' | 'en' {
  if (locale !== undefined) return locale.startsWith('en') ? 'en' : 'zh'
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

/** What customers read when we write to them first: the same in the preview and in the message. */

import type { Offer } from '../../churn/offers.ts'
import { type Phrases, say } from '../../corpus/phrases.ts'
import type { ConversationsTable } from '../../storage/schema.ts'
import { toTraditional } from '../../understanding/script.ts'

/** Language and script of a conversation. */
export interface Readership {
  readonly language: 'zh' | 'en'
  readonly isTraditional: boolean
}

/** How the reader of a conversation reads. */
export function readershipOf({
  language,
  locale,
}: Pick<ConversationsTable, 'language' | 'locale'>): Readership {
  const tag = language ?? locale ?? 'zh'
  return {
    language: /^en\b/i.test(tag) ? 'en' : 'zh',
    isTraditional: /^zh-(hant|tw|hk|mo)\b/i.test(tag),
  }
}

/** The message: why it comes, what it is about, how to answer and how to stop it. @param offer null for none */
export function contactText(
  phrases: Phrases,
  { language, isTraditional }: Readership,
  offer: Pick<Offer, 'text' | 'eligibility'> | null,
): string {
  const text =
    offer === null
      ? say(phrases, 'contact.plain', language)
      : say(phrases, 'contact.offer', language, {
          offer: offer.text[language],
          eligibility: offer.eligibility[language],
        })
  return isTraditional ? toTraditional(text) : text
}

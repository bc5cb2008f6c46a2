/** What turns may ask and do about contact and choices; changes come as writes of the turn. */

import type { OfferBook } from '../../churn/offers.ts'
import type { Store } from '../../conversations/store.ts'
import type { Write } from '../../conversations/turn.ts'
import { choicesOf, contactAsked, markAsked, type NewChoice, setChoice } from '../../customers/choices.ts'
import { answeredIn, contactedIn } from './contact-answers.ts'
import { type ContactFate, type OpenContact, openContact, settleContact } from './contact-turn.ts'
import type { ContactRules } from './contactable.ts'

/** Who was asked whether we may write first is not asked again for so long, in milliseconds. */
const ASK_AGAIN_MS = 180 * 86_400_000

/** Contact and choices, as dialogs see them. */
export class RetentionForTurns {
  readonly #store: Store
  readonly #rules: () => ContactRules

  constructor(store: Store, current: () => ContactRules) {
    this.#store = store
    this.#rules = current
  }

  /** The company's rules for contact. */
  get terms(): OfferBook['contact'] {
    return this.#rules().terms
  }

  /** A message that is due; null when it is not to be written any more. */
  open(contactId: string): Promise<OpenContact | null> {
    return openContact(this.#store, contactId, this.#rules())
  }

  /** What becomes of it. */
  settle(open: OpenContact, fate: ContactFate): Write {
    return settleContact(this.#store, open, fate)
  }

  /** The customer wrote again in a conversation we wrote to them in. */
  answered(conversationId: string): Write {
    return answeredIn(this.#store, conversationId)
  }

  /** Whom we wrote to in a conversation lately; null where we did not. */
  contactedIn(conversationId: string): Promise<string | null> {
    return contactedIn(this.#store, conversationId)
  }

  /** What a customer has decided. */
  choices(customerId: string): ReturnType<typeof choicesOf> {
    return choicesOf(this.#store, customerId)
  }

  /** Writes a decision down. */
  choose(choice: Omit<NewChoice, 'actor'>): Write {
    return async (trx) => {
      await setChoice(this.#store, trx, { ...choice, actor: 'bot' })
    }
  }

  /** Whether a customer may be asked if we may write first: not who has decided, nor who was asked lately. */
  async mayAsk(customerId: string): Promise<boolean> {
    const { contact, askedAt } = await contactAsked(this.#store, customerId)
    return contact === 'unknown' && (askedAt === null || askedAt < this.#store.now() - ASK_AGAIN_MS)
  }

  /** Writes down that they were asked. */
  asked(customerId: string): Write {
    return (trx) => markAsked(trx, customerId, this.#store.now())
  }
}

/** Gives turns what they may ask the world. */

import type { OfferBook } from '../churn/offers.ts'
import type { Company } from '../company/types.ts'
import type { Config } from '../config.ts'
import { queueLength } from '../conversations/ownership.ts'
import { waitingBefore } from '../conversations/routing.ts'
import { spokenSince } from '../conversations/spoken.ts'
import type { Store } from '../conversations/store.ts'
import { PrivacyRequests } from '../jobs/erase/requests.ts'
import { RetentionForTurns } from '../jobs/retention/for-turns.ts'
import { CompanyServices, type Reach } from '../services/company-services.ts'
import { Orders } from '../services/orders.ts'
import { Ratings } from '../services/ratings.ts'
import { snapshotOf } from '../services/snapshot.ts'
import type { CompanySystems } from '../services/systems.ts'
import { UnfinishedTasks } from '../services/unfinished-tasks.ts'
import type { TurnServices } from './turn.ts'

/** How long the length of the queue is believed, which rules may look at in every turn, in milliseconds. */
const QUEUE_LENGTH_MS = 1_000

/** Asks again only after a while. */
function cached<T>(ask: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let answer: Promise<T> | undefined
  let until = 0
  return () => {
    if (answer === undefined || performance.now() > until) {
      until = performance.now() + milliseconds
      answer = ask()
      answer.catch(() => {
        until = 0
      })
    }
    return answer
  }
}

/** What turns may ask, over a store and as the settings say. `current` gives what changes while the server runs. */
export function turnServices(
  config: Config,
  store: Store,
  current: {
    readonly address: () => string
    readonly company: () => Company
    readonly offers: () => OfferBook
    readonly systems: CompanySystems
    readonly canSendCodes: (contact?: Reach) => boolean
    readonly related: TurnServices['related']
    /** Whether messages of a channel leave the server. */
    readonly isConnected: (channel: string) => boolean
  },
): TurnServices {
  return {
    now: store.now,
    queueLength: cached(() => queueLength(store), QUEUE_LENGTH_MS),
    waitingBefore: (rank, waits, closed) => waitingBefore(store, rank, waits, closed),
    spokenSince: (conversationId, at) => spokenSince(store, conversationId, at),
    snapshot: (customerId) => snapshotOf(store, customerId, current.company().timeZone),
    company: new CompanyServices({
      store,
      company: current.company,
      verifiedMs: config.VERIFIED_MINUTES * 60_000,
      canSendCodes: current.canSendCodes,
    }),
    systems: current.systems,
    orders: new Orders(store, current.company, current.systems),
    unfinished: new UnfinishedTasks(store),
    ratings: new Ratings(store),
    retention: new RetentionForTurns(store, () => ({
      terms: current.offers().contact,
      offers: current.offers().offers,
      timeZone: current.company().timeZone,
      isConnected: current.isConnected,
    })),
    privacy: new PrivacyRequests({
      store,
      timeZone: () => current.company().timeZone,
      // Files of ours are put behind links only where clients fetch their messages.
      takesFiles: (channel) => channel === 'directline',
    }),
    minutesPerPlace: config.QUEUE_MINUTES_PER_PLACE,
    queueTimeoutMs: config.QUEUE_TIMEOUT_MINUTES * 60_000,
    related: current.related,
    get privacyUrl() {
      // The port is known only once the server listens.
      return config.PRIVACY_URL ?? `${(config.PUBLIC_URL ?? current.address()).replace(/\/$/, '')}/privacy`
    },
    trace: config.LIUKE_TRACE,
  }
}

/** Reads and sends while the server runs: at once when something happens, and now and then by itself. */

import type { Store } from '../../conversations/store.ts'
import { messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { AddressPolicy } from './address.ts'
import { WebhookDeliverer } from './deliver.ts'
import { tidyDeliveries } from './deliveries.ts'
import { WebhookFeed } from './feed.ts'

/** What is needed. */
export interface WebhooksOptions {
  readonly store: Store
  readonly policy: AddressPolicy
  readonly log: Logger
}

const EVERY_MS = 1_000
/** What comes together is read together, in milliseconds. */
const GATHER_MS = 50
/** Changes nobody told us of are looked for this often, in milliseconds; beside a SQLite file everybody is heard. */
const SCAN_EVERY_MS = { postgres: 60_000, sqlite: 600_000 } as const
/** All conversations are not looked through more often, in milliseconds. */
const SCAN_PAUSE_MS = 10_000
const TIDY_EVERY_MS = 3_600_000

/** Starts. @returns stops, and waits for what is being sent */
export function startWebhooks({ store, policy, log }: WebhooksOptions): () => Promise<void> {
  const feed = new WebhookFeed(store)
  const deliverer = new WebhookDeliverer({ store, policy, log })
  const warn = (error: unknown): void =>
    log.warn({ reason: messageOf(error) }, 'webhooks were interrupted, and go on')
  let isScanWanted = false
  let scannedAt = performance.now()
  let tidiedAt = Number.NEGATIVE_INFINITY
  const pass = async (): Promise<void> => {
    const sinceScan = performance.now() - scannedAt
    if (sinceScan > SCAN_EVERY_MS[store.engine] || (isScanWanted && sinceScan > SCAN_PAUSE_MS)) {
      isScanWanted = false
      scannedAt = performance.now()
      feed.hint(null)
    }
    if (performance.now() - tidiedAt > TIDY_EVERY_MS) {
      tidiedAt = performance.now()
      await tidyDeliveries(store)
    }
    await feed.read()
    if (feed.isIdle) return
    // Whoever is slow holds up nobody else; who had much to be told gets the rest at once.
    void deliverer.deliverDue().then((tried) => {
      if (tried > 0) wake()
    }, warn)
  }
  let isStopped = false
  let isWoken = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  const next = (afterMs: number): void => {
    if (isStopped) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      isWoken = false
      running = pass()
        .catch(warn)
        .then(() => {
          running = undefined
          next(isWoken ? GATHER_MS : EVERY_MS)
        })
    }, afterMs).unref()
  }
  const wake = (): void => {
    if (isWoken) return
    isWoken = true
    if (!running) next(GATHER_MS)
  }
  const stopListening = store.live.watchAll((id) => {
    // While there is no webhook, what happens costs nothing; the first one is found within a second.
    if (feed.isIdle) return
    if (id === null) isScanWanted = true
    else feed.hint(id)
    wake()
  })
  next(GATHER_MS)
  return async () => {
    isStopped = true
    stopListening()
    clearTimeout(timer)
    await running
    await deliverer.stop()
  }
}

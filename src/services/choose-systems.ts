/** Chooses what dialogs work on: the company's systems over HTTP where their address is set, else our own tables. */

import type { Company } from '../company/types.ts'
import type { Config } from '../config.ts'
import type { Store } from '../conversations/store.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { HttpSystems } from './http/http-systems.ts'
import { type BreakerState, type RequestObserver, SystemRequests } from './http/requests.ts'
import { SampleSystems } from './sample-systems.ts'
import type { CompanySystems } from './systems.ts'

/** What the systems are made from. */
export interface SystemsOptions {
  readonly config: Config
  readonly store: Store
  readonly company: () => Company
  readonly metrics: Metrics
  readonly log: Logger
}

/** The systems the settings name. */
export function chooseSystems({ config, store, company, metrics, log }: SystemsOptions): CompanySystems {
  const { COMPANY_SYSTEMS_URL: url, COMPANY_SYSTEMS_TOKEN: token, COMPANY_SYSTEMS_TIMEOUT_MS } = config
  if (url === undefined || token === undefined) return new SampleSystems(store, company)
  const requests = new SystemRequests({
    url: url.replace(/\/+$/, ''),
    token,
    timeoutMs: COMPANY_SYSTEMS_TIMEOUT_MS,
    observer: observerOf(metrics, log),
  })
  return new HttpSystems(requests, store, company)
}

const BREAKER_FIGURE = { closed: 0, 'half-open': 1, open: 2 } as const satisfies Record<BreakerState, number>

function observerOf(metrics: Metrics, log: Logger): RequestObserver {
  let before: BreakerState = 'closed'
  return {
    answered: (operation, result, milliseconds) => {
      metrics.companyRequests.inc({ operation, result })
      metrics.companySeconds.observe(milliseconds / 1_000)
    },
    breaker: (state) => {
      metrics.companyBreaker.set(BREAKER_FIGURE[state])
      if (state === 'open' && before === 'closed')
        log.warn("the company's systems do not answer; requests to them are paused, and tried again")
      if (state === 'closed' && before !== 'closed') log.info("the company's systems answer again")
      before = state
    },
  }
}

/** Sends requests to the company's systems over HTTP: with time-out, retries and a circuit breaker, reading little. */

import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  retry,
  wrap,
} from 'cockatiel'
import { serviceUnavailable } from '../systems.ts'
import { type SystemAnswer, Unanswered, unansweredBy, usableAnswer } from './usable-answer.ts'

/** Whether requests go out: `open` for a while after failures in a row, then one is let through (`half-open`). */
export type BreakerState = 'closed' | 'half-open' | 'open'

/** Hears what comes of requests, for metrics and the log. Nothing of it tells who a customer is. */
export interface RequestObserver {
  /** @param result the status, or why there is none: `timeout`, `connection`, `redirect`, `too-large`, `no-json` */
  answered(operation: string, result: string, milliseconds: number): void
  breaker(state: BreakerState): void
}

/** Where the systems are, and how patient we are. */
export interface RequestOptions {
  /** Without a slash at the end. */
  readonly url: string
  readonly token: string
  /** How long one request for reading may take; all its tries together may take twice that. */
  readonly timeoutMs: number
  readonly observer: RequestObserver
}

/** One request. */
export interface SystemRequest {
  /** Names it in messages, metrics and the log; says nothing about the customer. */
  readonly operation: string
  readonly method: 'GET' | 'POST'
  /** Below the address of the systems, every part encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Whether it may be repeated at once when it did not get through; reading may. */
  readonly repeat: boolean
}

/** Repetitions of a request that did not get through. */
const RETRIES = 2
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 500
/** So many failures in a row stop further requests … */
const BREAK_AFTER = 5
/** … for this long, in milliseconds; after each failed trial twice as long, up to the second figure. */
const OPEN_MS = 5_000
const LONGEST_OPEN_MS = 60_000
/** An order may take so many times as long as reading … */
const ORDER_PATIENCE = 5
/** … and so long at most, in milliseconds: its lease has to outlast it. */
const LONGEST_ORDER_MS = 60_000

/** One for each address; all requests share its breaker. */
export class SystemRequests {
  readonly #options: RequestOptions
  readonly #breaker = circuitBreaker(
    handleWhen((error) => error instanceof Unanswered && error.isDown),
    {
      breaker: new ConsecutiveBreaker(BREAK_AFTER),
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: OPEN_MS,
        maxDelay: LONGEST_OPEN_MS,
        generator: (tries: number | undefined = 0, { initialDelay, maxDelay, exponent }) => [
          Math.min(maxDelay, initialDelay * exponent ** tries),
          tries + 1,
        ],
      }),
    },
  )
  readonly #repeated = wrap(
    retry(
      handleWhen((error) => error instanceof Unanswered && error.isBrief),
      {
        maxAttempts: RETRIES,
        backoff: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS }),
      },
    ),
    this.#breaker,
  )

  constructor(options: RequestOptions) {
    this.#options = options
    const { observer } = options
    observer.breaker('closed')
    this.#breaker.onStateChange((state) => observer.breaker(nameOf(state)))
  }

  /**
   * Sends a request, repeats it where it may be, and gives the answer whatever its status below 500.
   * @throws LiukeError `service_unavailable` where there is no usable answer, or none was asked for
   */
  async send(request: SystemRequest): Promise<SystemAnswer> {
    const { timeoutMs } = this.#options
    const patience = request.repeat ? timeoutMs : Math.min(LONGEST_ORDER_MS, timeoutMs * ORDER_PATIENCE)
    const whole = AbortSignal.timeout(patience * 2)
    const policy = request.repeat ? this.#repeated : this.#breaker
    try {
      return await policy.execute(() => this.#timed(request, patience, whole))
    } catch (error) {
      if (isBrokenCircuitError(error)) throw serviceUnavailable(`${request.operation}, paused after failures`)
      if (error instanceof Unanswered) throw serviceUnavailable(`${request.operation}, ${error.result}`)
      throw error
    }
  }

  async #timed(request: SystemRequest, patience: number, whole: AbortSignal): Promise<SystemAnswer> {
    const { observer } = this.#options
    const started = performance.now()
    const signal = AbortSignal.any([AbortSignal.timeout(patience), whole])
    let result = 'connection'
    try {
      const answer = await this.#once(request, signal)
      result = String(answer.status)
      return answer
    } catch (error) {
      const unanswered = unansweredBy(error, signal)
      ;({ result } = unanswered)
      throw unanswered
    } finally {
      observer.answered(request.operation, result, performance.now() - started)
    }
  }

  async #once(request: SystemRequest, signal: AbortSignal): Promise<SystemAnswer> {
    const { method, path, query = {}, headers = {}, body } = request
    const address = new URL(`${this.#options.url}${path}`)
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
    const response = await fetch(address, {
      method,
      // What is meant for the company's systems, the token too, is not handed on to another address.
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.#options.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    })
    return usableAnswer(response)
  }
}

function nameOf(state: CircuitState): BreakerState {
  if (state === CircuitState.HalfOpen) return 'half-open'
  return state === CircuitState.Closed ? 'closed' : 'open'
}

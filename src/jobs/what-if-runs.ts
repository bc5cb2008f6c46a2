/** One comparison of rules at a time on this server: begun, asked about, cancelled; its result stays until the next. */

import { LiukeError, messageOf } from '../errors.ts'
import { type WhatIf, whatIf } from './what-if.ts'
import type { WhatIfResult } from './what-if-result.ts'

/** How the comparison stands. */
export interface WhatIfRun {
  readonly status: 'none' | 'running' | 'done' | 'failed' | 'cancelled'
  /** 0..1 */
  readonly share: number
  readonly days: number
  /** Name of the account that began it. */
  readonly by: string | null
  /** Code of what went wrong. */
  readonly failure: string | null
  readonly result: WhatIfResult | null
}

const NONE: WhatIfRun = { status: 'none', share: 0, days: 0, by: null, failure: null, result: null }

/** Runs comparisons, one after the other. */
export class WhatIfRuns {
  #run = NONE
  #ending: AbortController | undefined
  #work: Promise<void> = Promise.resolve()

  get state(): WhatIfRun {
    return this.#run
  }

  /**
   * Begins one.
   * @param by name of the account
   * @throws LiukeError `what_if_running`
   */
  begin(by: string, task: Omit<WhatIf, 'onProgress' | 'signal'>): WhatIfRun {
    if (this.#run.status === 'running') {
      throw new LiukeError(
        'what_if_running',
        'Rules are being compared already.',
        'Wait until it is done, or cancel it.',
      )
    }
    const ending = new AbortController()
    this.#ending = ending
    this.#run = { ...NONE, status: 'running', days: task.days, by }
    this.#work = whatIf({
      ...task,
      signal: ending.signal,
      onProgress: (share) => {
        if (!ending.signal.aborted) this.#run = { ...this.#run, share }
      },
    }).then(
      (result) => {
        this.#run = { ...this.#run, status: 'done', share: 1, result }
      },
      (error: unknown) => {
        const failure = error instanceof LiukeError ? error.code : messageOf(error).slice(0, 200)
        this.#run = ending.signal.aborted
          ? { ...this.#run, status: 'cancelled' }
          : { ...this.#run, status: 'failed', failure }
      },
    )
    return this.#run
  }

  /** Ends the one that is running, if any. */
  async cancel(): Promise<WhatIfRun> {
    this.#ending?.abort()
    await this.#work
    return this.#run
  }
}

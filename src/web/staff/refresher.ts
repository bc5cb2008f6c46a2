/** Runs a load whenever asked, one at a time, and never leaves a request unanswered by a later load. */

/** Loads again on request. Requests during a load are answered together by one load after it. */
export class Refresher {
  readonly #load: () => Promise<void>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  /** @param load must not reject: it keeps its own errors */
  constructor(load: () => Promise<void>) {
    this.#load = load
  }

  /** Resolves when a load that began after this call has ended. */
  refresh(): Promise<void> {
    if (!this.#running) return this.#run()
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      return this.#run()
    })
    return this.#next
  }

  #run(): Promise<void> {
    const running = this.#load().finally(() => {
      if (this.#running === running) this.#running = undefined
    })
    this.#running = running
    return running
  }
}

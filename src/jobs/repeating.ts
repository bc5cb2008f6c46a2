/** Does something again and again, a while after it was done last, until it is stopped. */

/** What is done. */
export interface Repeated {
  /** @param isStopped whether it should come to its end */
  round(isStopped: () => boolean): Promise<void>
  /** Hears what a round failed with; the next one is tried all the same. */
  failed(error: unknown): void
  /** Milliseconds between the end of one round and the next. */
  readonly everyMs: number
}

/** Begins with a round at once. @returns stops it and waits for what is under way */
export function startRepeating({ round, failed, everyMs }: Repeated): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const again = (): void => {
    running = round(() => stopped)
      .catch(failed)
      .then(() => {
        if (!stopped) timer = setTimeout(again, everyMs).unref()
      })
  }
  again()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}

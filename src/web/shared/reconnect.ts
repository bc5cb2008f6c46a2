/** How long a page waits before it tries to reach the server again. */

const FIRST_MS = 500
const LONGEST_MS = 30_000

/**
 * Milliseconds to wait before the next try: doubling from half a second to thirty, spread over the upper half
 * so that after an outage not every browser comes back in the same instant.
 * @param attempt tries that have failed so far, from 0
 * @param random a number in [0, 1)
 */
export function reconnectDelay(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10))
  return Math.round(ceiling * (0.5 + random / 2))
}

/**
 * Waits, and less if woken.
 * @param wake aborted when there is a reason to try at once; already aborted means no wait at all
 */
export function pause(milliseconds: number, wake: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (wake.aborted) {
      resolve()
      return
    }
    const done = () => {
      clearTimeout(timer)
      wake.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    wake.addEventListener('abort', done)
  })
}

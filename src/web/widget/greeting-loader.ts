/** Fetches the part of the widget that greets, once the page has had time for itself. */

import type { Greeter, GreetingHost } from './greeting/greeter.ts'

/** How long after the widget. */
const PAGE_FIRST_MS = 2_000

/**
 * Fetches and starts it.
 * @param part address of the module, on the same server as the widget's script
 * @returns what ends it, loaded or not
 */
export function loadGreeter(part: string, host: GreetingHost): () => void {
  let end: (() => void) | undefined
  const timer = setTimeout(() => {
    if (host.isBusy()) return
    // The server's own module, built from greeting/greeter.ts together with this script.
    const loaded: Promise<Greeter> = import(part)
    loaded.then(
      ({ startGreeting }) => {
        end ??= startGreeting(host)
      },
      () => undefined, // the browser reports it; the chat is there without it
    )
  }, PAGE_FIRST_MS)
  return () => {
    clearTimeout(timer)
    end?.()
    end = () => undefined
  }
}

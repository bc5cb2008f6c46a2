/** Fetches as browsers do: a connection that was closed while idle is no failure, the request goes out again. */

import { setTimeout as pause } from 'node:timers/promises'

const TRIES = 4

/** Like `fetch`; every request of ours may be made twice, as pages make them. @throws the last network error */
export async function fetchAgain(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      return await fetch(url, init)
    } catch (error) {
      if (tries === TRIES) throw error
      await pause(100 * tries)
    }
  }
}

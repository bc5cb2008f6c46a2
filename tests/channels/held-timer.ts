/** Holds back one timer of a client, so that a test need not wait for it. */

import { DirectLine } from 'botframework-directlinejs'
import type { ChatOptions } from './chat.ts'

/** A clock for the client that holds one timer back until the test lets it go. */
export function heldTimer(milliseconds: number): {
  options: Pick<ChatOptions, 'scheduler'>
  held(): boolean
  release(): void
} {
  // The client's own default, which it keeps to itself.
  const { scheduler } = Reflect.get(new DirectLine({ token: '' }), 'services') as Required<
    Pick<ChatOptions, 'scheduler'>
  >
  type Schedule = typeof scheduler.schedule
  let fire: (() => void) | undefined
  const schedule: Schedule = (work, delay, state) => {
    if (delay !== milliseconds) return scheduler.schedule(work, delay, state)
    fire = () => scheduler.schedule(work, 0, state)
    return scheduler.schedule(() => undefined, 0)
  }
  return {
    options: { scheduler: { now: () => scheduler.now(), schedule } },
    held: () => fire !== undefined,
    release: () => fire?.(),
  }
}

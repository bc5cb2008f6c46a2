/** How a backup or a restore tells how far it is, and how people are shown it. */

import type { WriteStream } from 'node:tty'

/** What is being done now, and how much of that is done, 0 to 1. */
export interface Progress {
  readonly doing: string
  readonly share: number
}

/** Called often; must return at once. */
export type OnProgress = (progress: Progress) => void

/** Where progress is shown. */
export type ProgressStream = Pick<WriteStream, 'write' | 'isTTY'>

/**
 * Shows progress: one line that counts up on a terminal, plain lines elsewhere. `show` may be called as
 * often as there is something new; `end` leaves the line.
 */
export function printProgress(stream: ProgressStream): { show: OnProgress; end: () => void } {
  let doing = ''
  let told = -1
  const end = () => {
    if (stream.isTTY && doing !== '') stream.write('\n')
    doing = ''
  }
  return {
    show(progress) {
      const percent = Math.floor(progress.share * 100)
      const fresh = progress.doing !== doing
      // Elsewhere than on a terminal every line stays, so quarters are enough.
      const step = stream.isTTY ? 1 : 25
      if (!fresh && percent - told < step) return
      if (fresh) end()
      doing = progress.doing
      told = percent - (percent % step)
      stream.write(stream.isTTY ? `\r${doing} ${percent} %` : `${doing} ${percent} %\n`)
    },
    end,
  }
}

/** The process a draft is examined in; started by `examine-in-process.ts`. */

import { serveTask } from '../../worker-process.ts'
import type { Examination } from './examine.ts'
import { examine } from './examine.ts'
import type { GateMessage } from './examine-in-process.ts'

/** Progress is told at most so often, in milliseconds, but for a new stage. */
const EVERY_MS = 200

serveTask(
  async (task, tell) => {
    let told = 0
    let last = ''
    const say = (message: GateMessage) => tell(message)
    // examine-in-process.ts is the only one to start this process, with an examination.
    const examined = await examine(task as Examination, (stage, share) => {
      if (stage === last && performance.now() - told < EVERY_MS) return
      told = performance.now()
      last = stage
      say({ kind: 'stage', stage, share })
    })
    say({ kind: 'examined', examined })
  },
  { code: 'gate_failed', advice: 'Try again; if it happens again, please report it.' },
)

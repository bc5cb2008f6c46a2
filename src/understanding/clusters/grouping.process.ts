/** The process questions are grouped in; started by `in-process.ts`. */
import { serveTask } from '../../worker-process.ts'
import { groupQuestions } from './cluster.ts'
import type { GroupingMessage, GroupingTask } from './in-process.ts'

const LEAST_PROGRESS = 0.01

serveTask(
  (task, tell) => {
    let told = -1
    const say = (message: GroupingMessage) => tell(message)
    // in-process.ts is the only one to start this process.
    const { questions, before, usual } = task as GroupingTask
    const grouping = groupQuestions(questions, {
      before,
      usual,
      onProgress: (share) => {
        if (share < 1 && share - told < LEAST_PROGRESS) return
        told = share
        say({ kind: 'progress', share })
      },
    })
    say({ kind: 'grouped', grouping })
  },
  {
    code: 'grouping_failed',
    advice: 'Try again; if it happens again, report it with the number of questions.',
  },
)

/** Runs one job of the bench in a process of its own, so that its memory is that of the job alone. */

import { fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** Runs a file of this folder with a job, and gives back what it answers; it says on stderr how far it is. */
export async function runApart<Job extends object, Answer>(file: string, job: Job): Promise<Answer> {
  // What packages print on the way belongs to neither table nor JSON.
  const stdio: StdioOptions = ['ignore', process.stderr, process.stderr, 'ipc']
  const child = fork(path.join(import.meta.dirname, file), { serialization: 'advanced', stdio })
  const answered = once(child, 'message')
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${String(code)} before it answered.`)
  })
  child.send(job)
  try {
    const [answer] = await Promise.race([answered, ended])
    // Both ends are files of this folder, which agree on what is sent.
    return answer as Answer
  } finally {
    ended.catch(() => {})
    if (child.connected) child.disconnect()
  }
}

/** Does the one job a file is sent. @param act its answer is sent back */
export function doJob<Job, Answer>(act: (job: Job) => Promise<Answer>): void {
  process.once('message', async (job) => {
    // What `runApart` was given: see there.
    const answer = await act(job as Job)
    process.send?.(answer)
  })
}

/** A thread for tests: counts its tasks, refuses, dies, and ends. */

import { LiukeError } from '../src/errors.ts'
import { serveThread } from '../src/worker-thread.ts'

let count = 0

serveThread(async (task: 'count' | 'refuse' | 'die' | 'end'): Promise<number> => {
  if (task === 'refuse') throw new LiukeError('test_refused', 'No.', 'Ask for something else.')
  if (task === 'die') throw new Error('a fault of the thread')
  if (task === 'end') process.exit(1)
  // Whoever was asked first takes longest, and is answered first all the same.
  count += 1
  const own = count
  await new Promise((done) => setTimeout(done, own === 1 ? 30 : 0))
  return own
})

/** The process of the test lab; started by `lab-in-process.ts`. */

import { gunzipSync } from 'node:zlib'
import type { CorpusFile } from '../../corpus/revisions/types.ts'
import { serveTask } from '../../worker-process.ts'
import { coverageOf } from './coverage.ts'
import type { LabMessage, LabTask } from './lab-in-process.ts'
import { nearestPairs } from './nearest-pairs.ts'

serveTask(
  (task, tell) => {
    // lab-in-process.ts is the only one to start this process, with a task.
    const { entries, limit, revisions } = task as LabTask
    const coverage = revisions.map(({ revision, content }) => {
      // Packed when the revision was published.
      const files = JSON.parse(gunzipSync(content).toString()) as CorpusFile[]
      return { revision, share: coverageOf(files) }
    })
    const message: LabMessage = {
      kind: 'found',
      findings: { pairs: nearestPairs(entries, limit), coverage },
    }
    tell(message)
  },
  { code: 'test_lab_failed', advice: 'Try again; if it happens again, please report it.' },
)

/** The process very many customers are scored in; started by `churn-scoring-process.ts`. */

import { openDatabase } from '../storage/database.ts'
import { migrations } from '../storage/migrations/index.ts'
import type { Schema } from '../storage/schema.ts'
import { serveTask } from '../worker-process.ts'
import { scoreAll } from './churn-scoring.ts'
import type { ScoringMessage, ScoringTask } from './churn-scoring-process.ts'

serveTask(
  async (task, tell) => {
    // churn-scoring-process.ts is the only one to start this process, with a task.
    const { databaseUrl, model, now } = task as ScoringTask
    const began = Date.now()
    const database = await openDatabase<Schema>(databaseUrl, migrations, { poolSize: 2 })
    const store = { db: database.db, now: () => now + (Date.now() - began) }
    const result = await scoreAll(store, model, {
      only: 'outdated',
      onPortion: ({ skipped }) => {
        const portion: ScoringMessage = { kind: 'portion', skipped }
        tell(portion)
        return true
      },
    })
    await database.close()
    const scored: ScoringMessage = { kind: 'scored', ...result }
    tell(scored)
  },
  { code: 'churn_scoring_failed', advice: 'See whether the database can be reached, and try again.' },
)

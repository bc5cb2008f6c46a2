/** The process a churn model is trained in; started by `trainer.ts`. */

import { openDatabase } from '../storage/database.ts'
import { migrations } from '../storage/migrations/index.ts'
import type { Schema } from '../storage/schema.ts'
import { serveTask } from '../worker-process.ts'
import { quickFigures } from './quick-figures.ts'
import { churnTable } from './table.ts'
import { trainChurn } from './train.ts'
import type { TrainerMessage, TrainerTask } from './trainer.ts'
import { trainingRows } from './training-rows.ts'

serveTask(
  async (task, tell) => {
    // trainer.ts is the only one to start this process, with a task.
    const { databaseUrl, mapping, cutoff: asked, now } = task as TrainerTask
    const database = await openDatabase<Schema>(databaseUrl, migrations, { poolSize: 2 })
    const { rows, notes, cutoff } = await trainingRows({ db: database.db, now: () => now }, mapping, asked)
    await database.close()
    const figures = quickFigures(churnTable(rows, mapping))
    const trained: TrainerMessage = {
      kind: 'trained',
      model: trainChurn(rows, mapping, { notes, cutoff, figures }),
    }
    tell(trained)
  },
  { code: 'churn_training_failed', advice: 'Please report this with the mapping it happened with.' },
)

/** The process a churn model is trained in; started by `trainer.ts`. */
import { serveTask } from '../worker-process.ts'
import { quickFigures } from './quick-figures.ts'
import { churnTable } from './table.ts'
import { trainChurn } from './train.ts'
import type { TrainerMessage, TrainerTask } from './trainer.ts'

serveTask(
  (task, tell) => {
    // trainer.ts is the only one to start this process, with a task.
    const { rows, mapping, options } = task as TrainerTask
    // Rows that nothing can be learnt from are refused by the training, in its own words.
    const figures = rows.length === 0 ? null : quickFigures(churnTable(rows, mapping))
    const trained: TrainerMessage = {
      kind: 'trained',
      model: trainChurn(rows, mapping, { ...options, figures }),
    }
    tell(trained)
  },
  { code: 'churn_training_failed', advice: 'Please report this with the mapping it happened with.' },
)

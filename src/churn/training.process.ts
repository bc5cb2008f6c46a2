/** The process a churn model is trained in; started by `trainer.ts`. */
import { serveTask } from '../worker-process.ts'
import { trainChurn } from './train.ts'
import type { TrainerMessage, TrainerTask } from './trainer.ts'

serveTask(
  (task, tell) => {
    // trainer.ts is the only one to start this process, with a task.
    const { rows, mapping } = task as TrainerTask
    const trained: TrainerMessage = { kind: 'trained', model: trainChurn(rows, mapping) }
    tell(trained)
  },
  { code: 'churn_training_failed', advice: 'Please report this with the mapping it happened with.' },
)

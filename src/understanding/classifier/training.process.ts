/** The process a model is trained in; started by `trainer.ts`. */
import { serveTask } from '../../worker-process.ts'
import type { TrainingSet } from '../types.ts'
import { trainModel } from './train.ts'
import type { TrainerMessage } from './trainer.ts'

const LEAST_PROGRESS = 0.005

serveTask(
  (task, tell) => {
    let told = -1
    const say = (message: TrainerMessage) => tell(message)
    // trainer.ts is the only one to start this process, with a training set.
    const model = trainModel(task as TrainingSet, (share, stage) => {
      if (share < 1 && share - told < LEAST_PROGRESS) return
      told = share
      say({ kind: 'progress', share, stage })
    })
    say({ kind: 'trained', model })
  },
  { code: 'training_failed', advice: 'Please report this with the corpus it happened with.' },
)

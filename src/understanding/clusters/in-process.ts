/** Groups questions in a process of its own, so that no turn waits for it. */
import { type Refused, runProcess } from '../../worker-process.ts'
import type { Grouping, Question } from './cluster.ts'

/** What the process is given. */
export interface GroupingTask {
  readonly questions: readonly Question[]
  readonly before: ReadonlyMap<string, string> | undefined
}

/** What the process says. */
export type GroupingMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'grouped'; readonly grouping: Grouping }
  | Refused

/**
 * `groupQuestions` in a process of its own.
 * @param onProgress is told the share of the work done, 0..1, ascending
 * @param signal ends the work when aborted
 * @param before the cluster each question was in, see `GroupingOptions`
 * @throws LiukeError `grouping_cancelled`, `grouping_failed`
 */
export function groupInProcess(
  questions: readonly Question[],
  onProgress?: (share: number) => void,
  signal?: AbortSignal,
  before?: ReadonlyMap<string, string>,
): Promise<Grouping> {
  return runProcess<GroupingMessage, Grouping>({
    url: new URL('./grouping.process.ts', import.meta.url),
    task: { questions, before } satisfies GroupingTask,
    signal,
    code: 'grouping',
    name: 'grouping of questions',
    hear: (message) => {
      if (message.kind === 'grouped') return { result: message.grouping }
      onProgress?.(message.share)
      return undefined
    },
  })
}

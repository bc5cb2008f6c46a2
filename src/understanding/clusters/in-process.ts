/** Groups questions in a process of its own, so that no turn waits for it. */
import { type Refused, runProcess } from '../../worker-process.ts'
import type { Grouping, GroupingOptions, Question } from './cluster.ts'

/** What the process is given. */
export interface GroupingTask {
  readonly questions: readonly Question[]
  readonly before: ReadonlyMap<string, string> | undefined
  readonly usual: readonly string[] | undefined
}

/** What may be known and told, and how it is ended. */
export interface GroupingCall extends GroupingOptions {
  /** Ends the work when aborted. */
  readonly signal?: AbortSignal | undefined
}

/** What the process says. */
export type GroupingMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'grouped'; readonly grouping: Grouping }
  | Refused

/**
 * `groupQuestions` in a process of its own.
 * @throws LiukeError `grouping_cancelled`, `grouping_failed`
 */
export function groupInProcess(
  questions: readonly Question[],
  { onProgress, signal, before, usual }: GroupingCall = {},
): Promise<Grouping> {
  return runProcess<GroupingMessage, Grouping>({
    url: new URL('./grouping.process.ts', import.meta.url),
    task: { questions, before, usual } satisfies GroupingTask,
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

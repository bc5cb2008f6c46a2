/** Runs long work in a thread of its own, so that no turn waits for it. */

import { Worker } from 'node:worker_threads'
import { LiukeError } from './errors.ts'

/** What a thread says when its work was refused: the parts of a LiukeError, which does not travel by itself. */
export interface Refused {
  readonly kind: 'failed'
  readonly code: string
  readonly message: string
  readonly advice: string
}

/** How a thread is run and what becomes of what it says. */
export interface ThreadOptions<Message extends { readonly kind: string }, Result> {
  /** The worker's file. */
  readonly url: URL
  readonly workerData: unknown
  /** Ends the work when aborted. */
  readonly signal?: AbortSignal | undefined
  /** Begins the codes of errors: `training` gives `training_cancelled` and `training_failed`. */
  readonly code: string
  /** Takes a message; the result when it is one, undefined while the work goes on. */
  readonly hear: (message: Exclude<Message, Refused>) => { readonly result: Result } | undefined
}

/**
 * Runs a worker until it has a result.
 * @throws LiukeError what the thread refused with, `<code>_cancelled`, `<code>_failed`
 */
export function runThread<Message extends { readonly kind: string }, Result>(
  options: ThreadOptions<Message, Result>,
): Promise<Result> {
  const { url, workerData, signal, code, hear } = options
  return new Promise((resolve, reject) => {
    const cancelled = (): LiukeError =>
      new LiukeError(`${code}_cancelled`, 'The training was cancelled.', 'Start it again when needed.')
    const failed = (cause: Error): LiukeError => {
      const advice = 'Try again; if it happens again, see whether the machine ran out of memory.'
      return new LiukeError(`${code}_failed`, cause.message, advice, { cause })
    }
    if (signal?.aborted) {
      reject(cancelled())
      return
    }
    const worker = new Worker(url, { workerData })
    const abort = () => settle(() => reject(cancelled()))
    const settle = (outcome: () => void) => {
      signal?.removeEventListener('abort', abort)
      worker.removeAllListeners()
      // Whatever still happens in a thread that is being ended concerns nobody any more.
      worker.on('error', () => {})
      void worker.terminate()
      outcome()
    }
    signal?.addEventListener('abort', abort)
    worker.on('message', (message: Message | Refused) => {
      if (isRefused(message)) {
        settle(() => reject(new LiukeError(message.code, message.message, message.advice)))
        return
      }
      // What is not refused is one of the worker's own messages.
      const heard = hear(message as Exclude<Message, Refused>)
      if (heard) settle(() => resolve(heard.result))
    })
    worker.on('error', (error) => settle(() => reject(failed(error))))
    worker.on('exit', (exit) => {
      settle(() => reject(failed(new Error(`The training thread ended with code ${exit}.`))))
    })
  })
}

function isRefused(message: { readonly kind: string }): message is Refused {
  return message.kind === 'failed'
}

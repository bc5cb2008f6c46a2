/** Runs long work in a process of its own: no turn waits for it, and all its memory is given back. */

import { fork } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { LiukeError, messageOf } from './errors.ts'

/** What a process says when its work was refused: the parts of a LiukeError, which does not travel by itself. */
export interface Refused {
  readonly kind: 'failed'
  readonly code: string
  readonly message: string
  readonly advice: string
}

/** How a process is run and what becomes of what it says. */
export interface ProcessOptions<Message extends { readonly kind: string }, Result> {
  /** The process's file, which calls `serveTask`. */
  readonly url: URL
  /** Anything structured clone can copy. */
  readonly task: unknown
  /** Ends the work when aborted. */
  readonly signal?: AbortSignal | undefined
  /** Begins the codes of errors: `training` gives `training_cancelled` and `training_failed`. */
  readonly code: string
  /** What the work is called in messages (training). */
  readonly name?: string
  /** Takes a message; the result when it is one, undefined while the work goes on. */
  readonly hear: (message: Exclude<Message, Refused>) => { readonly result: Result } | undefined
}

/**
 * Runs a process until it has a result.
 * @throws LiukeError what the process refused with, `<code>_cancelled`, `<code>_failed`
 */
export function runProcess<Message extends { readonly kind: string }, Result>(
  options: ProcessOptions<Message, Result>,
): Promise<Result> {
  const { url, task, signal, code, hear, name = 'training' } = options
  return new Promise((resolve, reject) => {
    const cancelled = (): LiukeError =>
      new LiukeError(`${code}_cancelled`, `The ${name} was cancelled.`, 'Start it again when needed.')
    const failed = (cause: Error): LiukeError => {
      const advice = 'Try again; if it happens again, see whether the machine ran out of memory.'
      return new LiukeError(`${code}_failed`, cause.message, advice, { cause })
    }
    if (signal?.aborted) {
      reject(cancelled())
      return
    }
    // Flags of this process, such as those of a debugger or a test runner, are not for its child.
    const child = fork(fileURLToPath(url), { serialization: 'advanced', execArgv: [] })
    const abort = () => settle(() => reject(cancelled()))
    const settle = (outcome: () => void) => {
      signal?.removeEventListener('abort', abort)
      child.removeAllListeners()
      // Whatever still happens in a process that is being ended concerns nobody any more.
      child.on('error', () => {})
      child.kill('SIGKILL')
      outcome()
    }
    signal?.addEventListener('abort', abort)
    child.on('message', (message) => {
      // Only `serveTask` of the process's own file sends anything.
      const said = message as Message | Refused
      if (isRefused(said)) {
        settle(() => reject(new LiukeError(said.code, said.message, said.advice)))
        return
      }
      // What is not refused is one of the process's own messages.
      const heard = hear(said as Exclude<Message, Refused>)
      if (heard) settle(() => resolve(heard.result))
    })
    child.on('error', (error) => settle(() => reject(failed(error))))
    child.on('exit', (exit, killed) => {
      settle(() => reject(failed(new Error(`The ${name} process ended with ${killed ?? `code ${exit}`}.`))))
    })
    child.send({ task }, (error) => {
      if (error) settle(() => reject(failed(error)))
    })
  })
}

function isRefused(message: { readonly kind: string }): message is Refused {
  return message.kind === 'failed'
}

/** Tells the process that waits; a process nobody waits for any more ends. */
export type Tell = (message: { readonly kind: string }) => void

/** Turns come first where processors are scarce. */
const PRIORITY = os.constants.priority.PRIORITY_BELOW_NORMAL

/**
 * What a process of `runProcess` does: takes its one task, and says what became of it.
 * @param code code and advice of errors that are not ours
 */
export function serveTask(
  work: (task: unknown, tell: Tell) => void | Promise<void>,
  unexpected: { readonly code: string; readonly advice: string },
): void {
  // Only the owner of the machine may raise a priority that is lower already.
  if (os.getPriority() < PRIORITY) os.setPriority(PRIORITY)
  const parent = process.ppid
  const tell: Tell = (message) => {
    // Without the one who waits there is nothing to work for. The work itself hears no event, so it is asked here.
    if (process.ppid !== parent || !process.connected) process.exit()
    process.send?.(message, undefined, undefined, (error) => {
      if (error) process.exit()
    })
  }
  process.once('disconnect', () => process.exit())
  const refuse = (error: unknown): void => {
    const known = error instanceof LiukeError
    const refused: Refused = {
      kind: 'failed',
      code: known ? error.code : unexpected.code,
      message: messageOf(error),
      advice: known ? error.advice : unexpected.advice,
    }
    tell(refused)
  }
  process.once('message', (message) => {
    try {
      // Only `runProcess` starts this process, and sends its task first.
      work((message as { task: unknown }).task, tell)?.catch(refuse)
    } catch (error) {
      refuse(error)
    }
  })
}

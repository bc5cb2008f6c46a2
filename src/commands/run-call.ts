/** What every command does around its own work: says how it is called, and what was refused. */

import { LiukeError } from '../errors.ts'
import { type OpenInstallation, openInstallation } from './open-installation.ts'

/**
 * Runs a call, or explains it.
 * @param call what was read from the arguments, or a sentence about what is wrong with them
 * @returns the exit code: 2 after a wrong call, 1 when the work was refused with a LiukeError, else the work's own
 */
export async function runCall<Call extends object>(
  call: Call | string,
  usage: string,
  act: (call: Call) => Promise<number>,
): Promise<number> {
  if (typeof call === 'string') {
    console.error(`${call}\n\n${usage}`)
    return 2
  }
  try {
    return await act(call)
  } catch (error) {
    if (!(error instanceof LiukeError)) throw error
    console.error(String(error))
    return 1
  }
}

/**
 * Works on the installation's databases, which are closed afterwards whatever happens.
 * @param bulk whether very many rows will be written
 */
export async function withInstallation<Result>(
  act: (open: OpenInstallation) => Promise<Result>,
  bulk = false,
): Promise<Result> {
  const open = await openInstallation(bulk)
  try {
    return await act(open)
  } finally {
    await open.close()
  }
}

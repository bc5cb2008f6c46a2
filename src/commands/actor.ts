/** Who runs a command, as the audit log names them. */

import { userInfo } from 'node:os'

/** `cli:` and the user of the machine. */
export function actorOf(): string {
  try {
    return `cli:${userInfo().username}`
  } catch {
    // A container may run under a number that has no name.
    return `cli:${process.getuid?.() ?? 'unknown'}`
  }
}

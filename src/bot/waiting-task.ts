/** The second of two tasks asked for at once: kept while the first is done, and taken when it ends. */

import type { ConversationMemory, WaitingTask } from './memory.ts'

/** Nobody remembers having asked for it after so long, in milliseconds. */
const FORGOTTEN_AFTER_MS = 30 * 60_000

/** Keeps a task for when the active one ends; one at most, the newest. */
export function keepTask(memory: ConversationMemory, task: WaitingTask): void {
  memory.next = task
}

/** The task that waits, which then waits no more; null when there is none, or it waited too long. */
export function takeTask(memory: ConversationMemory, now: number): WaitingTask | null {
  const { next } = memory
  delete memory.next
  return next !== undefined && now - next.at <= FORGOTTEN_AFTER_MS ? next : null
}

/** The customer has left what was going on, or a person takes over. */
export function forgetTask(memory: ConversationMemory): void {
  delete memory.next
}

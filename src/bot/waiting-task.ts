/** Tasks asked for together with another: kept while that one is done, and taken in turn when it ends. */

import type { ConversationMemory, WaitingTask } from './memory.ts'

/** Nobody remembers having asked for it after so long, in milliseconds. */
const FORGOTTEN_AFTER_MS = 30 * 60_000
/** More than anybody waits for. */
const MAX_WAITING = 3

/**
 * Keeps a task behind those that wait already; one of the same dialog is asked for anew and keeps its place.
 * @returns whether it waits: false where three others do
 */
export function keepTask(memory: ConversationMemory, task: WaitingTask): boolean {
  const waiting = (memory.waiting ?? []).filter(({ at }) => !isForgotten(at, task.at))
  const same = waiting.findIndex(({ dialog }) => dialog === task.dialog)
  if (same < 0 && waiting.length >= MAX_WAITING) return false
  if (same < 0) waiting.push(task)
  else waiting[same] = task
  memory.waiting = waiting
  return true
}

/** The task whose turn it is, which then waits no more; null when there is none. Those that waited too long are dropped. */
export function takeTask(memory: ConversationMemory, now: number): WaitingTask | null {
  const [next, ...others] = (memory.waiting ?? []).filter(({ at }) => !isForgotten(at, now))
  keepOnly(memory, others)
  return next ?? null
}

/** Drops those that need not be done any more: begun already, or refused. */
export function dropTasks(memory: ConversationMemory, which: (task: WaitingTask) => boolean): void {
  keepOnly(
    memory,
    (memory.waiting ?? []).filter((task) => !which(task)),
  )
}

/** The customer has left what was going on, or a person takes over: nothing waits any more. */
export function forgetTask(memory: ConversationMemory): void {
  delete memory.waiting
}

function keepOnly(memory: ConversationMemory, tasks: WaitingTask[]): void {
  if (tasks.length > 0) memory.waiting = tasks
  else delete memory.waiting
}

function isForgotten(at: number, now: number): boolean {
  return now - at > FORGOTTEN_AFTER_MS
}

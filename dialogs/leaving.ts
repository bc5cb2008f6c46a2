/** Whether a message leaves the task that is active: "cancel", or that what the task is about is not to be done. */

import type { DialogContext } from 'botbuilder-dialogs'
import type { Reading } from '../src/bot/reading.ts'
import type { Corpus } from '../src/corpus/types.ts'
import { intentsOf } from '../src/understanding/negation/negation-actions.ts'
import { CALLBACK_DIALOG } from './callback.ts'
import { CANCEL_DIALOG } from './cancel.ts'
import { FAULT_DIALOG } from './fault.ts'
import { questionOf } from './slot-prompt.ts'
import { UPDATE_CONTACT } from './update-contact.ts'
import { VISIT_DIALOG } from './visit-news.ts'

/**
 * These take such words themselves: what they are about may be arranged already, and 不用打了 calls it off; or they are
 * about several things, and 不改电话了 leaves the others.
 */
const CALL_OFF: readonly string[] = [CALLBACK_DIALOG, VISIT_DIALOG, FAULT_DIALOG, UPDATE_CONTACT]

/** Whether "cancel" answers what is being asked, because cancelling is what it is about. */
export function ownsCancel(inner: DialogContext): boolean {
  const slot = questionOf(inner.activeDialog)?.slot
  return inner.activeDialog?.id === CANCEL_DIALOG && (slot === 'offer' || slot?.startsWith('cancel') === true)
}

/**
 * Whether a message says that what the active task is about is not to be done ("算了不退了"). What else it says must be
 * a question or another wish: "别现在打电话，明天三点" answers the task.
 * @param unread whether the task has seen the message and could not read it
 */
export function leavesTask(
  { negated }: Reading,
  inner: DialogContext,
  { entries }: Corpus,
  unread = false,
): boolean {
  const dialog = inner.activeDialog?.id
  if (negated === null || dialog === undefined || ownsCancel(inner)) return false
  if (negated.rest !== '' && !negated.asks) return false
  // 先不办 is also how a question with choices is answered.
  if (negated.actions.includes('any')) return unread || !hasChoices(inner)
  if (CALL_OFF.includes(dialog) && !unread && negated.rest === '') return false
  const intents = intentsOf(negated.actions)
  return [...intents].some((id) => entries.get(id)?.dialog === dialog)
}

/** Whether what is asked can be answered by a tap: a yes or no, or one of several. */
export function hasChoices(inner: DialogContext): boolean {
  return (questionOf(inner.activeDialog)?.choices?.length ?? 0) > 0
}

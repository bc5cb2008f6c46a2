/** What can go wrong with the worklist; each with what to do about it. */

import { LiukeError } from '../../errors.ts'
import type { ContactBlock } from './may-contact.ts'

/** No item has this id. */
export function unknownItem(): LiukeError {
  return new LiukeError(
    'retention_unknown',
    'There is no such entry on the worklist.',
    'Read the list again.',
  )
}

/** Somebody was faster. */
export function changedItem(): LiukeError {
  return new LiukeError(
    'retention_changed',
    'Somebody has changed this entry meanwhile.',
    'Read it again, and decide anew.',
  )
}

/** It has ended. */
export function itemOver(): LiukeError {
  return new LiukeError('retention_over', 'This entry has ended.', 'Undo its outcome first, or add it anew.')
}

/** It has not ended. */
export function itemNotOver(): LiukeError {
  return new LiukeError('retention_not_over', 'This entry has not ended.', 'There is nothing to undo.')
}

/** The time for undoing has passed, or it is somebody else's outcome. */
export function undoTooLate(): LiukeError {
  return new LiukeError(
    'undo_too_late',
    'This outcome can no longer be taken back by you.',
    'Add the customer to the worklist anew, or ask a supervisor.',
  )
}

/** The customer is on the list already. */
export function alreadyListed(): LiukeError {
  return new LiukeError(
    'retention_listed',
    'This customer is on the worklist already.',
    'Find them by their account number.',
  )
}

/** Nobody of that name works on the list. */
export function nobodyThere(name: string): LiukeError {
  return new LiukeError(
    'retention_assignee',
    `Nobody called ${name} can work on this.`,
    'Choose somebody from the list.',
  )
}

const WHY: Readonly<Record<ContactBlock | 'withdrawn', string>> = {
  'no-consent': 'has not agreed to be written to',
  refused: 'does not want to be written to',
  cancelled: 'is no customer any more',
  'no-conversation': 'has never written to us in a chat of their own',
  'channel-off': 'was last on a channel that is not connected',
  'window-closed': 'can be written to on this channel only after they write',
  'with-person': 'is with a colleague or waits for one',
  pending: 'has a message on its way already',
  cap: 'was written to as often as the company allows',
  over: 'is on an entry that has ended',
  offer: 'may not have this offer now',
  withdrawn: 'is no longer to get this message',
}

/** The customer may not be written to now. */
export function contactBlocked(reason: ContactBlock): LiukeError {
  return new LiukeError(
    'contact_blocked',
    `The customer ${WHY[reason]} (${reason}).`,
    'Call them instead where that is right, or wait.',
  )
}

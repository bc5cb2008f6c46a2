/** Gives a conversation to a colleague or another queue; since when it waits, and its hand-over, go with it. */

import type { Owner } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { move } from './move.ts'
import { notYours } from './ownership.ts'
import type { Store, Trx } from './store.ts'
import type { Queueing } from './turn.ts'

/** Where a conversation goes. */
export interface Transfer {
  readonly conversationId: string
  /** Name of the account that gives it away. */
  readonly actor: string
  /** Whether the actor may give away what others have, and what waits. */
  readonly mayAssign: boolean
  readonly queueing: Queueing
  /** Whom it is offered to first, and until when. */
  readonly offer?: { readonly to: string; readonly until: number }
  /** What the customer is told. */
  readonly notices: readonly StoredActivity[]
  /** What else is written with it, or not at all. */
  readonly also?: ((trx: Trx) => Promise<void>) | undefined
}

/** Has a conversation wait elsewhere. @throws LiukeError `conversation_not_yours`, `conversation_unknown` */
export async function transfer(
  store: Store,
  { conversationId, actor, mayAssign, queueing, offer, notices, also }: Transfer,
): Promise<void> {
  const from: readonly Owner[] = mayAssign ? ['human', 'queued'] : ['human']
  await move(store, {
    ...{ conversationId, from, queueing, notices, actor, also },
    ...(mayAssign ? {} : { heldBy: actor }),
    ...(offer ? { offer } : {}),
    to: 'queued',
    agent: null,
    isTransfer: true,
    refused: notYours(),
    action: 'transfer',
  })
}

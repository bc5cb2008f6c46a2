/** What a message that only says what is not wanted may be about: something that is arranged, and would go on otherwise. */

import type { Turn } from '../src/bot/turn.ts'
import { LiukeError } from '../src/errors.ts'
import { CALLBACK_DIALOG } from './callback.ts'
import { VISIT_DIALOG } from './visit-news.ts'

/**
 * The dialog that calls off what is arranged: 不用打了 while a call is promised, "he needn't come" while a visit is
 * booked. Null where nothing of the kind is arranged, or nobody knows who it is.
 */
export async function arrangedAbout(turn: Turn): Promise<string | null> {
  const { negated } = await turn.read()
  const actions = negated?.actions ?? []
  const { conversation, verifiedCustomerId: customerId, services } = turn
  if (actions.includes('callback')) {
    const calls = await services.company.callbacks.open({ conversationId: conversation.id, customerId })
    if (calls.length > 0) return CALLBACK_DIALOG
  }
  if (actions.includes('technician') && customerId !== null && (await hasVisit(turn, customerId)))
    return VISIT_DIALOG
  return null
}

async function hasVisit({ services }: Turn, customerId: string): Promise<boolean> {
  const customer = await services.company.customer(customerId)
  if (!customer) return false
  try {
    return (await services.systems.visits(customer)).length > 0
  } catch (error) {
    // Nothing can be called off now: what was said is acknowledged like any other refusal.
    if (error instanceof LiukeError && error.code === 'service_unavailable') return false
    throw error
  }
}

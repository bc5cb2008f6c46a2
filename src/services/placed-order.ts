/** An order as it stands on record, opened. */

import type { OrderStatus } from '../storage/schema.ts'
import type { OrderRequest } from './order-requests.ts'

/** An order a customer has placed. Moments in milliseconds since 1970. */
export interface PlacedOrder {
  readonly id: string
  readonly reference: string
  /** Where it was placed; null where that is not known any more. */
  readonly conversationId: string | null
  readonly request: OrderRequest
  readonly status: OrderStatus
  /** Until when it can be taken back; null: it cannot. */
  readonly undoUntil: number | null
  readonly placedAt: number
  /** How often it was sent to a system elsewhere. */
  readonly attempts: number
}

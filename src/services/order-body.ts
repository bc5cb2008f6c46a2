/** The sealed part of an order: what the customer asked for. */

import type { OrdersTable } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import { type OrderRequest, orderRequestShape } from './order-requests.ts'

/**
 * Seals a request; one that could not be read again is not sealed.
 * @param key of the customer
 * @param id of the order
 */
export function sealedRequest(key: SubjectKey, id: string, request: OrderRequest): Buffer {
  return key.seal(contextOf(id), JSON.stringify(orderRequestShape.parse(request)))
}

/** What an order asks for. @param key of its subject */
export function orderRequest(key: SubjectKey, row: Pick<OrdersTable, 'id' | 'body'>): OrderRequest {
  return orderRequestShape.parse(JSON.parse(key.open(contextOf(row.id), row.body)))
}

function contextOf(id: string): string {
  return `orders.body:${id}`
}

/** The calls of the retention worklist. */

import type {
  ContactPreview,
  RetentionAdd,
  RetentionAnswer,
  RetentionBuild,
  RetentionCalls,
  RetentionDetail,
  RetentionFilter,
  RetentionReveal,
} from '../../console/retention-types.ts'
import type { Calls } from '../staff/calls.ts'

/** What is asked for of the list. */
export interface RetentionQuery {
  readonly filter: RetentionFilter
  /** Account number; empty for all. */
  readonly account: string
}

/** All of them throw `ApiError`. */
export interface RetentionApi {
  /** @param after from the answer before; undefined for the first page */
  list(query: RetentionQuery, after?: string): Promise<RetentionAnswer>
  item(id: string): Promise<RetentionDetail>
  change<Call extends keyof RetentionCalls>(
    id: string,
    call: Call,
    body: RetentionCalls[Call],
  ): Promise<RetentionDetail>
  /** @param offer whether the message names the offer */
  preview(id: string, offer: boolean): Promise<ContactPreview>
  reveal(id: string, field: RetentionReveal['field']): Promise<RetentionReveal>
  add(customer: RetentionAdd): Promise<RetentionDetail>
  build(): Promise<RetentionBuild>
}

export function retentionCalls({ get, post }: Calls): RetentionApi {
  const base = 'api/desk/retention'
  const at = (id: string, action = '') => `${base}/${encodeURIComponent(id)}${action}`
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    list: async ({ filter, account }, after) => {
      const query = new URLSearchParams({ filter })
      if (account !== '') query.set('account', account)
      if (after !== undefined) query.set('after', after)
      return (await get(`${base}?${query}`)) as RetentionAnswer
    },
    item: async (id) => (await get(at(id))) as RetentionDetail,
    change: async (id, call, body) => (await post(at(id, `/${call}`), body)) as RetentionDetail,
    preview: async (id, offer) => (await get(at(id, `/contact?offer=${offer ? 1 : 0}`))) as ContactPreview,
    reveal: async (id, field) => (await post(at(id, '/reveal'), { field })) as RetentionReveal,
    add: async (customer) => (await post(base, customer)) as RetentionDetail,
    build: async () => (await post(`${base}/build`)) as RetentionBuild,
  }
}

/** The desk's calls for finding conversations and for sharing them out among colleagues. */

import type {
  AgentBody,
  AgentItem,
  AgentsAnswer,
  InboxAnswer,
  InboxQuery,
  StatusBody,
  TransferBody,
} from '../../console/desk-work-types.ts'
import type { Calls } from '../staff/calls.ts'

/** All of them throw `ApiError`. */
export interface InboxApi {
  inbox(query: InboxQuery): Promise<InboxAnswer>
  agents(): Promise<AgentsAnswer>
  setStatus(status: StatusBody['status']): Promise<AgentItem>
  /** Only with `team.edit`. */
  setAgent(name: string, change: AgentBody): Promise<AgentItem>
  /** Takes what is offered to the caller. */
  accept(id: string): Promise<void>
  decline(id: string): Promise<void>
  transfer(id: string, to: TransferBody): Promise<void>
}

export function inboxCalls({ get, post, put }: Calls): InboxApi {
  const at = (id: string, action: string) => `api/desk/conversations/${encodeURIComponent(id)}/${action}`
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    inbox: async (query) => (await get(`api/desk/inbox${searchOf(query)}`)) as InboxAnswer,
    agents: async () => (await get('api/desk/agents')) as AgentsAnswer,
    setStatus: async (status) => (await put('api/desk/me/status', { status })) as AgentItem,
    setAgent: async (name, change) =>
      (await put(`api/desk/agents/${encodeURIComponent(name)}`, change)) as AgentItem,
    async accept(id) {
      await post(at(id, 'accept'))
    },
    async decline(id) {
      await post(at(id, 'decline'))
    },
    async transfer(id, to) {
      await post(at(id, 'transfer'), to)
    },
  }
}

/** `?words=…&state=open`, or nothing. */
export function searchOf(query: InboxQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return search === '' ? '' : `?${search}`
}

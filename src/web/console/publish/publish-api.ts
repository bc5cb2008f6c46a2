/** The calls of the page that publishes. */

import type {
  DifferenceAnswer,
  DraftAnswer,
  FolderAnswer,
  FolderTakenAnswer,
  GateAnswer,
  PublishAnswer,
  PublishRequest,
  RevisionsAnswer,
} from '../../../console/corpus-types.ts'
import type { Calls } from '../../staff/calls.ts'

const BASE = 'api/console/corpus'

/** All of them throw `ApiError`. */
export interface PublishApi {
  draft(): Promise<DraftAnswer>
  gate(): Promise<GateAnswer>
  beginGate(): Promise<GateAnswer>
  cancelGate(): Promise<GateAnswer>
  publish(request: PublishRequest): Promise<PublishAnswer>
  approve(gate: string): Promise<PublishAnswer>
  refuse(gate: string): Promise<void>
  revisions(before?: number): Promise<RevisionsAnswer>
  /** @param from `live`, `draft`, or a number */
  difference(from: string, to: string): Promise<DifferenceAnswer>
  rollback(revision: number, note: string): Promise<PublishAnswer>
  folder(): Promise<FolderAnswer>
  takeFolder(): Promise<FolderTakenAnswer>
  dismissFolder(): Promise<void>
}

export function publishCalls({ get, post }: Calls): PublishApi {
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    draft: async () => (await get(`${BASE}/draft`)) as DraftAnswer,
    gate: async () => (await get(`${BASE}/gate`)) as GateAnswer,
    beginGate: async () => (await post(`${BASE}/gate`)) as GateAnswer,
    cancelGate: async () => (await post(`${BASE}/gate/cancel`)) as GateAnswer,
    publish: async (request) => (await post(`${BASE}/publish`, request)) as PublishAnswer,
    approve: async (gate) => (await post(`${BASE}/approve`, { gate })) as PublishAnswer,
    refuse: async (gate) => void (await post(`${BASE}/refuse`, { gate })),
    revisions: async (before) =>
      (await get(
        before === undefined ? `${BASE}/revisions` : `${BASE}/revisions?before=${before}`,
      )) as RevisionsAnswer,
    difference: async (from, to) =>
      (await get(`${BASE}/difference?from=${from}&to=${to}`)) as DifferenceAnswer,
    rollback: async (revision, note) => (await post(`${BASE}/rollback`, { revision, note })) as PublishAnswer,
    folder: async () => (await get(`${BASE}/folder`)) as FolderAnswer,
    takeFolder: async () => (await post(`${BASE}/folder`, { deed: 'take' })) as FolderTakenAnswer,
    dismissFolder: async () => void (await post(`${BASE}/folder`, { deed: 'dismiss' })),
  }
}

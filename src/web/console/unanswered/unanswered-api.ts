/** The calls of the page of unanswered questions. */

import type { ItemsAnswer } from '../../../console/corpus-types.ts'
import type {
  ClusterAnswer,
  ClusterDeed,
  ClustersAnswer,
  DeedAnswer,
  DeedsAnswer,
} from '../../../console/unanswered-types.ts'
import type { Calls } from '../../staff/calls.ts'

const BASE = 'api/console/unanswered'

/** What the list is narrowed by; empty for nothing, `status` apart. */
export interface ClusterSearch {
  readonly status: keyof ClustersAnswer['counts']
  readonly reason: string
  readonly language: string
  readonly days: string
}

/** All of them throw `ApiError`. */
export interface UnansweredApi {
  clusters(search: ClusterSearch, cursor?: string): Promise<ClustersAnswer>
  /** Counts and progress without groups; undefined where they are what they were at a `version` that was read. */
  changed(search: ClusterSearch, version: string): Promise<ClustersAnswer | undefined>
  cluster(id: string): Promise<ClusterAnswer>
  decide(id: string, deed: ClusterDeed): Promise<DeedAnswer>
  undo(deed: string): Promise<void>
  /** What was decided here or elsewhere and can be taken back. */
  deeds(): Promise<DeedsAnswer>
  /** Begins grouping now. */
  begin(): Promise<void>
  /** Entries that fit some words, best first as the corpus lists them. */
  entries(q: string): Promise<ItemsAnswer>
}

export function unansweredCalls({ get, post }: Calls): UnansweredApi {
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    clusters: async (search, cursor = '') => (await get(listPath({ ...search, cursor }))) as ClustersAnswer,
    changed: async (search, since) =>
      (await get(listPath({ ...search, since }))) as ClustersAnswer | undefined,
    cluster: async (id) => (await get(`${BASE}/${encodeURIComponent(id)}`)) as ClusterAnswer,
    decide: async (id, deed) => (await post(`${BASE}/${encodeURIComponent(id)}/deed`, deed)) as DeedAnswer,
    undo: async (deed) => void (await post(`${BASE}/undo`, { deed })),
    deeds: async () => (await get(`${BASE}/deeds`)) as DeedsAnswer,
    begin: async () => void (await post(`${BASE}/cluster`)),
    entries: async (q) =>
      (await get(`api/console/corpus/items?${new URLSearchParams({ kind: 'entry', q })}`)) as ItemsAnswer,
  }
}

function listPath(wanted: Readonly<Record<string, string>>): string {
  return `${BASE}?${new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''))}`
}

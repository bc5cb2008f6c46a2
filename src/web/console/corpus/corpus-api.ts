/** The calls of the corpus editor. */

import type {
  BulkAnswer,
  BulkDeed,
  CheckAnswer,
  ItemAnswer,
  ItemChange,
  ItemContent,
  PresenceAnswer,
  TryAnswer,
} from '../../../console/corpus-types.ts'
import type { Calls } from '../../staff/calls.ts'

const BASE = 'api/console/corpus'

/** An item, or that it is there no more. */
export type ItemOrGone =
  | ItemAnswer
  | { readonly key: string; readonly gone: true; readonly change: string | null }

/** All of them throw `ApiError`. */
export interface CorpusApi {
  item(key: string): Promise<ItemAnswer>
  save(change: ItemChange): Promise<ItemOrGone>
  /** Takes changes back, all or none. @param changes oldest first */
  undo(changes: readonly string[]): Promise<void>
  discard(keys: readonly string[]): Promise<void>
  presence(key: string, editing: boolean): Promise<PresenceAnswer>
  check(key: string, content: ItemContent): Promise<CheckAnswer>
  bulk(keys: readonly string[], deed: BulkDeed): Promise<BulkAnswer>
  try(text: string): Promise<TryAnswer>
  folder(deed: 'take' | 'dismiss'): Promise<void>
}

export function corpusCalls({ get, post, put }: Calls): CorpusApi {
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    item: async (key) => (await get(`${BASE}/item?key=${encodeURIComponent(key)}`)) as ItemAnswer,
    save: async (change) => (await put(`${BASE}/item`, change)) as ItemOrGone,
    undo: async (changes) => void (await post(`${BASE}/undo`, { changes })),
    discard: async (keys) => void (await post(`${BASE}/discard`, { keys })),
    presence: async (key, editing) => (await post(`${BASE}/presence`, { key, editing })) as PresenceAnswer,
    check: async (key, content) => (await post(`${BASE}/check`, { key, content })) as CheckAnswer,
    bulk: async (keys, deed) => (await post(`${BASE}/bulk`, { keys, ...deed })) as BulkAnswer,
    try: async (text) => (await post(`${BASE}/try`, { text })) as TryAnswer,
    folder: async (deed) => void (await post(`${BASE}/folder`, { deed })),
  }
}

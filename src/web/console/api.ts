/** The console's calls. */

import type {
  InsightAnswer,
  InsightKind,
  InsightStateAnswer,
  RefreshAnswer,
} from '../../console/insight-types.ts'
import type { Calls } from '../staff/calls.ts'

/** All of them throw `ApiError`. */
export interface ConsoleApi {
  insight<Kind extends InsightKind>(kind: Kind): Promise<InsightAnswer<Kind>>
  /** Begins a computation, or finds the one that is under way. */
  refresh(kind: InsightKind): Promise<RefreshAnswer>
  /** How far computations are. */
  states(): Promise<InsightStateAnswer>
}

export function consoleCalls({ get, post }: Calls): ConsoleApi {
  const at = 'api/console/insight'
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    insight: async <Kind extends InsightKind>(kind: Kind) =>
      (await get(`${at}/${kind}`)) as InsightAnswer<Kind>,
    refresh: async (kind) => (await post(`${at}/${kind}/refresh`)) as RefreshAnswer,
    states: async () => (await get(`${at}/state`)) as InsightStateAnswer,
  }
}

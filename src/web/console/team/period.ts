/** A period of days, and what may be asked for. Days are `YYYY-MM-DD`, the company's. */

export interface Period {
  readonly from: string
  readonly to: string
}

/** The last so many days, or two of them and what is between. */
export type Wanted = { readonly days: number } | Period

/** Longest that is asked for. */
export const MOST_DAYS = 366
const DAY_MS = 86_400_000
const DAY = /^\d{4}-\d\d-\d\d$/

/** Whether it can be asked for. */
export function isPeriod({ from, to }: Period): boolean {
  if (!DAY.test(from) || !DAY.test(to) || from > to) return false
  return (Date.parse(to) - Date.parse(from)) / DAY_MS < MOST_DAYS
}

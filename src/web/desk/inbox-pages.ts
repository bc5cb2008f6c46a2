/** Puts the pages of the inbox together. */

import type { InboxAnswer } from '../../console/desk-work-types.ts'

/** Pages that are read again together; what was shown beyond them comes with `more`. */
const MOST_PAGES = 4

/** Pages one after the other, until there are as many entries as wanted. */
export async function readInbox(
  read: (cursor: string | undefined) => Promise<InboxAnswer>,
  wanted: number,
): Promise<InboxAnswer> {
  let answer = await read(undefined)
  for (let page = 2; page <= MOST_PAGES; page++) {
    if (answer.next === null || answer.items.length >= wanted) break
    answer = joined(answer, await read(answer.next))
  }
  return answer
}

/** Two pages as one; what has moved between two readings stands in it once. */
export function joined(before: InboxAnswer, page: InboxAnswer): InboxAnswer {
  const known = new Set(before.items.map(({ id }) => id))
  return { ...page, items: [...before.items, ...page.items.filter(({ id }) => !known.has(id))] }
}

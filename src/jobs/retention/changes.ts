/** What people do with an entry while it is open: take it, give it on, put it off, note something. */

import { listAccounts } from '../../accounts/accounts.ts'
import { may } from '../../accounts/permissions.ts'
import type { Store } from '../../conversations/store.ts'
import { type NewChoice, setChoice } from '../../customers/choices.ts'
import { change } from './change.ts'
import { nobodyThere, unknownItem } from './errors.ts'
import { type Colleague, noteContext, type Seen } from './item.ts'

/** Longest time something is put off, in milliseconds. */
export const LONGEST_SNOOZE_MS = 90 * 86_400_000

/** Takes an entry; whoever has it loses it only to somebody who saw that. */
export function takeItem(store: Store, colleague: Colleague, seen: Seen): Promise<void> {
  return change(store, colleague, seen, ({ owner }) => ({
    set: { owner: colleague.name, state: 'working', snoozed_until: null },
    action: 'retention.take',
    detail: { before: owner },
  }))
}

/** Gives an entry back to all. */
export function releaseItem(store: Store, colleague: Colleague, seen: Seen): Promise<void> {
  return change(store, colleague, seen, ({ owner }) => ({
    set: { owner: null, state: 'open', snoozed_until: null },
    action: 'retention.release',
    detail: { before: owner },
  }))
}

/** Gives an entry to somebody. @throws LiukeError `retention_assignee` */
export async function assignItem(store: Store, colleague: Colleague, seen: Seen, to: string): Promise<void> {
  if (!(await workers(store)).some(({ name }) => name === to)) throw nobodyThere(to)
  await change(store, colleague, seen, ({ owner }) => ({
    set: { owner: to, state: 'working', snoozed_until: null },
    action: 'retention.assign',
    detail: { before: owner, after: to },
  }))
}

/** Who can work on the list. */
export async function workers(
  store: Store,
): Promise<{ readonly name: string; readonly displayName: string }[]> {
  return (await listAccounts(store))
    .filter(({ disabled, role }) => !disabled && may(role, 'retention.work'))
    .map(({ name, displayName }) => ({ name, displayName }))
}

/** Puts an entry off; it comes back by itself. @param until milliseconds since 1970 */
export function snoozeItem(store: Store, colleague: Colleague, seen: Seen, until: number): Promise<void> {
  return change(store, colleague, seen, () => ({
    set: { state: 'snoozed', snoozed_until: until, due_at: until },
    action: 'retention.snooze',
    detail: { until },
  }))
}

/** Replaces the note; an empty one removes it. @throws LiukeError `subject_erased` */
export async function noteItem(store: Store, colleague: Colleague, seen: Seen, text: string): Promise<void> {
  const row = await store.db
    .selectFrom('retention_items')
    .select('subject_id')
    .where('id', '=', seen.id)
    .executeTakeFirst()
  if (!row) throw unknownItem()
  const note = text === '' ? null : (await store.vault.keyOf(row.subject_id)).seal(noteContext(seen.id), text)
  await change(store, colleague, seen, () => ({
    set: { note },
    action: 'retention.note',
    detail: { removed: note === null },
  }))
}

/** Writes down what the customer told a colleague about being contacted, or judged by a score. */
export function chooseFor(
  store: Store,
  colleague: Colleague,
  seen: Seen,
  choice: Pick<NewChoice, 'contact' | 'automated'>,
): Promise<void> {
  return change(
    store,
    colleague,
    seen,
    () => ({ set: {}, action: 'retention.choices', detail: { ...choice } }),
    async (trx, row) => {
      await setChoice(store, trx, {
        customerId: row.customer_id,
        ...choice,
        actor: colleague.name,
        conversationId: null,
      })
    },
  )
}

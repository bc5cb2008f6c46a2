/** What people do with the entries of the worklist: each change once, against the version it was decided on, on record. */

import { listAccounts } from '../../accounts/accounts.ts'
import { may } from '../../accounts/permissions.ts'
import { newId, type Store, type Trx, unlessErased } from '../../conversations/store.ts'
import { choicesOf, type NewChoice, setChoice } from '../../customers/choices.ts'
import { findByAccount, unknownCustomer } from '../../customers/records.ts'
import type { RetentionItemsTable, Role } from '../../storage/schema.ts'
import type { RetentionOutcome } from './entries.ts'
import {
  alreadyListed,
  changedItem,
  itemNotOver,
  itemOver,
  nobodyThere,
  undoTooLate,
  unknownItem,
} from './errors.ts'

/** Who changes something. */
export interface Colleague {
  /** Account name. */
  readonly name: string
  readonly role: Role
}

/** An entry and the version somebody saw. */
export interface Seen {
  readonly id: string
  readonly version: number
}

/** For how long an outcome can be taken back, in milliseconds. */
export const UNDO_MS = 10 * 60_000
/** Longest time something is put off, in milliseconds. */
export const LONGEST_SNOOZE_MS = 90 * 86_400_000
/** Somebody should have looked after a new entry within this time, in milliseconds. */
export const DUE_MS = 3 * 86_400_000

/** What every row begins with. */
export const NEW_ITEM = {
  version: 0,
  owner: null,
  snoozed_until: null,
  probability: null,
  ev: null,
  offer: null,
  reasons: '[]',
  model: null,
  outcome: null,
  closed_by: null,
  note: null,
  closed_at: null,
} as const

/** Tells whoever watches that something changed on the worklist. */
export function tellOf(store: Store, id: string): void {
  store.live.changed(`${RETENTION_NEWS}${id}`)
}

/** What news of the worklist begin with, where news of conversations are their ids. */
export const RETENTION_NEWS = 'retention:'

/** Encryption context of a note. */
export function noteContext(id: string): string {
  return `retention_items.note:${id}`
}

/**
 * Changes an entry that has not ended.
 * @throws LiukeError `retention_unknown`, `retention_over`, `retention_changed`
 */
async function change(
  store: Store,
  colleague: Colleague,
  { id, version }: Seen,
  decide: (row: RetentionItemsTable) => {
    readonly set: Partial<RetentionItemsTable>
    readonly action: string
    readonly detail?: Readonly<Record<string, unknown>>
  },
  also: (trx: Trx, row: RetentionItemsTable) => Promise<void> = async () => undefined,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const row = await itemRow(trx, id)
    if (row.version !== version) throw changedItem()
    if (row.closed_at !== null) throw itemOver()
    const { set, action, detail } = decide(row)
    await write(store, trx, row, set)
    await also(trx, row)
    await store.audit.append(trx, {
      actor: colleague.name,
      action,
      target: `retention:${id}`,
      detail: { customer: row.customer_id, ...detail },
    })
  })
  tellOf(store, id)
}

async function itemRow(trx: Trx, id: string): Promise<RetentionItemsTable> {
  const row = await trx.selectFrom('retention_items').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw unknownItem()
  return row
}

/** @throws LiukeError `retention_changed` when somebody was faster */
async function write(
  store: Store,
  trx: Trx,
  row: Pick<RetentionItemsTable, 'id' | 'version'>,
  set: Partial<RetentionItemsTable>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('retention_items')
    .set({ ...set, version: row.version + 1, updated_at: store.now() })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw changedItem()
}

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

/** Ends an entry; a message that has not gone out stays here. */
export function endItem(
  store: Store,
  colleague: Colleague,
  seen: Seen,
  outcome: RetentionOutcome,
): Promise<void> {
  return change(
    store,
    colleague,
    seen,
    ({ owner }) => ({
      set: {
        state: 'done',
        outcome,
        // Taken back, it is worked on by whoever ended it, unless somebody had it.
        owner: owner ?? colleague.name,
        closed_by: colleague.name,
        closed_at: store.now(),
        snoozed_until: null,
      },
      action: 'retention.outcome',
      detail: { outcome },
    }),
    (trx, row) => withdrawPending(trx, row.id),
  )
}

/** A message that waits is no longer sent. */
export async function withdrawPending(trx: Trx, itemId: string): Promise<void> {
  await trx
    .updateTable('contacts')
    .set({ state: 'blocked', reason: 'withdrawn' })
    .where('item_id', '=', itemId)
    .where('state', '=', 'pending')
    .execute()
}

/** Until when somebody can take an outcome back; null when they cannot. */
export function undoUntil(
  row: Pick<RetentionItemsTable, 'closed_at' | 'closed_by' | 'outcome'>,
  { name, role }: Colleague,
  now: number,
): number | null {
  if (row.closed_at === null || row.outcome === null) return null
  if (row.closed_by !== name && !may(role, 'retention.manage')) return null
  const until = row.closed_at + UNDO_MS
  return now < until ? until : null
}

/**
 * Takes an outcome back.
 * @throws LiukeError `undo_too_late`, `retention_not_over`, `retention_changed`, `retention_listed` when the customer is
 * on the list again
 */
export async function undoOutcome(store: Store, colleague: Colleague, { id, version }: Seen): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const row = await itemRow(trx, id)
    if (row.version !== version) throw changedItem()
    if (row.closed_at === null) throw itemNotOver()
    if (undoUntil(row, colleague, store.now()) === null) throw undoTooLate()
    if (await openItemOf(trx, row.customer_id)) throw alreadyListed()
    await write(store, trx, row, {
      state: 'working',
      outcome: null,
      closed_by: null,
      closed_at: null,
    })
    await store.audit.append(trx, {
      actor: colleague.name,
      action: 'retention.undo',
      target: `retention:${id}`,
      detail: { customer: row.customer_id, outcome: row.outcome },
    })
  })
  tellOf(store, id)
}

function openItemOf(trx: Trx, customerId: string): Promise<{ id: string } | undefined> {
  return trx
    .selectFrom('retention_items')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
}

/**
 * Puts a customer on the list by hand, whatever their score.
 * @param account however it is written
 * @returns the id of the entry
 * @throws LiukeError `customer_unknown`, also for somebody who was erased; `retention_listed`
 */
export async function addItem(
  store: Store,
  colleague: Colleague,
  account: string,
  note: string,
): Promise<string> {
  const customer = await findByAccount(store, account)
  const key = customer ? await unlessErased(store.vault.keyOf(customer.subject_id)) : null
  if (!customer || !key) throw unknownCustomer()
  const { automated } = await choicesOf(store, customer.id)
  const score = automated
    ? await store.db
        .selectFrom('scores')
        .select(['probability', 'reasons', 'model'])
        .where('customer_id', '=', customer.id)
        .executeTakeFirst()
    : undefined
  const id = newId()
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('retention_items')
      .values({
        ...NEW_ITEM,
        id,
        customer_id: customer.id,
        subject_id: customer.subject_id,
        state: 'working',
        source: 'manual',
        owner: colleague.name,
        due_at: now + DUE_MS,
        ...(score ?? {}),
        note: note === '' ? null : key.seal(noteContext(id), note),
        created_at: now,
        updated_at: now,
      })
      .onConflict((c) => c.column('customer_id').where('closed_at', 'is', null).doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n) throw alreadyListed()
    await store.audit.append(trx, {
      actor: colleague.name,
      action: 'retention.add',
      target: `retention:${id}`,
      detail: { customer: customer.id },
    })
  })
  tellOf(store, id)
  return id
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

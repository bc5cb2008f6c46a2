/** Whose data a request is about: a customer with all their chats, or the chats of one person alone. */

import { findConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import { stateName } from '../../conversations/turn.ts'
import { accountHash } from '../../customers/records.ts'
import { LiukeError } from '../../errors.ts'
import type { Schema } from '../../storage/schema.ts'

/** What the stores of the register find somebody by. Ids only. */
export interface Person {
  /** The customer; null for somebody of whom only chats are meant. */
  readonly customerId: string | null
  /** People on channels and the record's own subject, whose keys belong to nobody else. */
  readonly subjectIds: readonly string[]
  readonly conversationIds: readonly string[]
  /** Customers whose links to people on channels are meant, though they themselves may not be. */
  readonly linkedTo: readonly string[]
  /** Of those links, only the ones made until then, in milliseconds since 1970; absent: all. */
  readonly linkedUntil?: number
}

/** A person and what follows from who it is; read from the database when it is needed. */
export interface PersonKeys extends Person {
  /** Keyed hashes of the account number. */
  readonly accountHashes: readonly string[]
  /** Names under which Bot Framework state of the conversations is stored. */
  readonly stateNames: readonly string[]
}

/** Somebody nothing is known of. */
export const NOBODY: Person = { customerId: null, subjectIds: [], conversationIds: [], linkedTo: [] }

/**
 * Finds whom an id means.
 * @param id account number, id of a customer, or id of a conversation; the latter means the chats of whoever wrote there
 * @throws LiukeError `person_unknown`
 */
export async function findPerson(store: Store, id: string): Promise<Person> {
  const customer = await store.db
    .selectFrom('customer_records')
    .select('id')
    .where((e) => e.or([e('id', '=', id), e('account_hash', '=', accountHash(store.vault, id))]))
    .executeTakeFirst()
  if (customer) return customerAsPerson(store, customer.id)
  const conversation = await findConversation(store, id)
  if (conversation) return wholeSubject(store, conversation.subject_id)
  throw new LiukeError(
    'person_unknown',
    'There is no customer and no conversation of that name.',
    'Give an account number, a customer id or a conversation id; `liuke customers list` shows some.',
  )
}

/** A customer, with the chats that speak for them on every channel. */
export async function customerAsPerson(store: Store, customerId: string): Promise<Person> {
  const { db } = store
  const record = await db
    .selectFrom('customer_records')
    .select('subject_id')
    .where('id', '=', customerId)
    .executeTakeFirst()
  const linked = await db
    .selectFrom('links')
    .select('subject_id')
    .where('customer_id', '=', customerId)
    .execute()
  const spoken = await db
    .selectFrom('conversations')
    .select('subject_id')
    .where('customer_id', '=', customerId)
    .execute()
  const people = [...new Set([...linked, ...spoken].map(({ subject_id }) => subject_id))]
  const own: string[] = record ? [record.subject_id] : []
  for (const subjectId of people) if (await isOnly(store, subjectId, customerId)) own.push(subjectId)
  const conversations = await db
    .selectFrom('conversations')
    .select('id')
    .where((e) =>
      e.or([e('customer_id', '=', customerId), ...(own.length > 0 ? [e('subject_id', 'in', own)] : [])]),
    )
    .execute()
  return {
    customerId,
    subjectIds: [...new Set(own)],
    conversationIds: conversations.map(({ id }) => id),
    linkedTo: [customerId],
  }
}

/** The chats of a customer on every channel, and their links to the account, which itself stays. */
export async function chatsOfCustomer(store: Store, customerId: string): Promise<Person> {
  const { subjectIds, conversationIds } = await customerAsPerson(store, customerId)
  const record = await store.db
    .selectFrom('customer_records')
    .select('subject_id')
    .where('id', '=', customerId)
    .executeTakeFirst()
  // The record stays, and with it its key.
  const people = subjectIds.filter((id) => id !== record?.subject_id)
  return { customerId: null, subjectIds: people, conversationIds, linkedTo: [customerId] }
}

/**
 * The chats that somebody who has not proved who they are may speak for: theirs on this channel, without those in
 * which a customer was proved; on a device that several people use these are not everybody's.
 */
export async function chatsOfStranger(store: Store, conversationId: string): Promise<Person> {
  const conversation = await findConversation(store, conversationId)
  if (!conversation) return NOBODY
  const whole = await wholeSubject(store, conversation.subject_id)
  const proved = await store.db
    .selectFrom('conversations')
    .select('id')
    .where('subject_id', '=', conversation.subject_id)
    .where('customer_id', 'is not', null)
    .where('id', '!=', conversationId)
    .execute()
  if (proved.length === 0) return whole
  const others = new Set(proved.map(({ id }) => id))
  return { ...NOBODY, conversationIds: whole.conversationIds.filter((id) => !others.has(id)) }
}

/** Somebody on a channel with all their chats and links. */
async function wholeSubject({ db }: Store, subjectId: string): Promise<Person> {
  const conversations = await db
    .selectFrom('conversations')
    .select('id')
    .where('subject_id', '=', subjectId)
    .execute()
  return { ...NOBODY, subjectIds: [subjectId], conversationIds: conversations.map(({ id }) => id) }
}

/** Whether a person on a channel has spoken for this customer and for no other. */
async function isOnly({ db }: Store, subjectId: string, customerId: string): Promise<boolean> {
  const link = await db
    .selectFrom('links')
    .select('customer_id')
    .where('subject_id', '=', subjectId)
    .where('customer_id', '!=', customerId)
    .executeTakeFirst()
  if (link) return false
  const other = await db
    .selectFrom('conversations')
    .select('id')
    .where('subject_id', '=', subjectId)
    .where('customer_id', 'is not', null)
    .where('customer_id', '!=', customerId)
    .executeTakeFirst()
  return other === undefined
}

/** Reads what follows from who it is, and the chats that were begun since. */
export async function keysOfPerson(
  db: Pick<Store['db'], 'selectFrom'>,
  store: { readonly vault: Pick<Store['vault'], 'hash'> },
  person: Person,
): Promise<PersonKeys> {
  const { customerId, subjectIds } = person
  const begun =
    subjectIds.length === 0
      ? []
      : await db.selectFrom('conversations').select('id').where('subject_id', 'in', subjectIds).execute()
  const conversationIds = [...new Set([...person.conversationIds, ...begun.map(({ id }) => id)])]
  const records =
    customerId === null
      ? []
      : await db.selectFrom('customer_records').select('account_hash').where('id', '=', customerId).execute()
  return {
    ...person,
    conversationIds,
    accountHashes: records.map(({ account_hash }) => account_hash),
    stateNames: conversationIds.map((id) => stateName(store, `conversation/${id}`)),
  }
}

/** All tables of the main database. */
export type TableName = keyof Schema

/** What the register says of a table that holds something about people: how it is found, copied and erased. */

import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { LiukeError } from '../../errors.ts'
import type { Vault } from '../../storage/vault.ts'
import type { PersonKeys, TableName } from './person.ts'

/** A database whose tables are named while it runs. */
export type AnyDatabase = Kysely<Record<string, Record<string, unknown>>>

/** A row of any table. */
export type Row = Readonly<Record<string, unknown>>

/** What of a person a column holds. */
export type LinkTo =
  | 'customer'
  | 'subject'
  | 'conversation'
  /** A customer whose links are meant. */
  | 'linked'
  /** Keyed hash of the account number. */
  | 'account'
  /** Name of a Bot Framework state of one of the conversations. */
  | 'state'
  /** `customer:ID`, `conversation:ID` of the audit log. */
  | 'target'
  /** Id of a file of one of the conversations. */
  | 'file'

/** A table with something about people. A row is theirs if any of its links says so. */
export interface PersonalStore {
  readonly links: readonly { readonly column: string; readonly to: LinkTo }[]
  /** Name of the section in a copy of their data. */
  readonly section: string
  /** The row as the person reads it; null leaves it out of the copy. Text that is no longer to be read is null. */
  copy(row: Row, open: Opener): object | null | Promise<object | null>
  /**
   * Which rows are the business of their `customer_id` alone, though they came about in a conversation: SQL of ours.
   * When a chat is erased and not that customer, they stay and forget the chat.
   */
  readonly owned?: string
  /** How rows are erased, where deleting them is not all of it, and why. */
  readonly kept?: { readonly what: 'everything' | 'amounts'; readonly why: string }
}

/** A table with nothing about customers, and how that is known. */
export interface ImpersonalStore {
  readonly impersonal: string
}

/** Opens what is sealed. */
export interface Opener {
  /** Null when the key is gone or the text was taken away. */
  text(subjectId: unknown, context: string, sealed: unknown): Promise<string | null>
  bytes(subjectId: unknown, context: string, sealed: unknown): Promise<Buffer | null>
  /** Whose key a conversation's things are sealed with. */
  subjectOf(conversationId: unknown): string | null
  /** Bytes of files are given as Base64 up to a total of this many; more is only named. */
  readonly filesUpTo: number
}

/** An opener over a vault. */
export function openerOf(vault: Vault, subjects: ReadonlyMap<string, string>, filesUpTo: number): Opener {
  const bytes: Opener['bytes'] = async (subjectId, context, sealed) => {
    if (!(sealed instanceof Uint8Array) || sealed.length === 0 || typeof subjectId !== 'string') return null
    try {
      return (await vault.keyOf(subjectId)).openBytes(context, sealed)
    } catch (error) {
      if (error instanceof LiukeError && ['subject_erased', 'unseal_failed'].includes(error.code)) return null
      throw error
    }
  }
  return {
    bytes,
    text: async (...what) => (await bytes(...what))?.toString('utf8') ?? null,
    subjectOf: (id) => subjects.get(String(id)) ?? null,
    filesUpTo,
  }
}

/** The rows of a table that are a person's; null when nothing of the person can be in it. */
export function rowsOf({ links, owned }: PersonalStore, person: PersonKeys): RawBuilder<SqlBool> | null {
  const conditions = links.flatMap(({ column, to }) => {
    const condition = conditionOf(column, to, person)
    return condition === null ? [] : [condition]
  })
  if (conditions.length === 0) return null
  const theirs = sql<SqlBool>`(${sql.join(conditions, sql` or `)})`
  return owned === undefined ? theirs : sql<SqlBool>`(${theirs} and not ${ofOthers(owned, person)})`
}

/** Rows of a person's chats that are the business of a customer who is not meant; null when there can be none. */
export function rowsThatStay({ owned }: PersonalStore, person: PersonKeys): RawBuilder<SqlBool> | null {
  const { conversationIds } = person
  if (owned === undefined || conversationIds.length === 0) return null
  return sql<SqlBool>`(conversation_id in (${sql.join(conversationIds)}) and ${ofOthers(owned, person)})`
}

function ofOthers(owned: string, { customerId }: PersonKeys): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.raw(owned)} and customer_id <> ${customerId ?? ''})`
}

function conditionOf(column: string, to: LinkTo, person: PersonKeys): RawBuilder<unknown> | null {
  if (to === 'file') {
    const of = conditionOf('conversation_id', 'conversation', person)
    return of === null ? null : sql`${sql.ref(column)} in (select id from files where ${of})`
  }
  const values = valuesOf(to, person)
  if (values.length === 0) return null
  const theirs = sql`${sql.ref(column)} in (${sql.join(values)})`
  if (to !== 'linked' || person.linkedUntil === undefined) return theirs
  return sql`(${theirs} and created_at <= ${person.linkedUntil})`
}

function valuesOf(to: Exclude<LinkTo, 'file'>, person: PersonKeys): readonly string[] {
  const { customerId, subjectIds, conversationIds } = person
  const customers = customerId === null ? [] : [customerId]
  switch (to) {
    case 'customer':
      return customers
    case 'subject':
      return subjectIds
    case 'conversation':
      return conversationIds
    case 'linked':
      return person.linkedTo
    case 'account':
      return person.accountHashes
    case 'state':
      return person.stateNames
    case 'target':
      return [
        ...customers.map((id) => `customer:${id}`),
        ...conversationIds.map((id) => `conversation:${id}`),
      ]
  }
}

/** A moment as people read it; null stays null. */
export function moment(value: unknown): string | null {
  return typeof value === 'number' ? new Date(value).toISOString() : null
}

/** An amount in yuan, such as `129.00`. */
export function yuanOf(fen: unknown): string | null {
  return typeof fen === 'number' ? (fen / 100).toFixed(2) : null
}

/** JSON of ours, opened; null where there is none. */
export function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}

/** A name and a store of the register. */
export type Registered = readonly [TableName, PersonalStore]

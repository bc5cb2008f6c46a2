/** What customers ask for in a chat: a copy of their data, or its end; and what a person of ours has to do for it. */

import { addFiles, fileReference } from '../../conversations/files.ts'
import { newId, type Store } from '../../conversations/store.ts'
import type { Write } from '../../conversations/turn.ts'
import { dayIn } from '../../customers/calendar.ts'
import { LiukeError } from '../../errors.ts'
import type { ConversationsTable, EraseRequestsTable } from '../../storage/schema.ts'
import { erase } from './erase.ts'
import { copyName, copyOf, countsOf } from './export.ts'
import { chatsOfCustomer, chatsOfStranger, customerAsPerson, NOBODY, type Person } from './person.ts'

type Chat = Pick<ConversationsTable, 'id' | 'subject_id' | 'channel'>

/** A copy is given in the chat up to this many bytes of files; more is handed over by a person. */
const CHAT_FILES = 5 * 1024 * 1024
/** One copy a day, in milliseconds. */
const COPY_REST_MS = 24 * 3_600_000
/** How long the last answer has to be fetched by the page before the chat is gone, in milliseconds. */
export const LAST_ANSWER_MS = 60_000
/** After this long an answer that the channel does not take is not waited for, in milliseconds. */
const GIVE_UP_MS = 15 * 60_000
const DAY_MS = 24 * 3_600_000

/** What comes of asking for a copy. */
export type CopyRequest =
  /** `write` keeps it with the turn; `reference` stands in the attachment. */
  | { readonly result: 'given'; readonly name: string; readonly reference: string; readonly write: Write }
  | { readonly result: 'promised'; readonly write: Write }
  /** Was asked for within a day. */
  | { readonly result: 'had' }

/** What turns may ask about privacy. */
export class PrivacyRequests {
  readonly #store: Store
  readonly #timeZone: () => string
  /** Whether a channel shows files that we send. */
  readonly #takesFiles: (channel: string) => boolean

  constructor(options: {
    readonly store: Store
    readonly timeZone: () => string
    readonly takesFiles: (channel: string) => boolean
  }) {
    this.#store = options.store
    this.#timeZone = options.timeZone
    this.#takesFiles = options.takesFiles
  }

  /**
   * Makes a copy for a customer who has proved who they are.
   * @param days by when a person hands it over where the channel shows no files
   */
  async copy(chat: Chat, customerId: string, language: 'zh' | 'en', days: number): Promise<CopyRequest> {
    const store = this.#store
    const now = store.now()
    const newest = await store.db
      .selectFrom('data_copies')
      .select('id')
      .where('customer_id', '=', customerId)
      .where((e) =>
        e.or([
          e('created_at', '>', now - COPY_REST_MS),
          // What is promised and not done is not promised again.
          e('done_at', 'is', null),
        ]),
      )
      .executeTakeFirst()
    if (newest) return { result: 'had' }
    const row = { id: newId(), conversation_id: chat.id, customer_id: customerId, created_at: now }
    const made = this.#takesFiles(chat.channel) ? await this.#file(chat, customerId, language) : null
    if (made === null)
      return {
        result: 'promised',
        write: async (trx) => {
          await trx
            .insertInto('data_copies')
            .values({ ...row, file_id: null, due_at: now + days * DAY_MS, done_at: null })
            .execute()
          await store.audit.append(trx, {
            actor: 'bot',
            action: 'customer.export-request',
            target: `customer:${customerId}`,
            detail: { conversation: chat.id, days },
          })
        },
      }
    const { fileId, name, counts } = made
    return {
      result: 'given',
      name,
      reference: fileReference(fileId),
      write: async (trx) => {
        await trx.updateTable('files').set({ lease_until: null }).where('id', '=', fileId).execute()
        await trx
          .insertInto('data_copies')
          .values({ ...row, file_id: fileId, due_at: null, done_at: now })
          .execute()
        await store.audit.append(trx, {
          actor: 'bot',
          action: 'customer.export',
          target: `customer:${customerId}`,
          detail: { conversation: chat.id, rows: counts },
        })
      },
    }
  }

  async #file(
    chat: Chat,
    customerId: string,
    language: 'zh' | 'en',
  ): Promise<{ fileId: string; name: string; counts: Record<string, number> } | null> {
    const store = this.#store
    const copy = await copyOf(store, await customerAsPerson(store, customerId), language, CHAT_FILES)
    if (copy.filesLeftOut.length > 0) return null
    const name = copyName(dayIn(store.now(), this.#timeZone()))
    const bytes = Buffer.from(`${JSON.stringify(copy, null, 2)}\n`)
    try {
      // On trial until the turn is committed: of a turn that is run again the sweep removes the first one.
      const [fileId = ''] = await addFiles(store, chat.id, [{ name, mediaType: 'application/json', bytes }])
      return { fileId, name, counts: countsOf(copy) }
    } catch (error) {
      if (error instanceof LiukeError && error.code === 'files_full') return null
      throw error
    }
  }

  /** Erases the chats of this person, or of the customer they have proved to be, once the answer is delivered. */
  eraseChats(chat: Chat, customerId: string | null): Write {
    const now = this.#store.now()
    return this.#request(chat, customerId, 'chat', now + LAST_ANSWER_MS)
  }

  /** Asks an administrator to erase a customer who has no service with us any more. */
  eraseAccount(chat: Chat, customerId: string, days: number): Write {
    return this.#request(chat, customerId, 'account', this.#store.now() + days * DAY_MS)
  }

  #request(chat: Chat, customerId: string | null, scope: EraseRequestsTable['scope'], due_at: number): Write {
    const store = this.#store
    return async (trx) => {
      await trx
        .insertInto('erase_requests')
        .values({
          id: newId(),
          scope,
          conversation_id: chat.id,
          subject_id: chat.subject_id,
          customer_id: customerId,
          due_at,
          created_at: store.now(),
        })
        .onConflict((c) => c.columns(['conversation_id', 'scope']).doNothing())
        .execute()
      await store.audit.append(trx, {
        actor: 'bot',
        action: scope === 'chat' ? 'chat.erase-request' : 'customer.erase-request',
        target: customerId === null ? `conversation:${chat.id}` : `customer:${customerId}`,
        detail: { conversation: chat.id },
      })
    }
  }
}

/**
 * Erases chats whose owners asked for it and have their last answer.
 * @returns how many requests were carried out
 */
export async function eraseRequested(store: Store): Promise<number> {
  const due = await store.db
    .selectFrom('erase_requests')
    .selectAll()
    .where('scope', '=', 'chat')
    .where('due_at', '<=', store.now())
    // Those that wait for a person of ours may wait for days; they keep nobody else waiting.
    .where('conversation_id', 'not in', (q) =>
      q.selectFrom('conversations').select('id').where('owner', 'in', ['queued', 'human']),
    )
    .orderBy('due_at')
    .limit(20)
    .execute()
  let done = 0
  for (const request of due) {
    if (!(await isDelivered(store, request))) continue
    const person = await whoOf(store, request)
    if (await isWithPeople(store, person)) continue
    await erase(store, person, { scope: 'chat', actor: 'bot' })
    // Where nothing but the chat was erased the request itself is still there.
    await store.db.deleteFrom('erase_requests').where('id', '=', request.id).execute()
    done += 1
  }
  return done
}

async function whoOf(store: Store, request: EraseRequestsTable): Promise<Person> {
  const { conversation_id: id, customer_id: customerId } = request
  if (customerId === null) return chatsOfStranger(store, id)
  const person = await chatsOfCustomer(store, customerId)
  // The proof may be of a device that others use too.
  return { ...NOBODY, ...person, conversationIds: [...new Set([...person.conversationIds, id])] }
}

/** Whether a person of ours has one of the chats, or is waited for there: it is erased when they are done. */
async function isWithPeople({ db }: Store, { subjectIds, conversationIds }: Person): Promise<boolean> {
  if (subjectIds.length + conversationIds.length === 0) return false
  const one = await db
    .selectFrom('conversations')
    .select('id')
    .where('owner', 'in', ['queued', 'human'])
    .where((e) =>
      e.or([
        ...(subjectIds.length > 0 ? [e('subject_id', 'in', subjectIds)] : []),
        ...(conversationIds.length > 0 ? [e('id', 'in', conversationIds)] : []),
      ]),
    )
    .executeTakeFirst()
  return one !== undefined
}

async function isDelivered({ db, now }: Store, request: EraseRequestsTable): Promise<boolean> {
  if (request.due_at + GIVE_UP_MS <= now()) return true
  const waiting = await db
    .selectFrom('outbox')
    .select('id')
    .where('conversation_id', '=', request.conversation_id)
    .where('status', 'in', ['pending', 'sending'])
    .executeTakeFirst()
  return waiting === undefined
}

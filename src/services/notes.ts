/** What colleagues write about a conversation for each other: adds, lists and takes back notes. No chat shows one to a customer. */

import { newId, type Store, type Trx, unknownConversation, unlessErased } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { SubjectKey } from '../storage/vault.ts'

/** How long its author may take a note back, in milliseconds. */
const TAKE_BACK_MS = 10 * 60_000
/** Longest note, in UTF-16 units. */
export const MAX_NOTE = 4_000
/** Most notes a conversation holds, and most that are listed: the newest. */
const MOST = 500
const LISTED = 200

/** A note as colleagues read it. */
export interface Note {
  readonly id: string
  /** Name of an account. */
  readonly author: string
  /** Empty where it cannot be read. */
  readonly text: string
  /** Whether what is stored does not open: it was damaged. */
  readonly isUnreadable: boolean
  readonly at: number
  /** Until when its author may take it back, in milliseconds since 1970. */
  readonly mutableUntil: number
}

/**
 * Adds a note. That one was written is on record, not what it says.
 * @param author name of an account
 * @param text 1 to 4,000 UTF-16 units, as it is
 * @returns its id
 * @throws LiukeError `note_invalid`, `notes_full`, `conversation_unknown`, `subject_erased`
 */
export async function addNote(
  store: Store,
  author: string,
  conversationId: string,
  text: string,
): Promise<string> {
  const { id, write } = await newNote(store, author, conversationId, text)
  await store.db.transaction().execute(write)
  store.live.changed(conversationId)
  return id
}

/** A note that is ready to be written, with whatever else happens then. */
export interface NewNote {
  readonly id: string
  /** @throws LiukeError `notes_full` */
  readonly write: (trx: Trx) => Promise<void>
}

/** Prepares a note as `addNote` adds one. @throws LiukeError `note_invalid`, `conversation_unknown`, `subject_erased` */
export async function newNote(
  store: Store,
  author: string,
  conversationId: string,
  text: string,
): Promise<NewNote> {
  const words = text.toWellFormed().trim()
  if (words === '' || words.length > MAX_NOTE)
    throw new LiukeError(
      'note_invalid',
      `A note has 1 to ${MAX_NOTE} characters.`,
      'Shorten it, or write two.',
    )
  const { subject_id: subject } = await conversationOf(store, conversationId)
  const key = await store.vault.keyOf(subject)
  const id = newId()
  const write = async (trx: Trx): Promise<void> => {
    const { n } = await trx
      .selectFrom('notes')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('conversation_id', '=', conversationId)
      .executeTakeFirstOrThrow()
    if (Number(n) >= MOST)
      throw new LiukeError(
        'notes_full',
        `This conversation holds ${MOST} notes already.`,
        'Write what matters into a ticket or a task.',
      )
    await trx
      .insertInto('notes')
      .values({
        id,
        conversation_id: conversationId,
        subject_id: subject,
        author,
        body: key.seal(`notes.body:${id}`, words),
        created_at: store.now(),
      })
      .execute()
    await store.audit.append(trx, {
      actor: author,
      action: 'note.add',
      target: `conversation:${conversationId}`,
      detail: { note: id },
    })
  }
  return { id, write }
}

/**
 * Takes back one's own note, within ten minutes.
 * @throws LiukeError `note_unknown`, `note_kept` for that of somebody else or an older one
 */
export async function takeBackNote(
  store: Store,
  actor: string,
  conversationId: string,
  id: string,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('notes')
      .where('id', '=', id)
      .where('conversation_id', '=', conversationId)
      .where('author', '=', actor)
      .where('created_at', '>', store.now() - TAKE_BACK_MS)
      .executeTakeFirst()
    if (numDeletedRows !== 1n) {
      const found = await trx
        .selectFrom('notes')
        .select('id')
        .where('id', '=', id)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst()
      throw found
        ? new LiukeError(
            'note_kept',
            'A note can be taken back by its author within ten minutes.',
            'Write another one that corrects it.',
          )
        : new LiukeError('note_unknown', 'There is no such note.', 'Read the conversation again.')
    }
    await store.audit.append(trx, {
      actor,
      action: 'note.delete',
      target: `conversation:${conversationId}`,
      detail: { note: id },
    })
  })
  store.live.changed(conversationId)
}

/** The newest notes of a conversation, oldest first; none of somebody who was erased. */
export async function notesOf(
  store: Store,
  conversation: { readonly id: string; readonly subject_id: string },
): Promise<Note[]> {
  const rows = await store.db
    .selectFrom('notes')
    .select(['id', 'author', 'body', 'created_at'])
    .where('conversation_id', '=', conversation.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LISTED)
    .execute()
  if (rows.length === 0) return []
  const key = await unlessErased(store.vault.keyOf(conversation.subject_id))
  if (key === null) return []
  return rows.reverse().map(({ id, author, body, created_at }) => {
    const text = textOf(key, id, body)
    return {
      id,
      author,
      text: text ?? '',
      isUnreadable: text === null,
      at: created_at,
      mutableUntil: created_at + TAKE_BACK_MS,
    }
  })
}

/** Null where it does not open: one damaged note must not hide the conversation. */
function textOf(key: SubjectKey, id: string, body: Uint8Array): string | null {
  try {
    return key.open(`notes.body:${id}`, body)
  } catch {
    return null
  }
}

async function conversationOf(store: Store, id: string): Promise<{ readonly subject_id: string }> {
  const row = await store.db
    .selectFrom('conversations')
    .select('subject_id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw unknownConversation()
  return row
}

/** The desk's files: what customers sent, for those who may read conversations; each look is on record. */

import type { Server } from 'restify'
import { sendFile } from '../channels/files/file-answer.ts'
import { HttpError } from '../channels/http.ts'
import { conversationOfFile, openFile } from '../conversations/files.ts'
import type { Store } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { Gate } from './gate.ts'

/** What the route needs. */
export interface DeskFilesOptions {
  readonly store: Store
  readonly gate: Gate
}

const ID = /^[\w-]{1,100}$/
/** Somebody who looks again within this time is not put on record again, in milliseconds. */
const SAME_LOOK_MS = 60 * 60_000
/** Looks remembered; what is forgotten is merely put on record once more. */
const MAX_LOOKS = 10_000

/** Adds the route to a server. */
export function mountDeskFiles(server: Server, { store, gate }: DeskFilesOptions): void {
  /** When each account was last put on record for each file. */
  const looks = new Map<string, number>()

  /** That it was looked at is on record before it is given. */
  const record = async (actor: string, file: string, conversation: string): Promise<void> => {
    const look = `${actor}\n${file}`
    const last = looks.get(look)
    const now = store.now()
    if (last !== undefined && now - last < SAME_LOOK_MS) return
    await store.db.transaction().execute((trx) =>
      store.audit.append(trx, {
        actor,
        action: 'file.view',
        target: `file:${file}`,
        detail: { conversation },
      }),
    )
    if (looks.size >= MAX_LOOKS) looks.clear()
    looks.set(look, now)
  }

  server.get(
    '/api/desk/files/:id',
    gate.route('conversation.read', async (request, response, session) => {
      const id = String(request.params?.id ?? '')
      const conversation = ID.test(id) ? await conversationOfFile(store, id) : null
      if (conversation === null) throw notFound()
      const file = await openFile(store, id).catch((error: unknown) => {
        if (error instanceof LiukeError && error.code === 'subject_erased') throw notFound()
        throw error
      })
      if (!file) throw new HttpError(409, 'FileNotHere', 'The file is not here yet, or could not be fetched.')
      await record(session.account.name, id, conversation)
      sendFile(response, file, request.headers.range)
    }),
  )
}

function notFound(): HttpError {
  return new HttpError(404, 'FileNotFound', 'There is no such file, or the data of this person was erased.')
}

/** Short-lived links to files, for clients that fetch with no header of ours: who has the link has the file, for a while. */

import { timingSafeEqual } from 'node:crypto'
import type { Server } from 'restify'
import type { StoredActivity } from '../../conversations/activity.ts'
import { conversationOfFile, openFile, referredFile } from '../../conversations/files.ts'
import type { Store } from '../../conversations/store.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { HttpError, handler } from '../http.ts'
import { sendFile } from './file-answer.ts'

/** How long a link works, in seconds. */
const LINK_SECONDS = 15 * 60
const ID = /^[\w-]{1,100}$/
const SECONDS = /^\d{1,12}$/

/**
 * Path and query of a link to a file. It holds only for a file of that conversation, so a reference
 * that somebody else put into a message leads nowhere.
 * @param nowSeconds seconds since 1970
 * @param forSeconds how long it works
 */
export function signFileLink(
  { vault }: Pick<Store, 'vault'>,
  file: { readonly id: string; readonly conversationId: string },
  nowSeconds: number,
  forSeconds = LINK_SECONDS,
): string {
  const expiry = Math.floor(nowSeconds) + forSeconds
  return `/files/${file.id}?e=${expiry}&s=${signature(vault, file, expiry)}`
}

/** The activity with absolute links in place of references to files of its conversation. */
export function withLinks(store: Store, activity: StoredActivity, origin: string): StoredActivity {
  const { attachments, conversation } = activity
  if (!Array.isArray(attachments) || !conversation) return activity
  const seconds = store.now() / 1_000
  return {
    ...activity,
    attachments: attachments.map((attachment: unknown) => {
      const id = referredFile(attachment)
      if (id === null) return attachment
      const link = signFileLink(store, { id, conversationId: conversation.id }, seconds)
      return Object.assign({}, attachment, { contentUrl: origin + link })
    }),
  }
}

/** Adds the route that answers links. */
export function mountFileLinks(server: Server, { store, log }: { store: Store; log: Logger }): void {
  server.get(
    '/files/:id',
    handler(
      async (request, response) => {
        const id = String(request.params?.id ?? '')
        const query = new URL(request.url ?? '', 'http://localhost').searchParams
        const [expiry, given] = [query.get('e') ?? '', query.get('s') ?? '']
        if (!ID.test(id) || !SECONDS.test(expiry)) throw notFound()
        const conversationId = (await conversationOfFile(store, id)) ?? ''
        if (!isEqual(given, signature(store.vault, { id, conversationId }, Number(expiry)))) throw notFound()
        if (Number(expiry) * 1_000 <= store.now())
          throw new HttpError(410, 'LinkExpired', 'This link has expired. Open the conversation again.')
        const file = await openFile(store, id).catch((error: unknown) => {
          if (error instanceof LiukeError && error.code === 'subject_erased') return null
          throw error
        })
        if (!file) throw notFound()
        sendFile(response, file, request.headers.range)
      },
      (error, request) =>
        log.error({ route: request.getRoute()?.path, reason: messageOf(error) }, 'a request failed'),
    ),
  )
}

function signature(
  vault: Store['vault'],
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
  expiry: number,
): string {
  return vault.hash('files.link', `${id}\n${conversationId}\n${expiry}`)
}

/** Compares in constant time. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function notFound(): HttpError {
  return new HttpError(404, 'FileNotFound', 'There is no such file, or the link is not whole.')
}

/** The desk's API for sending a file to a customer: as an attachment where the client fetches it, else as a link. */

import type { Request, Server } from 'restify'
import { agentFileNotice } from '../bot/agent-file.ts'
import type { Brain } from '../bot/turn.ts'
import { Uploads } from '../channels/directline/upload.ts'
import { signFileLink } from '../channels/files/links.ts'
import { HttpError, sendJson } from '../channels/http.ts'
import type { StoredActivity } from '../conversations/activity.ts'
import { needsDelivery } from '../conversations/delivery.ts'
import { addFiles, dropFiles, fileReference, keepFiles } from '../conversations/files.ts'
import { notYours, say } from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the route needs. */
export interface DeskSendFileOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
  /** Largest file, in bytes; 0 takes none. */
  readonly uploadMaxBytes: number
  /** Where customers reach the server; without it, channels that need a link take no files. */
  readonly publicUrl: string | undefined
}

const ID = /^[\w-]{1,100}$/
/** How long a customer of Teams or WeChat can open a file, in hours. */
const LINK_HOURS = 48

/** Adds the route to a server. */
export function mountDeskSendFile(server: Server, options: DeskSendFileOptions): void {
  const { store, gate, brain, publicUrl } = options
  const uploads = new Uploads({ maxFileBytes: options.uploadMaxBytes, now: store.now })

  server.post(
    '/api/desk/conversations/:id/files',
    gate.route('conversation.answer', async (request, response, { account }) => {
      const id = String(request.params?.['id'] ?? '')
      const conversation = ID.test(id) ? await findConversation(store, id) : undefined
      if (!conversation) throw new HttpError(404, 'ConversationNotFound', 'There is no such conversation.')
      // Nothing of a file is read that could not be sent.
      if (conversation.owner !== 'human' || conversation.agent !== account.name) throw notYours()
      const clientId = clientIdIn(request)
      const byLink = needsDelivery(conversation.channel)
      if (byLink && publicUrl === undefined)
        throw new HttpError(
          409,
          'FilesNotPossible',
          'Customers of this channel get files by a link, and where they reach the server is not known: set PUBLIC_URL.',
        )
      const sent = await uploads.receive(request, `desk ${account.name}`, async ({ files }) => {
        const [file, ...more] = files
        if (!file || more.length > 0) throw new HttpError(413, 'TooManyFiles', 'Send one file at a time.')
        const [fileId = ''] = await addFiles(store, id, [file])
        const link =
          publicUrl === undefined
            ? ''
            : publicUrl.replace(/\/$/, '') +
              signFileLink(store, { id: fileId, conversationId: id }, store.now() / 1_000, LINK_HOURS * 3_600)
        const activity: StoredActivity = {
          type: 'message',
          ...(byLink
            ? {
                text: agentFileNotice(brain(), conversation, { name: file.name, link, hours: LINK_HOURS }),
                textFormat: 'plain',
              }
            : {}),
          from: { id: 'agent', name: account.displayName, role: 'bot' },
          channelData: { agent: true },
          attachments: [
            {
              contentType: file.mediaType.replace(/;.*$/, ''),
              name: file.name,
              contentUrl: fileReference(fileId),
            },
          ],
        }
        const message = await say(store, id, account.name, activity, { clientId }).catch(
          async (error: unknown) => {
            // The conversation was taken or given away while the file was on its way.
            await dropFiles(store, [fileId])
            throw error
          },
        )
        // It was sent before, and the one before stays.
        if (message.isRepeat) {
          await dropFiles(store, [fileId])
          return message
        }
        // A death until here leaves it on trial, about which `tidyFiles` decides.
        await keepFiles(store, [fileId])
        return message
      })
      sendJson(response, 200, { id: sent.id })
    }),
  )
}

/** What the agent's page calls the file, so that it is sent once. @throws HttpError 400 */
function clientIdIn(request: Request): string | null {
  const given = new URLSearchParams(request.getQuery()).get('clientId')
  if (given === null || /^[\w-]{1,100}$/.test(given)) return given
  throw new HttpError(
    400,
    'BadArgument',
    'clientId: is not 1 to 100 letters, digits, hyphens and underscores.',
  )
}

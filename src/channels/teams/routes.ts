/** POST /api/messages: what Teams brings is checked, recorded and acknowledged; the answers go out by the outbox. */

import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Request, Server } from 'restify'
import type { Turns } from '../../bot/turns.ts'
import { saveAddress } from '../../conversations/addresses.ts'
import type { Inbound } from '../../conversations/record.ts'
import { findConversation, startConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import { messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { ConversationsTable } from '../../storage/schema.ts'
import { HttpError, handler, readJson, sendJson } from '../http.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { Authenticate } from './admission.ts'
import { sentFiles, type TeamsFile } from './attachments.ts'
import { bringLink } from './identity.ts'
import { addressIn, CHANNEL, messageFrom, type Place, placeOf, scopeOf, stampOf } from './inbound.ts'
import { answerInvoke } from './invokes.ts'
import { localeOf, type TeamsActivity, teamsActivityFrom, tenantOf } from './shapes.ts'

/** Where Azure Bot Service posts. */
export const MESSAGES_PATH = '/api/messages'

/** How long a turn may take before the customer sees that an answer is being written, in milliseconds. */
const TYPING_AFTER_MS = 600
/** Teams gives up an invoke after about ten seconds. */
const INVOKE_WAIT_MS = 8_000
/** How long news of a new member wait for the installation they come with, which also tells the language. */
const INSTALLATION_FIRST_MS = 1_000

/**
 * Takes a file over from Teams, to be fetched later; one that comes again is noted once.
 * @returns the attachment that stands for it in the stored message
 */
export type TakeFile = (
  conversationId: string,
  file: {
    readonly channel: typeof CHANNEL
    readonly source: Pick<TeamsFile, 'kind' | 'url' | 'serviceUrl'>
    readonly name: string
    readonly mediaType: string
  },
) => Promise<object>

/** What the route needs. */
export interface TeamsOptions {
  readonly store: Store
  readonly turns: Turns
  readonly authenticate: Authenticate
  /** Our app id, which conversations are reached through. */
  readonly account: string
  /** How long a proof of identity holds after the last message, in milliseconds. */
  readonly verifiedMs: number
  readonly messageRate: RateLimit
  readonly log: Logger
  /** Shows that an answer is being written; never throws. */
  readonly typing?: (conversationId: string) => Promise<void>
  /** Absent where no files are taken. */
  readonly takeFile?: TakeFile | undefined
  /** How long an invoke waits for its turn; tests set it. */
  readonly invokeWaitMs?: number
}

/** Adds the route to a server. @returns resolves when nothing that was acknowledged is still being worked on */
export function mountTeams(server: Server, options: TeamsOptions): () => Promise<void> {
  const { store, turns, authenticate, log } = options
  const underWay = new Set<Promise<void>>()
  const unexpected = (error: unknown, _request: Request): void =>
    log.error({ route: MESSAGES_PATH, reason: messageOf(error) }, 'a request failed')

  /** The conversation of an activity, with its newest address, and the account it may speak for. */
  const upToDate = async (
    activity: TeamsActivity,
    place: Place,
    conversation: ConversationsTable,
  ): Promise<ConversationsTable> => {
    await saveAddress(store, conversation.id, addressIn(activity, options.account))
    await bringLink(store, place, conversation, options.verifiedMs)
    return conversation
  }
  const begin = async (activity: TeamsActivity): Promise<ConversationsTable> => {
    const place = placeOf(store.vault, activity)
    const { conversation } = await startConversation(store, {
      id: place.conversationId,
      channel: CHANNEL,
      userId: place.userId,
      locale: localeOf(activity) ?? null,
      shared: place.shared,
    })
    return upToDate(activity, place, conversation)
  }
  const enter = async (activity: TeamsActivity): Promise<ConversationsTable | null> => {
    const place = placeOf(store.vault, activity)
    const conversation = await findConversation(store, place.conversationId)
    return conversation ? upToDate(activity, place, conversation) : null
  }

  const limitRate = (activity: TeamsActivity): void => {
    const seconds = options.messageRate.take(`${CHANNEL}:${activity.from.id}`)
    if (seconds > 0)
      throw new HttpError(429, 'TooManyRequests', `Too many requests. Try again in ${seconds} s.`, seconds)
  }

  /** What a customer said: durable before it is acknowledged, and answered afterwards. */
  const hear = async (activity: TeamsActivity): Promise<void> => {
    const said = messageFrom(activity)
    if (!said) return
    limitRate(activity)
    const conversation = await begin(activity)
    const attachments = await takeFiles(conversation.id, activity)
    const inbound: Inbound = {
      conversationId: conversation.id,
      activity: attachments.length > 0 ? { ...said, attachments } : said,
      dedupe: dedupeOf(activity),
      role: 'user',
      visible: true,
    }
    const { repeat, answered } = await turns.accept(inbound)
    if (repeat) return
    follow(inbound, answered)
  }

  const follow = (inbound: Inbound, answered: Promise<unknown>): void => {
    const seen = seeThrough(inbound, answered).finally(() => underWay.delete(seen))
    underWay.add(seen)
  }

  /** Nobody sends an acknowledged message again, so its second try, at which the bot excuses itself, is ours. */
  const seeThrough = async (inbound: Inbound, answered: Promise<unknown>): Promise<void> => {
    const { conversationId } = inbound
    const timer = setTimeout(() => void options.typing?.(conversationId), TYPING_AFTER_MS).unref()
    try {
      await answered.catch(() => turns.receive(inbound))
    } catch (error) {
      log.error({ conversation: conversationId, reason: messageOf(error) }, 'a message was not answered')
    } finally {
      clearTimeout(timer)
    }
  }

  const takeFiles = async (conversationId: string, activity: TeamsActivity): Promise<object[]> => {
    const { takeFile } = options
    const taken: object[] = []
    if (!takeFile) return taken
    for (const { name, mediaType, ...source } of sentFiles(activity))
      taken.push(await takeFile(conversationId, { channel: CHANNEL, source, name, mediaType }))
    return taken
  }

  /** The bot says hello once in a conversation, whichever news of it come first and however often. */
  const greet = async (activity: TeamsActivity): Promise<void> => {
    const { id: conversationId } = await begin(activity)
    const { answered } = await turns.accept({
      conversationId,
      dedupe: 'conversation started',
      role: 'system',
      visible: false,
      activity: {
        ...stampOf(activity),
        type: 'conversationUpdate',
        membersAdded: [{ id: activity.from.aadObjectId ?? activity.from.id }],
      },
    })
    // If greeting fails, the first answer carries what it had to say.
    answered.catch((error: unknown) =>
      log.warn({ conversation: conversationId, reason: messageOf(error) }, 'no greeting'),
    )
  }

  const newMembers = async (activity: TeamsActivity): Promise<void> => {
    // A team hears of each of its new members; there the bot says hello only when it is installed.
    if (scopeOf(activity) !== 'personal' || !activity.membersAdded?.length) return
    if (localeOf(activity) === undefined) await pause(INSTALLATION_FIRST_MS)
    await greet(activity)
  }

  const installation = async (activity: TeamsActivity): Promise<void> => {
    if (activity.action === 'add') await greet(activity)
    else if (activity.action === 'remove') await leave(activity)
    else await enter(activity)
  }

  /** Whoever takes the bot off has gone: nothing would reach them any more. */
  const leave = async (activity: TeamsActivity): Promise<void> => {
    if (scopeOf(activity) !== 'personal') return
    const { conversationId } = placeOf(store.vault, activity)
    if (!(await findConversation(store, conversationId))) return
    await turns.accept({
      conversationId,
      activity: { ...stampOf(activity), type: 'endOfConversation' },
      dedupe: dedupeOf(activity),
      role: 'user',
      visible: false,
    })
  }

  const act = async (activity: TeamsActivity): Promise<object> => {
    switch (activity.type) {
      case 'message':
        await hear(activity)
        break
      case 'conversationUpdate':
        await newMembers(activity)
        break
      case 'installationUpdate':
        await installation(activity)
        break
      case 'endOfConversation':
        await leave(activity)
        break
      case 'invoke':
        limitRate(activity)
        return answerInvoke(activity, {
          store,
          turns,
          waitMs: options.invokeWaitMs ?? INVOKE_WAIT_MS,
          enter,
          dedupeOf,
          seeThrough: follow,
        })
      default:
        // Reactions, edits, typing and whatever Teams thinks of next need no answer.
        break
    }
    return {}
  }

  server.post(
    MESSAGES_PATH,
    handler(async (request, response) => {
      // Whoever proves nothing gets nothing read.
      const admit = await authenticate(request)
      const activity = teamsActivityFrom(await readJson(request))
      const { channelId, serviceUrl } = activity
      admit({ channelId, serviceUrl, tenantId: tenantOf(activity) })
      sendJson(response, 200, await act(activity))
    }, unexpected),
  )
  return async () => void (await Promise.all(underWay))
}

/** Teams sends an activity again under the same id when it heard no answer. */
function dedupeOf({ id, conversation }: TeamsActivity): string {
  return `${conversation.id}|${id ?? randomUUID()}`
}

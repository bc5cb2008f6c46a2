/** The Direct Line 3.0 calls, and the public call that gives the widget its token. */

import { randomUUID } from 'node:crypto'
import type { Request, Response, Server } from 'restify'
import type { Turns } from '../../bot/turns.ts'
import type { StoredActivity } from '../../conversations/activity.ts'
import { messagesAfter } from '../../conversations/reading.ts'
import type { Inbound } from '../../conversations/record.ts'
import { findConversation, startConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import { accountHash } from '../../customers/records.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { clientAddress, HttpError, handler, ownOrigin, readJson, sendJson } from '../http.ts'
import type { RateLimit } from '../rate-limit.ts'
import { forClient } from './for-client.ts'
import { corsHeaders, mayCall, type OriginPolicy, requireOrigin } from './origins.ts'
import {
  activityFrom,
  type ClientActivity,
  generateFrom,
  startFrom,
  watermarkFrom,
  widgetRequestFrom,
} from './shapes.ts'
import { isSignal, Signals } from './signals.ts'
import type { TokenClaims, Tokens } from './tokens.ts'
import { receiveWithFiles, Uploads } from './upload.ts'
import { createVouching, VOUCHED_SECONDS } from './vouching.ts'

/** Channel name of everything that comes in here. */
export const CHANNEL = 'directline'
const BASE = '/v3/directline'
/** What an id of a conversation can look like; ours are UUIDs. PostgreSQL takes no NUL in a text. */
const CONVERSATION_ID = /^[\w-]{1,100}$/
/** How long a stream URL can be used to open the stream, in seconds. */
const STREAM_TOKEN_SECONDS = 300
/** How long after its end the widget's token still renews the same conversation, in seconds. */
const RENEWAL_SECONDS = 30 * 24 * 3_600

/** What the routes need. */
export interface DirectLineOptions {
  readonly store: Store
  readonly turns: Turns
  readonly tokens: Tokens
  readonly origins: OriginPolicy
  readonly messageRate: RateLimit
  readonly tokenRate: RateLimit
  /** How long a proof of identity holds after the last message, in milliseconds. */
  readonly verifiedMs: number
  /** Largest file a customer may send, in bytes; 0 takes no files. */
  readonly uploadMaxBytes: number
  readonly log: Logger
}

/** Who is calling: a token's bearer, or the company's own server with the secret. */
type Caller = { readonly claims: TokenClaims } | { readonly claims: null }

/** Adds the Direct Line routes to a server. */
export function mountDirectLine(server: Server, options: DirectLineOptions): void {
  const { store, turns, tokens, origins, messageRate, tokenRate, log } = options
  const unexpected = (error: unknown, request: Request): void =>
    log.error({ route: request.getRoute()?.path, reason: messageOf(error) }, 'a request failed')

  const route = (act: (request: Request, response: Response) => Promise<void>) =>
    handler(async (request, response) => {
      const { origin } = request.headers
      if (mayCall(request, origins)) setHeaders(response, corsHeaders(origin))
      else setHeaders(response, { vary: 'Origin' })
      await act(request, response)
    }, unexpected)

  /** Checks token or secret, the conversation in the path, and the origin. */
  const authorise = async (request: Request, response: Response): Promise<Caller> => {
    const bearer = bearerOf(request)
    const conversationId: string | undefined = request.params?.id
    if (tokens.isSecret(bearer)) {
      requireOrigin(request, origins)
      if (conversationId === undefined) return { claims: null }
      if (!CONVERSATION_ID.test(conversationId)) throw notFound()
      // The secret speaks for customers of the website, not for those of Teams or WeChat.
      const conversation = await findConversation(store, conversationId)
      if (conversation?.channel !== CHANNEL) throw notFound()
      return { claims: null }
    }
    const claims = await tokens.check(bearer).catch((error: unknown) => {
      // Which sites an unusable token trusts is not known, and a page must be able to read that it expired.
      setHeaders(response, corsHeaders(request.headers.origin))
      throw error
    })
    requireOrigin(request, origins, claims.origins)
    setHeaders(response, corsHeaders(request.headers.origin))
    if (conversationId !== undefined && conversationId !== claims.conv) {
      throw new HttpError(403, 'TokenMismatch', 'The token belongs to another conversation.')
    }
    return { claims }
  }

  const conversationAnswer = async (
    request: Request,
    claims: TokenClaims,
    watermark: number,
  ): Promise<object> => {
    const streamToken = await tokens.sign(claims, 'directline-stream', STREAM_TOKEN_SECONDS)
    const origin = ownOrigin(request, origins.publicUrl, origins.trustedProxies).replace(/^http/, 'ws')
    const path = `${BASE}/conversations/${encodeURIComponent(claims.conv)}/stream`
    return {
      conversationId: claims.conv,
      token: await tokens.sign(claims),
      expires_in: tokens.lifetimeSeconds,
      streamUrl: `${origin}${path}?watermark=${watermark}&t=${streamToken}`,
      upload,
    }
  }

  const bringWord = createVouching(store, options.verifiedMs)
  /** Not of Direct Line: tells our widget whether to offer a paper clip. */
  const upload = { maxMb: options.uploadMaxBytes / (1024 * 1024) }
  const signals = new Signals(store)
  const uploads = new Uploads({ maxFileBytes: options.uploadMaxBytes, now: store.now })

  server.post(
    '/widget/token',
    route(async (request, response) => {
      requireOrigin(request, origins)
      limit(tokenRate, clientAddress(request, origins.trustedProxies))
      const { token, fresh } = widgetRequestFrom(await readJson(request))
      // A token that is no longer ours (another key, another server) simply begins anew.
      const earlier = token
        ? await tokens.check(token, 'directline', RENEWAL_SECONDS).catch(() => null)
        : null
      // A token outlives the customer's sign-in at the site: what the site vouched for is not renewed here.
      const known = earlier?.account ? null : earlier
      const user = known?.user ?? `dl_${randomUUID()}`
      const conv = known && !fresh ? known.conv : randomUUID()
      sendJson(response, 200, {
        conversationId: conv,
        // What else the company's server said of this customer stays with the token.
        token: await tokens.sign({ ...known, conv, user }),
        expires_in: tokens.lifetimeSeconds,
        user: { id: user },
        upload,
      })
    }),
  )

  server.post(
    `${BASE}/tokens/generate`,
    route(async (request, response) => {
      if (!tokens.isSecret(bearerOf(request)))
        throw new HttpError(403, 'BadArgument', 'This call needs the secret.')
      const { user, account, trustedOrigins } = generateFrom(await readJson(request))
      const claims: TokenClaims = {
        conv: randomUUID(),
        ...(user?.id ? { user: user.id } : {}),
        ...(user?.name ? { name: user.name } : {}),
        ...(account === undefined
          ? {}
          : {
              account: {
                hash: accountHash(store.vault, account),
                until: Math.floor(store.now() / 1_000) + VOUCHED_SECONDS,
              },
            }),
        ...(trustedOrigins ? { origins: trustedOrigins } : {}),
      }
      sendJson(response, 200, {
        conversationId: claims.conv,
        token: await tokens.sign(claims),
        expires_in: tokens.lifetimeSeconds,
      })
    }),
  )

  server.post(
    `${BASE}/tokens/refresh`,
    route(async (request, response) => {
      const { claims } = await authorise(request, response)
      if (!claims) throw new HttpError(400, 'BadArgument', 'A secret needs no refresh.')
      sendJson(response, 200, {
        conversationId: claims.conv,
        token: await tokens.sign(claims),
        expires_in: tokens.lifetimeSeconds,
      })
    }),
  )

  server.post(
    `${BASE}/conversations`,
    route(async (request, response) => {
      const { claims } = await authorise(request, response)
      const { user, locale } = startFrom(await readJson(request))
      const id = claims?.conv ?? randomUUID()
      limit(messageRate, claims?.user ?? id)
      const userId = claims?.user ?? user?.id
      const bound: TokenClaims = claims ?? { conv: id, ...(userId ? { user: userId } : {}) }
      const start = { id, channel: CHANNEL, userId: userId ?? `conversation:${id}`, locale: locale ?? null }
      const { fresh } = await startConversation(store, start)
      await bringWord(id, claims)
      // Greeting is the bot's first turn; if it fails, the first answer carries it.
      if (fresh)
        await greet(id, userId ?? 'user', locale).catch((error: unknown) => unexpected(error, request))
      sendJson(response, fresh ? 201 : 200, await conversationAnswer(request, bound, 0))
    }),
  )

  const greet = async (id: string, userId: string, locale: string | undefined): Promise<void> => {
    await turns.receive({
      conversationId: id,
      dedupe: 'conversation started',
      role: 'system',
      visible: false,
      activity: {
        type: 'conversationUpdate',
        channelId: CHANNEL,
        from: { id: userId },
        membersAdded: [{ id: userId }],
        ...(locale ? { locale } : {}),
      },
    })
  }

  server.get(
    `${BASE}/conversations/:id`,
    route(async (request, response) => {
      const { claims } = await authorise(request, response)
      const id = String(request.params.id)
      if (!(await findConversation(store, id))) throw notFound()
      const watermark = watermarkFrom(
        new URL(request.url ?? '', 'http://localhost').searchParams.get('watermark'),
      )
      sendJson(response, 200, await conversationAnswer(request, claims ?? { conv: id }, watermark))
    }),
  )

  server.get(
    `${BASE}/conversations/:id/activities`,
    route(async (request, response) => {
      await authorise(request, response)
      const id = String(request.params.id)
      const watermark = watermarkFrom(
        new URL(request.url ?? '', 'http://localhost').searchParams.get('watermark'),
      )
      try {
        const page = await messagesAfter(store, id, watermark)
        const origin = ownOrigin(request, origins.publicUrl, origins.trustedProxies)
        const activities = page.activities.map((activity) => forClient(store, activity, origin))
        sendJson(response, 200, { activities, watermark: String(page.watermark) })
      } catch (error) {
        if (error instanceof LiukeError && error.code in GONE) throw error
        // A polling client that meets one transient error stops for good: give it nothing new instead.
        unexpected(error, request)
        sendJson(response, 200, { activities: [], watermark: String(watermark) })
      }
    }),
  )

  server.post(
    `${BASE}/conversations/:id/activities`,
    route(async (request, response) => {
      const { claims } = await authorise(request, response)
      const id = String(request.params.id)
      const user = claims?.user ?? id
      // Who has no calls left is not read.
      const isSpent = messageRate.left(user) < 1
      if (isSpent) limit(messageRate, user)
      const sent = activityFrom(await readJson(request))
      if (isSignal(sent)) {
        if (!(await signals.take(id, user, sent)) && !isSpent) limit(messageRate, user)
        sendJson(response, 200, { id: randomUUID() })
        return
      }
      if (!isSpent) limit(messageRate, user)
      if (sent.type === 'conversationUpdate' || sent.type === 'messageReaction') {
        if (!(await findConversation(store, id))) throw notFound()
        sendJson(response, 200, { id: randomUUID() })
        return
      }
      if (sent.type === 'invoke')
        throw new HttpError(400, 'BadArgument', 'Invoke activities are not taken here.')
      await bringWord(id, claims)
      const receipt = await turns.receive(inboundOf(id, sent, claims))
      sendJson(response, 200, { id: receipt.id })
    }),
  )

  server.post(
    `${BASE}/conversations/:id/upload`,
    route(async (request, response) => {
      const { claims } = await authorise(request, response)
      const id = String(request.params.id)
      const user = claims?.user ?? id
      limit(messageRate, user)
      if (!(await findConversation(store, id))) throw notFound()
      try {
        const receipt = await uploads.receive(request, user, async ({ activity, files }) => {
          await bringWord(id, claims)
          return receiveWithFiles(store, turns, inboundOf(id, activity, claims), files)
        })
        sendJson(response, 200, { id: receipt })
      } catch (error) {
        // What is left of a refused upload is not read.
        if (!request.readableEnded) response.setHeader('connection', 'close')
        throw error
      }
    }),
  )

  server.get(
    `${BASE}/session/getsessionid`,
    route(async (request, response) => {
      await authorise(request, response)
      sendJson(response, 200, { sessionId: randomUUID() })
    }),
  )

  for (const path of ['/widget/token', `${BASE}/*`]) {
    server.opts(
      path,
      handler(async (request, response) => {
        // Which origin a token trusts is known only with the token, so the question itself is always answered.
        response.writeHead(204, corsHeaders(request.headers.origin))
        response.end()
      }, unexpected),
    )
  }
}

/** Errors that will not pass: the conversation is not there, or no longer. */
const GONE = { conversation_unknown: true, subject_erased: true }

/** What an activity of a client is recorded as. */
function inboundOf(conversationId: string, sent: ClientActivity, claims: TokenClaims | null): Inbound {
  const activity = stamped(sent, claims)
  const clientId = sent.channelData?.clientActivityID
  return {
    conversationId,
    activity,
    dedupe: clientId === undefined ? null : `${activity.from?.id}\n${clientId}`,
    role: 'user',
    visible: sent.type === 'message' || sent.type === 'event',
  }
}

/** The activity as it is stored: who it is from comes from the token, never from the client. */
function stamped(sent: ClientActivity, claims: TokenClaims | null): StoredActivity {
  const id = claims?.user ?? sent.from?.id ?? 'user'
  const name = claims?.name ?? sent.from?.name
  const {
    id: _id,
    timestamp: _at,
    serviceUrl: _url,
    conversation: _conversation,
    recipient: _to,
    ...rest
  } = sent
  return {
    // What the schema checked, and loose fields that pass through as JSON.
    ...(rest as StoredActivity),
    channelId: CHANNEL,
    from: { id, ...(name ? { name } : {}), role: 'user' },
  }
}

function bearerOf(request: Request): string {
  const match = /^Bearer +(\S{1,4000})$/i.exec(request.headers.authorization ?? '')
  if (match?.[1]) return match[1]
  throw new HttpError(401, 'Unauthorized', 'Send a token or the secret as "Authorization: Bearer …".')
}

function limit(rate: RateLimit, key: string): void {
  const seconds = rate.take(key)
  if (seconds > 0)
    throw new HttpError(429, 'TooManyRequests', `Too many requests. Try again in ${seconds} s.`, seconds)
}

function notFound(): HttpError {
  return new HttpError(404, 'ConversationNotFound', 'There is no such conversation.')
}

function setHeaders(response: Response, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

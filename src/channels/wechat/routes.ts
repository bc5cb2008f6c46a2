/** The addresses WeChat calls, one for each account: checks, takes in, and answers in place or says `success`. */

import type { Request, Response, Server } from 'restify'
import { closeWindow } from '../../conversations/addresses.ts'
import { messageOf } from '../../errors.ts'
import { HttpError, handler } from '../http.ts'
import { RateLimit } from '../rate-limit.ts'
import type { WechatAccount } from './accounts.ts'
import { type Callback, Replays, readCallback, readUrlCheck } from './callback.ts'
import { conversationOf, Intake, type IntakeOptions, type Occasion, type Received } from './intake.ts'
import { readEvent } from './message.ts'
import { type PassiveReply, releaseReplies, settleReply, takeReply } from './passive.ts'
import { isOpen, replyXml, SUCCESS, sendReply, sendText } from './response.ts'
import type { TextStyle } from './text.ts'

/** WeChat gives up after 5 seconds; a reply written later than this is not counted on, in milliseconds. */
const WRITTEN_WITHIN_MS = 4_800
/** How often it is looked whether another reply is done, in milliseconds. */
const LOOK_AGAIN_MS = 50
/** How long a turn takes before the customer sees that somebody is at it, in milliseconds. */
const TYPING_AFTER_MS = 600

/** What the routes need. */
export interface WechatOptions extends IntakeOptions {
  readonly accounts: readonly WechatAccount[]
  /** How long an answer is waited for before WeChat is told `success`, in milliseconds; below 4800. */
  readonly replyMs: number
  /** Stands below numbered choices; the same as the sender's, so that parts are the same. */
  readonly hint?: TextStyle['hint']
  /** Shows the customer that somebody is typing. */
  readonly typing?: (conversationId: string) => Promise<void>
}

/** What is under way, for shutting down. */
export interface WechatRoutes {
  /** Resolves when no message is being answered and all replies are settled. */
  idle(): Promise<void>
}

/** Adds the routes of the accounts, `/wechat/APPID`, to a server. */
export function mountWechat(server: Server, options: WechatOptions): WechatRoutes {
  const { store, log } = options
  const accounts = new Map(options.accounts.map((account) => [account.appid, account]))
  const intake = new Intake(options)
  const replays = new Replays()
  const running = new Set<Promise<void>>()
  const mayLog = new RateLimit(1, store.now)

  const route = (act: (account: WechatAccount, request: Request, response: Response) => Promise<void>) =>
    handler(
      async (request, response) => {
        const account = accounts.get(String(request.params?.appid))
        if (!account) throw new HttpError(404, 'AccountNotFound', 'There is no such account here.')
        const done = act(account, request, response)
        follow(done)
        await done.catch((error: unknown) => {
          // Anybody can be refused as often as they like; a line a minute tells an operator enough.
          if (error instanceof HttpError && mayLog.take(`${account.appid} ${error.code}`) === 0)
            log.info(
              { account: account.appid, code: error.code },
              'a request in the name of WeChat was refused',
            )
          throw error
        })
      },
      (error, request) =>
        log.error({ route: request.getRoute()?.path, reason: messageOf(error) }, 'a request failed'),
    )

  server.get(
    '/wechat/:appid',
    route(async (account, request, response) => {
      sendText(response, readUrlCheck(request, account, store.now()))
    }),
  )

  server.post(
    '/wechat/:appid',
    route(async (account, request, response) => {
      const arrived = performance.now()
      const callback = await readCallback(request, account, replays, store.now())
      const event = readEvent(callback.fields)
      if (!event) throw new HttpError(400, 'BadMessage', 'The body is no message of WeChat.')
      if (event.kind === 'departure')
        await closeWindow(store, conversationOf(store, account.appid, event.openid))
      if (event.kind === 'departure' || event.kind === 'ignored') return sendText(response, SUCCESS)
      const received = await intake.take(account, event)
      await answer({ account, event, callback, received, arrived, response })
    }),
  )

  const answer = async (waiting: Waiting): Promise<void> => {
    const { account, event, callback, received, arrived, response } = waiting
    const inTime = await isAnswered(received, arrived + options.replyMs)
    const reply = inTime ? await take(waiting) : null
    if (reply) {
      const xml = replyXml(account, event, reply.text, callback.sealed, store.now())
      const outcome = await sendReply(response, xml, arrived + WRITTEN_WITHIN_MS - performance.now())
      await noted(received, () => settleReply(store, received.conversationId, reply, outcome))
    } else {
      // To nobody nothing is said: WeChat asks again, and is answered then.
      if (!isOpen(response)) return
      sendText(response, SUCCESS)
    }
    // Most answers are said in one reply, and leave nothing to others.
    if (reply?.isAll) return
    const rest = received.answered.then(() => noted(received, () => releaseReplies(store, received)))
    if (inTime) await rest
    else follow(rest)
  }

  /** WeChat has its answer, so there is nobody to tell of an error: the outbox takes over in a while. */
  const noted = async ({ conversationId }: Received, write: () => Promise<void>): Promise<void> => {
    await write().catch((error: unknown) =>
      log.error({ conversation: conversationId, reason: messageOf(error) }, 'a reply could not be settled'),
    )
  }

  /** Keeps in mind what goes on after its request. */
  const follow = (work: Promise<void>): void => {
    const settled = work.catch(() => undefined)
    running.add(settled)
    void settled.finally(() => running.delete(settled))
  }

  /** Whether the turn is committed by then. */
  const isAnswered = async ({ conversationId, answered }: Received, deadline: number): Promise<boolean> => {
    const typing = setTimeout(() => {
      options.typing?.(conversationId).catch((error: unknown) => {
        log.debug({ conversation: conversationId, reason: messageOf(error) }, 'typing was not shown')
      })
    }, TYPING_AFTER_MS)
    const settled = answered.finally(() => clearTimeout(typing))
    let late: NodeJS.Timeout | undefined
    const tooLate = new Promise<false>((resolve) => {
      late = setTimeout(() => resolve(false), Math.max(0, deadline - performance.now()))
    })
    return Promise.race([settled.then(() => true), tooLate]).finally(() => clearTimeout(late))
  }

  /** Takes the answer for a reply in place; null when there is none, or it goes another way. */
  const take = async ({ account, received, arrived, response }: Waiting): Promise<PassiveReply | null> => {
    const { conversationId, messageId } = received
    const style = { choices: account.choices, hint: options.hint }
    // It has been committed by now.
    const said = await received.answered
    while (isOpen(response)) {
      const left = arrived + WRITTEN_WITHIN_MS - performance.now()
      const request = { conversationId, messageId, style, until: store.now() + left }
      const reply = await takeReply(store, request, said)
      if (reply !== 'busy') return reply
      if (performance.now() + LOOK_AGAIN_MS > arrived + options.replyMs) return null
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
    return null
  }

  return {
    idle: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** A request of WeChat that waits for the answer. */
interface Waiting {
  readonly account: WechatAccount
  readonly event: Occasion
  readonly callback: Callback
  readonly received: Received
  /** When the request came, on the clock of `performance.now()`. */
  readonly arrived: number
  readonly response: Response
}

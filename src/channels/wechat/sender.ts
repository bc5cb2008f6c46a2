/** Sends messages of a conversation through the customer-service API of WeChat, within window and quota. */

import { z } from 'zod'
import { addressOf, closeWindow, returnMessage, takeMessage } from '../../conversations/addresses.ts'
import { beforeSending, DeliveryError, type Outgoing, type Sender } from '../../conversations/outbox.ts'
import type { Store } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { WechatAccount } from './accounts.ts'
import { callApi } from './api.ts'
import { deliveryError, heldOrNever, WechatError } from './errors.ts'
import { type Part, partsOf, splitPart } from './parts.ts'
import { MAX_TEXT_BYTES, type TextStyle } from './text.ts'
import type { WechatTokens } from './tokens.ts'

/** What a sender needs; typing uses the same. */
export interface WechatSenderOptions {
  readonly store: Store
  readonly accounts: readonly WechatAccount[]
  readonly tokens: WechatTokens
  /** Base address of the WeChat API. */
  readonly apiUrl: string
  readonly log: Logger
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs?: number
  /** Stands below numbered choices; the same as answers in place have, so that parts are the same. */
  readonly hint?: TextStyle['hint']
}

/** No further part is begun after this: the outbox lends a message for a minute. */
const TRY_MS = 25_000
/** How often the operator is told the same. */
const WARN_EVERY_MS = 3_600_000

const detailsShape = z.object({ openid: z.string().min(1) })

/** Where a customer is reached. */
export interface Receiver {
  readonly account: WechatAccount
  readonly openid: string
}

/**
 * A sender for the channel `wechat`. Events are done at once: customers see none. Every part takes one message
 * of what the customer's last act allows, and gives it back when it certainly did not go out.
 */
export function createWechatSender(options: WechatSenderOptions): Sender {
  const { store } = options
  const warn = warner(options)
  return async (outgoing) => {
    if (outgoing.activity.type !== 'message') return
    const begun = performance.now()
    const receiver = await beforeSending(receiverOf(options, outgoing.conversationId))
    const { choices } = receiver.account
    const parts = partsOf(outgoing.activity, outgoing.messageId, { choices, hint: options.hint })
    if (parts.length === 0 && outgoing.activity.attachments?.length)
      throw new DeliveryError('never', 'Files are not sent to WeChat; send the customer a link or a text.')
    for (const part of parts.slice(outgoing.partsSent)) {
      if (performance.now() - begun > TRY_MS)
        throw new DeliveryError('refused', 'WeChat is slow; the next parts follow.', 0)
      await sendPart(part, receiver, outgoing)
      await outgoing.partSent()
    }
  }

  async function sendPart(part: Part, receiver: Receiver, outgoing: Outgoing): Promise<void> {
    try {
      await sendOnce(part, receiver, outgoing)
    } catch (error) {
      if (!(error instanceof WechatError)) throw error
      if (error.effect === 'warn') warn(receiver.account, error)
      if (error.effect !== 'split') throw deliveryError(error, outgoing.role)
      await sendSmaller(part, receiver, outgoing, error)
    }
  }

  /** WeChat counts differently than we do: the part goes out in halves. */
  async function sendSmaller(
    part: Part,
    receiver: Receiver,
    outgoing: Outgoing,
    reason: WechatError,
  ): Promise<void> {
    const pieces = splitPart(part, MAX_TEXT_BYTES / 2)
    if (pieces.length < 2) throw deliveryError(reason, outgoing.role)
    for (const [at, piece] of pieces.entries()) {
      try {
        await sendOnce(piece, receiver, outgoing)
      } catch (error) {
        const known = error instanceof WechatError ? deliveryError(error, outgoing.role) : error
        // What has gone out of a part cannot be written down, so the part is not begun again.
        if (at > 0 && known instanceof DeliveryError)
          throw new DeliveryError('unknown', `Only the beginning arrived. ${known.message}`)
        throw known
      }
    }
  }

  async function sendOnce(part: Part, receiver: Receiver, outgoing: Outgoing): Promise<void> {
    const { conversationId, role } = outgoing
    const left = await beforeSending(takeMessage(store, conversationId))
    if (left === null)
      throw new DeliveryError(heldOrNever(role), 'WeChat takes no more until the customer writes again.')
    try {
      await callWithToken(options, receiver, '/cgi-bin/message/custom/send', part)
    } catch (error) {
      if (error instanceof WechatError && error.effect === 'close-window')
        await closeWindow(store, conversationId, left)
      else if (error instanceof WechatError && error.outcome !== 'unknown')
        await returnMessage(store, conversationId)
      throw error
    }
  }
}

/** Calls the API about one customer. @throws WechatError */
export async function callWithToken(
  { tokens, apiUrl, timeoutMs }: WechatSenderOptions,
  { account, openid }: Receiver,
  path: string,
  body: object,
): Promise<void> {
  await tokens.use(account, (access_token) =>
    callApi({
      ...{ apiUrl, path, query: { access_token }, body: { touser: openid, ...body } },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    }),
  )
}

/**
 * Where a conversation is reached.
 * @throws DeliveryError `never` when it has no address of an account that is set up
 */
export async function receiverOf(
  { store, accounts }: WechatSenderOptions,
  conversationId: string,
): Promise<Receiver> {
  const address = await addressOf(store, conversationId).catch((error: unknown) => {
    if (error instanceof LiukeError) throw new DeliveryError('never', `${error.message} ${error.advice}`)
    throw error
  })
  const details = detailsShape.safeParse(address?.details)
  if (address === null || !details.success)
    throw new DeliveryError('never', 'It was never written down where this customer is reached.')
  const account = accounts.find(({ appid }) => appid === address.account)
  if (account === undefined)
    throw new DeliveryError(
      'never',
      `The WeChat account ${address.account} is not set up. Set it in WECHAT_APPID or WECHAT_ACCOUNTS.`,
    )
  return { account, openid: details.data.openid }
}

/** Tells the operator what only they can mend, once an hour for each account and code. */
function warner({ store, log }: WechatSenderOptions): (account: WechatAccount, error: WechatError) => void {
  const told = new Map<string, number>()
  return ({ appid }, { code, errcode, advice, message }) => {
    const key = `${appid} ${code} ${errcode}`
    const last = told.get(key)
    if (last !== undefined && store.now() - last < WARN_EVERY_MS) return
    told.set(key, store.now())
    log.warn({ appid, code, errcode, advice }, `wechat: ${message}`)
  }
}

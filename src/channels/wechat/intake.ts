/** Takes a message or event of a customer in: conversation, address, window, choices, file, and the turn itself. */

import type { Turns } from '../../bot/turns.ts'
import type { StoredActivity } from '../../conversations/activity.ts'
import { openWindow, saveAddress } from '../../conversations/addresses.ts'
import { ANSWERED_IN_PLACE, releaseHeld } from '../../conversations/delivery.ts'
import type { Inbound } from '../../conversations/record.ts'
import { startConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import type { Reply, Write } from '../../conversations/turn.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { WechatAccount } from './accounts.ts'
import { choosing, tappedChoice } from './choices.ts'
import { CHANNEL, type WechatEvent, type WechatFile } from './message.ts'

/** What is said by somebody, so that it belongs to a conversation and wants a turn. */
export type Occasion = Extract<WechatEvent, { kind: 'message' | 'arrival' }>

/** Codes of errors that tell that a conversation was erased. */
const GONE: readonly string[] = ['conversation_unknown', 'subject_erased']

/** Notes a file that is still with WeChat. @returns the attachment that stands for it */
export type TakeFile = (
  conversationId: string,
  file: {
    readonly channel: typeof CHANNEL
    readonly source: { readonly appid: string; readonly mediaId: string }
    readonly name: string
    readonly mediaType: string
  },
) => Promise<unknown>

/** What the intake works on. */
export interface IntakeOptions {
  readonly store: Store
  readonly turns: Turns
  readonly takeFile?: TakeFile | undefined
  /** What a customer says by tapping a menu of the account with this key; null for a key that is a text itself. */
  readonly textOfKey?: ((key: string) => string | null) | undefined
  readonly log: Logger
}

/** A message that is on record. */
export interface Received {
  readonly conversationId: string
  readonly messageId: string
  /** Resolves when its turn is committed, and in any case; with what it said, where that is known here. */
  readonly answered: Promise<readonly Reply[] | null>
}

/** The conversation of a customer with an account. Nothing of WeChat's ids stands in it. */
export function conversationOf(store: Store, appid: string, openid: string): string {
  return `wx_${store.vault.hash('conversations.wechat', `${appid}\n${openid}`)}`
}

/** See {@link Intake.take}. */
export class Intake {
  readonly #options: IntakeOptions
  readonly #started = new Seen()

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /**
   * Makes a message durable and begins its turn. A repeat finds the first one's turn.
   * @throws LiukeError `subject_erased`
   */
  async take(account: WechatAccount, occasion: Occasion): Promise<Received> {
    const { openid } = occasion
    const { appid } = account
    const id = conversationOf(this.#options.store, appid, openid)
    await this.#start(id, appid, openid)
    try {
      return await this.#record(id, account, occasion)
    } catch (error) {
      if (!(error instanceof LiukeError) || !GONE.includes(error.code)) throw error
      // Erased since this process began it, by whichever process: whoever writes again begins anew.
      this.#started.delete(id)
      await this.#start(id, appid, openid)
      return this.#record(id, account, occasion)
    }
  }

  async #record(id: string, account: WechatAccount, occasion: Occasion): Promise<Received> {
    const { turns } = this.#options
    const { dedupe } = occasion
    const fromCustomer = occasion.kind === 'message'
    const inbound: Inbound = {
      conversationId: id,
      activity: inPlace(fromCustomer ? await this.#said(id, account, occasion) : occasion.activity),
      dedupe,
      role: fromCustomer ? 'user' : 'system',
      visible: fromCustomer,
      writes: this.#opening(id, occasion),
    }
    const receipt = await turns.accept(inbound)
    const answered = receipt.answered.catch((error: unknown) => this.#again(inbound, error))
    return { conversationId: id, messageId: receipt.id, answered }
  }

  /** Begins the conversation and keeps where it is reached; neither changes, so each process does it once. */
  async #start(id: string, appid: string, openid: string): Promise<void> {
    if (this.#started.has(id)) return
    const { store } = this.#options
    await startConversation(store, { id, channel: CHANNEL, userId: `${appid}:${openid}`, locale: null })
    await saveAddress(store, id, { channel: CHANNEL, account: appid, details: { openid } })
    this.#started.add(id)
  }

  /** What the customer did lets us write, once it is on record: a repeat of it opens nothing. */
  #opening(conversationId: string, { window }: Occasion): Write[] {
    const { store } = this.#options
    const opened: Write[] = window
      ? [(trx) => openWindow(store, conversationId, store.now() + window.lasts, window.messages, trx)]
      : []
    return [...opened, (trx) => releaseHeld(store, conversationId, trx)]
  }

  async #said(
    conversationId: string,
    { appid }: WechatAccount,
    { activity, tapped, menuKey, file }: Extract<Occasion, { kind: 'message' }>,
  ): Promise<StoredActivity> {
    const { store, textOfKey } = this.#options
    if (file) return { ...activity, attachments: [await this.#attachment(conversationId, appid, file)] }
    if (menuKey !== null) return { ...activity, text: textOfKey?.(menuKey) ?? menuKey }
    const choice = tapped === null ? null : await tappedChoice(store, conversationId, tapped)
    if (!choice) return activity
    // Which message it stood under: the bot tells an old button from a new one.
    const messageId = tapped?.slice(0, tapped.lastIndexOf('.'))
    return { ...choosing(activity, choice), value: { messageId } }
  }

  /** A file that cannot be kept is still named: the message that came with it is not lost. */
  async #attachment(conversationId: string, appid: string, file: WechatFile): Promise<unknown> {
    const { takeFile, log } = this.#options
    const { mediaId, name, mediaType } = file
    const source = { appid, mediaId }
    try {
      const taken = await takeFile?.(conversationId, { channel: CHANNEL, source, name, mediaType })
      if (taken !== undefined) return taken
    } catch (error) {
      if (!(error instanceof LiukeError)) throw error
      log.warn({ conversation: conversationId, code: error.code }, 'a file was not taken')
    }
    return { contentType: mediaType, name }
  }

  /**
   * The turn failed. WeChat has its answer or will have it and does not repeat the message, so it is
   * repeated here: the second turn answers or apologises.
   */
  async #again(inbound: Inbound, error: unknown): Promise<readonly Reply[] | null> {
    const { turns, log } = this.#options
    const { conversationId } = inbound
    if (error instanceof LiukeError && error.code === 'turn_failed') {
      try {
        return await (await turns.accept(inbound)).answered
      } catch (second) {
        log.error({ conversation: conversationId, reason: messageOf(second) }, 'a repeated turn failed')
        return null
      }
    }
    log.error({ conversation: conversationId, reason: messageOf(error) }, 'a turn failed')
    return null
  }
}

/** The outbox leaves what answers this to the request that brought it. */
function inPlace(activity: StoredActivity): StoredActivity {
  return { ...activity, channelData: { ...activity.channelData, [ANSWERED_IN_PLACE]: true } }
}

const MAX_SEEN = 20_000

/** The newest of something, in bounded memory: what is forgotten is merely done once more. */
class Seen {
  readonly #keys = new Set<string>()

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  delete(key: string): void {
    this.#keys.delete(key)
  }

  add(key: string): void {
    this.#keys.add(key)
    if (this.#keys.size <= MAX_SEEN) return
    const oldest = this.#keys.values().next()
    if (!oldest.done) this.#keys.delete(oldest.value)
  }
}

/** What each error code of the WeChat API means for us: whether to try again, what else to do, what to tell the operator. */

import { DeliveryError } from '../../conversations/outbox.ts'
import { LiukeError } from '../../errors.ts'
import type { MessageRole } from '../../storage/schema.ts'

/**
 * What to do besides trying again or not: `renew-token` and try once more at once; `close-window`, for
 * our count was too high; `split` the text smaller; `warn` the operator, once.
 */
export type Effect = 'none' | 'renew-token' | 'close-window' | 'split' | 'warn'

/** How to react to an error code. */
export interface Reaction {
  /**
   * As in DeliveryError; none of these codes leaves open whether a message arrived. `held` is for what
   * people of ours wrote: what the bot said is outdated once the customer writes again.
   */
  readonly outcome: 'refused' | 'never' | 'held'
  readonly effect: Effect
  /** What it means and what to do, for operators. */
  readonly advice: string
  /** How long to wait at least, in milliseconds. */
  readonly retryAfterMs?: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const token = (advice: string): Reaction => ({ outcome: 'refused', effect: 'renew-token', advice })
const later = (retryAfterMs: number, advice: string, effect: Effect = 'none'): Reaction => ({
  outcome: 'refused',
  effect,
  advice,
  retryAfterMs,
})
/** Somebody has to change a setting; until then it is tried again now and then. */
const setting = (advice: string): Reaction => later(5 * MINUTE, advice, 'warn')
const never = (advice: string): Reaction => ({ outcome: 'never', effect: 'none', advice })
const forbidden = (advice: string): Reaction => ({ outcome: 'never', effect: 'warn', advice })
const closed = (advice: string): Reaction => ({ outcome: 'held', effect: 'close-window', advice })

/** By code; the meanings are those of WeChat's list of return codes (全局返回码). */
const reactions: Readonly<Record<number, Reaction>> = {
  '-1': later(0, 'WeChat is busy; it is tried again.'),
  40001: token('The access token is no longer valid; or, when asking for one, the AppSecret is wrong.'),
  40014: token('The access token is not one of this account.'),
  42001: token('The access token has run out.'),
  40002: forbidden('The kind of token asked for is not known; check WECHAT_API_URL.'),
  40003: never('The customer is not known to this account, or belongs to another one.'),
  40007: never('The file is no longer at WeChat: it keeps files for three days.'),
  40013: setting('The appid is wrong; check WECHAT_APPID.'),
  40125: setting('The AppSecret is wrong; copy it from the WeChat console into WECHAT_SECRET.'),
  40164: setting(
    'The address of this server is not on the IP whitelist; add it in the WeChat console under Settings and Development (设置与开发 → 基本配置 → IP白名单).',
  ),
  40243: setting('The AppSecret is frozen; unfreeze it in the WeChat console.'),
  43004: never('The customer does not follow the account any more.'),
  43019: never('The customer is on the blacklist of the account; take them off in the WeChat console.'),
  44004: forbidden('The text is empty.'),
  45002: { outcome: 'never', effect: 'split', advice: 'The text is too long; it is sent in smaller parts.' },
  45009: later(
    HOUR,
    'The calls of the day are used up; they come back at midnight in China, or are reset with clear_quota.',
    'warn',
  ),
  45011: later(MINUTE, 'Too many calls in this minute; it is tried again in the next.'),
  45015: closed('The 48 hours after the last message of the customer are over, or they stopped following.'),
  45047: closed('All messages that may follow a message of the customer are sent.'),
  45072: never('The typing command is not known.'),
  45080: never('Typing is shown only within 30 seconds after the customer wrote.'),
  45081: never('Typing is shown already.'),
  46003: never('The account has no menu.'),
  48001: forbidden(
    'The account may not use this part of the API; the customer-service API needs a verified account (认证). See which it may in the WeChat console under Interface Permissions (接口权限).',
  ),
  48002: never('The customer has switched off messages of this account.'),
  48004: forbidden(
    'WeChat has blocked this part of the API for a violation; see the messages in the console.',
  ),
  50002: forbidden('The account is limited or frozen; see the messages in the WeChat console.'),
  50004: setting('The account may not ask for access tokens; see the messages in the WeChat console.'),
  50005: never('The customer does not follow the account.'),
  50007: setting('The account is frozen; see the messages in the WeChat console.'),
  61450: later(0, 'The customer-service system of WeChat has a fault; it is tried again.'),
  65400: forbidden(
    'The customer-service function is not switched on; add it in the WeChat console under Functions (添加功能插件 → 客服).',
  ),
  89503: setting('An administrator of the account must confirm this server in WeChat.'),
  89506: setting('An administrator refused this server; ask them, and try again after 24 hours.'),
  89507: setting('An administrator refused this server; ask them, and try again after an hour.'),
}

/**
 * How to react to an error code.
 *
 * Unknown positive codes are final: WeChat looked at the request and refuses it, and a message repeated for
 * half an hour would hold up all that follow it in the conversation. Unknown negative codes are faults on
 * WeChat's side, and pass.
 */
export function reactionTo(errcode: number): Reaction {
  const known = reactions[errcode]
  if (known !== undefined) return known
  if (errcode < 0) return later(0, 'WeChat has a fault; it is tried again.')
  if (errcode >= 61_451 && errcode <= 61_459)
    return forbidden('The customer-service account (客服帐号) is not right; check it in the WeChat console.')
  return forbidden('Look the code up in the list of return codes of WeChat (全局返回码).')
}

/** What became of a call of the WeChat API that did not succeed. */
export class WechatError extends LiukeError {
  /** As in DeliveryError; `held` only from codes that say so. */
  readonly outcome: Reaction['outcome'] | 'unknown'
  readonly effect: Effect
  /** WeChat's code; null when it gave none. */
  readonly errcode: number | null
  readonly retryAfterMs: number | undefined

  private constructor(
    code: string,
    message: string,
    reaction: Omit<Reaction, 'outcome'> & { outcome: WechatError['outcome'] },
    errcode: number | null,
  ) {
    super(code, message, reaction.advice)
    this.name = 'WechatError'
    this.outcome = reaction.outcome
    this.effect = reaction.effect
    this.errcode = errcode
    this.retryAfterMs = reaction.retryAfterMs
  }

  /**
   * WeChat answered with an error code.
   * @param errmsg what it said; of it only its request id and our own address are kept, for support and whitelist
   */
  static refused(errcode: number, errmsg = ''): WechatError {
    const address = errcode === 40_164 ? /\bip ([0-9a-f.:]{3,45})/i.exec(errmsg)?.[1] : undefined
    const rid = /\brid: ([0-9a-f-]{8,40})/i.exec(errmsg)?.[1]
    const more = [address && `address ${address}`, rid && `rid ${rid}`].filter(Boolean).join(', ')
    const message = `WeChat answered ${errcode}${more === '' ? '' : ` (${more})`}.`
    return new WechatError('wechat_refused', message, reactionTo(errcode), errcode)
  }

  /** The request certainly did not get through to WeChat. */
  static unreachable(message: string): WechatError {
    const advice = 'Check WECHAT_API_URL, the network and the proxy; it is tried again.'
    const reaction = { outcome: 'refused', effect: 'none', advice } as const
    return new WechatError('wechat_unreachable', message, reaction, null)
  }

  /** No access token could be had, so that nothing was sent: it can always be tried again. */
  static withoutToken(error: WechatError): WechatError {
    const { errcode, advice, retryAfterMs = MINUTE } = error
    const effect = errcode === null || errcode < 0 ? 'none' : 'warn'
    const reaction = { outcome: 'refused', effect, advice, retryAfterMs } as const
    return new WechatError('wechat_no_token', `There is no access token. ${error.message}`, reaction, errcode)
  }

  /** What was to be fetched will not be. */
  static refusedByUs(message: string, advice: string): WechatError {
    const reaction = { outcome: 'never', effect: 'none', advice } as const
    return new WechatError('wechat_file_refused', message, reaction, null)
  }

  /** The account was set up for passive replies only. */
  static withoutSecret(): WechatError {
    const advice = 'Set WECHAT_SECRET, or the secret of this account in WECHAT_ACCOUNTS.'
    const reaction = { outcome: 'never', effect: 'warn', advice } as const
    const message = 'Without its AppSecret the account can only answer in place.'
    return new WechatError('wechat_no_secret', message, reaction, null)
  }

  /** The request may have got through; nobody said what became of it. */
  static unanswered(message: string): WechatError {
    const advice = 'It may have been carried out, and is not repeated blindly.'
    const reaction = { outcome: 'unknown', effect: 'none', advice } as const
    return new WechatError('wechat_unanswered', message, reaction, null)
  }
}

/** What the outbox is told of a message that WeChat did not take, by who wrote it. */
export function deliveryError(error: WechatError, role: MessageRole): DeliveryError {
  const outcome = error.outcome === 'held' ? heldOrNever(role) : error.outcome
  return new DeliveryError(outcome, `${error.message} ${error.advice}`, error.retryAfterMs)
}

/** What a person of ours wrote waits until the customer writes again; what the bot said is outdated by then. */
export function heldOrNever(role: MessageRole): 'held' | 'never' {
  return role === 'agent' ? 'held' : 'never'
}

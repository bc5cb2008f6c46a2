/** Writes answers to WeChat, and knows whether they left in time. */

import { randomBytes } from 'node:crypto'
import type { Response } from 'restify'
import type { WechatAccount } from './accounts.ts'
import { encrypt, signatureOf } from './crypto.ts'
import type { Outcome } from './passive.ts'
import { writeXml } from './xml.ts'

/** Tells WeChat that a message has arrived and nothing is said to it here. */
export const SUCCESS = 'success'
/** A break this soon after an answer was written may have been before it, in milliseconds. */
const DOUBT_MS = 10

/** A text to the customer, as WeChat takes it; encrypted when the request was. */
export function replyXml(
  account: WechatAccount,
  { self, openid }: { readonly self: string; readonly openid: string },
  text: string,
  sealed: boolean,
  now: number,
): string {
  const seconds = Math.floor(now / 1_000)
  const reply = writeXml({
    ToUserName: openid,
    FromUserName: self,
    CreateTime: seconds,
    MsgType: 'text',
    Content: text,
  })
  if (!sealed || account.aesKey === null) return reply
  const encrypted = encrypt(account.aesKey, account.appid, reply)
  const nonce = randomBytes(8).toString('hex')
  return writeXml({
    Encrypt: encrypted,
    MsgSignature: signatureOf(account.token, String(seconds), nonce, encrypted),
    TimeStamp: seconds,
    Nonce: nonce,
  })
}

/** Whether anybody is there to be answered. */
export function isOpen({ socket, destroyed }: Response): boolean {
  return !destroyed && socket !== null && !socket.destroyed && socket.writable && !socket.readableEnded
}

/** Sends plain text, such as `success`. */
export function sendText(response: Response, text: string): void {
  send(response, text, 'text/plain; charset=utf-8')
}

/**
 * Sends a reply.
 * @param withinMs how long it may take until it is written; later, the connection is cut
 */
export async function sendReply(response: Response, xml: string, withinMs: number): Promise<Outcome> {
  if (!isOpen(response) || withinMs <= 0) {
    if (isOpen(response)) sendText(response, SUCCESS)
    return 'dropped'
  }
  const { socket, shouldKeepAlive } = response
  let broken = false
  const onBreak = (): void => {
    broken = true
  }
  socket?.once('error', onBreak)
  // Whoever wants the connection kept has no reason to end it just now, unless it ended before.
  if (shouldKeepAlive) socket?.once('end', onBreak)
  try {
    const started = performance.now()
    if (!(await isWritten(response, xml, withinMs))) return 'dropped'
    if (performance.now() - started > withinMs) return 'dropped'
    await new Promise((resolve) => setTimeout(resolve, DOUBT_MS))
    // On a busy machine the timer comes before the news it waits for: what has arrived is read first.
    for (let round = 0; round < 2; round++) await new Promise((resolve) => setImmediate(resolve))
    return broken ? 'doubtful' : 'written'
  } finally {
    socket?.off('error', onBreak).off('end', onBreak)
  }
}

/** Whether all of it was handed to the system, before the connection broke or the time was up. */
function isWritten(response: Response, xml: string, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), withinMs)
    const settle = (written: boolean) => (): void => {
      clearTimeout(timer)
      resolve(written)
    }
    response.once('finish', settle(true))
    response.once('close', settle(false))
    send(response, xml, 'application/xml; charset=utf-8')
  })
}

function send(response: Response, text: string, type: string): void {
  const bytes = Buffer.from(text, 'utf8')
  response.writeHead(200, {
    'content-type': type,
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(bytes)
}

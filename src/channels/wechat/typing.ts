/** Shows a customer in WeChat that an answer is being written. */

import { messageOf } from '../../errors.ts'
import { callWithToken, receiverOf, type WechatSenderOptions } from './sender.ts'

/** WeChat shows it for a while by itself, and refuses repeats. */
const PAUSE_MS = 5_000
const CONVERSATIONS_KEPT = 10_000

/**
 * Shows typing in a conversation, at most once in 5 seconds. Resolves when WeChat was told or refused: nobody
 * misses a message for want of it, so that nothing is thrown.
 */
export function createWechatTyping(options: WechatSenderOptions): (conversationId: string) => Promise<void> {
  const { store, log } = options
  const shownAt = new Map<string, number>()
  return async (conversationId) => {
    const last = shownAt.get(conversationId)
    if (last !== undefined && store.now() - last < PAUSE_MS) return
    if (shownAt.size >= CONVERSATIONS_KEPT) shownAt.clear()
    shownAt.set(conversationId, store.now())
    try {
      const receiver = await receiverOf(options, conversationId)
      await callWithToken(options, receiver, '/cgi-bin/message/custom/typing', { command: 'Typing' })
    } catch (error) {
      log.debug({ reason: messageOf(error) }, 'wechat typing not shown')
    }
  }
}

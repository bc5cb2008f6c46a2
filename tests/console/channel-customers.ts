/** Customers on channels that are written to, for tests of what the desk shows of them. */

import { randomUUID } from 'node:crypto'
import { saveAddress } from '../../src/conversations/addresses.ts'
import type { DeliveryError, Sender } from '../../src/conversations/outbox.ts'
import { startConversation } from '../../src/conversations/start.ts'
import type { Store } from '../../src/conversations/store.ts'
import type { TestServer } from '../server.ts'

/** Senders that take every message but those whose text is in the list. */
export function sendersRefusing(refused: ReadonlyMap<string, DeliveryError>): Map<string, Sender> {
  const send: Sender = async ({ activity }) => {
    const error = refused.get(activity.text ?? '')
    if (error) throw error
  }
  return new Map([
    ['wechat', send],
    ['msteams', send],
  ])
}

/** Begins a conversation. @returns its id */
export async function beginOn(store: Store, channel: 'wechat' | 'msteams', shared = false): Promise<string> {
  const id = `test_${randomUUID()}`
  await startConversation(store, { id, channel, userId: id, locale: 'zh-CN', shared })
  await saveAddress(store, id, { channel, account: 'wx1', details: {} })
  return id
}

/** The customer of a conversation says something, and is answered. */
export async function sayIn(
  { turns }: TestServer,
  conversationId: string,
  text: string,
  attachments: unknown[] = [],
): Promise<void> {
  await turns.receive({
    conversationId,
    activity: { type: 'message', text, attachments, from: { id: 'customer', role: 'user' } },
    dedupe: randomUUID(),
    role: 'user',
    visible: true,
  })
}

/** What the conformance suite asks of a channel: customers who write on it, and a peer that can fail. */

import type { TestServer } from '../../server.ts'

/** A message as the customer sees it. */
export interface Shown {
  readonly text: string
  /** What can be tapped, clicked, or chosen by number. */
  readonly choices: readonly string[]
  readonly isCard: boolean
}

/** A file a customer sends. */
export interface SentFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
}

/** Somebody who writes on the channel as its users do, through its own protocol. */
export interface ChannelCustomer {
  /** Our id of the conversation. */
  readonly id: string
  /** @param messageId what the channel calls the message; the same one again is a repeat */
  say(text: string, messageId?: string): Promise<unknown>
  /** Takes one of the choices under the newest message, as users of the channel do. */
  choose(at: number): Promise<unknown>
  send(file: SentFile): Promise<unknown>
  /** All messages of ours so far, in the order they stand in. */
  shown(): Promise<readonly Shown[]>
  /** How often the customer saw that somebody is typing. */
  typing(): number
  leave(): Promise<void>
}

/** One channel, with whatever it needs beside the server. */
export interface Channel {
  /** As the database calls it. */
  readonly name: string
  /** Settings of a server that has it. */
  readonly env: Readonly<Record<string, string>>
  /** Whether bills are shown as cards; otherwise as text. */
  readonly hasCards: boolean
  /** The server to talk to from now on; called again after a restart. */
  use(server: TestServer): void
  customer(language: 'zh' | 'en'): Promise<ChannelCustomer>
  /** The peer refuses so many of our next messages; false where customers fetch them and nothing can be refused. */
  refuse(times: number): boolean
  /** Largest message there is, in bytes of UTF-8. */
  readonly maxBytes: number
  close(): Promise<void>
}

/** What the customer sees of a conversation, as plain data: every change is a pure function from old to new. */

import type { Cards, SharedFile } from './attachments.ts'
import type { Incoming, Owner, SuggestedAction } from './protocol.ts'

/**
 * `sending`: on its way. `waiting`: no connection, is sent again by itself. `failed`: the customer decides.
 * `sent`: the server has it.
 */
export type SendState = 'sending' | 'waiting' | 'failed' | 'sent'

/** Why trying again does not help, or is not wanted. `lost`: the page was left before its files were sent. */
export type Problem = 'tooLarge' | 'kind' | 'cancelled' | 'lost'

export interface Message {
  readonly kind: 'message'
  /** Stays the same from optimistic display to confirmation. */
  readonly key: string
  /** Absent until the server has confirmed it. */
  readonly id?: string
  readonly author: 'user' | 'bot' | 'agent'
  readonly name?: string
  readonly text: string
  readonly files: readonly SharedFile[]
  readonly cards?: Cards
  /** Milliseconds since 1970: the server's time once confirmed. */
  readonly at: number
  readonly state: SendState
  /** With `failed` only. */
  readonly problem?: Problem
  /** How much of its files is on the server, 0 to 1; while they are sent. */
  readonly progress?: number
  readonly actions: readonly SuggestedAction[]
  readonly feedback?: 'asked' | 'helpful' | 'unhelpful'
  /** Posted silently; shown only if it fails. */
  readonly hidden: boolean
}

/** A line between messages: who answers from here on. */
export interface Note {
  readonly kind: 'note'
  readonly key: string
  readonly id: string
  readonly at: number
  readonly note: 'joined' | 'left' | 'closed'
  readonly name?: string
}

export type Entry = Message | Note

interface Ownership {
  readonly owner: Owner
  readonly agent?: string
}

export interface Transcript extends Ownership {
  /** Confirmed entries in the server's order, then what is not confirmed yet in the order it was written. */
  readonly entries: readonly Entry[]
  readonly typing: boolean
  /** Id of the customer's newest message that a person has read. */
  readonly readId?: string
  /** The conversation takes no more messages. */
  readonly ended: boolean
}

/** Something the customer does that has to reach the server. */
export interface Outgoing {
  readonly clientId: string
  /** What is shown; for a silent answer, what is shown if it fails. */
  readonly text: string
  readonly hidden: boolean
  readonly at: number
  readonly files?: readonly SharedFile[]
}

export const emptyTranscript: Transcript = { entries: [], owner: 'bot', typing: false, ended: false }

/** Splits a Direct Line activity id (`conversation|0000012`) into its conversation and running number. */
function numbered(id: string | undefined): { conversation: string; number: number } | undefined {
  const parts = id === undefined ? undefined : /^(.*)\|(\d{1,15})$/su.exec(id)
  return parts ? { conversation: parts[1]!, number: Number(parts[2]) } : undefined
}

/** Whether the server's numbering puts the first id behind the second; false where it does not say. */
function isBehind(id: string | undefined, other: string | undefined): boolean {
  const [one, two] = [numbered(id), numbered(other)]
  return one !== undefined && one.conversation === two?.conversation && one.number > two.number
}

/** A copy of a transcript's entries that frames are worked into; linear, however long a replay is. */
class Worksheet {
  readonly entries: Entry[]
  readonly #known = new Map<string, Entry>()

  constructor(entries: readonly Entry[]) {
    this.entries = [...entries]
    for (const entry of entries) this.#remember(entry)
  }

  #remember(entry: Entry): void {
    this.#known.set(entry.key, entry)
    if (entry.id !== undefined) this.#known.set(entry.id, entry)
  }

  /** The entry with this key or server id. */
  find(name: string | undefined): Entry | undefined {
    return name === undefined ? undefined : this.#known.get(name)
  }

  replace(old: Entry, entry: Entry): void {
    this.entries[this.entries.lastIndexOf(old)] = entry
    this.#remember(entry)
  }

  /** Puts a confirmed entry where the server's numbering wants it, or after all other confirmed ones. */
  insert(entry: Entry): void {
    let position = this.entries.length
    while (position > 0) {
      const before = this.entries[position - 1]!
      if (before.id !== undefined && !isBehind(before.id, entry.id)) break
      position -= 1
    }
    this.entries.splice(position, 0, entry)
    this.#remember(entry)
  }

  /** An unconfirmed entry moves to the place the server gave it. */
  confirm(old: Entry, entry: Entry): void {
    this.entries.splice(this.entries.lastIndexOf(old), 1)
    this.insert(entry)
  }
}

function receiveMessage(sheet: Worksheet, message: Incoming & { kind: 'message' }): void {
  const found = sheet.find(message.id) ?? sheet.find(message.clientId)
  const known = found?.kind === 'message' ? found : undefined
  // A turn that failed after it was recorded stays failed until the customer's retry succeeds; what was
  // given up here and arrived all the same has arrived.
  const failed = known?.state === 'failed' && !known.problem
  const entry: Message = {
    kind: 'message',
    key: known?.key ?? message.clientId ?? message.id,
    id: message.id,
    author: message.author,
    text: known?.author === 'user' ? known.text : message.text,
    files: message.files.length > 0 ? message.files : (known?.files ?? []),
    at: message.at,
    state: failed ? 'failed' : 'sent',
    actions: message.actions,
    hidden: message.hidden && !failed,
    ...(message.cards && { cards: message.cards }),
    ...(message.name && { name: message.name }),
    ...(message.asksFeedback && { feedback: known?.feedback ?? ('asked' as const) }),
  }
  if (!known) sheet.insert(entry)
  else if (known.id === message.id) sheet.replace(known, entry)
  else sheet.confirm(known, entry)
}

/** Who answers now; a change that the customer should notice becomes a line of its own. */
function receiveOwner(sheet: Worksheet, now: Ownership, event: Incoming & { kind: 'owner' }): Ownership {
  if (sheet.find(event.id)) return now
  const next: Ownership = { owner: event.owner, ...(event.agent && { agent: event.agent }) }
  const note = noteOf(now, next)
  if (note) {
    const name = event.agent
    sheet.insert({ kind: 'note', key: event.id, id: event.id, at: event.at, note, ...(name && { name }) })
  }
  return next
}

function noteOf(before: Ownership, after: Ownership): Note['note'] | undefined {
  if (before.owner === after.owner && before.agent === after.agent) return undefined
  if (after.owner === 'human') return 'joined'
  if (after.owner === 'closed') return 'closed'
  return after.owner === 'bot' && before.owner === 'human' ? 'left' : undefined
}

/** Takes in what the server sent; an activity that is already there changes nothing but its own entry. */
export function receive(transcript: Transcript, incoming: readonly Incoming[]): Transcript {
  const sheet = new Worksheet(transcript.entries)
  const { owner, agent } = transcript
  let ownership: Ownership = { owner, ...(agent && { agent }) }
  let { typing, ended, readId } = transcript
  for (const item of incoming) {
    if (item.kind === 'read') readId = item.messageId
    else if (item.kind === 'typing') typing = true
    else if (item.kind !== 'message' || item.author !== 'user') typing = false
    if (item.kind === 'message') receiveMessage(sheet, item)
    if (item.kind === 'owner') ownership = receiveOwner(sheet, ownership, item)
    if (item.kind === 'feedback') {
      const rated = sheet.find(item.messageId)
      const feedback = item.helpful ? 'helpful' : 'unhelpful'
      if (rated?.kind === 'message') sheet.replace(rated, { ...rated, feedback })
    }
    if (item.kind === 'end') {
      ended = true
      ownership = { owner: 'closed' }
    }
  }
  return { entries: sheet.entries, typing, ended, ...(readId && { readId }), ...ownership }
}

/** Shows what the customer just sent, before the server has it; the same client id twice is one message. */
export function queue(
  transcript: Transcript,
  outgoing: Outgoing,
  state: SendState,
  problem?: Problem,
): Transcript {
  if (transcript.entries.some((entry) => entry.key === outgoing.clientId)) return transcript
  const message: Message = {
    kind: 'message',
    key: outgoing.clientId,
    author: 'user',
    text: outgoing.text,
    files: outgoing.files ?? [],
    at: outgoing.at,
    state,
    actions: [],
    hidden: outgoing.hidden && state !== 'failed',
    ...(problem && { problem }),
  }
  return { ...transcript, entries: [...transcript.entries, message] }
}

/** How far a message of the customer has come. */
export interface Standing {
  readonly state: SendState
  readonly problem?: Problem | undefined
  /** Posted silently: becomes visible only if it failed. */
  readonly silent: boolean
}

function change(transcript: Transcript, key: string, to: (message: Message) => Message): Transcript {
  const entries = transcript.entries.map((entry) =>
    entry.kind === 'message' && entry.key === key ? to(entry) : entry,
  )
  return { ...transcript, entries }
}

/** Changes how far a message of the customer has come; a silent one that failed becomes visible. */
export function markSent(transcript: Transcript, key: string, standing: Standing): Transcript {
  const { state, problem, silent } = standing
  return change(transcript, key, ({ problem: _problem, progress: _progress, ...message }) => ({
    ...message,
    state,
    hidden: silent && state !== 'failed',
    ...(problem && { problem }),
  }))
}

/** Shows how much of a message's files is on the server, 0 to 1. */
export function markProgress(transcript: Transcript, key: string, progress: number): Transcript {
  return change(transcript, key, (message) =>
    message.state === 'sending' ? { ...message, progress } : message,
  )
}

/** Takes out a message the customer gave up; one the server has stays. */
export function discard(transcript: Transcript, key: string): Transcript {
  const entries = transcript.entries.filter((entry) => entry.key !== key || entry.id !== undefined)
  return { ...transcript, entries }
}

/** Shows what the customer thinks of an answer, or asks again after a failure. */
export function markFeedback(
  transcript: Transcript,
  messageId: string,
  feedback: 'asked' | 'helpful' | 'unhelpful',
): Transcript {
  const entries = transcript.entries.map((entry) =>
    entry.kind === 'message' && entry.id === messageId ? { ...entry, feedback } : entry,
  )
  return { ...transcript, entries }
}

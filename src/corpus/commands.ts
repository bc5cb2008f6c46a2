/** Words that steer a conversation, as data: cancel, help, start over, yes, no, none of these, follow-ups. */

import { normalise } from '../understanding/normalise.ts'
import { comparableOf } from './comparable.ts'

/** What a customer can tell the bot to do at any moment. */
export type CommandName = 'cancel' | 'help' | 'start-over'

/** What a customer can reply to a question of the bot. */
export type ReplyName = 'yes' | 'no' | 'none-of-these'

/** Lists of `corpus/lexicon/commands.yaml` that name whole utterances. */
export const commandNames: readonly CommandName[] = ['cancel', 'help', 'start-over']
/** Lists of `corpus/lexicon/commands.yaml` that name whole replies. */
export const replyNames: readonly ReplyName[] = ['yes', 'no', 'none-of-these']

/** Words around the new part of a follow-up: `那…呢` has `before` 那 and `after` 呢. Already folded. */
export interface FollowUpMarker {
  readonly before: string
  readonly after: string
}

/** The lists, ready to be looked up. */
export interface Commands {
  /** Commands by the comparable form of an utterance. */
  readonly commands: ReadonlyMap<string, CommandName>
  /** Replies by the comparable form of an utterance. */
  readonly replies: ReadonlyMap<string, ReplyName>
  /** Longest marker first. */
  readonly followUps: readonly FollowUpMarker[]
}

/** Longer messages are not commands, replies or short follow-ups; in UTF-16 units. */
const MAX_LENGTH = 80

/**
 * The command that a whole message is, in either language, or null. Punctuation, case, width and
 * script do not matter; a command inside a longer message never counts.
 */
export function commandOf(commands: Commands, text: string): CommandName | null {
  if (text.length > MAX_LENGTH) return null
  return commands.commands.get(comparableOf(text)) ?? null
}

/** The reply that a whole message is, in either language, or null; read it only after a question of the bot. */
export function replyOf(commands: Commands, text: string): ReplyName | null {
  if (text.length > MAX_LENGTH) return null
  return commands.replies.get(comparableOf(text)) ?? null
}

/**
 * The new part of a short follow-up ("那流量呢" → "流量", "what about roaming?" → "roaming"), or null
 * when no marker stands around it. The part comes in the folded form that understanding reads:
 * lower case, half width, simplified. Linear in the length of the message.
 */
export function followUpOf(commands: Commands, text: string): string | null {
  if (text.length > MAX_LENGTH) return null
  const message = withoutOuterMarks(foldMarker(text))
  for (const { before, after } of commands.followUps) {
    if (message.length <= before.length + after.length) continue
    if (!message.startsWith(before) || !message.endsWith(after)) continue
    const part = withoutOuterMarks(message.slice(before.length, message.length - after.length))
    if (part !== '' && !isMarkerAlone(commands, part)) return part
  }
  return null
}

/** "那呢" and "还有呢" are marks and nothing new. */
function isMarkerAlone(commands: Commands, part: string): boolean {
  return commands.followUps.some(({ before, after }) => before.trim() === part || after.trim() === part)
}

/**
 * Reads a marker such as `那…呢` or `what about …`; spaces inside count, so that `and …` does not
 * match "android". Null when it has not exactly one `…` with a word on at least one side.
 */
export function readMarker(written: string): FollowUpMarker | null {
  const parts = written.replaceAll('...', '…').split('…')
  const [before, after] = parts
  if (parts.length !== 2 || before === undefined || after === undefined) return null
  const marker = { before: foldMarker(before).trimStart(), after: foldMarker(after).trimEnd() }
  return marker.before.trim() === '' && marker.after.trim() === '' ? null : marker
}

/** The form of understanding, with one space wherever there is any. */
function foldMarker(text: string): string {
  return normalise(text).replace(/\s+/g, ' ')
}

/** Drops spaces and punctuation at both ends. */
function withoutOuterMarks(text: string): string {
  const characters = [...text]
  let start = 0
  let end = characters.length
  while (start < end && isMark(characters[start])) start++
  while (end > start && isMark(characters[end - 1])) end--
  return characters.slice(start, end).join('')
}

function isMark(character: string | undefined): boolean {
  return character !== undefined && /^[\s\p{P}\p{S}]$/u.test(character)
}

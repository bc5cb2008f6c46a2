/** Conversations written as YAML: what is said, what comes back, what the database holds afterwards. */

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const pattern = z.string().min(1)

const stepShape = z.strictObject({
  /** What the customer writes; `{code}` is the newest one-time code, `{wrong code}` another. Left out, nobody writes. */
  you: z.string().optional(),
  /** Each is found in what comes back: a text, or a pattern between slashes. */
  bot: z.union([pattern, z.array(pattern)]).optional(),
  /** None of these is. */
  not: z.union([pattern, z.array(pattern)]).optional(),
  /** Entry and decision of the last message. */
  entry: z.string().optional(),
  decision: z.string().optional(),
  /** Who has the conversation afterwards. */
  owner: z.enum(['bot', 'queued', 'human', 'closed']).optional(),
  /** Minutes that pass before. */
  after: z.number().positive().optional(),
  /** The conversation is looked at for whether it is idle: by the bot after half an hour, by an agent after twelve. */
  idle: z.literal(true).optional(),
  /** An agent takes the conversation, and says that it is done. */
  agent: z.literal(true).optional(),
  /** The agent closes it for this reason of the desk's, and it is seen to whether the customer is asked to rate. */
  closed: z.string().optional(),
  /** From here on in a new conversation of the signed-in account, as on another channel; `then` is about that one. */
  elsewhere: z.literal(true).optional(),
})

const rowsShape = z.strictObject({
  table: z.enum([
    'tickets',
    'tasks',
    'cancellations',
    'links',
    'verifications',
    'notices',
    'conversations',
    'treatments',
    'customer_choices',
    'orders',
    'visits',
    'ratings',
    'episodes',
    'audit',
  ]),
  count: z.number().int().min(0).optional(),
  /** Columns of every row found. */
  where: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
})

const dialogueShape = z.strictObject({
  name: z.string().min(1),
  /** Language tag of the browser; zh-CN when left out. */
  locale: z.string().optional(),
  /** Account the site vouches for. */
  signed_in: z.string().optional(),
  /** Goes on where the conversation before it left the customers; otherwise nobody has cancelled, decided, or been offered anything. */
  goes_on: z.boolean().optional(),
  /** Everybody is drawn into the group that is left without an offer. */
  held: z.boolean().optional(),
  /** The company's systems are elsewhere, and do not answer. */
  systems: z.literal('down').optional(),
  /** When it begins, in the company's time zone; a working day at ten in the morning when left out. */
  at: z.string().optional(),
  say: z.array(stepShape).min(1),
  /** Rows of this conversation and its customer that are new since it began. */
  // biome-ignore lint/suspicious/noThenProperty: a word of the YAML files; it holds a list and is never awaited
  then: z.array(rowsShape).optional(),
})

/** One conversation and what is expected of it. */
export type Dialogue = z.output<typeof dialogueShape>
/** One message of the customer and what is expected to come back. */
export type DialogueStep = Dialogue['say'][number]

/** All conversations of `tests/conversations/*.yaml`, with the file each stands in. */
export async function readDialogues(): Promise<{ file: string; dialogue: Dialogue }[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.yaml')).sort()
  const read = await Promise.all(
    files.map(async (file) => {
      const list = z
        .array(dialogueShape)
        .parse(parse(await readFile(path.join(import.meta.dirname, file), 'utf8')))
      return list.map((dialogue) => ({ file, dialogue }))
    }),
  )
  return read.flat()
}

/** Whether a text holds what is expected: a text as it stands, or a pattern between slashes. */
export function holds(text: string, expected: string): boolean {
  const match = /^\/(.*)\/([iu]*)$/s.exec(expected)
  return match ? new RegExp(match[1] ?? '', match[2] || 'u').test(text) : text.includes(expected)
}

/** One or many as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T]
}

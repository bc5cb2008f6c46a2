/** What Direct Line clients may send, checked at the border. */

import { z } from 'zod'
import { checked, HttpError, wellFormed } from '../http.ts'

/** Longest text that is taken at all, in UTF-16 units; the bot asks for shorter ones well below it. */
export const MAX_TEXT_UNITS = 20_000

const account = z.object({
  id: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  role: z.string().max(40).optional(),
})

const activityShape = z.looseObject({
  type: z.enum([
    'message',
    'event',
    'typing',
    'endOfConversation',
    'conversationUpdate',
    'invoke',
    'messageReaction',
  ]),
  from: account.optional(),
  text: z.string().max(MAX_TEXT_UNITS).optional(),
  name: z.string().max(200).optional(),
  locale: z.string().max(40).optional(),
  localTimezone: z.string().max(80).optional(),
  textFormat: z.string().max(20).optional(),
  attachments: z
    .array(z.looseObject({ contentType: z.string().max(200) }))
    .max(10)
    .optional(),
  channelData: z.looseObject({ clientActivityID: z.string().max(200).optional() }).optional(),
})

/** An activity as a client may send it. */
export type ClientActivity = z.infer<typeof activityShape>

const startShape = z.object({
  user: z.object({ id: z.string().max(200).optional(), name: z.string().max(200).optional() }).optional(),
  // One that is no language tag is ignored: it is only a hint, and stored as it is.
  locale: z
    .string()
    .max(40)
    .transform((tag) => (/^[\w-]+$/.test(tag) ? tag : undefined))
    .optional(),
})

const generateShape = z.object({
  user: z
    .object({
      id: z.string().max(200).regex(/^dl_./, 'user.id must begin with dl_').optional(),
      name: z.string().max(200).optional(),
    })
    .optional(),
  /** Account number of the customer who is signed in at the site. */
  account: z.string().min(1).max(40).optional(),
  // Browsers send origins without a path: https://a.example/ means https://a.example.
  trustedOrigins: z
    .array(
      z
        .url({ protocol: /^https?$/ })
        .max(300)
        .transform((address) => new URL(address).origin),
    )
    .max(20)
    .optional(),
})

const widgetShape = z.object({
  token: z.string().max(4_000).optional(),
  fresh: z.boolean().optional(),
  locale: z.string().max(40).optional(),
})

/** @throws HttpError 400 naming the field, 413 for a text that is too long */
export function activityFrom(body: unknown): ClientActivity {
  const text = (body as { text?: unknown } | null)?.text
  if (typeof text === 'string' && text.length > MAX_TEXT_UNITS) {
    throw new HttpError(413, 'MessageTooLarge', `A text may have at most ${MAX_TEXT_UNITS} characters.`)
  }
  return wellFormed(checked(activityShape, body))
}

/** @throws HttpError 400 */
export function startFrom(body: unknown): z.infer<typeof startShape> {
  return checked(startShape, body ?? {})
}

/** @throws HttpError 400 */
export function generateFrom(body: unknown): z.infer<typeof generateShape> {
  return checked(generateShape, body ?? {})
}

/** @throws HttpError 400 */
export function widgetRequestFrom(body: unknown): z.infer<typeof widgetShape> {
  return checked(widgetShape, body ?? {})
}

/** A client's watermark: the number of the last message it has; anything else means from the beginning. */
export function watermarkFrom(text: unknown): number {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0
}

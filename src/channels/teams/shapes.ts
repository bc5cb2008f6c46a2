/** What Teams may send, checked at the border; of an activity, only what is read here passes. */

import { z } from 'zod'
import { checked, wellFormed } from '../http.ts'

/** Teams itself stops at about 28 KB; the bot asks for shorter texts well below that. */
const MAX_TEXT_UNITS = 100_000

/** Absent and null are the same to Teams. */
const maybe = <S extends z.ZodType>(shape: S) => shape.nullish().transform((value) => value ?? undefined)
/** A hint, ignored where it is not what it should be. */
const hint = (form: RegExp) =>
  z
    .string()
    .regex(form)
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined)

const id = z
  .string()
  .max(500)
  .regex(/^\P{Cc}*$/u, 'an id without control characters')
const words = z.string().max(500)

const locale = hint(/^[A-Za-z][\w-]{1,39}$/)

const attachmentShape = z.object({
  contentType: maybe(z.string().max(200)),
  contentUrl: maybe(z.string()).catch(undefined),
  name: maybe(words).catch(undefined),
  content: z.unknown().optional(),
})

const entityShape = z.object({
  type: maybe(z.string()).catch(undefined),
  text: maybe(z.string()).catch(undefined),
  mentioned: maybe(z.object({ id, name: maybe(words) })).catch(undefined),
  locale,
})

const activityShape = z.object({
  type: z.string().min(1).max(60),
  id: maybe(id),
  channelId: z.string().max(60),
  serviceUrl: z.string().max(500),
  from: z.object({ id: id.min(1), name: maybe(words).catch(undefined), aadObjectId: maybe(id) }),
  recipient: z.object({ id: id.min(1) }),
  conversation: z.object({
    id: id.min(1),
    conversationType: maybe(z.string().max(40)),
    tenantId: maybe(id),
    isGroup: maybe(z.boolean()).catch(undefined),
  }),
  text: maybe(z.string().max(MAX_TEXT_UNITS)),
  name: maybe(z.string().max(200)),
  action: maybe(z.string().max(60)),
  replyToId: maybe(id),
  locale,
  localTimezone: hint(/^[\w/+-]{1,80}$/),
  value: z.unknown().optional(),
  attachments: maybe(z.array(attachmentShape).max(50)),
  entities: maybe(z.array(entityShape).max(500)),
  membersAdded: maybe(z.array(z.object({ id })).max(5_000)),
  channelData: maybe(z.object({ tenant: maybe(z.object({ id: maybe(id) })) })).catch(undefined),
})

/** An activity as Teams sends it. */
export type TeamsActivity = z.output<typeof activityShape>
/** A file, a card, or the message once more as HTML. */
export type TeamsAttachment = z.output<typeof attachmentShape>
/** Something the text refers to, such as a mention; or what the client tells of itself. */
export type TeamsEntity = z.output<typeof entityShape>

/** @throws HttpError 400 naming the field */
export function teamsActivityFrom(body: unknown): TeamsActivity {
  return wellFormed(checked(activityShape, body))
}

/** Tenant of the user, in lower case; undefined when nothing names one. */
export function tenantOf({ conversation, channelData }: TeamsActivity): string | undefined {
  return (conversation.tenantId ?? channelData?.tenant?.id)?.toLowerCase()
}

/** Language tag of the client: on most messages, and beside them in what the client tells of itself. */
export function localeOf({ locale: own, entities }: TeamsActivity): string | undefined {
  return own ?? entities?.find(({ type }) => type === 'clientInfo')?.locale
}

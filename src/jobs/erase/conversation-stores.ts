/** The register's part about conversations: what was said, decided, sent and attached. */

import { z } from 'zod'
import { moment, type PersonalStore, parsed } from './personal-store.ts'

const ofConversation = [{ column: 'conversation_id', to: 'conversation' }] as const

/** What of a stored activity the person has said or seen. */
const activityShape = z.object({
  type: z.string().optional(),
  text: z.string().optional(),
  attachments: z
    .array(z.object({ name: z.string().optional(), contentType: z.string().optional() }))
    .optional(),
  suggestedActions: z.object({ actions: z.array(z.object({ title: z.string().optional() })) }).optional(),
})

/** Children come before what they refer to: in this order rows are deleted. */
export const conversationStores = {
  file_contents: {
    links: [{ column: 'file_id', to: 'file' }],
    section: 'fileContents',
    // With its file, see below.
    copy: () => null,
  },
  files: {
    links: [...ofConversation, { column: 'subject_id', to: 'subject' }],
    section: 'files',
    async copy(row, open) {
      const body = z
        .object({ name: z.string() })
        .safeParse(parsed(await open.text(row['subject_id'], `files.body:${row['id']}`, row['body'])))
      const { id, conversation_id: conversation, media_type: mediaType, size, created_at } = row
      const name = body.success ? body.data.name : null
      return { id, conversation, at: moment(created_at), name, mediaType, bytes: size, status: row['status'] }
    },
  },
  addresses: {
    links: ofConversation,
    section: 'addresses',
    async copy(row, open) {
      const { conversation_id: conversation, channel, body } = row
      const details = await open.text(open.subjectOf(conversation), `addresses.body:${conversation}`, body)
      return { conversation, channel, details: parsed(details) }
    },
  },
  webhook_marks: {
    links: ofConversation,
    section: 'webhooks',
    // How far programs of ours have read in a conversation is nothing anybody said or did.
    copy: () => null,
  },
  webhook_deliveries: {
    links: [...ofConversation, { column: 'customer_id', to: 'customer' }],
    section: 'webhooks',
    // It repeats, in ids, what the other tables tell.
    copy: () => null,
  },
  feedback: {
    links: ofConversation,
    section: 'feedback',
    copy: ({ conversation_id: conversation, message_id: message, helpful, created_at }) => ({
      conversation,
      message,
      helpful: helpful === 1,
      at: moment(created_at),
    }),
  },
  outbox: {
    links: ofConversation,
    section: 'deliveries',
    copy: ({ conversation_id: conversation, message_id: message, channel, status, sent_at }) => ({
      conversation,
      message,
      channel,
      status,
      sentAt: moment(sent_at),
    }),
  },
  decisions: {
    links: ofConversation,
    section: 'decisions',
    async copy(row, open) {
      const { conversation_id: conversation, message_id: message, decision, entry, confidence } = row
      const trace = await open.text(
        open.subjectOf(conversation),
        `decisions.trace:${row['id']}`,
        row['trace'],
      )
      const at = moment(row['created_at'])
      return { conversation, message, at, decision, entry, confidence, reasons: parsed(trace) }
    },
  },
  messages: {
    links: ofConversation,
    section: 'messages',
    async copy(row, open) {
      const { conversation_id: conversation, id, role, created_at } = row
      const body = await open.text(open.subjectOf(conversation), `messages.body:${id}`, row['body'])
      const activity = activityShape.safeParse(parsed(body))
      if (!activity.success) return null
      const { type, text, attachments, suggestedActions } = activity.data
      // What keeps a conversation running, such as the news that it has begun, says nothing.
      if (type !== 'message' && role !== 'user') return null
      return {
        conversation,
        id,
        at: moment(created_at),
        from: role,
        ...(type === 'message' ? {} : { type }),
        text: text ?? null,
        ...(attachments?.length ? { attachments } : {}),
        ...(suggestedActions ? { choices: suggestedActions.actions.map(({ title }) => title) } : {}),
      }
    },
  },
  states: {
    links: [
      { column: 'subject_id', to: 'subject' },
      { column: 'key', to: 'state' },
    ],
    section: 'memory',
    async copy(row, open) {
      const remembered = await open.text(row['subject_id'], `states.body:${row['key']}`, row['body'])
      return { changedAt: moment(row['updated_at']), remembered: parsed(remembered) }
    },
  },
} as const satisfies Readonly<Record<string, PersonalStore>>

/** The conversations themselves, and who had them; after everything that refers to them. */
export const peopleStores = {
  conversations: {
    links: [
      { column: 'id', to: 'conversation' },
      { column: 'subject_id', to: 'subject' },
    ],
    section: 'conversations',
    copy: (row) => ({
      id: row['id'],
      channel: row['channel'],
      language: row['language'] ?? row['locale'],
      begunAt: moment(row['created_at']),
      lastAt: moment(row['updated_at']),
      verifiedUntil: moment(row['verified_until']),
      valueYuan: row['value_yuan'],
      priority: row['priority'],
      queueReason: row['queue_reason'],
      withOthers: row['shared'] === 1,
    }),
  },
  identities: {
    links: [{ column: 'subject_id', to: 'subject' }],
    section: 'identities',
    copy: ({ channel, user_hash: fingerprint, created_at }) => ({
      channel,
      fingerprint,
      since: moment(created_at),
    }),
  },
  subjects: {
    links: [{ column: 'id', to: 'subject' }],
    section: 'subjects',
    copy: ({ id, created_at }) => ({ id, since: moment(created_at) }),
  },
} as const satisfies Readonly<Record<string, PersonalStore>>

/** The register's part about the desk: hand-overs, notes, tags, blocks, ratings, and the words that are searched for. */

import { moment, type PersonalStore } from './personal-store.ts'

const ofConversation = [{ column: 'conversation_id', to: 'conversation' }] as const
const ofBoth = [...ofConversation, { column: 'subject_id', to: 'subject' }] as const

/** All of it goes with the conversation. */
export const deskStores = {
  conversation_words: {
    links: ofConversation,
    section: 'words',
    // Keyed hashes of the words of messages, which are copied as they are.
    copy: () => null,
  },
  presence: {
    links: ofConversation,
    section: 'presence',
    // Which of our people has it open just now.
    copy: () => null,
  },
  notes: {
    links: ofBoth,
    section: 'notes',
    async copy({ id, conversation_id: conversation, subject_id, body, created_at }, open) {
      return {
        conversation,
        at: moment(created_at),
        text: await open.text(subject_id, `notes.body:${id}`, body),
      }
    },
  },
  conversation_tags: {
    links: ofConversation,
    section: 'tags',
    copy: ({ conversation_id: conversation, tag, added_at }) => ({ conversation, tag, at: moment(added_at) }),
  },
  blocks: {
    links: ofBoth,
    section: 'blocks',
    copy: ({ conversation_id: conversation, reason, created_at, until, lifted_at }) => ({
      conversation,
      reason,
      at: moment(created_at),
      until: moment(until),
      liftedAt: moment(lifted_at),
    }),
  },
  ratings: {
    links: ofBoth,
    section: 'ratings',
    async copy({ id, conversation_id: conversation, subject_id, score, comment, asked_at }, open) {
      return {
        conversation,
        at: moment(asked_at),
        score,
        comment: await open.text(subject_id, `ratings.comment:${id}`, comment),
      }
    },
  },
  episodes: {
    links: ofConversation,
    section: 'episodes',
    copy: ({ conversation_id: conversation, started_at, ended_at, resolution, questions, failed }) => ({
      conversation,
      from: moment(started_at),
      to: moment(ended_at),
      resolution,
      questions,
      failed,
    }),
  },
  team_notices: {
    links: ofConversation,
    section: 'teamNotices',
    // They say that a conversation waits, and nothing of what is said in it.
    copy: () => null,
  },
  handoffs: {
    links: [...ofConversation, { column: 'customer_id', to: 'customer' }],
    section: 'handoffs',
    copy: ({
      conversation_id: conversation,
      queue,
      rule,
      started_at,
      claimed_at,
      ended_at,
      outcome,
      reason,
    }) => ({
      conversation,
      queue,
      rule,
      at: moment(started_at),
      takenAt: moment(claimed_at),
      endedAt: moment(ended_at),
      outcome,
      reason,
    }),
  },
} as const satisfies Readonly<Record<string, PersonalStore>>

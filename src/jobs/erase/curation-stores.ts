/** The register's part about curation: questions the bot did not answer, and phrases learned from them. */

import { moment, type PersonalStore, parsed } from './personal-store.ts'

/** All of it goes with the conversation. What was learned leaves the corpus first. */
export const curationStores = {
  learned_phrases: {
    links: [{ column: 'subject_id', to: 'subject' }],
    section: 'learnedPhrases',
    copy: ({ key, language, created_at }) => ({ item: key, language, at: moment(created_at) }),
  },
  unanswered: {
    links: [
      { column: 'conversation_id', to: 'conversation' },
      { column: 'subject_id', to: 'subject' },
      { column: 'customer_id', to: 'customer' },
    ],
    section: 'unanswered',
    async copy({ id, conversation_id: conversation, subject_id, body, reason, status, asked_at }, open) {
      return {
        conversation,
        at: moment(asked_at),
        reason,
        status,
        ...Object(parsed(await open.text(subject_id, `unanswered.body:${id}`, body))),
      }
    },
  },
} as const satisfies Readonly<Record<string, PersonalStore>>

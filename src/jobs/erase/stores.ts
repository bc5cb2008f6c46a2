/** The register of everything that is kept about people: whoever adds a table adds it here, or says why it is nobody's. */

import type { Schema } from '../../storage/schema.ts'
import { conversationStores, peopleStores } from './conversation-stores.ts'
import { curationStores } from './curation-stores.ts'
import { customerStores, serviceStores } from './customer-stores.ts'
import { deskStores } from './desk-stores.ts'
import type { TableName } from './person.ts'
import {
  type ImpersonalStore,
  moment,
  type PersonalStore,
  parsed,
  type Registered,
} from './personal-store.ts'

/** The log of what was done: kept whole, because its rows prove each other. */
const auditStore: PersonalStore = {
  links: [
    { column: 'target', to: 'target' },
    { column: 'subject_id', to: 'subject' },
  ],
  section: 'records',
  // Who of our people did it is theirs, not the customer's.
  async copy(row, open) {
    const { seq, subject_id: subjectId, action, at, detail } = row
    const text =
      subjectId === null
        ? detail instanceof Uint8Array
          ? Buffer.from(detail).toString('utf8')
          : null
        : await open.text(subjectId, `audit.detail:${seq}`, detail)
    return { at: moment(at), action, detail: parsed(text) }
  },
  kept: {
    what: 'everything',
    why: 'The audit log is a chain. It names people by random ids; what is personal in it is sealed with their key and cannot be read once that is destroyed.',
  },
}

/** Every table of the main database. TypeScript refuses a table that is missing here. */
export const stores: Readonly<Record<TableName, PersonalStore | ImpersonalStore>> = {
  ...curationStores,
  ...deskStores,
  ...conversationStores,
  ...serviceStores,
  ...customerStores,
  ...peopleStores,
  audit: auditStore,
  audit_head: { impersonal: 'Number and hash of the newest row of the audit log.' },
  accounts: { impersonal: 'The people who work here; managed with `liuke accounts`.' },
  agents: { impersonal: 'Which of the people who work here is at work, and for which queues.' },
  sessions: { impersonal: 'Where the people who work here are signed in.' },
  customers: { impersonal: 'A view of customer_records.' },
  outages: { impersonal: 'Outages of districts.' },
  api_tokens: { impersonal: 'What programs of the company call the API with.' },
  webhooks: { impersonal: 'Addresses of the company that are told what happens.' },
  webhook_feed: { impersonal: 'How far what is told has been read.' },
  channel_tokens: { impersonal: 'Access tokens of our own accounts on channels.' },
  settings: { impersonal: 'Settings of the installation, and the churn model, which has coefficients only.' },
  imports: { impersonal: 'Which imports ran when, and who started them.' },
  insight_results: { impersonal: 'Figures of groups; the words in them are those many people used.' },
  corpus_revisions: {
    impersonal:
      'Published corpora. Phrases learned from an erased person are taken out of all of them; see learned_phrases.',
  },
  corpus_live: { impersonal: 'Which revision of the corpus is live.' },
  corpus_models: { impersonal: 'Models of the corpus; made anew when a phrase is taken out.' },
  corpus_gates: { impersonal: 'What the publish gate found in drafts, with questions that leads wrote.' },
  corpus_folder: { impersonal: 'Which state of the corpus folder was looked at.' },
  draft_items: { impersonal: 'The corpus as leads change it; as with corpus_revisions.' },
  draft_changes: { impersonal: 'What leads changed; as with corpus_revisions.' },
  draft_presence: { impersonal: 'Which of the people who work here has an item of the corpus open.' },
  clusters: { impersonal: 'Groups of questions, as figures; the questions are in unanswered.' },
  settled_phrases: { impersonal: 'Keyed hashes of phrases nobody needs to see again.' },
  curation_deeds: { impersonal: 'What leads decided, by ids.' },
  unanswered_feed: { impersonal: 'How far questions have been collected.' },
  insight_runs: { impersonal: 'What is being computed.' },
  erased_accounts: {
    impersonal:
      'Keyed hashes of accounts that an import must not bring back; they tell nothing without the keys.',
  },
  kept_invoices: { impersonal: 'Amounts of invoices without whose they were.' },
} satisfies Readonly<Record<keyof Schema, PersonalStore | ImpersonalStore>>

/** The stores with something about people, in the order in which their rows can be deleted. */
export const personalStores: readonly Registered[] = Object.entries(stores).flatMap(([table, store]) =>
  // Object.entries gives strings; these are the keys of the register.
  'impersonal' in store ? [] : [[table as TableName, store] as const],
)

/** What goes with a conversation whose time is over; what was done for its owner has periods of its own. */
export const chatTables: ReadonlySet<string> = new Set([
  ...Object.keys(curationStores),
  ...Object.keys(deskStores),
  ...Object.keys(conversationStores),
  ...Object.keys(peopleStores),
  ...(['verifications', 'notices', 'erase_requests'] satisfies TableName[]),
])

/** Tables of the corpus in the database: revisions, the draft, what the publish gate found, what the bot did not know. */

import type { Generated } from 'kysely'

/** A published corpus, whole. Only the erasure of a person changes one. */
export interface CorpusRevisionsTable {
  /** 1, 2, 3 … */
  number: number
  /** The revision that was live before it; null for the first. */
  parent: number | null
  /** `folder`: the corpus folder as it was before anything was published here. */
  source: 'folder' | 'published'
  /** Files as gzipped JSON, `CorpusFile[]` of corpus/revisions. */
  content: Buffer
  /** SHA-256, in hex, of `content` before it was packed. */
  content_hash: string
  /** `Corpus.hash`. */
  corpus_hash: string
  /** Its model, where it is kept; trained again from the content where it is not. */
  model_id: string | null
  /** Name of an account, `system`, or `cli:` and the user of the machine. */
  author: string
  /** Second pair of eyes, where one is asked for. */
  approved_by: string | null
  note: string
  /** Why it was published although the gate refused; null where the gate passed it. */
  override_reason: string | null
  /** What the gate measured, as JSON; null for the first. */
  measurements: string | null
  created_at: number
  /** When phrases learned from an erased person were taken out; null where none were. */
  redacted_at: number | null
}

/** Which revision is live; one row once there is a revision. */
export interface CorpusLiveTable {
  id: number
  revision: number
  /** Grows with every change, also where the same revision got another model. */
  version: number
  since: number
  by: string
}

/** Trained models; those of the newest revisions are kept. */
export interface CorpusModelsTable {
  /** SHA-256 of the bytes, in hex. */
  id: string
  bytes: Buffer
  size: number
  created_at: number
}

/** What is changed in the draft, item by item; what is not here is as in the live revision. */
export interface DraftItemsTable {
  /** Such as `entry:bill.due-date`; see corpus/revisions. */
  key: string
  file: string
  /** YAML of the item as it will stand in its file; null: taken out. */
  source: string | null
  /** Hash of the live item the change was made from; null where there was none. */
  base_hash: string | null
  /** Grows with each change; what a second editor has read must be this one. */
  version: number
  updated_by: string
  updated_at: number
}

/** Each change of the draft, so that it can be taken back. */
export interface DraftChangesTable {
  id: string
  key: string
  file: string
  /** YAML before; null: it was not there. `was_changed` 0: it was as in the live revision. */
  before: string | null
  was_changed: number
  after: string | null
  /** Version of the draft item after it. */
  version: number
  actor: string
  changed_at: number
  undone_at: number | null
}

/** Who has an item open; rows older than a minute mean nothing. */
export interface DraftPresenceTable {
  key: string
  account: string
  editing: number
  seen_at: number
}

/** One examination of the draft by the publish gate. */
export interface CorpusGatesTable {
  id: string
  /** Hash of the draft's files it is about. */
  content_hash: string
  /** Live revision it is compared with; null: the corpus folder. */
  base: number | null
  status: 'running' | 'passed' | 'blocked' | 'failed' | 'cancelled'
  /** Name of the step; see `gateStages`. */
  stage: string | null
  /** 0..1 */
  share: number
  /** Process that runs it. */
  holder: string
  beat_at: number
  started_by: string
  started_at: number
  ended_at: number | null
  /** `GateReport` as JSON. */
  report: string | null
  model_id: string | null
  /** Code and message as JSON. */
  failure: string | null
  /** Asked to be published, and by whom it was approved, where four eyes are asked for. */
  submitted_by: string | null
  submitted_at: number | null
  submitted_note: string | null
  submitted_override: string | null
}

/** The corpus folder when it differs from what is live; one row. */
export interface CorpusFolderTable {
  id: number
  /** Hash of the folder's files when they were last taken or put aside. */
  settled_hash: string
  settled_at: number
  settled_by: string
  /** JSON of `{ key: hash of its YAML }` for what the folder held then. */
  settled_items: string | null
}

/** Why a question came to the leads. */
export type UnansweredReason =
  | 'declined'
  | 'asked'
  | 'none-of-these'
  | 'not-helpful'
  | 'corrected'
  | 'handed-over'

/** What became of a question, or of a cluster. `labelled`: the customer chose what was meant. */
export type UnansweredStatus = 'new' | 'accepted' | 'applied' | 'dismissed' | 'out-of-scope' | 'labelled'

/** A question the bot did not answer well. */
export interface UnansweredTable {
  id: string
  message_id: string
  conversation_id: string
  subject_id: string
  customer_id: string | null
  channel: string
  /** `zh`, `en` or `mixed`. */
  language: string
  reason: UnansweredReason
  /** Masked text and candidates as JSON, sealed under `unanswered.body:ID`. */
  body: Buffer
  /** Keyed hash of the comparable form of the masked text: equal questions have equal ones. */
  phrase_hash: string
  /** What was answered, if anything. */
  entry: string | null
  /** What the customer chose afterwards, or an agent gave in its place. */
  right_entry: string | null
  confidence: number | null
  risk_band: 'low' | 'medium' | 'high' | null
  /** Message of an agent that answered it, if any. */
  agent_message_id: string | null
  asked_at: number
  collected_at: number
  cluster_id: string | null
  status: UnansweredStatus
}

/** Questions that mean the same, in whichever language. Holds no text: that is its questions'. */
export interface ClustersTable {
  id: string
  status: UnansweredStatus
  /** What the ranking goes by: customers × risk, with recent ones weighing more. */
  rank: number
  questions: number
  customers: number
  first_at: number
  last_at: number
  /** 0..1 */
  cohesion: number
  /** Where it was put, once accepted. */
  entry: string | null
  decided_by: string | null
  decided_at: number | null
  updated_at: number
}

/** What was decided about a phrase for good, by its keyed hash, which outlives the question. */
export interface SettledPhrasesTable {
  phrase_hash: string
  status: 'dismissed' | 'out-of-scope' | 'applied'
  by: string
  at: number
}

/** Each decision about questions, so that it can be taken back. */
export interface CurationDeedsTable {
  id: string
  actor: string
  deed: 'accept' | 'create' | 'out-of-scope' | 'dismiss' | 'split'
  cluster_id: string | null
  /** Ids of the questions, their states before, and ids of draft changes, as JSON. No text. */
  body: string
  done_at: number
  undone_at: number | null
}

/** Which phrase of the corpus was learned from whom. */
export interface LearnedPhrasesTable {
  id: string
  /** Item of the corpus, such as `entry:bill.due-date` or `file:lexicon/background.yaml`. */
  key: string
  language: string
  /** Keyed hash of the text as it stands in the corpus. */
  text_hash: string
  subject_id: string
  unanswered_id: string
  created_at: number
}

/** How far the collection of questions has come; one row. */
export interface UnansweredFeedTable {
  id: number
  /** Decisions up to this time were looked at. */
  until: number
  clustered_at: number | null
  /** Of the run that clusters, for all processes to see. */
  run: string | null
  beat_at: number | null
  share: number | null
  failure: string | null
}

export interface CurationTables {
  corpus_revisions: CorpusRevisionsTable
  corpus_live: CorpusLiveTable
  corpus_models: CorpusModelsTable
  corpus_gates: CorpusGatesTable
  corpus_folder: CorpusFolderTable
  draft_items: DraftItemsTable
  draft_changes: DraftChangesTable
  draft_presence: DraftPresenceTable
  unanswered: Omit<UnansweredTable, 'status'> & { status: Generated<UnansweredStatus> }
  clusters: ClustersTable
  settled_phrases: SettledPhrasesTable
  curation_deeds: CurationDeedsTable
  learned_phrases: LearnedPhrasesTable
  unanswered_feed: UnansweredFeedTable
}

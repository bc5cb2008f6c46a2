/** The corpus in the database: revisions, draft, publish gate, and what the bot did not know. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const curation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await revisionTables(db)
    await draftTables(db)
    await gateTables(db)
    await questionTables(db)
    await timeIndexes(db)
  },
}

/** What was declined has no entry; in place of the index of those with one, at the same price for a turn. */
async function timeIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('decisions_by_time').execute()
  await db.schema.createIndex('decisions_by_time').on('decisions').column('created_at').execute()
  await db.schema.createIndex('feedback_by_time').on('feedback').column('created_at').execute()
}

async function revisionTables(db: Kysely<unknown>): Promise<void> {
  const blob = blobType(db)
  await db.schema
    .createTable('corpus_models')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('bytes', blob, (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('corpus_revisions')
    .addColumn('number', 'integer', (c) => c.primaryKey())
    .addColumn('parent', 'integer')
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('content', blob, (c) => c.notNull())
    .addColumn('content_hash', 'text', (c) => c.notNull())
    .addColumn('corpus_hash', 'text', (c) => c.notNull())
    .addColumn('model_id', 'text')
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('approved_by', 'text')
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('override_reason', 'text')
    .addColumn('measurements', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('redacted_at', 'bigint')
    .execute()
  await db.schema
    .createTable('corpus_live')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('revision', 'integer', (c) => c.notNull().references('corpus_revisions.number'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('corpus_folder')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('settled_hash', 'text', (c) => c.notNull())
    .addColumn('settled_at', 'bigint', (c) => c.notNull())
    .addColumn('settled_by', 'text', (c) => c.notNull())
    .execute()
}

async function draftTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('draft_items')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('file', 'text', (c) => c.notNull())
    .addColumn('source', 'text')
    .addColumn('base_hash', 'text')
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('updated_by', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('draft_changes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('file', 'text', (c) => c.notNull())
    .addColumn('before', 'text')
    .addColumn('was_changed', 'integer', (c) => c.notNull())
    .addColumn('after', 'text')
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('undone_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('draft_changes_by_key')
    .on('draft_changes')
    .columns(['key', 'changed_at'])
    .execute()
  await db.schema
    .createTable('draft_presence')
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('editing', 'integer', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('draft_presence_pk', ['key', 'account'])
    .execute()
}

async function gateTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('corpus_gates')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('content_hash', 'text', (c) => c.notNull())
    .addColumn('base', 'integer')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('stage', 'text')
    .addColumn('share', 'double precision', (c) => c.notNull())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('beat_at', 'bigint', (c) => c.notNull())
    .addColumn('started_by', 'text', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('report', 'text')
    .addColumn('model_id', 'text')
    .addColumn('failure', 'text')
    .addColumn('submitted_by', 'text')
    .addColumn('submitted_at', 'bigint')
    .addColumn('submitted_note', 'text')
    .addColumn('submitted_override', 'text')
    .execute()
  await db.schema.createIndex('corpus_gates_by_start').on('corpus_gates').column('started_at').execute()
}

async function questionTables(db: Kysely<unknown>): Promise<void> {
  const blob = blobType(db)
  await db.schema
    .createTable('unanswered')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('message_id', 'text', (c) => c.notNull().unique())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('subject_id', 'text', (c) => c.notNull())
    .addColumn('customer_id', 'text')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('body', blob, (c) => c.notNull())
    .addColumn('phrase_hash', 'text', (c) => c.notNull())
    .addColumn('entry', 'text')
    .addColumn('right_entry', 'text')
    .addColumn('confidence', 'double precision')
    .addColumn('risk_band', 'text')
    .addColumn('agent_message_id', 'text')
    .addColumn('asked_at', 'bigint', (c) => c.notNull())
    .addColumn('collected_at', 'bigint', (c) => c.notNull())
    .addColumn('cluster_id', 'text')
    .addColumn('status', 'text', (c) => c.notNull().defaultTo('new'))
    .execute()
  const indices = {
    unanswered_by_status: ['status', 'asked_at'],
    unanswered_by_cluster: ['cluster_id', 'asked_at'],
    unanswered_by_phrase: ['phrase_hash'],
    unanswered_by_conversation: ['conversation_id'],
    unanswered_by_subject: ['subject_id'],
  } as const
  for (const [name, columns] of Object.entries(indices))
    await db.schema
      .createIndex(name)
      .on('unanswered')
      .columns([...columns])
      .execute()
  await db.schema
    .createTable('clusters')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('rank', 'double precision', (c) => c.notNull())
    .addColumn('questions', 'integer', (c) => c.notNull())
    .addColumn('customers', 'integer', (c) => c.notNull())
    .addColumn('first_at', 'bigint', (c) => c.notNull())
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .addColumn('cohesion', 'double precision', (c) => c.notNull())
    .addColumn('entry', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'bigint')
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('clusters_by_rank').on('clusters').columns(['status', 'rank']).execute()
  await db.schema
    .createTable('settled_phrases')
    .addColumn('phrase_hash', 'text', (c) => c.primaryKey())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('curation_deeds')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('deed', 'text', (c) => c.notNull())
    .addColumn('cluster_id', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('done_at', 'bigint', (c) => c.notNull())
    .addColumn('undone_at', 'bigint')
    .execute()
  await db.schema
    .createTable('learned_phrases')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('text_hash', 'text', (c) => c.notNull())
    .addColumn('subject_id', 'text', (c) => c.notNull())
    .addColumn('unanswered_id', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('learned_phrases_by_subject')
    .on('learned_phrases')
    .column('subject_id')
    .execute()
  await db.schema.createIndex('learned_phrases_by_text').on('learned_phrases').column('text_hash').execute()
  await db.schema
    .createTable('unanswered_feed')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('clustered_at', 'bigint')
    .addColumn('run', 'text')
    .addColumn('beat_at', 'bigint')
    .addColumn('share', 'double precision')
    .addColumn('failure', 'text')
    .execute()
}

/** What the desk needs: hand-overs from wish to end, agents, notes, tags, blocks, search, ratings, second factors, notices. */

import { type Kysely, SqliteAdapter, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const desk: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const blob = blobType(db)
    await handoffTables(db)
    await workTables(db, blob)
    await outcomeTables(db, blob)
    await accountColumns(db, blob)
  },
}

async function handoffTables(db: Kysely<unknown>): Promise<void> {
  const added = {
    handoff_id: 'text',
    waiting_since: 'bigint',
    offered_to: 'text',
    offered_until: 'bigint',
    snoozed_until: 'bigint',
    customer_read_seq: 'integer',
    agent_read_seq: 'integer',
    indexed_seq: 'integer',
    active_at: 'bigint',
    choose_until: 'bigint',
  } as const
  // SQLite adds one column at a time.
  for (const [name, type] of Object.entries(added))
    await db.schema.alterTable('conversations').addColumn(name, type).execute()
  await sql`update conversations set active_at = updated_at`.execute(db)
  // Moved on by the sweep that indexes words, never by a turn; with what the inbox filters by.
  await db.schema
    .createIndex('conversations_inbox')
    .on('conversations')
    .columns(['active_at', 'id', 'owner', 'channel'])
    .execute()
  await sql`create index conversations_offered on conversations (offered_until) where offered_until is not null`.execute(
    db,
  )
  await sql`create index conversations_snoozed on conversations (snoozed_until) where snoozed_until is not null`.execute(
    db,
  )
  await sql`create index conversations_held on conversations (agent) where agent is not null`.execute(db)
  await db.schema
    .createTable('handoffs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('customer_id', 'text')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('queue', 'text')
    .addColumn('priority', 'integer')
    .addColumn('rule', 'text')
    .addColumn('risk_band', 'text')
    .addColumn('value_yuan', 'double precision')
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('claimed_at', 'bigint')
    .addColumn('claimed_by', 'text')
    .addColumn('first_reply_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_by', 'text')
    .addColumn('outcome', 'text')
    .addColumn('reason', 'text')
    .addColumn('transfers', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('verdict', 'text')
    .addColumn('verdict_by', 'text')
    .addColumn('verdict_at', 'bigint')
    .execute()
  await db.schema.createIndex('handoffs_by_time').on('handoffs').columns(['started_at', 'id']).execute()
  // Of each conversation at most one runs.
  await sql`create unique index handoffs_running on handoffs (conversation_id) where ended_at is null`.execute(
    db,
  )
  await db.schema
    .createIndex('handoffs_by_conversation')
    .on('handoffs')
    .columns(['conversation_id', 'started_at'])
    .execute()
  await db.schema
    .createTable('agents')
    .addColumn('account', 'text', (c) => c.primaryKey())
    .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('available', 'away', 'offline')`))
    .addColumn('capacity', 'integer', (c) => c.notNull())
    .addColumn('queues', 'text')
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addColumn('passed_until', 'bigint')
    .addColumn('worked_at', 'bigint')
    .execute()
}

function isSqlite(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter
}

async function workTables(db: Kysely<unknown>, blob: ReturnType<typeof blobType>): Promise<void> {
  await db.schema
    .createTable('notes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('body', blob, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('notes_by_conversation')
    .on('notes')
    .columns(['conversation_id', 'created_at'])
    .execute()
  await db.schema
    .createTable('conversation_tags')
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('tag', 'text', (c) => c.notNull())
    .addColumn('added_by', 'text', (c) => c.notNull())
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('conversation_tags_pk', ['conversation_id', 'tag'])
    .execute()
  await db.schema
    .createIndex('conversation_tags_by_tag')
    .on('conversation_tags')
    .columns(['tag', 'added_at'])
    .execute()
  await db.schema
    .createTable('blocks')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('blocked_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('told_at', 'bigint')
    .addColumn('lifted_at', 'bigint')
    .addColumn('lifted_by', 'text')
    .execute()
  await db.schema.createIndex('blocks_by_subject').on('blocks').columns(['subject_id', 'until']).execute()
  await db.schema
    .createTable('presence')
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('writing', 'integer', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('presence_pk', ['conversation_id', 'account'])
    .execute()
  await db.schema.createIndex('presence_by_time').on('presence').column('seen_at').execute()
  await db.schema
    .createTable('conversation_words')
    .addColumn('word', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('conversation_words_pk', ['word', 'conversation_id'])
    // Nothing but its key: SQLite would store each row twice.
    .$call((table) => (isSqlite(db) ? table.modifyEnd(sql`without rowid`) : table))
    .execute()
  await db.schema
    .createIndex('conversation_words_by_conversation')
    .on('conversation_words')
    .column('conversation_id')
    .execute()
}

async function outcomeTables(db: Kysely<unknown>, blob: ReturnType<typeof blobType>): Promise<void> {
  await db.schema
    .createTable('episodes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint', (c) => c.notNull())
    .addColumn('resolution', 'text', (c) =>
      c.notNull().check(sql`resolution in ('confirmed', 'assumed', 'abandoned', 'escalated')`),
    )
    .addColumn('ended_by', 'text', (c) => c.notNull())
    .addColumn('agent', 'text')
    .addColumn('questions', 'integer', (c) => c.notNull())
    .addColumn('failed', 'integer', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('episodes_by_time').on('episodes').columns(['ended_at', 'id']).execute()
  await db.schema
    .createIndex('episodes_by_conversation')
    .on('episodes')
    .columns(['conversation_id', 'ended_at'])
    .execute()
  // What became of a conversation is read from what was done in it.
  for (const table of ['feedback', 'tasks', 'tickets'])
    await db.schema
      .createIndex(`${table}_by_conversation`)
      .on(table)
      .columns(['conversation_id', 'created_at'])
      .execute()
  await db.schema
    .createTable('ratings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
    .addColumn('episode_id', 'text')
    .addColumn('handoff_id', 'text')
    .addColumn('agent', 'text')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('asked_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('score', 'integer', (c) => c.check(sql`score between 1 and 5`))
    .addColumn('comment', blob)
    .addColumn('answered_at', 'bigint')
    .addColumn('task_id', 'text')
    .execute()
  await db.schema
    .createIndex('ratings_by_conversation')
    .on('ratings')
    .columns(['conversation_id', 'asked_at'])
    .execute()
  await db.schema.createIndex('ratings_by_time').on('ratings').column('asked_at').execute()
  await db.schema
    .createIndex('ratings_by_subject')
    .on('ratings')
    .columns(['subject_id', 'asked_at'])
    .execute()
  await db.schema
    .createTable('team_notices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('way', 'text', (c) => c.notNull().check(sql`way in ('mail', 'teams')`))
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text')
    .addColumn('dedupe', 'text', (c) => c.notNull().unique())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('lease_until', 'bigint')
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('sent_at', 'bigint')
    .execute()
  await sql`create index outbox_undelivered on outbox (created_at, id) where status in ('dead', 'unknown')`.execute(
    db,
  )
  await sql`create index notices_undelivered on notices (created_at, id) where status in ('dead', 'expired')`.execute(
    db,
  )
  await sql`create index team_notices_open on team_notices (due_at) where status in ('pending', 'sending')`.execute(
    db,
  )
  await db.schema
    .createIndex('team_notices_by_conversation')
    .on('team_notices')
    .column('conversation_id')
    .execute()
}

async function accountColumns(db: Kysely<unknown>, blob: ReturnType<typeof blobType>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('totp_secret', blob).execute()
  await db.schema.alterTable('accounts').addColumn('totp_since', 'bigint').execute()
  await db.schema.alterTable('accounts').addColumn('totp_step', 'bigint').execute()
  await db.schema.alterTable('accounts').addColumn('totp_pending', blob).execute()
  await db.schema.alterTable('accounts').addColumn('recovery_codes', 'text').execute()
  await db.schema.alterTable('accounts').addColumn('last_seen', 'bigint').execute()
  await db.schema
    .alterTable('accounts')
    .addColumn('must_change', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}

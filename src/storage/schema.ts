/** The tables, as the queries see them. Times are milliseconds since 1970; `Buffer` columns are ciphertext. */

import type { AccountsTable, AuditHeadTable, AuditTable, SessionsTable } from './tables/accounts.ts'
import type { ApiTables } from './tables/api.ts'
import type {
  AddressesTable,
  ChannelTokensTable,
  ConversationsTable,
  DecisionsTable,
  FeedbackTable,
  FileContentsTable,
  FilesTable,
  IdentitiesTable,
  MessagesTable,
  OutboxTable,
  StatesTable,
  SubjectsTable,
} from './tables/conversations.ts'
import type { CurationTables } from './tables/curation.ts'
import type {
  CancellationsTable,
  InvoicesTable,
  LinksTable,
  NoticesTable,
  OutagesTable,
  ProductsTable,
  ScoresTable,
  TasksTable,
  TicketsTable,
  UsageTable,
  VerificationsTable,
} from './tables/customers.ts'
import type { DeskTables } from './tables/desk.ts'
import type { ImportTables } from './tables/imports.ts'
import type { InsightTables } from './tables/insight.ts'
import type { SettingsTable } from './tables/keys.ts'
import type { OrdersTables } from './tables/orders.ts'
import type { PrivacyTables } from './tables/privacy.ts'
import type { RetentionTables } from './tables/retention.ts'
import type { TreatmentTables } from './tables/treatments.ts'
import type { UnfinishedTables } from './tables/unfinished.ts'

export type * from './tables/accounts.ts'
export type * from './tables/api.ts'
export type * from './tables/conversations.ts'
export type * from './tables/curation.ts'
export type * from './tables/customers.ts'
export type * from './tables/desk.ts'
export type * from './tables/imports.ts'
export type * from './tables/insight.ts'
export type * from './tables/keys.ts'
export type * from './tables/orders.ts'
export type * from './tables/privacy.ts'
export type * from './tables/retention.ts'
export type * from './tables/treatments.ts'
export type * from './tables/unfinished.ts'

/** The main database. */
export interface Schema
  extends ImportTables,
    TreatmentTables,
    RetentionTables,
    PrivacyTables,
    InsightTables,
    OrdersTables,
    ApiTables,
    UnfinishedTables,
    DeskTables,
    CurationTables {
  audit: AuditTable
  audit_head: AuditHeadTable
  accounts: AccountsTable
  sessions: SessionsTable
  invoices: InvoicesTable
  usage: UsageTable
  products: ProductsTable
  tickets: TicketsTable
  tasks: TasksTable
  cancellations: CancellationsTable
  outages: OutagesTable
  scores: ScoresTable
  links: LinksTable
  verifications: VerificationsTable
  notices: NoticesTable
  subjects: SubjectsTable
  identities: IdentitiesTable
  conversations: ConversationsTable
  messages: MessagesTable
  states: StatesTable
  decisions: DecisionsTable
  outbox: OutboxTable
  addresses: AddressesTable
  files: FilesTable
  file_contents: FileContentsTable
  channel_tokens: ChannelTokensTable
  feedback: FeedbackTable
  settings: SettingsTable
}

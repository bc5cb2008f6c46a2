/** Table of tasks that customers began and did not end. */

/** The newest of a customer. */
export interface UnfinishedTasksTable {
  customer_id: string
  conversation_id: string
  subject_id: string
  /** Name of the dialog. */
  dialog: string
  /** Its slots as JSON, sealed. */
  body: Buffer
  updated_at: number
}

export interface UnfinishedTables {
  unfinished_tasks: UnfinishedTasksTable
}

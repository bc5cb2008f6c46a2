/** Tables of tasks that customers began and did not end. */

// biome-ignore lint/suspicious/noEmptyInterface: filled with its migration
export interface UnfinishedTables {}

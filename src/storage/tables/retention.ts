/** Tables of the retention worklist, and what customers chose about being contacted. */

// biome-ignore lint/suspicious/noEmptyInterface: filled in a moment
export interface RetentionTables {}

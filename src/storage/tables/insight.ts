/** Tables of computed insight. */

// biome-ignore lint/suspicious/noEmptyInterface: filled in a moment
export interface InsightTables {}

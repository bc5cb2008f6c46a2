/** Tables of what an import of customers is prepared in. */

// biome-ignore lint/suspicious/noEmptyInterface: filled in a moment
export interface ImportTables {}

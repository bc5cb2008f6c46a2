/** Tables of what privacy requests and retention periods need. */

// biome-ignore lint/suspicious/noEmptyInterface: filled in a moment
export interface PrivacyTables {}

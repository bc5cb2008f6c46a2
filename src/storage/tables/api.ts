/** Tables of the public API: tokens, webhooks and what is to be delivered to them. */

// biome-ignore lint/suspicious/noEmptyInterface: filled with its migration
export interface ApiTables {}

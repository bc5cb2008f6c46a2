/** Tables of what was done to keep customers, and to whom at random it was not. */

// biome-ignore lint/suspicious/noEmptyInterface: filled in a moment
export interface TreatmentTables {}

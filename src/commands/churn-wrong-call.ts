/** What actions of `liuke churn` throw when they are called wrongly. */

/** The command was called wrongly; the message says how. */
export class WrongCall extends Error {}

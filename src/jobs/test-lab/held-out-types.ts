/** The vocabulary of held-out questions. */

/** `mixed`: both languages in one question. */
export type HeldOutLanguage = 'zh' | 'en' | 'mixed'

/** One question. */
export interface HeldOutText {
  readonly language: HeldOutLanguage
  readonly text: string
}

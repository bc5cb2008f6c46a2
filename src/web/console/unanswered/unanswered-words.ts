/** Words for values of this page: statuses, reasons, languages. Pure. */

import type { UnansweredReason, UnansweredStatus } from '../../../console/unanswered-types.ts'
import type { Strings, Word } from '../strings.ts'

const STATUSES = {
  new: 'unNew',
  labelled: 'unLabelled',
  accepted: 'unAccepted',
  applied: 'unApplied',
  'out-of-scope': 'unOutOfScope',
  dismissed: 'unDismissed',
} as const satisfies Readonly<Record<UnansweredStatus, Word>>

const REASONS = {
  declined: 'unDeclined',
  asked: 'unAsked',
  'none-of-these': 'unNoneOfThese',
  'not-helpful': 'unNotHelpful',
  corrected: 'unCorrected',
  'handed-over': 'unHandedOver',
} as const satisfies Readonly<Record<UnansweredReason, Word>>

// Object.keys gives strings; these are the keys of the tables.
export const statuses = Object.keys(STATUSES) as UnansweredStatus[]
export const reasons = Object.keys(REASONS) as UnansweredReason[]

export function statusWords(status: UnansweredStatus, words: Strings): string {
  return words[STATUSES[status]]
}

export function reasonWords(reason: UnansweredReason, words: Strings): string {
  return words[REASONS[reason]]
}

/** @param language `zh`, `en` or `mixed` */
export function languageWords(language: string, words: Strings): string {
  if (language === 'zh') return words.languageZh
  return language === 'en' ? words.languageEn : words.unMixed
}

/** Whether a lead can decide about a group as it stands. */
export function isOpen(status: UnansweredStatus): boolean {
  return status === 'new' || status === 'labelled'
}

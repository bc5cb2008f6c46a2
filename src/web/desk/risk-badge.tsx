/** A band of the churn risk, in words and colour. */

import type { QueueItem } from '../../console/desk-types.ts'
import { useWords } from './desk-context.ts'
import { riskWords } from './wording.ts'

export function RiskBadge({ band }: { readonly band: NonNullable<QueueItem['riskBand']> }) {
  const { words } = useWords()
  return <span className={`risk-badge ${band}`}>{riskWords(band, words)}</span>
}

/** Words for values that several pages show: roles, and bands of the churn risk. */

import type { RiskCard, SessionAnswer } from '../../console/desk-types.ts'
import type { Strings } from './strings.ts'

const BANDS = { low: 'riskBandLow', medium: 'riskBandMedium', high: 'riskBandHigh' } as const
const ROLES = {
  agent: 'roleAgent',
  supervisor: 'roleSupervisor',
  lead: 'roleLead',
  admin: 'roleAdmin',
} as const

/** `High`. */
export function bandWords(band: RiskCard['band'], words: Strings): string {
  return words[BANDS[band]]
}

export function roleWords(role: SessionAnswer['account']['role'], words: Strings): string {
  return words[ROLES[role]]
}

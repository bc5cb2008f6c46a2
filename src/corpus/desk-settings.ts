/** What support leads set for the desk, in `corpus/desk.yaml`: tags, reasons, ready texts, blocks, ratings, idle times. */

import type { Bilingual } from '../company/types.ts'
import type { Resolution } from '../storage/schema.ts'

/** A word by which conversations are sorted and found. */
export interface Tag {
  /** Small letters, digits and hyphens. */
  readonly id: string
  readonly name: Bilingual
}

/** Why a conversation is closed. */
export interface CloseReason {
  readonly id: string
  readonly name: Bilingual
  /** What it counts as. */
  readonly resolution: Resolution
  /** Whether the customer is asked to rate it. */
  readonly rate: boolean
}

/** A text agents put into a reply. */
export interface CannedReply {
  readonly id: string
  readonly title: Bilingual
  /** Values of the company such as `{company.short}` may stand in it. */
  readonly text: Bilingual
}

/** Everything of the file. */
export interface DeskSettings {
  readonly tags: readonly Tag[]
  readonly reasons: readonly CloseReason[]
  readonly canned: readonly CannedReply[]
  /** For how many hours agents may block somebody; more is for supervisors. */
  readonly blockHours: number
  readonly rating: {
    readonly ask: boolean
    /** The same person is not asked again within so many days. */
    readonly everyDays: number
    /** How long an answer counts, in hours. */
    readonly withinHours: number
    /** A score up to this becomes a follow-up. */
    readonly low: number
  }
  readonly idle: {
    /** Minutes after which the bot closes a conversation it has; 0 for never. */
    readonly botMinutes: number
    /** Hours after which one is closed that an agent has and the customer left; 0 for never. */
    readonly agentHours: number
  }
}

/** Without a file. */
export const defaultDeskSettings: DeskSettings = {
  tags: [],
  reasons: [
    { id: 'solved', name: { zh: '已解决', en: 'Solved' }, resolution: 'confirmed', rate: true },
    { id: 'other', name: { zh: '其他', en: 'Other' }, resolution: 'assumed', rate: false },
  ],
  canned: [],
  blockHours: 24,
  rating: { ask: true, everyDays: 7, withinHours: 48, low: 2 },
  idle: { botMinutes: 30, agentHours: 24 },
}
